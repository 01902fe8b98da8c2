"""Which pack and which table of holidays every desk of an office goes by."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

import pytest

from tests.desks import changed_pack, default_policy
from xfconsole.core.days.workdays import Workdays
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_office import DeskLettered, OfficeFounded, PolicyAdopted, ShiftStarted
from xfconsole.core.office.adopted import adopted, fact_of, table_of
from xfconsole.core.policy.load import parse
from xfconsole.core.policy.pack import Policy

SERIAL = count(1)
AT = datetime(2026, 2, 19, 18, 29, tzinfo=UTC)
FIRST, SECOND = default_policy(), changed_pack(("at_least = 30", "at_least = 20"))
A_DAY_OFF = Workdays({date(2026, 3, 9): "节"}, (), {2026})
ANOTHER = Workdays({date(2026, 3, 10): "节"}, (), {2026})


def said(desk: str, fact: Fact) -> Event:
    at = next(SERIAL)
    return Event(str(at), "office", AT, AT, "李敏", fact, at, (f"{at:027}", desk, at))


FOUNDED = said("one", OfficeFounded("市信访接待中心", "Asia/Shanghai"))
JOINED = said("two", ShiftStarted())


def known(digest: str) -> Policy:
    return {each.digest: each for each in (FIRST, SECOND)}[digest]


def taken(desk: str, policy: Policy | None) -> Event:
    return said(desk, DeskLettered("B", policy.digest if policy else ""))


def acted(desk: str, policy: Policy) -> Event:
    return said(desk, PolicyAdopted(policy.digest, policy.label))


@pytest.mark.parametrize(
    ("events", "held"),
    [
        pytest.param([], None, id="nobody said which"),
        pytest.param([taken("two", None)], None, id="the desk went by a stand-in"),
        pytest.param([taken("two", SECOND)], SECOND, id="nobody else said yet"),
        pytest.param([taken("two", SECOND), taken("one", FIRST)], FIRST, id="first desk's"),
        pytest.param(
            [taken("two", SECOND), said("again", DeskLettered("C", FIRST.digest, ("one",)))], FIRST,
            id="first desk's, put back on another laptop",
        ),
        pytest.param(
            [taken("one", FIRST), taken("two", SECOND), taken("one", SECOND)], FIRST,
            id="another letter says nothing new",
        ),
        pytest.param(
            [acted("two", SECOND), taken("one", FIRST)], SECOND, id="an act before what was found"
        ),
        pytest.param(
            [acted("two", SECOND), acted("one", FIRST)], FIRST, id="the last of the acts"
        ),
    ],
)  # fmt: skip
def test_the_pack_that_holds(events: list[Event], held: Policy | None) -> None:
    assert adopted([FOUNDED, JOINED, *events], known).pack == held


def test_until_a_text_has_come_or_can_be_read_the_one_before_holds() -> None:
    def missing(digest: str) -> Policy:
        if digest == SECOND.digest:
            return parse("", "journal")
        return {FIRST.digest: FIRST}[digest]

    told = [FOUNDED, JOINED, acted("one", FIRST), acted("two", SECOND)]
    assert adopted(told, missing).pack == FIRST
    told.append(said("two", PolicyAdopted("0" * 64, "other@1")))
    assert adopted(told, missing).pack == FIRST


def test_the_last_table_holds() -> None:
    told = [FOUNDED, said("one", fact_of(A_DAY_OFF)), JOINED, said("two", fact_of(ANOTHER))]
    assert adopted(told, known).calendar == fact_of(ANOTHER)
    assert adopted(told[:-1], known).calendar == fact_of(A_DAY_OFF)


def test_a_table_out_of_the_journal_is_the_same_with_the_names_known() -> None:
    again = table_of(fact_of(A_DAY_OFF), ANOTHER)
    assert (again.works(date(2026, 3, 9)), again.covers(2026)) == (False, True)
    assert table_of(fact_of(A_DAY_OFF), A_DAY_OFF).name(date(2026, 3, 9)) == "节"
