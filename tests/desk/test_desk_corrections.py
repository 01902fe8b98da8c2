"""A correction is a new event: the old one stays as it was, and the night follows the new one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desks import START, Night
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import EventCorrected, HeadcountRecorded, NoteAdded, PostRung
from xfconsole.core.facts.of_matter import MatterRegistered, RequestRecorded
from xfconsole.core.words.desk import CountSource, RingOutcome
from xfconsole.core.words.refusal import Refused


def meant(night: Night, uid: str) -> Event:
    """Return an entry as it reads after all corrections."""
    return next(each for each in effective(night.events()) if each.uid == uid)


def test_the_old_entry_stays_readable() -> None:
    night = Night().open(5).count(33)
    wrong = night.entered(HeadcountRecorded)
    night.after(2).do(lambda desk: desk.correct(wrong.uid, {"value": 23}, "看错了"))
    assert night.entered(HeadcountRecorded) == wrong
    assert night.said(EventCorrected) == [EventCorrected(wrong.uid, {"value": 23}, "看错了")]
    correction = night.entered(EventCorrected)
    assert correction.happened_at == correction.recorded_at == night.now()
    assert night.view().headcount == 23


def test_the_last_correction_of_a_field_wins_and_others_stay() -> None:
    night = Night().open(5).count(33)
    wrong = night.entered(HeadcountRecorded).uid
    for changes in ({"value": 23}, {"source": "estimate"}, {"value": 24}):
        night.do(lambda desk, change=changes: desk.correct(wrong, change, "看错了"))  # type: ignore[misc]
    assert meant(night, wrong).fact == HeadcountRecorded(24, CountSource.ESTIMATE)


def test_correcting_a_correction_corrects_what_it_corrected() -> None:
    night = Night().open(5).count(33)
    wrong = night.entered(HeadcountRecorded).uid
    night.do(lambda desk: desk.correct(wrong, {"value": 23}, "看错了"))
    first = night.entered(EventCorrected).uid
    night.do(lambda desk: desk.correct(first, {"value": 28}, "又看错了"))
    assert night.said(EventCorrected)[-1].of == wrong
    assert night.view().headcount == 28
    with pytest.raises(Refused, match=r"desk\.refused\.no_change"):
        night.desk.correct(first, {"value": 28}, "一样")


def test_a_time_is_corrected_and_corrected_again() -> None:
    night = Night().open(5).after(10)
    night.ring("unit_head", ago=2)
    rung = night.entered(PostRung).uid
    for minutes in (5.0, 6.0):
        at = night.at(minutes)
        night.do(lambda desk, at=at: desk.correct(rung, {}, "记错了", happened_at=at))  # type: ignore[misc]
        assert meant(night, rung).happened_at == at
    assert night.entered(PostRung).happened_at == night.at(8)


def test_a_ring_that_turns_out_unanswered_loses_its_eta() -> None:
    night = Night().open(5).ring("unit_head", eta=20)
    rung = night.entered(PostRung).uid
    night.do(lambda desk: desk.correct(rung, {"outcome": "busy"}, "没有接通"))
    fact = meant(night, rung).fact
    assert isinstance(fact, PostRung)
    assert (fact.outcome, fact.eta) == (RingOutcome.BUSY, None)
    assert night.duty("unit_head").state == "not_reached"


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        pytest.param({"summary": " 停水\n三天 "}, "summary", "停水 三天", id="one line"),
        pytest.param({"topic": ["城乡\n建设"]}, "topic", ("城乡 建设",), id="a list"),
        pytest.param({"text": "一\r\n二\x1b"}, "text", "一\n二␛", id="several lines"),
        pytest.param({"headcount": None}, "headcount", None, id="taken back"),
    ],
)
def test_a_registration_is_corrected_as_cleanly_as_it_was_made(
    changes: dict[str, Any], field: str, value: object
) -> None:
    night = Night().open(5)
    matter = night.events(night.view().matter)
    night.do(lambda desk: desk.correct(matter[0].uid, changes, "听错了"))
    fact = effective(night.events(night.view().matter))[0].fact
    assert getattr(fact, field) == value


def test_an_incident_opens_from_what_the_matter_says_after_its_corrections() -> None:
    night = Night().open(5, unit="住建局")
    matter, number = night.view().matter, night.view().matter_number
    registered = night.events(matter)[0]
    assert isinstance(registered.fact, MatterRegistered)
    night.desk.correct(registered.uid, {"unit": "水务局", "summary": "停水三天"}, "听错了")
    night.desk.close(night.incident)
    night.incident = night.desk.open_incident(number, headcount=6).incident
    assert (night.view().unit, night.view().topic) == ("水务局", "停水三天")


def test_an_entry_of_a_closed_incident_can_still_be_corrected() -> None:
    night = Night().open(5).do(lambda desk: desk.note("02-001", "坐了两排"))
    noted = night.entered(NoteAdded).uid
    night.after(3).do(lambda desk: desk.close(night.incident)).after(60)
    night.do(lambda desk: desk.correct(noted, {"text": "坐了三排"}, "看错了"))
    assert meant(night, noted).fact == NoteAdded("坐了三排")
    assert night.desk.situation().incidents == ()
    assert night.now() > START


def test_a_request_is_no_slip_of_the_pen() -> None:
    night = Night().open(5)
    night.desk.record_request(night.incident, "请书面答复")
    (asked,) = [e for e in night.events(night.view().matter) if isinstance(e.fact, RequestRecorded)]
    with pytest.raises(Refused, match=r"desk\.refused\.not_correctable"):
        night.desk.correct(asked.uid, {"text": "请口头答复"}, "听错了")
