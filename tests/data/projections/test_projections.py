"""What each fact does to the tables; a correction leaves them as if it had been so at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.journal.codec import instant_text
from data.projections.apply import writes_of
from data.projections.by_fact import PROJECTIONS, projects
from tests.data.files import NIGHT, File
from tests.data.strategies import nights
from xfconsole.core.facts import announced, of_incident, of_matter, of_office, of_procedure
from xfconsole.core.facts.event import FACTS, Event, Fact
from xfconsole.core.words.desk import Channel, CountSource, Level

LATER = NIGHT + timedelta(hours=1)
AT = instant_text(NIGHT)
OPENED = of_incident.IncidentOpened(
    "02-001", "m", "停水", Channel.GROUP_VISIT, 28, CountSource.ESTIMATE, "0" * 64, "default@1"
)
JOURNAL_ONLY = set(
    """
    access.blocked alarm.passed bell.tried calendar.adopted calendar.followed checklist.ticked
    contest.settled
    clock.apart clock.jumped clock.said_back clocks.accepted
    desk.blind desk.departed desk.forked desk.joined desk.keyed desk.left desk.lettered desk.resumed
    desk.set_aside
    emergency.called event.corrected
    identity.read identity.reviewed instruction.done instruction.given instruction.relayed
    journal.end_missed journal.salvaged letters.ended letters.imported level.raised
    note.added obligation.added
    obligation.met obligation.missed office.restored officer.added officer.revoked officers.kept
    passphrase.changed passphrase.recovered policy.adopted
    post.arrived post.deputy_named post.relieved post.rung post.stood_down
    prompt.cleared prompt.marked prompt.moved prompt.raised recovery_code.renewed
    relief.rung report.filed report.received roster.leave_ended roster.period_ended
    roster.period_set shift.ended shift.handed_over shift.started
    reception.cancelled reception.changed reception.held reception.noticed reception.planned
    reception.reported reception.told report.daily
    """.split()
)
"""Facts that change no row by themselves: they are read from the journal."""


def play(file: File, *facts: Fact, subject: str = "i") -> list[Event]:
    events = [file.event(subject, fact, at=NIGHT) for fact in facts]
    with file.store.begin() as tx:
        tx.append(events)
    return events


def test_every_fact_is_projected_or_known_to_stay_in_the_journal() -> None:
    assert {each.kind for each in PROJECTIONS} == FACTS.keys() - JOURNAL_ONLY
    assert FACTS.keys() >= JOURNAL_ONLY
    with pytest.raises(ValueError, match=r"matter\.replied"):
        projects(of_matter.ReplyRecorded)(lambda event, fact: [])


@settings(max_examples=25)
@given(nights(), st.data())
def test_a_projection_depends_on_its_event_alone(
    transactions: list[list[Event]], data: st.DataObject
) -> None:
    event = data.draw(st.sampled_from([event for each in transactions for event in each]))
    assert writes_of(event) == writes_of(replace(event))
    assert bool(writes_of(event)) or event.kind in JOURNAL_ONLY | {"roster.imported", "roster.set"}


@pytest.mark.parametrize(
    ("fact", "columns", "expected"),
    [
        (of_incident.NoteAdded("x"), "headcount, count_source, level", (28, "estimate", "none")),
        (of_incident.NoteAdded("x"), "opened_at, closed_at", (AT, None)),
        (
            of_incident.HeadcountRecorded(33, CountSource.COUNTED),
            "headcount, count_source",
            (33, "counted"),
        ),
        (announced.LevelChanged(Level.MAJOR), "level", ("major",)),
        (
            of_incident.PolicyAccepted("1" * 64, "own@2"),
            "policy, policy_label",
            ("1" * 64, "own@2"),
        ),
        (of_incident.IncidentClosed("散"), "closed_at", (AT,)),
    ],
)
def test_an_incident_stands_as_its_facts_say(
    file: File, fact: Fact, columns: str, expected: tuple[Any, ...]
) -> None:
    play(file, OPENED, fact)
    assert file.rows(f"SELECT {columns} FROM incident") == [expected]


def test_a_fact_of_one_incident_leaves_the_other_alone(file: File) -> None:
    play(file, OPENED)
    play(file, replace(OPENED, number="02-002"), subject="j")
    count = of_incident.HeadcountRecorded(99, CountSource.COUNTED)
    play(file, count, of_incident.IncidentClosed(), subject="j")
    assert file.rows("SELECT headcount, closed_at FROM incident ORDER BY uid") == [
        (28, None),
        (99, AT),
    ]


def test_what_is_done_to_matters_by_turns_is_stored_in_order(file: File) -> None:
    link, unlink = of_procedure.MatterLinked("earlier"), of_procedure.MatterUnlinked("earlier")
    by_matter = {"a": (link, unlink, link), "b": (unlink, link, unlink), "c": (link, unlink, link)}
    by_turns = [file.event(m, facts[turn]) for turn in range(3) for m, facts in by_matter.items()]
    with file.store.begin() as tx:
        tx.append(by_turns)
    assert file.rows("SELECT matter FROM linked ORDER BY matter") == [("a",), ("c",)]


def test_a_request_gets_its_answer_within_its_own_matter_only(file: File) -> None:
    matter = file.register()
    (asked,) = play(file, of_matter.RequestRecorded("何时来水"), subject=matter)
    play(file, of_matter.RequestAnswered(asked.uid, "别处的话"), subject="other")
    assert file.rows("SELECT answer FROM request") == [(None,)]
    step = of_matter.NextStepSet(asked.uid, "核查", LATER.date())
    play(file, of_matter.RequestAnswered(asked.uid, "今晚"), step, subject=matter)
    assert file.rows("SELECT answer, step, due_on FROM request") == [("今晚", "核查", "2026-02-19")]


def test_the_roster_lies_there_as_it_was_recorded(file: File) -> None:
    entry = of_office.RosterEntry(
        "unit_head", "孙磊", "139", NIGHT, LATER, order=2, unit="住建局", shift="夜"
    )
    play(
        file,
        of_office.RosterImported("r.csv", (entry, replace(entry, person="周平", order=1))),
        of_office.RosterReplaced("unit_head", "孙磊", "钱进", "138", NIGHT, LATER),
        of_office.LeaveRecorded("孙磊", NIGHT, LATER, "病假"),
        subject=file.store.office,
    )
    columns = "position, person, phone, rank, unit, shift, in_place_of"
    assert file.rows(f"SELECT {columns} FROM roster_entry ORDER BY event, position") == [
        (0, "孙磊", "139", 2, "住建局", "夜", ""),
        (1, "周平", "139", 1, "住建局", "夜", ""),
        (0, "钱进", "138", 1, "", "", "孙磊"),
    ]
    assert file.rows("SELECT person, ends_at, reason FROM leave") == [
        ("孙磊", instant_text(LATER), "病假")
    ]


def test_the_file_says_whose_it_is_even_after_a_correction(file: File) -> None:
    (founded,) = play(
        file, of_office.OfficeFounded("市信访局", "Asia/Shanghai"), subject=file.store.office
    )
    assert file.views.meta()["name"] == "市信访局"
    change = of_incident.EventCorrected(founded.uid, {"name": "市信访接待中心"}, "全称")
    play(file, change, subject=file.store.office)
    assert file.views.meta()["name"] == "市信访接待中心"
    assert file.views.meta()["time_zone"] == "Asia/Shanghai"
    assert file.views.meta()["office"] == file.store.office


def test_a_correction_moves_values_and_times(file: File) -> None:
    (opened,) = play(file, OPENED)
    change = of_incident.EventCorrected(opened.uid, {"topic": "停电"}, "误记", happened_at=LATER)
    play(file, change)
    assert file.rows("SELECT topic, opened_at FROM incident") == [("停电", instant_text(LATER))]


def test_a_corrected_count_does_not_undo_a_later_one(file: File) -> None:
    first, _ = play(file, OPENED, of_incident.HeadcountRecorded(33, CountSource.COUNTED))
    play(file, of_incident.EventCorrected(first.uid, {"headcount": 20}, "多数了"))
    assert file.rows("SELECT headcount FROM incident") == [(33,)]


def test_a_correction_in_the_transaction_of_what_it_corrects_counts(file: File) -> None:
    opened = file.event("i", OPENED, at=NIGHT)
    with file.store.begin() as tx:
        tx.append(
            [
                opened,
                file.event("i", of_incident.EventCorrected(opened.uid, {"headcount": 20}, "错")),
                file.event("i", announced.LevelChanged(Level.GENERAL)),
            ]
        )
    assert file.rows("SELECT headcount, level FROM incident") == [(20, "general")]


@pytest.mark.parametrize(
    ("subject", "changes"),
    [("other", {"headcount": 20}), ("i", {"who": "x"}), ("i", {"source": "guessed"})],
    ids=["another subject's event", "an unknown field", "an unknown word"],
)
def test_a_correction_that_does_not_fit_stores_nothing(
    file: File, subject: str, changes: dict[str, Any]
) -> None:
    (opened,) = play(file, OPENED)
    with pytest.raises(ValueError, match=r"."):
        play(file, of_incident.EventCorrected(opened.uid, changes, "错"), subject=subject)
    assert file.rows("SELECT count(*) FROM event") == [(1,)]
    assert file.rows("SELECT headcount FROM incident") == [(28,)]
