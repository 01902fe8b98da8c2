"""Turns the bytes of a policy pack into a checked policy, or into every fault with its line."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Collection, Sequence
from itertools import pairwise

from xfconsole.core.policy.build import build
from xfconsole.core.policy.pack import Policy
from xfconsole.core.policy.reader import (
    MOST_PROBLEMS,
    Faults,
    PackTable,
    Problem,
    TooMany,
)
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.toml_text import (
    MAX_LINE,
    Fault,
    LineIndex,
    NotToml,
    Path,
    decoded,
    faults_of_lines,
    line_at_fault,
    unified,
)

MAX_BYTES = 1024 * 1024
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
_UNREAD: dict[Fault, tuple[str, dict[str, str | int]]] = {
    Fault.TOO_LARGE: ("policy.problem.too_large", {"most": MAX_BYTES // 1024}),
    Fault.NOT_UTF8: ("policy.problem.not_utf8", {}),
    Fault.CONTROL: ("policy.problem.control_character", {}),
    Fault.LONG_LINE: ("policy.problem.long_line", {"most": MAX_LINE}),
    Fault.SYNTAX: (_OTHER_SYNTAX, {}),
}


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
    policy, problems = _read(unified(text))
    if policy is None:
        raise PolicyError(name, problems)
    return policy


def load(data: bytes, name: str) -> Policy:
    """Return the policy in a file's bytes. Raises PolicyError with every fault found."""
    try:
        return parse(decoded(data, MAX_BYTES), name)
    except NotToml as error:
        raise PolicyError(name, [Problem(error.line, *_UNREAD[error.fault])]) from None


def check(data: bytes, name: str) -> list[Problem]:
    """Return every fault of a pack in the order of its lines; none means it can be used."""
    try:
        load(data, name)
    except PolicyError as error:
        return list(error.problems)
    return []


def _read(text: str) -> tuple[Policy | None, list[Problem]]:
    if not text.strip():
        return None, [Problem(1, "policy.problem.empty")]
    if unread := [Problem(line, *_UNREAD[fault]) for line, fault in faults_of_lines(text)]:
        return None, unread[:MOST_PROBLEMS]
    try:
        document = tomllib.loads(text)
        policy, faults = _built(document, text)
        return policy, faults.problems(LineIndex(text)) if faults else []
    except (ValueError, RecursionError) as error:
        said = (key for start, key in _SYNTAX if str(error).startswith(start))
        return None, [Problem(line_at_fault(error, text), next(said, _OTHER_SYNTAX))]


def _built(document: dict[str, object], text: str) -> tuple[Policy | None, Faults]:
    faults = Faults()
    try:
        policy = build(PackTable(faults, (), document), digest_of(text), text)
        # A pack from before there were these tables may call its rules as it likes.
        named = {
            "procedure": policy.procedure.rules,
            "retention": policy.retention.rules,
            "handover": {policy.handover.rule.id: policy.handover.rule},
            "alarm": {policy.alarm.rule.id: policy.alarm.rule},
            "instructions": {policy.instructions.rule.id: policy.instructions.rule},
            "targets": {each.rule.id: each.rule for each in policy.targets.values()},
            "reception": policy.reception.rules,
        }
        taken = {rule for table, rules in named.items() if table in document for rule in rules}
        check_rules(policy, faults, taken=taken)
    except TooMany:
        return None, faults
    return policy if not faults else None, faults


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
    if reporting.after is not None:
        found += [(("reports", "after"), reporting.after.rule.id)]
    found += [(("rhythms", each.name), each.rule.id) for each in reporting.offered]
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
