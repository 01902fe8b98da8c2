"""Nights of due work for tests: letters whose last days pass.

A letter of the night's start, 2026-02-20 at the office, has its fifteenth day on 2026-03-07, a
Saturday: the control date. The statutory day is Monday, 2026-03-09.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypeVar

from tests.desks import START, ZONE, Night
from xfconsole.core.days.workdays import Workdays
from xfconsole.core.due.list import DutyView
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_procedure import DutyPrompted
from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Purpose, Uid
from xfconsole.core.words.procedure import Act

EVERY_DAY = Workdays({}, {date(2024, 1, 1) + timedelta(each) for each in range(1500)}, ())
"""A table in which no last day moves."""
FactT = TypeVar("FactT", bound=Fact)


def letter(night: Night, summary: str = "安置房逾期交付") -> Uid:
    """Register a claim by letter, received now."""
    form = MatterForm(Channel.LETTER, summary, purpose=Purpose.CLAIM)
    return night.desk.register(form).subject


def forwarded(night: Night, summary: str = "安置房逾期交付") -> Uid:
    """Register a claim and forward it: the housing bureau is to accept it by 03-07."""
    matter = letter(night, summary)
    night.desk.move(matter, Move(Act.FORWARD, unit="住建局"))
    return matter


def at(day: str, time: str = "00:00") -> datetime:
    """Return an instant at the office: ``at("03-08")``."""
    return datetime.fromisoformat(f"2026-{day}T{time}").replace(tzinfo=ZONE)


def until(night: Night, day: str, time: str = "00:00") -> None:
    """Let time pass for an awake desk."""
    night.until((at(day, time) - START).total_seconds() / 60)


def asleep_until(night: Night, day: str, time: str = "00:00") -> None:
    """Let the laptop sleep, then look."""
    night.sleep((at(day, time) - night.now()).total_seconds() / 60)


def told(night: Night, matter: Uid, kind: type[FactT]) -> list[FactT]:
    """Return a matter's facts of one kind in the order of the journal."""
    return [each.fact for each in events(night, matter) if isinstance(each.fact, kind)]


def events(night: Night, matter: Uid) -> list[Event]:
    """Return a matter's journal."""
    with night.store.begin() as tx:
        return tx.events_of(matter)


def raised(night: Night, matter: Uid) -> list[str]:
    """Return what was prompted for, as ``day time what step post person``."""
    found = []
    for each in told(night, matter, DutyPrompted):
        due = f"{each.due.astimezone(ZONE):%m-%d %H:%M}"
        found.append(f"{due} {each.what} {each.step} {each.post} {each.person}".strip())
    return found


def standing(night: Night) -> list[DutyView]:
    """Return the due work as it is shown."""
    return list(night.desk.situation().duties)


def asked(view: DutyView) -> tuple[str, str, str]:
    """Return who is asked: post, person and who is next in line."""
    names = (each.person if each else "" for each in (view.asked.contact, view.asked.deputy))
    return view.asked.post, *names  # type: ignore[return-value]


def each_once(night: Night, *matters: Uid) -> bool:
    """Whether no prompt of these was raised twice."""
    names = [each.prompt for matter in matters for each in told(night, matter, DutyPrompted)]
    return len(names) == len(set(names))
