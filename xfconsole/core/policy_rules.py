"""What has to hold between the rules of one pack."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from xfconsole.core.policy import Policy
from xfconsole.core.policy_faults import Faults
from xfconsole.core.policy_lines import Path

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
