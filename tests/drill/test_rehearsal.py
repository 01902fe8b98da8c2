"""A roster rung through as if nobody answered: in which order, and where nobody is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.desks import START, ZONE, default_policy, everybody, pinned
from xfconsole.core.facts.of_office import RosterEntry
from xfconsole.drill.rehearsal import Rung, rehearse, visit

HELD = everybody().entries


def rung(
    count: int = 33,
    entries: Sequence[RosterEntry] | None = None,
    *,
    assigned: bool = False,
    unit: str = "住建局",
) -> list[Rung]:
    form = visit(count, unit, "梧桐街道", "演练", assigned=assigned)
    held = everybody().entries if entries is None else entries
    return list(rehearse(held, default_policy(), pinned, START, ZONE, form))


def people(found: list[Rung], duty: str) -> list[str]:
    """Who is rung for a post, in order, everybody once."""
    return list(dict.fromkeys(each.person for each in found if each.duty == duty and each.person))


def ends(found: list[Rung]) -> set[str]:
    return {each.duty for each in found if not each.person}


def test_deputies_come_before_the_next_rank() -> None:
    found = rung()
    assert people(found, "township_head") == "周平 钱进 潘越 郑岚 韩松 冯岳 曹明".split()
    assert found[0].phone == "139-0000-0004"
    calls = [each.after for each in found if each.person]
    assert calls == sorted(calls)


def test_every_post_that_is_called_ends_in_nobody_once() -> None:
    for count, called in ((4, 0), (5, 5), (50, 6), (100, 7)):
        found = rung(count)
        assert len(ends(found)) == called
        assert sum(not each.person for each in found) == called


def test_an_assigned_leader_is_called_too() -> None:
    assert "assigned_leader" in ends(rung(5, assigned=True))


def test_a_post_that_nobody_holds_ends_at_once() -> None:
    held = [each for each in everybody().entries if "leader" not in each.post]
    found = rung(33, [each for each in held if each.post != "township_head"])
    assert people(found, "township_head") == []
    assert "township_head" in ends(found)


def test_one_person_alone_is_not_rung_for_ever() -> None:
    held = [each for each in everybody().entries if each.person in ("孙磊", "王强")]
    found = rung(33, held)
    assert people(found, "unit_head") == ["孙磊"]
    assert sum(each.duty == "unit_head" and bool(each.person) for each in found) <= 3


def test_an_empty_roster_ends_in_nobody_everywhere() -> None:
    found = rung(33, [])
    assert [each.person for each in found] == [""] * 5
    assert len(ends(found)) == 5


def test_a_unit_that_is_not_named_is_asked_for_and_not_called_vacant() -> None:
    held = [replace(each, unit="住建局") if each.post == "unit_head" else each for each in HELD]
    (end,) = [each for each in rung(33, held, unit="") if each.duty == "unit_head"]
    assert (end.post, end.person) == ("unit_head", "")
    assert people(rung(33, held), "unit_head")[0] == "孙磊"
