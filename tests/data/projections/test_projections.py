"""What each fact does to the tables; a correction leaves them as if it had been so at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.journal.codec import instant_text
from data.projections.apply import JOURNAL_ONLY, PROJECTIONS, writes_of
from tests.data.files import NIGHT, File
from tests.data.strategies import nights
from xfconsole.core.facts import announced, of_incident, of_matter, of_office
from xfconsole.core.facts.event import FACTS, Event, Fact
from xfconsole.core.words.desk import Channel, CountSource, Level, PromptKind, RingOutcome

LATER = NIGHT + timedelta(hours=1)
AT = instant_text(NIGHT)
OPENED = of_incident.IncidentOpened(
    "02-001", "m", "停水", Channel.GROUP_VISIT, 28, CountSource.ESTIMATE, "0" * 64, "default@1"
)
ADDED = announced.ObligationAdded("unit_head", "band.major", "anchor", "孙磊", LATER)
RAISED = announced.PromptRaised(
    "p", PromptKind.RING, "band.major", "unit_head", "tell", "孙磊", NIGHT, 4, attempt=2
)


def play(file: File, *facts: Fact, subject: str = "i") -> list[Event]:
    events = [file.event(subject, fact, at=NIGHT) for fact in facts]
    with file.store.begin() as tx:
        tx.append(events)
    return events


def test_every_fact_is_projected_or_known_to_stay_in_the_journal() -> None:
    assert set(FACTS.values()) == PROJECTIONS.keys() | JOURNAL_ONLY
    assert not PROJECTIONS.keys() & JOURNAL_ONLY


@settings(max_examples=25)
@given(nights(), st.data())
def test_a_projection_depends_on_its_event_alone(
    transactions: list[list[Event]], data: st.DataObject
) -> None:
    event = data.draw(st.sampled_from([event for each in transactions for event in each]))
    assert writes_of(event) == writes_of(replace(event))
    assert bool(writes_of(event)) or type(event.fact) in JOURNAL_ONLY | {of_office.RosterImported}


@pytest.mark.parametrize(
    ("fact", "columns", "expected"),
    [
        (of_incident.NoteAdded("x"), "headcount, count_source, level", (28, "estimate", "none")),
        (of_incident.NoteAdded("x"), "opened_at, opened_seq, closed_at", (AT, 1, None)),
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
    play(file, OPENED, ADDED, RAISED)
    play(file, replace(OPENED, number="02-002"), subject="j")
    before = [file.rows(f"SELECT * FROM {name}") for name in ("obligation", "prompt")]
    play(
        file,
        of_incident.HeadcountRecorded(99, CountSource.COUNTED),
        announced.ObligationMet("unit_head", "band.major", "arrived", "孙磊"),
        announced.PromptCleared("p", PromptKind.RING, "r", "p", "q", NIGHT),
        of_incident.IncidentClosed(),
        subject="j",
    )
    assert [file.rows(f"SELECT * FROM {name}") for name in ("obligation", "prompt")] == before
    assert file.rows("SELECT headcount FROM incident ORDER BY uid") == [(28,), (99,)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((), (None, None, None, None, None)),
        (
            (announced.ObligationMissed("unit_head", "band.major", "tell", LATER, ""),),
            (instant_text(LATER), None, None, None, None),
        ),
        (
            (announced.ObligationMissed("unit_head", "band.major", "arrive", LATER, ""),),
            (None, instant_text(LATER), None, None, None),
        ),
        (
            (announced.ObligationMet("unit_head", "band.major", "relieved", "周平"),),
            (None, None, "relieved", "周平", AT),
        ),
        (
            (announced.ObligationMet("unit_head", "band.major", "stood_down", ""), ADDED),
            (None, None, None, None, None),
        ),
        (
            (announced.ObligationMet("unit_head", "another.rule", "arrived", "周平"),),
            (None, None, None, None, None),
        ),
    ],
    ids=["added", "told late", "came late", "relieved", "due again", "another rule's"],
)
def test_an_obligation_keeps_both_clocks_and_its_end(
    file: File, facts: tuple[Fact, ...], expected: tuple[Any, ...]
) -> None:
    play(file, OPENED, ADDED, *facts)
    ends = "tell_missed_at, arrive_missed_at, met_how, met_by, met_at"
    assert file.rows(f"SELECT {ends} FROM obligation") == [expected]
    assert file.rows("SELECT anchor, person, tell_by FROM obligation") == [
        ("anchor", "孙磊", instant_text(LATER))
    ]


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (of_incident.NoteAdded("x"), (AT, None, None)),
        (of_incident.PromptSnoozed("p", LATER, "忙"), (AT, instant_text(LATER), None)),
        (announced.PromptCleared("p", PromptKind.RING, "r", "p", "q", NIGHT), (AT, None, AT)),
        (
            announced.PromptMoved(
                "p", PromptKind.RING, "r", "p", "q", NIGHT, NIGHT - timedelta(hours=1)
            ),
            (instant_text(NIGHT - timedelta(hours=1)), None, None),
        ),
        (
            announced.PromptMoved("p", PromptKind.RING, "r", "p", "q", NIGHT, LATER),
            (instant_text(LATER), None, instant_text(NIGHT + timedelta(seconds=3))),
        ),
    ],
    ids=["shown", "snoozed", "cleared", "moved back", "moved ahead: down until then"],
)
def test_a_prompt_is_as_it_was_last_said(file: File, fact: Fact, expected: tuple[Any, ...]) -> None:
    play(file, OPENED, RAISED, fact)
    assert file.rows("SELECT due, snoozed_until, cleared_at FROM prompt") == [expected]


def test_a_prompt_on_a_corrected_count_is_marked(file: File) -> None:
    play(file, OPENED, RAISED, replace(RAISED, prompt="q"))
    play(file, announced.PromptMarked("p", PromptKind.RING, "r", "p", "q", NIGHT))
    assert file.rows("SELECT uid, corrected FROM prompt ORDER BY uid") == [("p", 1), ("q", 0)]


def test_a_prompt_raised_again_is_up_again(file: File) -> None:
    cleared = announced.PromptCleared("p", PromptKind.RING, "r", "p", "q", NIGHT)
    play(file, OPENED, RAISED, cleared, replace(RAISED, late_s=9))
    assert file.rows("SELECT late_s, attempt, cleared_at FROM prompt") == [(9, 2, None)]


def test_every_call_is_kept(file: File) -> None:
    play(
        file,
        OPENED,
        of_incident.PostRung("unit_head", "孙磊", RingOutcome.NO_ANSWER),
        of_incident.PostRung("unit_head", "孙磊", RingOutcome.ANSWERED, eta=LATER, prompt="p"),
    )
    assert file.rows("SELECT post, outcome, eta, prompt FROM call ORDER BY uid") == [
        ("unit_head", "no_answer", None, None),
        ("unit_head", "answered", instant_text(LATER), "p"),
    ]


def test_a_request_gets_its_answer_within_its_own_matter_only(file: File) -> None:
    matter = file.register()
    (asked,) = play(file, of_matter.RequestRecorded("何时来水"), subject=matter)
    play(file, of_matter.RequestAnswered(asked.uid, "别处的话"), subject="other")
    assert file.rows("SELECT answer FROM request") == [(None,)]
    step = of_matter.NextStepSet(asked.uid, "核查", LATER.date())
    play(file, of_matter.RequestAnswered(asked.uid, "今晚"), step, subject=matter)
    assert file.rows("SELECT answer, step, due_on FROM request") == [("今晚", "核查", "2026-02-19")]


def test_a_reply_is_dated_when_it_was_given(file: File) -> None:
    matter = file.register()
    play(file, of_matter.ReplyRecorded("已修复"), subject=matter)
    assert file.rows("SELECT matter, replied_at FROM reply") == [(matter, AT)]


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
    _, rung = play(file, OPENED, of_incident.PostRung("unit_head", "孙磊", RingOutcome.BUSY))
    play(
        file,
        of_incident.EventCorrected(rung.uid, {"outcome": "answered"}, "误记", happened_at=LATER),
    )
    assert file.rows("SELECT outcome, rung_at FROM call") == [("answered", instant_text(LATER))]


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
