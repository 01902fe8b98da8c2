"""Turns the bytes of a policy pack into a checked policy, or into every fault with its line."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Collection, Sequence
from itertools import pairwise

from xfconsole.core.policy.build import build
from xfconsole.core.policy.pack import Policy
from xfconsole.core.policy.reader import (
    MOST_PROBLEMS,
    Faults,
    LineIndex,
    Path,
    Problem,
    Table,
    TooMany,
)
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line
from xfconsole.core.words.toml_text import too_deep

MAX_BYTES = 1024 * 1024
MAX_LINE = 1000
"""Characters."""
_SYNTAX = (
    ("Cannot overwrite", "policy.problem.repeated"),
    ("Cannot declare", "policy.problem.repeated"),
    ("Cannot mutate", "policy.problem.repeated"),
    ("Cannot redefine", "policy.problem.repeated"),
    ("Duplicate", "policy.problem.repeated"),
    ("Expected '='", "policy.problem.statement"),
    ("Invalid statement", "policy.problem.statement"),
    ("Invalid initial character", "policy.problem.statement"),
    ("Invalid value", "policy.problem.value"),
    ("Invalid date", "policy.problem.value"),
    ("Expected newline", "policy.problem.end"),
    ("Unterminated", "policy.problem.quote"),
    ("Illegal character", "policy.problem.quote"),
    ("Found invalid", "policy.problem.quote"),
    ('Expected "', "policy.problem.quote"),
    ("Unescaped", "policy.problem.backslash"),
    ("Invalid hex", "policy.problem.backslash"),
    ("Escaped character", "policy.problem.backslash"),
    ("Unclosed", "policy.problem.bracket"),
    ("Expected ']", "policy.problem.bracket"),
)
"""How tomllib's messages begin, and the sentence that says it to the officer."""
_OTHER_SYNTAX = "policy.problem.syntax"
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
    if problems := _unreadable(text):
        return None, problems
    try:
        document = tomllib.loads(text)
        policy, faults = _built(document, text)
        return policy, faults.problems(LineIndex(text)) if faults else []
    except (ValueError, RecursionError) as error:
        return None, [_syntax(text, error)]


def _built(document: dict[str, object], text: str) -> tuple[Policy | None, Faults]:
    faults = Faults()
    try:
        policy = build(Table(faults, (), document), digest_of(text), text)
        # A pack from before there were these tables may call its rules as it likes.
        named = {
            "procedure": policy.procedure.rules,
            "retention": policy.retention.rules,
            "handover": {policy.handover.rule.id: policy.handover.rule},
            "alarm": {policy.alarm.rule.id: policy.alarm.rule},
        }
        taken = {rule for table, rules in named.items() if table in document for rule in rules}
        check_rules(policy, faults, taken=taken)
    except TooMany:
        return None, faults
    return policy if not faults else None, faults


def _unreadable(text: str) -> list[Problem]:
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        if neutral(line) != line:
            found.append(Problem(number, "policy.problem.control_character"))
        # tomllib takes minutes over one endless dotted key.
        elif len(line) > MAX_LINE:
            found.append(Problem(number, "policy.problem.long_line", {"most": MAX_LINE}))
        elif too_deep(line):
            found.append(Problem(number, _OTHER_SYNTAX))
    return found[:MOST_PROBLEMS]


def _syntax(text: str, error: Exception) -> Problem:
    # tomllib names the place in its message only, or says "at end of document".
    message = str(error)
    found = _AT_LINE.search(message)
    last = text.count("\n") + (not text.endswith("\n"))
    key = next((key for start, key in _SYNTAX if message.startswith(start)), _OTHER_SYNTAX)
    return Problem(min(int(found[1]), last) if found else last, key)


_NEEDED = {
    "bands": "policy.problem.no_bands",
    "attendance": "policy.problem.no_attendance",
    "safety": "policy.problem.no_safety",
}
"""Lists that may not be empty."""


def check_rules(policy: Policy, faults: Faults, *, taken: Collection[str] = ()) -> None:
    """Note bands that do not rise, ids used twice, rings of ranks and missing rules.

    ``taken`` are ids that no rule of the pack can have, because a table's name makes them.
    """
    for name, problem in _NEEDED.items():
        if not getattr(policy, name) and not faults.under(name):
            faults.add((name,), problem)
    _check_bands(policy, faults)
    _check_ids(policy, faults, taken)
    _check_ranks(policy, faults)


def _check_bands(policy: Policy, faults: Faults) -> None:
    for number, (lower, upper) in enumerate(pairwise(policy.bands), start=1):
        if faults.under("bands", number - 1) or faults.under("bands", number):
            continue
        if upper.at_least <= lower.at_least:
            faults.add(
                ("bands", number, "at_least"),
                "policy.problem.bands_number",
                more_than=lower.at_least,
            )
        if upper.level.rank <= lower.level.rank:
            faults.add(
                ("bands", number, "level"), "policy.problem.bands_level", above=lower.level.value
            )


def _check_ids(policy: Policy, faults: Faults, taken: Collection[str]) -> None:
    seen: set[str] = set()
    for path, rule_id in _ids(policy):
        if rule_id in taken:
            faults.add((*path, "id"), "policy.problem.taken_id", value=rule_id)
        elif rule_id and rule_id in seen:
            faults.add((*path, "id"), "policy.problem.duplicate_id", value=rule_id)
        seen.add(rule_id)


def _ids(policy: Policy) -> list[tuple[Path, str]]:
    reporting, chase = policy.reporting, policy.chase
    found: list[tuple[Path, str]] = []
    found += [(("bands", n), each.rule.id) for n, each in enumerate(policy.bands)]
    found += [(("attendance", n), each.rule.id) for n, each in enumerate(policy.attendance)]
    found += [(("travel", name), each.rule.id) for name, each in policy.travel.items()]
    found += [(("ladders", name), each.rule.id) for name, each in policy.ladders.items()]
    found += [(("reports", "first"), reporting.first.id)]
    found += [(("reports", "follow_up"), reporting.follow_up.id)]
    found += [(("reports", "band_change"), reporting.band_change.id)]
    return [*found, (("chase", "late"), chase.late.id), (("chase", "eta"), chase.eta.id)]


def _check_ranks(policy: Policy, faults: Faults) -> None:
    settled: set[str] = set()
    for start in policy.posts:
        trail: list[str] = []
        here: str | None = start
        while here in policy.posts and here not in settled and here not in trail:
            trail.append(here)
            here = policy.posts[here].next_rank
        if here in trail:
            ring = [*trail[trail.index(here) :], here]
            faults.add(
                ("posts", here, "next_rank"), "policy.problem.rank_ring", ring=" → ".join(ring)
            )
        settled.update(trail)
