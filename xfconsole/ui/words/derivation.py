"""How a date was computed, in plain sentences: for the screen, and for ``show``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from xfconsole.core.days.day_count import Span
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_procedure import DeadlineMoved, MatterMoved
from xfconsole.core.matter.derivation import Derivation, Skipped, runs
from xfconsole.core.matter.limits import Deadline
from xfconsole.core.words.procedure import Clock, Measure
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.deadlines import owner, standing
from xfconsole.ui.words.roster import holiday_name
from xfconsole.ui.words.times import day, moment, short_day, weekday

SATURDAY = 5
MOST_RUNS = 8
"""So many stretches of days are named one by one; of the rest only the number."""


def heading(derived: Derivation) -> str:
    """Return which clock it is and who owes it."""
    deadline = derived.deadline
    part = say("derivation.part", part=deadline.part) if deadline.part else ""
    return say("derivation.heading", clock=word(deadline.clock) + part, who=owner(deadline))


def sentences(
    derived: Derivation, now: datetime, zone: ZoneInfo, soon_days: int
) -> Iterator[tuple[str, str]]:
    """Yield each step of the count as what it is about and a sentence."""
    deadline, counted = derived.deadline, derived.deadline.span
    law = deadline.law
    yield say("derivation.of.rule"), say(f"derivation.rule.{deadline.clock.value}", law=law)
    yield say("derivation.of.start"), _start(derived, zone)
    yield say("derivation.of.count"), _count(deadline, zone)
    if counted is not None:
        yield from _changes(derived, counted)
        yield from _skipped(derived)
    yield from _ends(derived, zone)
    if derived.unknown:
        years = ", ".join(map(str, derived.unknown))
        yield say("derivation.of.provisional"), say("derivation.provisional", years=years)
    for event in derived.moves:
        yield say("derivation.of.moved"), _moved(event, zone)
    stands = standing(deadline, now, zone, soon_days)
    yield say("derivation.of.now"), stands.said


def explanation(derived: Derivation, now: datetime, zone: ZoneInfo, soon_days: int) -> str:
    """Return every step on one line, each with what it is about."""
    return " ".join(steps(derived, now, zone, soon_days))


def steps(derived: Derivation, now: datetime, zone: ZoneInfo, soon_days: int) -> list[str]:
    """Return each step of the count as one sentence that begins with what it is about."""
    return [
        say("derivation.told", label=label, sentence=sentence)
        for label, sentence in sentences(derived, now, zone, soon_days)
    ]


# --- what starts it ------------------------------------------------------------------------------


def _start(derived: Derivation, zone: ZoneInfo) -> str:
    deadline, anchor = derived.deadline, derived.anchor
    at = moment(deadline.started_at, zone)
    if deadline.clock is Clock.SHADOW:
        return say("derivation.start.shadow", on=_named(deadline.started))
    if anchor is None:
        return say("derivation.start.unknown", at=at)
    return say("derivation.start.event", what=_event(anchor), at=at, officer=anchor.officer)


def _event(event: Event) -> str:
    if isinstance(event.fact, MatterMoved):
        return say("derivation.start.act", act=event.fact.act, unit=event.fact.unit).rstrip()
    return say("derivation.start.receipt")


# --- how it is counted ---------------------------------------------------------------------------


def _count(deadline: Deadline, zone: ZoneInfo) -> str:
    counted = deadline.span
    if counted is None:
        at = moment(deadline.started_at, zone)
        return say("derivation.count.minutes", minutes=deadline.days, at=at)
    if deadline.measure is Measure.ORDERED:
        return say("derivation.count.ordered", on=_named(counted.target))
    key = "calendar" if deadline.measure is Measure.CALENDAR else "working"
    first = _named(counted.first)
    return say(f"derivation.count.{key}", days=deadline.days, first=first)


def _changes(derived: Derivation, counted: Span) -> Iterator[tuple[str, str]]:
    if counted.extended:
        said = say("derivation.extended", days=counted.extended)
        yield say("derivation.of.extended"), said
    if counted.excluded:
        held = say("ui.and").join(_stretch(*each) for each in derived.heard)
        said = say("derivation.excluded", days=counted.excluded, held=held)
        yield say("derivation.of.excluded"), said


def _skipped(derived: Derivation) -> Iterator[tuple[str, str]]:
    """Yield the days that a count of working days passed over; rolled days are told at the end."""
    if derived.deadline.measure is not Measure.WORKING or not derived.skipped:
        return
    days = _days(derived.skipped)
    said = say("derivation.skipped", count=len(derived.skipped), days=days)
    yield say("derivation.of.skipped"), said


# --- where it ends -------------------------------------------------------------------------------


def _ends(derived: Derivation, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    deadline = derived.deadline
    if deadline.span is None:
        due = moment(deadline.due_at, zone)
        yield say("derivation.of.target"), say("derivation.target.instant", at=due)
        return
    target, rolled = _named(deadline.target), _named(deadline.rolled)
    key = "derivation.target.duty" if deadline.duty else "derivation.target.may"
    yield say("derivation.of.target"), say(key, on=target)
    if deadline.rolled == deadline.target:
        weekend = deadline.rolled.weekday() >= SATURDAY
        key = "derivation.rolled.make_up" if weekend else "derivation.rolled.same"
        yield say("derivation.of.rolled"), say(key)
        return
    over = _days(derived.skipped)
    key = "derivation.rolled.over" if deadline.duty else "derivation.rolled.may"
    yield say("derivation.of.rolled"), say(key, days=over, on=rolled)


def _moved(event: Event, zone: ZoneInfo) -> str:
    fact = event.fact
    assert isinstance(fact, DeadlineMoved)
    if fact.rule_alone:
        at, on, rolled = moment(event.recorded_at, zone), day(fact.target), day(fact.rolled)
        return say("derivation.moved_rule", at=at, on=on, rolled=rolled)
    return say(
        "derivation.moved",
        at=moment(event.recorded_at, zone),
        old=day(fact.old_target),
        new=day(fact.target),
        old_rolled=day(fact.old_rolled),
        new_rolled=day(fact.rolled),
    )


# --- days ----------------------------------------------------------------------------------------


def _days(skipped: tuple[Skipped, ...]) -> str:
    """Return the days by stretches, each with its name; of a long list the rest as a number."""
    found = runs(skipped)
    told = [_run(*each) for each in found[:MOST_RUNS]]
    if rest := sum((last.on - first.on).days + 1 for first, last in found[MOST_RUNS:]):
        told.append(say("derivation.more_days", days=rest))
    return say("ui.and").join(told)


def _run(first: Skipped, last: Skipped) -> str:
    return say("derivation.day_named", days=_stretch(first.on, last.on), name=skipped_name(first))


def skipped_name(each: Skipped) -> str:
    """Return why a day is not worked: the holiday's name, the weekend, or that it is free."""
    if each.name:
        return holiday_name(each.name)
    return say("derivation.weekend" if each.weekend else "derivation.free")


def _stretch(first: date, last: date) -> str:
    if first == last:
        return day(first)
    return say("derivation.stretch", first=day(first), last=short_day(last, first))


def _named(on: date) -> str:
    return say("derivation.day", on=day(on), weekday=weekday(on))
