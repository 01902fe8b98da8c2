"""What several desks wrote, taken in in any order and cut anywhere, gives the same tables."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from data.doctor import file as doctor
from data.journal.codec import fact_text, instant_text
from data.journal.desks import Waiting, waiting
from data.journal.journal import verify_chain
from screens.shared.event_lines import log_lines
from tests.data.files import NIGHT, File, Uids, contents
from tests.data.journal.test_journal import CHAIN_KEY
from tests.data.many_desks import EVER, bring, bring_in_pieces, desk, desks, known, told, written
from tests.data.store.test_rebuild import rebuilt
from tests.data.strategies import nights, play
from tests.desks import Night as DeskNight
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import EventCorrected
from xfconsole.core.facts.of_matter import RequestRecorded
from xfconsole.core.facts.of_office import PolicyAdopted, PolicyKept, RosterImported
from xfconsole.core.office.finding import Health
from xfconsole.core.words.refusal import Refused

CLOCKS = [timedelta(0), timedelta(minutes=-90), timedelta(minutes=7)]
"""What each desk's clock shows beyond the right time."""


def write(files: Sequence[File], transactions: list[list[Event]], data: DataObject) -> None:
    """Let every transaction be written by one of the desks, which knows what it is about."""
    homes: dict[str, tuple[int, int]] = {}
    for events in transactions:
        number = data.draw(st.integers(0, len(files) - 1))
        needed = {each.subject for each in events}
        needed |= {each.fact.of for each in events if isinstance(each.fact, EventCorrected)}
        for home, dseq in sorted(homes[each] for each in needed & homes.keys()):
            if home != number:
                bring(files[home], files[number], desk(home), dseq)
        late = CLOCKS[number]
        shown = [
            replace(e, recorded_at=e.recorded_at + late, happened_at=e.happened_at + late)
            for e in events
        ]
        play(files[number].store, [shown])
        last = known(files[number])[desk(number)]
        for dseq, event in enumerate(events, last + 1 - len(events)):
            homes[event.uid] = number, dseq
            homes.setdefault(event.subject, (number, dseq))


def come_to_the_same(transactions: list[list[Event]], data: DataObject) -> None:
    with tempfile.TemporaryDirectory() as name, desks(Path(name), 3) as files:
        *writing, late = files
        write(writing, transactions, data)
        bring_in_pieces(writing, late, data, data.draw(st.integers(0, 4)))
        # What is not all here yet is told, or waits, as it would be from the journal alone.
        assert rebuilt(late, Path(name)) == contents(late.reader)
        for file in files:
            bring_in_pieces(writing, file, data)
        for file in files:
            assert told(file) == told(late)
            assert rebuilt(file, Path(name)) == contents(file.reader)
            with file.reader.connect() as connection:
                assert verify_chain(connection, CHAIN_KEY) is None


@pytest.mark.long
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(nights(), st.data())
def test_any_desks_come_to_the_same(transactions: list[list[Event]], data: DataObject) -> None:
    come_to_the_same(transactions, data)


@pytest.mark.torture
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(nights(), st.data())
def test_a_thousand_times_desks_come_to_the_same(
    transactions: list[list[Event]], data: DataObject
) -> None:
    """As many times as the profile says."""
    come_to_the_same(transactions, data)


# --- what has not come yet ------------------------------------------------------------------------


@pytest.fixture
def three(tmp_path: Path) -> Iterator[list[File]]:
    with desks(tmp_path, 3) as files:
        for at, file in enumerate(files):
            file.uids = Uids(1000 * (at + 1))
        yield files


def waits(file: File) -> Waiting:
    with file.reader.connect() as connection:
        return waiting(connection, file.store.office)


def test_what_is_about_a_matter_not_here_waits(three: list[File], tmp_path: Path) -> None:
    first, second, third = three
    matter = first.register()
    bring(first, second, desk(0))
    second.add(matter, RequestRecorded("请书面答复"))
    bring(second, third, desk(1))
    assert third.rows("SELECT count(*) FROM request") == [(0,)]
    assert waits(third) == Waiting(1, 0, 0)
    assert rebuilt(third, tmp_path) == contents(third.reader)
    bring(first, third, desk(0))
    assert third.rows("SELECT text FROM request") == [("请书面答复",)]
    assert not waits(third)


def test_a_correction_of_what_is_not_here_waits(three: list[File], tmp_path: Path) -> None:
    first, second, third = three
    matter = first.register()
    bring(first, second, desk(0))
    wrong = first.add(matter, RequestRecorded("请书面回答"))
    bring(first, second, desk(0))
    second.add(matter, EventCorrected(wrong.uid, {"text": "请书面答复"}, "写错了"))
    bring(first, third, desk(0), 1)
    bring(second, third, desk(1))
    assert waits(third) == Waiting(0, 1, 0)
    assert rebuilt(third, tmp_path) == contents(third.reader)
    bring(first, third, desk(0))
    assert third.rows("SELECT text FROM request") == [("请书面答复",)]
    assert not waits(third)


def test_an_incident_whose_pack_is_not_here_is_not_planned_yet(three: list[File]) -> None:
    first, second, _ = three
    night = DeskNight(store=first.store).open(33)
    bring(first, second, desk(0))
    assert waits(second) == Waiting(0, 0, 1)
    other = DeskNight(store=second.store, roster=RosterImported("", ()), ids=Uids(9000))
    other.desk.tick()
    assert other.desk.situation().incidents == ()
    with first.store.begin() as tx, second.store.begin() as here:
        text = tx.policy_text(night.policy.digest)
        assert text
        here.save_policy(night.policy.digest, text)
    assert not waits(second)
    other.restart()
    assert [each.headcount for each in other.desk.situation().incidents] == [33]


def test_an_adopted_pack_whose_text_is_not_here_waits(three: list[File]) -> None:
    first, second, third = three
    digest = hashlib.sha256(b"id = 1").hexdigest()
    first.add(first.store.office, PolicyKept(digest, "default@3", "id = 1"))
    bring(first, second, desk(0))
    second.add(second.store.office, PolicyAdopted(digest, "default@3"))
    bring(second, third, desk(1))
    assert waits(third) == Waiting(0, 0, 0, 1)
    bring(first, third, desk(0))
    assert not waits(third)


# --- what is refused ------------------------------------------------------------------------------


def test_twice_is_once_and_a_hole_is_refused(three: list[File]) -> None:
    first, second, _ = three
    for _ in range(3):
        first.register()
    lines = written(first, desk(0))
    with pytest.raises(Refused, match=r"store\.refused\.gap"), second.store.begin() as tx:
        tx.take_in(lines[1:], EVER)
    with second.store.begin() as tx:
        parts = lines[:2], lines, lines[1:]
        assert [tx.take_in(part, EVER) for part in parts] == [2, 1, 0]
    assert told(second) == told(first)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "matter.guessed"},
        {"body": '{"unknown": 1}'},
        {"body": "{"},
        {"body": None},
        {"stamp": "2026-02-19T17:00:00.000000Z"},
        {"stamp": "9999-12-31T23:59:59.999999Z"},
        {"recorded_at": "2026-02-19T18:00:02+00:00"},
        {"happened_at": 7},
        {"officer": "\ud800"},
        {"officer": b"x"},
        {"uid": "that of another"},
        {"desk": desk(1)},
        {"desk": desk(2)},
        {"desk": ""},
    ],
    ids=str,
)
def test_a_line_that_no_desk_writes_so_is_refused(three: list[File], change: Any) -> None:
    first, second, _ = three
    first.register()
    first.register()
    right, wrong = written(first, desk(0))
    lines = [right, {**wrong, **change, "uid": right["uid"] if "uid" in change else wrong["uid"]}]
    with pytest.raises(Refused, match=r"store\.refused\.line"), second.store.begin() as tx:
        tx.take_in(lines, EVER)
    assert told(second)["event"] == []


def test_a_pack_of_another_text_is_refused(three: list[File]) -> None:
    first, second, _ = three
    first.add(first.store.office, PolicyKept("0" * 64, "default@1", "another"))
    with pytest.raises(Refused, match=r"store\.refused\.line"):
        bring(first, second, desk(0))
    assert second.rows("SELECT count(*) FROM policy_pack") == [(0,)]


def correction_of_another_desk(first: File, changes: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a line that corrects what a desk registered, as no desk would write it."""
    (matter, registered) = first.rows("SELECT subject, uid FROM event")[0]
    wrong = first.event(matter, EventCorrected(registered, changes, "错", **more))
    line = {**written(first, desk(0))[0], "desk": desk(2), "uid": wrong.uid, "kind": wrong.kind}
    times = dict.fromkeys(("stamp", "recorded_at", "happened_at"), instant_text(wrong.recorded_at))
    return {**line, **times, "body": fact_text(wrong.fact)}


def test_a_correction_of_a_field_that_no_fact_has_is_refused(three: list[File]) -> None:
    first, second, _ = three
    first.register()
    with pytest.raises(Refused, match=r"store\.refused\.line"), second.store.begin() as here:
        here.take_in([correction_of_another_desk(first, {"headcounts": 3})], EVER)


@pytest.mark.parametrize(
    "changes",
    [{"headcount": "many"}, {"value": []}, {"outcome": 1}, {"on": "2026-02-30"}],
    ids=str,
)
def test_a_correction_that_does_not_fit_says_nothing_in_any_order(
    three: list[File], tmp_path: Path, changes: dict[str, Any]
) -> None:
    first, second, _ = three
    first.register()
    wrong = correction_of_another_desk(first, changes)
    with first.store.begin() as tx:
        assert tx.take_in([wrong], EVER) == 1
    with second.store.begin() as tx:
        assert tx.take_in([wrong], EVER) == 1
    bring(first, second, desk(0))
    for file in (first, second):
        assert rebuilt(file, tmp_path) == contents(file.reader)
        (matter,) = file.rows("SELECT uid FROM matter")[0]
        with file.store.begin() as tx:
            registered = tx.events_of(matter)[0]
        assert [line.meant for line in log_lines(file.views.events_of(matter), NIGHT)][1:] == [
            registered
        ]
    first.add(matter, EventCorrected(registered.uid, {"summary": "停水"}, "写错了"))
    bring(first, second, desk(0))
    assert second.rows("SELECT summary FROM matter") == [("停水",)]
    assert told(first) == told(second)


def test_a_correction_of_ones_own_has_to_fit(three: list[File]) -> None:
    first, _, _ = three
    matter = first.register()
    with first.store.begin() as tx:
        registered = tx.events_of(matter)[0]
    with pytest.raises(ValueError, match="many"):
        first.add(matter, EventCorrected(registered.uid, {"headcount": "many"}, "错"))


def test_numbers_go_on_behind_those_that_were_read(three: list[File]) -> None:
    first, second, _ = three
    first.register()
    first.register()
    bring(first, second, desk(0))
    second.register()
    assert second.rows("SELECT number FROM matter ORDER BY number")[-1] == ("2026-000003",)


def test_the_doctor_names_what_waits(three: list[File]) -> None:
    first, second, third = three
    matter = first.register()
    bring(first, second, desk(0))
    second.add(matter, RequestRecorded("请书面答复"))
    bring(second, third, desk(1))
    third.register()
    found = []
    for file in (second, third):
        with file.reader.connect() as connection:
            found.append(doctor.desks(connection))
    assert [(each.health, each.found) for each in found] == [
        (Health.OK, "doctor.desks.ok"),
        (Health.WARN, "doctor.desks.waiting"),
    ]
    assert found[1].values == {"count": 2, "lines": 1, "corrections": 0, "incidents": 0, "packs": 0}


def test_a_correction_of_ones_own_is_told_while_another_waits(three: list[File]) -> None:
    first, second, third = three
    matter = first.register()
    bring(first, second, desk(0))
    wrong = first.add(matter, RequestRecorded("请书面回答"))
    bring(first, second, desk(0))
    second.add(matter, EventCorrected(wrong.uid, {"text": "请书面答复"}, "写错了"))
    bring(first, third, desk(0), 1)
    bring(second, third, desk(1))
    with third.store.begin() as tx:
        registered = tx.events_of(matter)[0]
    third.add(matter, EventCorrected(registered.uid, {"summary": "停水"}, "写错了"))
    assert third.rows("SELECT summary FROM matter") == [("停水",)]
