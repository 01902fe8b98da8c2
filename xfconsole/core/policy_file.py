"""Turns the bytes of a policy pack into a checked policy, or into every fault with its line."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Sequence

from xfconsole.core.policy import Policy
from xfconsole.core.policy_build import build
from xfconsole.core.policy_lines import LineIndex
from xfconsole.core.policy_reader import Faults, Problem, Table
from xfconsole.core.policy_rules import check_rules
from xfconsole.core.refusal import Refused
from xfconsole.core.text import neutral, neutral_line

MAX_BYTES = 1024 * 1024
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


class PolicyError(Refused):
    """A pack cannot be used; ``problems`` are all its faults in the order of their lines."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        first = problems[0]
        super().__init__(
            "policy.refused.faulty", name=neutral_line(name), count=len(problems), line=first.line
        )
        self.problems = tuple(problems)


def digest_of(text: str) -> str:
    """Return the SHA-256 of a pack's text in hex, by which incidents pin it."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def parse(text: str, name: str) -> Policy:
    """Return the policy a pack's text describes. ``name`` is the file's, for the refusal.

    Raises PolicyError with every fault found.
    """
    policy, problems = _read(_unified(text))
    if policy is None:
        raise PolicyError(name, problems)
    return policy


def load(data: bytes, name: str) -> Policy:
    """Return the policy in a file's bytes. Raises PolicyError with every fault found."""
    if problems := _undecodable(data):
        raise PolicyError(name, problems)
    return parse(data.decode("utf-8-sig"), name)


def check(data: bytes, name: str) -> list[Problem]:
    """Return every fault of a pack in the order of its lines; none means it can be used."""
    try:
        load(data, name)
    except PolicyError as error:
        return list(error.problems)
    return []


def _unified(text: str) -> str:
    # The same pack saved on another system keeps its digest.
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _undecodable(data: bytes) -> list[Problem]:
    if len(data) > MAX_BYTES:
        return [Problem(1, "policy.problem.too_large", {"most": MAX_BYTES // 1024})]
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [Problem(data.count(b"\n", 0, error.start) + 1, "policy.problem.not_utf8")]
    return []


def _read(text: str) -> tuple[Policy | None, list[Problem]]:
    if not text.strip():
        return None, [Problem(1, "policy.problem.empty")]
    if hidden := _control_characters(text):
        return None, hidden
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return None, [_syntax(text, error)]
    faults = Faults(LineIndex(text))
    policy = build(Table(faults, (), document), digest_of(text), text)
    check_rules(policy, faults)
    if faults.problems:
        return None, sorted(faults.problems, key=lambda problem: problem.line)
    return policy, []


def _control_characters(text: str) -> list[Problem]:
    lines = enumerate(text.split("\n"), start=1)
    key = "policy.problem.control_character"
    return [Problem(number, key) for number, line in lines if neutral(line) != line]


def _syntax(text: str, error: Exception) -> Problem:
    # tomllib names the place in its message only, or says "at end of document".
    found = _AT_LINE.search(str(error))
    last = len(text.splitlines())
    return Problem(min(int(found[1]), last) if found else last, "policy.problem.syntax")
