"""Tells one journal event in one sentence, for time-lines, the log and drills."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from string import Formatter
from typing import TypeAlias

from xfconsole.core.facts import (
    announced,
    of_desks,
    of_identity,
    of_incident,
    of_instruction,
    of_office,
    of_procedure,
    of_reception,
)
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.incident.placing import ASKS_FOR
from xfconsole.core.matter.transitions import DUTIES
from xfconsole.core.reader.withheld import Withheld
from xfconsole.core.words.desk import RELIEF_RULE, DutyState
from xfconsole.core.words.receiving import Decision
from xfconsole.ui.words.catalogue import Catalogue, chase_key, word_key
from xfconsole.ui.words.daily import daily_name
from xfconsole.ui.words.upward import read_back_words, report_name, sent_words

OfPrompt: TypeAlias = (
    announced.PromptRaised
    | announced.PromptCleared
    | announced.PromptMarked
    | announced.PromptMoved
)

_NOBODY = "——"
"""Stands for the name where nobody holds the post, or nobody knows who came."""


class EventWords:
    """Tells events in one language.

    ``post_name`` turns a post's id into its name, ``local`` an instant into the office's clock,
    ``dated`` one of a day that may be another into day and clock.
    Nothing it says holds more than the event's own text; the identity is sealed and never told.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        post_name: Callable[[str], str],
        local: Callable[[datetime], str],
        dated: Callable[[datetime], str] | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._texts, self._say = catalogue.texts, catalogue.say
        self._post, self._local, self._dated = post_name, local, dated or local

    def tell(self, event: Event) -> str:
        """Return the sentence for an event, without its time."""
        return self.fact(event.fact)

    def fact(self, fact: Fact) -> str:
        """Return the sentence for a fact: each name in it is a field, or said in ``_other``."""
        key, other = _key(fact), self._other(fact)
        values = {
            name: other[name] if name in other else self._value(name, getattr(fact, name))
            for name in _names(self._texts[key])
        }
        return self._say(key, **values).rstrip()

    def _value(self, name: str, value: object) -> object:
        match value:
            case datetime():
                return self._local(value)
            case date():
                return value.isoformat()
            case tuple():
                return len(value)
            case str() if name == "post":
                return self._post(value)
            case _:
                return value

    def _other(self, fact: Fact) -> dict[str, object]:
        """Return what a sentence says that is no field, or not as the field has it."""
        match fact:
            case (
                of_incident.PostRung(person="")
                | of_incident.PostArrived(person="")
                | of_incident.DeputyNamed(person="")
                | announced.ObligationAdded(person="")
            ):
                return {"person": _NOBODY}
            case of_incident.SubjectTakenOver(before=before):
                return {"before": before}
            case of_incident.PostRelieved(by=""):
                return {"by": _NOBODY}
            case announced.ObligationMet(how=how, person=person):
                return {"how": DutyState(how), "person": person or _NOBODY}
            case of_incident.EventCorrected(reason=reason, second=second) if second:
                vouched = self._say("event.detail.second", second=second)
                return {"reason": self._joined((reason, vouched))}
            case (
                announced.PromptRaised()
                | announced.PromptCleared()
                | announced.PromptMarked()
                | announced.PromptMoved()
            ):
                return {"what": self._asked(fact)}
            case of_office.RosterSet(stretches=stretches):
                posts = dict.fromkeys(self._post(each.post) for each in stretches)
                since, until = (
                    min(each.starts_at for each in stretches),
                    max(each.ends_at for each in stretches),
                )
                return {
                    "places": self._joined(posts),
                    "span": f"{self._dated(since)}–{self._dated(until)}",
                }
            case of_office.PeriodSet(posts=posts, rhythm=rhythm):
                wanted = [f"{self._post(e.post)} {e.number}" for e in posts]
                if rhythm:
                    wanted.append(self._say("roster.rhythm", words=rhythm))
                return {
                    "starts_at": self._dated(fact.starts_at),
                    "ends_at": self._dated(fact.ends_at),
                    "posts": self._joined(wanted),
                }
            case of_office.LeaveRecorded() | of_office.LeaveEnded():
                return {
                    "starts_at": self._dated(fact.starts_at),
                    "ends_at": self._dated(fact.ends_at),
                }
            case of_office.ShiftHandedOver(daily=night):
                said = self._say("event.detail.daily", night=night.isoformat()) if night else ""
                return {"daily": said}
            case of_office.OfficersKept(names=names):
                return {"names": names}
            case of_desks.DeskDeparted(approved_by=second) | of_desks.DeskKeyed(approved_by=second):
                said = self._say("event.detail.approved", officer=second) if second else ""
                return {"approved_by": said}
            case of_desks.DeskForked(here=""):
                return {"here": self._say("event.detail.no_line")}
            case of_office.ClockJumped(seconds=seconds):
                return {"seconds": f"{seconds:+d}"}
            case (
                of_instruction.InstructionGiven()
                | of_instruction.InstructionRelayed()
                | of_instruction.InstructionDone()
            ):
                return self._of_instruction(fact)
            case of_incident.ReportFiled() | of_incident.ReportReceived():
                return self._of_report(fact)
            case of_office.DailyReported(day=on, to=to, channel=channel):
                name = daily_name(on, self._catalogue, again=bool(fact.again))
                return {"report": name, "text": sent_words(to, channel, self._catalogue)}
            case of_office.ReliefRung(outcome=outcome, eta=datetime() as eta):
                promised = self._say("event.detail.eta", outcome=outcome, eta=self._local(eta))
                return {"outcome": promised}
            case _:
                return self._of_reception(fact) or self._of_matter(fact)

    def _of_reception(self, fact: Fact) -> dict[str, object]:
        match fact:
            case of_reception.ReceptionsPlanned(sessions=sessions):
                days = sorted(each.starts_at for each in sessions)
                return {"first": self._dated(days[0]), "last": self._dated(days[-1])}
            case of_reception.ReceptionChanged(session=each):
                told = {"leader": each.leader, "place": each.place}
                return {"starts_at": self._dated(each.starts_at), **told}
            case of_reception.ReceptionTold(starts_at=at, units=units):
                return {"starts_at": self._dated(at), "units": self._joined(units)}
            case (
                of_reception.ReceptionCancelled(starts_at=at)
                | of_reception.ReceptionHeld(starts_at=at)
                | of_reception.MatterQueued(starts_at=at)
            ):
                return {"starts_at": self._dated(at)}
            case of_reception.ReceptionDecided(text=text, unit=unit, on=on, to=to):
                meets = fact.decision is Decision.MEETING
                key = "event.detail.meets" if meets else "event.detail.on"
                dated = self._say(key, on=on.isoformat()) if on else ""
                passed = self._say("event.detail.passed_to", person=to) if to else ""
                return {"text": self._joined(filter(None, (unit, dated, passed, text)))}
            case of_reception.MeetingNoted(text=text, on=on):
                dated = self._say("event.detail.meets", on=on.isoformat()) if on else ""
                return {"text": self._joined(filter(None, (dated, text)))}
            case _:
                return {}

    def _of_matter(self, fact: Fact) -> dict[str, object]:
        match fact:
            case of_procedure.MatterMoved():
                said = self._joined(self._details(fact))
                return {"text": self._say("event.detail.said", text=said) if said else ""}
            case of_procedure.PartyBarred(bar=bar, person=person, post=post, unit=unit):
                named = (self._post(post) if post else "", person, unit)
                return {"law": bar.law, "text": self._joined(filter(None, named))}
            case of_procedure.AccessBlocked(bar=bar, person=person, unit=unit):
                return {"law": bar.law, "text": person or unit}
            case Withheld(bar=bar):
                return {"law": bar.law}
            case of_procedure.MatterChased(outcome=outcome):
                return {"outcome": self._say(chase_key(outcome))}
            case of_procedure.DeadlineSet(clock=clock, rolled=rolled) if clock not in DUTIES:
                return {"target": rolled.isoformat()}
            case of_procedure.CalendarAdopted(covered=covered):
                return {"last": max(covered, default=0)}
            case of_identity.IdentityRead():
                return {"how": self._how(fact)}
            case of_identity.ErasureCancelled(because=because) if because:
                return {"reason": because}
            case _:
                return {}

    def _of_report(
        self, fact: of_incident.ReportFiled | of_incident.ReportReceived
    ) -> dict[str, object]:
        if isinstance(fact, of_incident.ReportReceived):
            how = read_back_words(fact.read_back, self._catalogue)
            return {"person": fact.person or _NOBODY, "how": how}
        name = report_name(fact.report, fact.number, self._catalogue)
        return {"report": name, "text": sent_words(fact.to, fact.channel, self._catalogue)}

    def _of_instruction(
        self,
        fact: of_instruction.InstructionGiven
        | of_instruction.InstructionRelayed
        | of_instruction.InstructionDone,
    ) -> dict[str, object]:
        match fact:
            case of_instruction.InstructionGiven(posts=posts, due=due):
                named = self._joined(map(self._post, posts))
                by = self._say("instruction.said.due", time=self._dated(due)) if due else ""
                to = self._say("instruction.said.to", posts=named) if posts else ""
                return {"to": to, "by": by}
            case of_instruction.InstructionRelayed(read_back=read_back):
                return {"how": read_back_words(read_back, self._catalogue)}
        return {}

    def _asked(self, fact: OfPrompt) -> str:
        if announced.about_office(fact):
            # Its post is the leader's, whom nobody is asked to ring.
            return " ".join(filter(None, (self._word(fact.what), fact.person)))
        post = self._post(fact.post) if fact.post and fact.what not in ASKS_FOR else ""
        what = " ".join(part for part in (self._word(fact.what), post, fact.person) if part)
        if fact.rule == RELIEF_RULE:
            return self._say("event.detail.relief", what=what)
        return what

    def _details(self, fact: of_procedure.MatterMoved) -> Iterator[str]:
        if fact.unit:
            yield fact.unit
        if fact.leader:
            yield fact.leader
        if fact.on:
            yield self._say("event.detail.on", on=fact.on.isoformat())
        if fact.ground:
            yield self._word(fact.ground)
        for said in (fact.finding, fact.manner, fact.signing, fact.opinion, fact.satisfaction):
            if said:
                yield self._word(said)
        if fact.days:
            yield self._say("event.detail.days", days=fact.days, approver=fact.approver)
        if fact.since and fact.until:
            since, until = fact.since.isoformat(), fact.until.isoformat()
            yield self._say("event.detail.held", since=since, until=until)
        if fact.second:
            yield self._say("event.detail.second", second=fact.second)
        if fact.text or fact.remedy:
            yield fact.text or fact.remedy

    def _how(self, fact: of_identity.IdentityRead) -> str:
        """Return what else is to be said of a reading: who was there, or nobody; and where to."""
        said = ""
        if fact.glass:
            said += self._say("event.detail.glass")
        if fact.second:
            said += self._say("event.detail.present", second=fact.second)
        if fact.export:
            said += self._say("event.detail.exported", file=fact.export)
        return said

    def _joined(self, parts: Iterable[str]) -> str:
        return self._say("ui.and").join(parts)

    def _word(self, member: StrEnum) -> str:
        return self._say(word_key(member))


@cache
def _names(sentence: str) -> tuple[str, ...]:
    """Return what a sentence names in braces."""
    return tuple(name for _, name, *_ in Formatter().parse(sentence) if name)


def _key(fact: Fact) -> str:
    """Return the key of a fact's sentence: its kind, but where it can be one of two."""
    match fact:
        case of_incident.PostRung(eta=datetime()):
            return "event.post_rung_eta"
        case of_incident.PlaceNamed(name=""):
            return "event.place_not_known"
        case of_incident.ReportFiled(again=again) if again:
            return "event.report_filed_again"
        case of_office.DailyReported(situation="", measures="", effect="", other=""):
            return "event.report_daily_nothing"
        case of_incident.ClockSaidBack(aloud=True):
            return "event.clock_said_aloud"
        case of_incident.ChecklistTicked(done=False):
            return "event.checklist_unticked"
        case of_instruction.InstructionDone(carried=True):
            return "event.instruction_carried"
        case of_incident.PostStoodDown(person=person) if person:
            return "event.post_stood_down_for"
        case of_incident.EventCorrected(withdrawn=True):
            return "event.event_taken_back"
        case announced.ObligationMissed(clock="arrive"):
            return "event.obligation_missed_arrive"
        case announced.PromptRaised(corrected=True):
            return "event.prompt_raised_corrected"
        case of_procedure.DeadlineSet() if fact.clock in DUTIES and fact.rolled != fact.target:
            return "event.deadline_set_rolled"
        case of_procedure.DeadlineMoved(rule_alone=True):
            return "event.deadline_moved_rule"
        case _:
            return f"event.{fact.kind.replace('.', '_')}"
