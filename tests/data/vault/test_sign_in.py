"""The officer on duty is whoever signed in: the desk's verbs, views and shift are theirs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.office import OpenOffice, create_office, demo_office
from data.vault.vault import KEYS_FILE, Cost, add_officer, create
from tests.commanded import ZONE, StillClock
from tests.desks import Night
from tests.withheld import NEEDLE, NUMBER
from xfconsole.app.desk_office import DeskOffice
from xfconsole.core.facts.of_incident import NoteAdded
from xfconsole.core.facts.of_office import OfficerAdded, ShiftEnded, ShiftStarted
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.office.officers import OfficerChange
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.procedure import Bar
from xfconsole.core.words.refusal import Refused
from xfconsole.ids import RandomIds

CHEAP = Cost(8, 1, 1)
FIRST, NEXT = "李敏", "何静"
EVER = datetime(2020, 1, 1, tzinfo=UTC)
OWN, OTHER = "own passphrase", "another passphrase"


@pytest.fixture
def opened(tmp_path: Path) -> OpenOffice:
    made, _ = create_office(
        tmp_path / "office",
        "信访接待中心",
        ZONE,
        FIRST,
        OWN,
        clock=StillClock(),
        ids=RandomIds(),
        cost=CHEAP,
    )
    add_officer(made.folder, made.key, NEXT, OTHER, cost=CHEAP)
    return made


@pytest.fixture
def office(opened: OpenOffice) -> Iterator[DeskOffice]:
    closing = ExitStack()
    closing.enter_context(opened)
    found = DeskOffice(opened, closing)
    yield found
    found.close()


def shifts(office: DeskOffice) -> list[tuple[str, str]]:
    events = office.views.log(since=EVER, until=office.now() + timedelta(days=1))
    found = [each for each in events if isinstance(each.fact, ShiftStarted | ShiftEnded)]
    return [(each.kind, each.officer) for each in found]


def test_whoever_signs_in_is_on_duty(office: DeskOffice) -> None:
    assert office.sign_in(NEXT, OTHER) == office.officer == NEXT
    assert office.submit(lambda desk: desk.situation().officer).result() == NEXT
    assert shifts(office) == [
        ("shift.started", FIRST),
        ("shift.ended", FIRST),
        ("shift.started", NEXT),
    ]


def test_the_views_are_those_of_whoever_signed_in(office: DeskOffice) -> None:
    form = MatterForm(Channel.LETTER, NEEDLE, unit="住建局")
    office.submit(lambda desk: desk.register(form)).result()
    office.submit(lambda desk: desk.bar(NUMBER, Bar.ACCUSED, person=FIRST)).result()
    assert NEEDLE not in str(office.views.matter(NUMBER))
    office.sign_in(NEXT, OTHER)
    assert NEEDLE in str(office.views.matter(NUMBER))
    office.sign_in(FIRST, OWN)
    assert NEEDLE not in str(office.views.matter(NUMBER))


@pytest.mark.parametrize(
    ("name", "passphrase", "key"),
    [
        pytest.param(NEXT, OWN, "vault.refused.passphrase", id="somebody else's"),
        pytest.param("周平", OTHER, "vault.refused.officer", id="an officer without one"),
    ],
)
def test_nobody_else_gets_the_desk(
    office: DeskOffice, name: str, passphrase: str, key: str
) -> None:
    with pytest.raises(Refused) as refused:
        office.sign_in(name, passphrase)
    assert (refused.value.key, office.officer) == (key, FIRST)
    assert shifts(office) == [("shift.started", FIRST)]


def test_slots_of_another_office_let_nobody_in(office: DeskOffice, tmp_path: Path) -> None:
    create(tmp_path, NEXT, OTHER, cost=CHEAP)
    (tmp_path / KEYS_FILE).replace(office.folder / KEYS_FILE)
    assert json.loads((office.folder / KEYS_FILE).read_text("utf-8"))["officers"]
    for ask in (office.sign_in, office.proven_officer):
        with pytest.raises(Refused) as refused:
            ask(NEXT, OTHER)
        assert refused.value.key == "officers.refused.other_slots"
    assert office.officer == FIRST


def test_in_a_demo_nobody_else_signs_in() -> None:
    opening = demo_office("演示", ZONE, FIRST, clock=StillClock(), ids=RandomIds())
    with opening as made, ExitStack() as closing:
        office = DeskOffice(made, closing)
        with pytest.raises(Refused) as refused:
            office.sign_in(NEXT, OTHER)
    assert refused.value.key == "officers.refused.demo"


def test_a_shift_that_was_handed_over_is_not_begun_again() -> None:
    night = Night()
    night.desk.start_shift()
    night.desk.hand_over(NEXT)
    assert night.desk.sign_in(NEXT).events == ()


def test_whoever_is_on_shift_already_takes_nothing_over() -> None:
    night = Night()
    night.desk.start_shift()
    assert night.desk.sign_in(FIRST).events == ()


def test_what_is_written_next_is_theirs() -> None:
    night = Night().open(20)
    night.desk.start_shift()
    night.desk.sign_in(NEXT)
    event = night.desk.note(night.incident, "quiet").events[0]
    assert isinstance(event.fact, NoteAdded)
    assert event.officer == NEXT


def test_a_sign_in_that_cannot_be_stored_leaves_the_desk_where_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    night = Night()
    night.desk.start_shift()

    def broken() -> object:
        raise Refused("vault.refused.disk_full")

    monkeypatch.setattr(night.store, "begin", broken)
    with pytest.raises(Refused):
        night.desk.sign_in(NEXT)
    assert night.desk.officer == FIRST


def test_officers_change_at_the_desk_and_the_journal_has_it(
    office: DeskOffice,
) -> None:
    third = "a third passphrase"
    office._book._cost = CHEAP
    assert office.add_officer(OWN, "周平", third) == "周平"
    assert office.sign_in("周平", third) == "周平"
    office.change_passphrase(third, OWN)
    assert office.revoke_officer(NEXT) == NEXT
    assert office.renew_recovery(OWN)
    assert [(each.name, each.here) for each in office.officers()] == [
        (FIRST, False),
        ("周平", True),
    ]
    events = office.views.log(since=EVER, until=office.now() + timedelta(days=1))
    assert [(e.kind, e.officer) for e in events if e.kind.startswith(("officer.", "p", "rec"))] == [
        ("officer.added", FIRST),
        ("passphrase.changed", "周平"),
        ("officer.revoked", "周平"),
        ("recovery_code.renewed", "周平"),
    ]


def test_what_a_power_cut_kept_from_the_journal_is_there_once_the_office_opens(
    opened: OpenOffice,
) -> None:
    change = OfficerChange(
        "018f0000-0000-7000-8000-00000000000b", EVER, FIRST, OfficerAdded("周平")
    )
    add_officer(opened.folder, opened.key, "周平", OTHER, change, cost=CHEAP)
    for _ in range(2):
        closing = ExitStack()
        closing.callback(opened.writer.submit(lambda: None).result)
        office = DeskOffice(opened, closing)
        events = office.views.log(since=EVER, until=office.now() + timedelta(days=1))
        added = [each for each in events if isinstance(each.fact, OfficerAdded)]
        assert [(each.happened_at, each.officer) for each in added] == [(EVER, FIRST)]
    opened.close()
