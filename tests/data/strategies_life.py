"""Plausible facts of matters' lives for random nights: what handling and its clocks journal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from xfconsole.core.facts import of_incident, of_matter, of_office, of_procedure, of_reception
from xfconsole.core.facts.event import Fact
from xfconsole.core.matter.query_code import drawn
from xfconsole.core.matter.transitions import TRANSITIONS
from xfconsole.core.words.desk import PromptKind, RingOutcome, Uid
from xfconsole.core.words.documents import DecisionLetter, Document
from xfconsole.core.words.procedure import (
    Act,
    Bar,
    Barred,
    Clock,
    Finding,
    Ground,
    Manner,
    Measure,
    Opinion,
    Satisfaction,
    Signing,
    Who,
)
from xfconsole.core.words.receiving import Decision, MeetingNote

if TYPE_CHECKING:
    from tests.data.strategies import Night

UNITS = st.sampled_from(["", "住建局", "水务局"])
PEOPLE = st.sampled_from(["李敏", "孙磊", ""])
CLOCKS = st.sampled_from([Clock.DEAL, Clock.SHADOW, Clock.DECIDE, Clock.ASK_REVIEW])
ANCHORS = st.sampled_from(["a", "b"])
PARTS = st.integers(0, 1)
PROMPTS = st.sampled_from(["p", "q"])
SESSIONS = st.sampled_from(["s", "t"])
LETTERS = st.none() | st.just(DecisionLetter("请求", "事实", "决定", "依据"))


def _day(night: Night) -> date:
    day: date = (night.now + timedelta(days=night.draw(st.integers(-3, 90)))).date()
    return day


def _matter(night: Night) -> Uid:
    matter: Uid = night.draw(st.sampled_from(night.matters))
    return matter


def move(night: Night) -> None:
    """Move a matter as the table allows it from somewhere; its order is nobody's concern here."""
    row = TRANSITIONS[night.draw(st.sampled_from(Act))]
    fact = of_procedure.MatterMoved(
        row.act,
        night.draw(st.sampled_from(sorted(set(row.moves.values())))),
        row.who,
        night.draw(UNITS),
        "说明",
        night.draw(st.none() | st.just(_day(night))),
        night.draw(st.none() | st.sampled_from(Ground)),
        finding=night.draw(st.none() | st.sampled_from(Finding)),
        letter=night.draw(LETTERS),
        days=night.draw(st.integers(0, 30)),
        second=night.draw(PEOPLE),
        manner=night.draw(st.none() | st.sampled_from(Manner)),
        signing=night.draw(st.none() | st.sampled_from(Signing)),
        opinion=night.draw(st.none() | st.sampled_from(Opinion)),
        satisfaction=night.draw(st.none() | st.sampled_from(Satisfaction)),
        leader=night.draw(PEOPLE),
    )
    night.add(_matter(night), fact)


def party(night: Night) -> None:
    facts: list[Fact] = [
        of_procedure.PartyBarred(
            night.draw(st.sampled_from(Bar)), night.draw(PEOPLE), "", night.draw(UNITS)
        ),
        of_procedure.AccessBlocked(Barred.TARGET, Bar.ACCUSED, unit="住建局"),
        of_procedure.MatterLinked(_matter(night)),
        of_procedure.MatterUnlinked(_matter(night)),
        of_matter.QueryCodeGiven(drawn(night.uids.new(night.now))),
        of_procedure.DocumentIssued(
            night.draw(st.sampled_from(Document)), "全文", night.draw(UNITS)
        ),
    ]
    night.add(_matter(night), night.draw(st.sampled_from(facts)))


def deadline(night: Night) -> None:
    """Add what the desk says of a clock, whether or not it said anything of it before."""
    clock, anchor, part = night.draw(CLOCKS), night.draw(ANCHORS), night.draw(PARTS)
    first, target, rolled = _day(night), _day(night), _day(night)
    look_at = night.draw(st.none() | st.just(night.moment()))
    provisional, what = night.draw(st.booleans()), PromptKind.OVERDUE
    facts: list[Fact] = [
        of_procedure.DeadlineSet(
            clock, anchor, first, 15, target, rolled, night.moment(), look_at, provisional, part,
            who=night.draw(st.sampled_from(Who)), measure=Measure.CALENDAR, unit=night.draw(UNITS),
        ),
        of_procedure.DeadlineMoved(
            clock, anchor, first, 30, target, rolled, night.moment(), look_at, provisional, part,
            old_target=first, old_rolled=first,
        ),
        of_procedure.DeadlineMet(clock, anchor, night.moment(), Act.REPLY, part),
        of_procedure.DeadlineDropped(clock, anchor, part),
        of_procedure.DutyPrompted(
            clock, anchor, night.draw(PROMPTS), what, night.draw(st.integers(0, 2)), "unit_head",
            night.draw(PEOPLE), night.moment(), 60, look_at, part,
        ),
    ]  # fmt: skip
    night.add(_matter(night), night.draw(st.sampled_from(facts)))


def rest(night: Night) -> None:
    """Chase or put off a prompt on a matter."""
    clock, prompt, until = night.draw(CLOCKS), night.draw(PROMPTS), night.moment()
    outcome = night.draw(st.sampled_from(RingOutcome))
    facts: list[Fact] = [
        of_procedure.MatterChased(
            clock, "unit_head", night.draw(PEOPLE), outcome, until, "已催", prompt
        ),
        of_incident.PromptSnoozed(prompt, until, "稍后"),
    ]
    night.add(_matter(night), night.draw(st.sampled_from(facts)))


def calendar(night: Night) -> None:
    days = (_day(night),)
    facts: list[Fact] = [
        of_procedure.CalendarAdopted("0" * 64, (2026,), days, ()),
        of_procedure.CalendarFollowed("0" * 64),
        of_office.PolicyAdopted("0" * 64, "default@1"),
    ]
    night.add("office", night.draw(st.sampled_from(facts)))


def reception(night: Night) -> None:
    """Plan, change or hold a session; its name is whatever was drawn."""
    session, at = night.draw(SESSIONS), night.moment()
    planned = of_reception.ReceptionSession(
        session, "孙磊", "unit_head", at, at + timedelta(hours=2), "接待大厅", units=("住建局",)
    )
    facts: list[Fact] = [
        of_reception.ReceptionsPlanned((planned,)),
        of_reception.ReceptionChanged(planned, "出差"),
        of_reception.ReceptionCancelled(session, at, "会议"),
        of_reception.ReceptionNoticed((session,), "公告"),
        of_reception.ReceptionTold(session, at, ("住建局",), night.draw(PEOPLE)),
        of_reception.ReceptionHeld(session, at, "孙磊"),
        of_reception.QuarterReported(_day(night), "结果"),
    ]
    night.add("office", night.draw(st.sampled_from(facts)))


def receive(night: Night) -> None:
    """Give a matter a place in a session of its own, and decide on it."""
    matter, at = _matter(night), night.moment()
    session = f"{matter}-{len(night.events)}"
    night.add(matter, of_reception.MatterQueued(session, at, night.draw(st.integers(1, 9))))
    decided = night.draw(st.sampled_from(Decision))
    fact = of_reception.ReceptionDecided(
        session, "孙磊", "unit_head", decided, "答复", night.draw(UNITS), _day(night)
    )
    night.add(matter, fact)
    for what in night.draw(st.lists(st.sampled_from(MeetingNote), max_size=2)):
        on = night.draw(st.sampled_from([None, _day(night)]))
        night.add(matter, of_reception.MeetingNoted(session, _day(night), what, "会商", on))
    if night.draw(st.booleans()):
        night.add(matter, replace(fact, text="换个说法", unit=night.draw(UNITS)))


def _with_matters(night: Night) -> object:
    return night.matters


LIFE_VERBS: Sequence[tuple[Callable[[Any], None], Callable[[Any], object]]] = (
    (move, _with_matters),
    (party, _with_matters),
    (deadline, _with_matters),
    (rest, _with_matters),
    (calendar, lambda night: True),
    (reception, lambda night: True),
    (receive, _with_matters),
)
"""Each verb, and what has to be there before it can be used."""
