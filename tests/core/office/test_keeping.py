"""Who keeps a subject: the desk that opened it, until take-overs say others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from xfconsole.core.facts.announced import LevelChanged
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_incident import IncidentOpened, NoteAdded, SubjectTakenOver
from xfconsole.core.facts.of_office import DeskLettered, OfficeFounded
from xfconsole.core.office.keeping import FIRST, Keeping, desks_of, heads_of, is_lettered
from xfconsole.core.words.desk import Channel, CountSource, Level

AT = datetime(2026, 2, 19, 18, tzinfo=UTC)


def said(at: int, desk: str, fact: Fact, uid: str = "") -> Event:
    when = AT + timedelta(minutes=at)
    order = (f"{at:02}", desk, at)
    return Event(uid or f"{desk}{at}", "i", when, when, "李敏", fact, at, order)


def opened(number: str) -> IncidentOpened:
    return IncidentOpened(
        number, "m", "停水", Channel.VISIT, 28, CountSource.COUNTED, "0" * 64, "default@1"
    )


OFFICE = [
    said(0, "a", OfficeFounded("接待中心", "Asia/Shanghai")),
    said(1, "b", DeskLettered("B")),
    said(2, "c", DeskLettered("C", goes_on_from=("c0",))),
]
LAST = {"a": AT, "b": AT + timedelta(minutes=41), "c": AT + timedelta(minutes=3)}


@pytest.mark.parametrize(
    ("number", "lettered"),
    [("02-117", False), ("2026-000123", False), ("02B-117", True), ("2026AA-000123", True)],
)
def test_a_number_says_whether_it_names_its_desk(number: str, lettered: bool) -> None:
    assert is_lettered(number) is lettered


def test_a_subject_is_kept_by_the_desk_that_opened_it() -> None:
    assert heads_of([said(3, "b", opened("02B-117"))]) == {"i": "b"}
    assert heads_of([said(3, "a", opened("02-117"))]) == {"i": FIRST}


def test_a_take_over_ends_the_keeping_that_it_followed() -> None:
    events = [
        said(3, "a", opened("02-117")),
        said(4, "b", SubjectTakenOver(), "t1"),
        said(5, "c", SubjectTakenOver(), "t2"),
    ]
    assert heads_of(events) == {"t1": "b", "t2": "c"}
    again = said(6, "a", SubjectTakenOver(("t1", "t2")), "t3")
    assert heads_of([*events, again]) == {"t3": "a"}


def test_a_desk_that_began_the_office_keeps_what_has_no_letter() -> None:
    first, second = desks_of(OFFICE, ("a",), LAST), desks_of(OFFICE, ("b",), LAST)
    assert (set(first.own), set(second.own)) == ({"a", FIRST}, {"b"})
    # The first desk has not read of the others yet: it is called by the letter that it will take.
    assert second.named == {"A": {"a", FIRST}, "C": {"c", "c0"}}
    assert desks_of(OFFICE[:1], ("b",), LAST).named == {"A": {"a", FIRST}}
    assert second.kept({"i": FIRST}) == Keeping(False, ("A",), LAST["a"])
    assert second.kept({"t1": "b", "t2": "c"}) == Keeping(True, ("C",), LAST["c"])


def test_a_desk_that_was_put_back_keeps_what_it_kept_before() -> None:
    put_back = desks_of(OFFICE, ("c", "c0"), LAST)
    assert put_back.kept({"i": "c0"}).here
    assert desks_of(OFFICE, ("b",), LAST).kept({"i": "c0"}) == Keeping(False, ("C",), LAST["c"])


def test_of_two_keepers_neither_takes_as_said_what_the_other_announced_since() -> None:
    major = LevelChanged(Level.MAJOR)
    before = said(4, "b", LevelChanged(Level.GENERAL))
    took = [said(5, "a", SubjectTakenOver(), "t1"), said(6, "b", SubjectTakenOver(), "t2")]
    note, since, own = said(7, "b", NoteAdded("已到")), said(8, "b", major), said(9, "a", major)
    told = [said(3, "b", opened("02B-117")), before, *took, note, since, own]
    desks = desks_of(OFFICE, ("a",), LAST)
    assert desks.heard(told) == [each for each in told if each is not since]
    assert desks.own_latest(told) == own.recorded_at
    assert desks_of(OFFICE, ("c",), LAST).heard(told) == told
    settled = said(10, "a", SubjectTakenOver(("t1", "t2")), "t3")
    assert desks.heard([*told, settled]) == [*told, settled]
