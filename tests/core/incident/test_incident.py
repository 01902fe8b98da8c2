"""The fold: what an incident's events mean, corrections included."""

from __future__ import annotations

import pytest

from tests.desks import Night
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.of_incident import HeadcountRecorded, IncidentOpened, PostRung
from xfconsole.core.incident.fold import Incident, Ring, fold
from xfconsole.core.words.desk import CountSource, RingOutcome


def folded(night: Night) -> Incident:
    return fold(night.events())


def test_it_begins_with_an_opening() -> None:
    night = Night().open(5)
    with pytest.raises(ValueError, match=r"incident\.opened"):
        fold(night.events()[1:])
    with pytest.raises(ValueError, match=r"incident\.opened"):
        fold([])


def test_event_by_event_is_all_at_once() -> None:
    night = Night().open(28).after(2).ring("unit_head", "busy").count(33).after(7)
    night.ring("unit_head", eta=9).report("first").after(20).arrive("unit_head", ago=3)
    events = night.events()
    step_by_step = fold(events[:1])
    for each in events[1:]:
        step_by_step.apply(each)
    assert step_by_step == fold(events)


def test_only_higher_counts_are_peaks() -> None:
    night = Night().open(28).count(33).count(20).count(33).count(40)
    assert [peak.value for peak in folded(night).peaks] == [28, 33, 40]


def test_rings_stand_in_the_order_they_were_made() -> None:
    night = Night().open(5).after(9).ring("unit_head", "busy")
    night.ring("unit_head", "no_answer", ago=4)
    assert [ring.outcome for ring in folded(night).steps if isinstance(ring, Ring)] == [
        RingOutcome.NO_ANSWER,
        RingOutcome.BUSY,
    ]


def test_a_corrected_count_is_remembered_as_wrong() -> None:
    night = Night().open(28).count(53)
    uid = night.entered(HeadcountRecorded).uid
    night.desk.correct(uid, {"value": 35, "source": "estimate"}, "看错了")
    night.desk.correct(uid, {"value": 36}, "再数一次")
    found = folded(night)
    assert (found.headcount, found.source) == (36, CountSource.ESTIMATE)
    assert [(peak.value, peak.corrected) for peak in found.wrong_peaks] == [(53, True), (35, True)]


def test_corrections_keep_place_and_uid_and_the_last_one_wins() -> None:
    night = Night().open(28).after(3).ring("unit_head", "busy")
    rung = night.entered(PostRung)
    night.desk.correct(rung.uid, {"outcome": "no_answer"}, "一")
    night.desk.correct(rung.uid, {}, "二", happened_at=night.at(1))
    night.desk.correct(rung.uid, {"outcome": "refused"}, "三")
    events = night.events()
    meant = effective(events)
    assert [each.uid for each in meant] == [each.uid for each in events]
    place = [each.uid for each in events].index(rung.uid)
    assert meant[place].fact == PostRung("unit_head", "孙磊", RingOutcome.REFUSED)
    assert meant[place].happened_at == night.at(1)
    assert events[place].fact == PostRung("unit_head", "孙磊", RingOutcome.BUSY)


def test_without_corrections_nothing_is_copied() -> None:
    events = Night().open(5).events()
    assert all(one is other for one, other in zip(effective(events), events, strict=True))
    assert isinstance(events[0].fact, IncidentOpened)
