"""The verbs that correct: a new event names the old one, which stays readable as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from xfconsole.core.facts import of_incident
from xfconsole.core.facts.announced import ANNOUNCEMENTS
from xfconsole.core.facts.corrections import corrected_fact, effective, taken_back
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.following import GONE, contests, in_branch
from xfconsole.core.facts.of_instruction import (
    InstructionDone,
    InstructionGiven,
    InstructionRelayed,
)
from xfconsole.core.facts.of_matter import LINES, MatterRegistered
from xfconsole.core.facts.of_procedure import MatterMoved
from xfconsole.core.matter.life import life_of
from xfconsole.core.matter.registration import check_concerned, check_headcount
from xfconsole.core.night.outcome import OUTCOMES
from xfconsole.core.policy.pack import Policy
from xfconsole.core.reader.history import check_history, check_moved_time
from xfconsole.core.words.desk import RingOutcome, Uid
from xfconsole.core.words.official import same
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line
from xfconsole.desk.state.work import Done, Work, reason_of
from xfconsole.desk.verbs.naming import NameVerbs
from xfconsole.desk.verbs.ringing import offer_corrected, on_roster, telephone_of

_CORRECTABLE: dict[type[Fact], frozenset[str]] = {
    of_incident.IncidentOpened: frozenset({"headcount", "source", "topic", "unit", "township"}),
    of_incident.HeadcountRecorded: frozenset({"value", "source"}),
    of_incident.PostRung: frozenset({"post", "person", "phone", "outcome", "eta"}),
    of_incident.DeputyNamed: frozenset({"person", "phone"}),
    of_incident.PostArrived: frozenset({"post", "person"}),
    of_incident.PostRelieved: frozenset({"post", "by"}),
    of_incident.EmergencyCalled: frozenset({"service", "reason"}),
    of_incident.PlaceNamed: frozenset({"name"}),
    of_incident.NoteAdded: frozenset({"text"}),
    of_incident.ReportFiled: frozenset(
        {"report", "situation", "measures", "effect", "other", "to", "channel"}
    ),
    of_incident.ReportReceived: frozenset({"person", "read_back"}),
    InstructionGiven: frozenset({"leader", "text", "due"}),
    InstructionRelayed: frozenset({"person", "outcome"}),
    InstructionDone: frozenset({"text"}),
    MatterRegistered: frozenset(
        {
            *("channel", "summary", "text", "purpose", "topic", *LINES),
            *("headcount", "concerned", "publishable"),
        }
    ),
    MatterMoved: frozenset(
        {
            *("unit", "text", "on", "remedy", "approver", "days", "since", "until"),
            *("manner", "signing", "opinion", "satisfaction", "leader"),
        }
    ),
}
"""What a correction may change; anything else is a new fact, not a slip of the pen."""
_LONG = frozenset({"text", "situation", "measures", "effect", "other", "remedy"})
"""Fields of several lines; every other text stands on one."""
_NEEDED = frozenset({"summary", "by", "reason"})
"""Fields that say nothing when empty; so does the text of a note and the person of a ring."""


class CorrectVerbs(NameVerbs):
    """Nothing is ever rewritten: what was wrong and what is right both stay in the journal."""

    def correct(
        self,
        event: Uid,
        changes: Mapping[str, Any],
        reason: str,
        *,
        happened_at: datetime | None = None,
        second: str = "",
    ) -> Done:
        """Correct an earlier event by a new one that names it; the old one stays readable.

        ``changes`` are fields of its body in JSON form; naming a correction corrects what that one
        corrected. A ring that turns out unanswered loses its ETA. Refuses fields that may not
        change, values that do not fit, times outside the incident, and for a matter whatever the
        act itself would have been refused for. ``second`` is the other officer without whom no
        time moves, from or to before the running shift, that a matter's clock follows from.
        """
        with self._work() as work:
            found = work.tx.event(neutral_line(event))
            if found is not None and isinstance(found.fact, of_incident.EventCorrected):
                found = work.tx.event(found.fact.of)
            if found is None:
                raise Refused("desk.refused.no_event")
            events = in_branch(work.tx.events_of(found.subject), found.uid)
            parted = [e.of for e in contests(events) if GONE in e.fields]
            if found.uid in parted:
                raise Refused("contested.refused.entry")
            if found.uid in taken_back(events):
                raise Refused("desk.refused.taken_back")
            others = effective(events)
            if isinstance(others[0].fact, MatterRegistered):
                self._refuse_own(life_of(others))
            meant = next((each for each in others if each.uid == found.uid), None)
            if meant is None:
                raise Refused("contested.refused.left_out")
            if happened_at is not None:
                _check_time(others, meant, happened_at, work.now)
            changes = self._with_number(meant, changes)
            correction = _correction(meant, changes, reason, happened_at, second)
            corrected = replace(
                meant,
                fact=_corrected(meant.fact, correction),
                happened_at=happened_at or meant.happened_at,
            )
            if (corrected.fact, corrected.happened_at) == (meant.fact, meant.happened_at):
                raise Refused("desk.refused.no_change")
            self._check_sense(work, corrected)
            if isinstance(meant.fact, MatterMoved | MatterRegistered):
                self._check_matter(work, others, meant, corrected, correction.second)
            live = next((e for e in self._night.live if e.incident.uid == found.subject), None)
            moves = isinstance(meant.fact, of_incident.IncidentOpened | of_incident.PlaceNamed)
            coming = self._coming(work, live) if live and moves else []
            work.add(found.subject, correction)
            if live and coming:
                self._stand_down_others(work, live, coming)
            for ring in _ring_beside(others, meant):
                told = {"person": corrected.fact.person}  # type: ignore[attr-defined]
                moved = of_incident.EventCorrected(ring.uid, told, correction.reason, happened_at)
                work.add(found.subject, moved)
            offer_corrected(work, found, meant, corrected, correction.reason)
        return Done(tuple(work.events), found.subject)

    def undo(self) -> Done:
        """Take back the outcome that the officer logged last, as if it had not been; ask nothing.

        All that its one key entered goes. Refuses what is over a minute old by the desk's clock,
        what somebody else logged, and what belongs to an incident that is over.
        """
        with self._work() as work:
            last = self._undoable(work)
            outcomes = tuple(each for each in last if isinstance(each.fact, OUTCOMES))
            if not outcomes:
                raise Refused("desk.refused.nothing_to_undo")
            for subject in dict.fromkeys(each.subject for each in last):
                if subject != work.office and subject not in self._night.lives:
                    self._refuse_own(work.life(subject))
            for event in last:
                work.add(
                    event.subject, of_incident.EventCorrected(event.uid, {}, "", withdrawn=True)
                )
        return Done(tuple(work.events), outcomes[-1].subject, taken_back=outcomes)

    def _with_number(self, meant: Event, changes: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give a deputy named by a wrong name the right one's number, as far as it is known.

        A number that the roster does not give to the wrong name was typed for the right one.
        """
        fact, name = meant.fact, changes.get("person")
        if (
            not isinstance(fact, of_incident.DeputyNamed)
            or not isinstance(name, str)
            or "phone" in changes
        ):
            return changes
        roster, at = self._night.roster, meant.happened_at
        listed = on_roster(roster, fact.person, fact.phone, at)
        typed = "" if listed else fact.phone
        return {**changes, "phone": roster.phone(neutral_line(name).strip(), at) or typed}

    def _check_sense(self, work: Work, event: Event) -> None:
        """Refuse what the verb that entered the event would have refused."""
        match event.fact:
            case (
                of_incident.HeadcountRecorded(value=people)
                | of_incident.IncidentOpened(headcount=people)
            ):
                check_headcount(people)
            case MatterRegistered(headcount=people, concerned=concerned):
                if people is not None:
                    check_headcount(people)
                if concerned is not None:
                    check_concerned(concerned)
            case of_incident.PostRung(outcome=outcome, eta=eta) if eta is not None:
                if outcome is not RingOutcome.ANSWERED:
                    raise Refused("desk.refused.eta_unanswered")
                if eta <= event.happened_at:
                    raise Refused("desk.refused.eta_past")
        telephone_of(getattr(event.fact, "phone", ""))
        post = getattr(event.fact, "post", None)
        if post is not None and post not in self._policy_of(work, event.subject).posts:
            raise Refused("desk.refused.no_post", post=post)

    def _check_matter(
        self, work: Work, others: list[Event], meant: Event, corrected: Event, second: str
    ) -> None:
        check_history(others, meant, corrected, self.rules, self._night.roster, second)
        check_moved_time(
            meant,
            corrected,
            second=second,
            officer=self.officer,
            shift_since=self._night.shift.since or work.now,
        )

    def _policy_of(self, work: Work, incident: Uid) -> Policy:
        live = self._night.lives.get(incident)
        opened = work.tx.events_of(incident)[0].fact
        assert isinstance(opened, of_incident.IncidentOpened)
        return self._night.policy(work.tx, live.incident.policy if live else opened.policy)


def _ring_beside(others: list[Event], named: Event) -> Iterator[Event]:
    """Yield the ring by which a deputy was told as they were named: it goes with the name."""
    fact = named.fact
    if not isinstance(fact, of_incident.DeputyNamed):
        return
    for each in others:
        rung = each.fact
        if not isinstance(rung, of_incident.PostRung) or each.recorded_at != named.recorded_at:
            continue
        if rung.post == fact.post and same(rung.person, fact.person):
            yield each


def _check_time(others: list[Event], event: Event, at: datetime, now: datetime) -> None:
    """Refuse a time to come, and one at which the event's incident was not yet or no longer."""
    if at > now:
        raise Refused("desk.refused.future")
    opened = others[0]
    if not isinstance(opened.fact, of_incident.IncidentOpened):
        return
    entered = [
        each.happened_at
        for each in others[1:]
        if each.kind not in ANNOUNCEMENTS and not isinstance(each.fact, of_incident.EventCorrected)
    ]
    if event is opened:
        if entered and at > min(entered):
            raise Refused("desk.refused.opening_late")
    elif at < opened.happened_at:
        minutes = int((now - opened.happened_at).total_seconds() // 60)
        raise Refused("desk.refused.before_opening", minutes=minutes)
    closed = [
        each.happened_at for each in others if isinstance(each.fact, of_incident.IncidentClosed)
    ]
    if closed and at > closed[0]:
        raise Refused("desk.refused.after_closing")


def _correction(
    event: Event,
    changes: Mapping[str, Any],
    reason: str,
    happened_at: datetime | None,
    second: str,
) -> of_incident.EventCorrected:
    allowed = _CORRECTABLE.get(type(event.fact))
    if allowed is None:
        raise Refused("desk.refused.not_correctable")
    for field in changes:
        if field not in allowed:
            fields = ", ".join(sorted(allowed))
            raise Refused("desk.refused.correction_field", field=field, fields=fields)
    clean = {field: _clean(event.fact, field, value) for field, value in changes.items()}
    for field, value in clean.items():
        if value == "" and _says_nothing(event.fact, field):
            raise Refused("desk.refused.no_text")
    if (
        isinstance(event.fact, of_incident.PostRung)
        and clean.get("outcome", "answered") != "answered"
    ):
        clean.setdefault("eta", None)
    second = neutral_line(second).strip()
    return of_incident.EventCorrected(event.uid, clean, reason_of(reason), happened_at, second)


def _clean(fact: Fact, field: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_clean(fact, field, each) for each in value]
    if not isinstance(value, str):
        return value
    if isinstance(fact, MatterRegistered) and field == "text":
        return neutral(value)
    return (neutral(value) if field in _LONG else neutral_line(value)).strip()


def _says_nothing(fact: Fact, field: str) -> bool:
    return (
        field in _NEEDED
        or (isinstance(fact, of_incident.NoteAdded) and field == "text")
        or (isinstance(fact, of_incident.PostRung | of_incident.DeputyNamed) and field == "person")
    )


def _corrected(fact: Fact, correction: of_incident.EventCorrected) -> Fact:
    try:
        return corrected_fact(fact, correction)
    except (ValueError, TypeError) as problem:
        raise Refused("desk.refused.correction_value") from problem
