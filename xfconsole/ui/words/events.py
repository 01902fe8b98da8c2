"""Tells one journal event in one sentence, for time-lines, the log and drills."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum

from xfconsole.core.facts.announced import (
    AlarmPassed,
    LevelChanged,
    ObligationAdded,
    ObligationMet,
    ObligationMissed,
    PromptCleared,
    PromptMarked,
    PromptMoved,
    PromptRaised,
)
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_incident import (
    DeputyNamed,
    EmergencyCalled,
    EventCorrected,
    HeadcountRecorded,
    IncidentClosed,
    IncidentOpened,
    LevelRaised,
    NoteAdded,
    PlaceNamed,
    PolicyAccepted,
    PostArrived,
    PostRelieved,
    PostRung,
    PostStoodDown,
    PromptSnoozed,
    ReportFiled,
)
from xfconsole.core.facts.of_matter import (
    LettersImported,
    MatterRegistered,
    NextStepSet,
    ReplyRecorded,
    RequestAnswered,
    RequestRecorded,
)
from xfconsole.core.facts.of_office import (
    BellTried,
    ClockJumped,
    ClocksAccepted,
    DeskBlind,
    DeskLeft,
    DeskResumed,
    JournalEndMissed,
    JournalSalvaged,
    LeaveRecorded,
    OfficeFounded,
    OfficerAdded,
    OfficeRestored,
    OfficerRevoked,
    OfficersKept,
    PassphraseChanged,
    PassphraseRecovered,
    RecoveryCodeRenewed,
    ReliefRung,
    RosterAdded,
    RosterImported,
    RosterReplaced,
    ShiftEnded,
    ShiftHandedOver,
    ShiftStarted,
)
from xfconsole.core.facts.of_procedure import DeadlineMoved, DeadlineSet
from xfconsole.core.incident.placing import ASKS_FOR
from xfconsole.core.matter.transitions import DUTIES
from xfconsole.core.words.desk import RELIEF_RULE, DutyState
from xfconsole.ui.words.catalogue import Catalogue
from xfconsole.ui.words.closed_lists import word_key
from xfconsole.ui.words.procedure_events import LifeTeller

_NOBODY = "——"
"""Stands for the name where nobody holds the post, or nobody knows who came."""


class Teller:
    """Tells events in one language.

    ``post_name`` turns a post's id into its name, ``local`` an instant into the office's clock.
    Nothing it says holds more than the event's own text; the identity is sealed and never told.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        post_name: Callable[[str], str],
        local: Callable[[datetime], str],
    ) -> None:
        self._say, self._post, self._local = catalogue.say, post_name, local
        self._life = LifeTeller(catalogue, post_name, local)

    def tell(self, event: Event) -> str:
        """Return the sentence for an event, without its time."""
        return self.fact(event.fact)

    def fact(self, fact: Fact) -> str:
        """Return the sentence for a fact."""
        key, values = self._told(fact)
        return self._say(f"event.{key}", **values).rstrip()

    def _word(self, member: StrEnum) -> str:
        return self._say(word_key(member))

    def _told(self, fact: Fact) -> tuple[str, dict[str, object]]:
        kind = fact.kind.replace(".", "_")
        match fact:
            case MatterRegistered(number=number, channel=channel, summary=summary):
                return kind, {"number": number, "channel": self._word(channel), "text": summary}
            case IncidentOpened(number=number, headcount=people, source=source, topic=topic):
                values = {"number": number, "people": people, "source": self._word(source)}
                return kind, {**values, "text": topic}
            case HeadcountRecorded(value=people, source=source):
                return kind, {"people": people, "source": self._word(source)}
            case LevelRaised(level=level, reason=reason):
                return kind, {"level": self._word(level), "text": reason}
            case LevelChanged(level=level):
                return kind, {"level": self._word(level)}
            case PostRung():
                return self._rung(fact)
            case PlaceNamed(place=place, name=name):
                said = kind if name else "place_not_known"
                return said, {"place": self._word(place), "text": name}
            case PostStoodDown(post=post, person=person, place=text) if person:
                values = {"post": self._post(post), "person": person}
                return "post_stood_down_for", {**values, "text": text}
            case ObligationMissed(clock="arrive"):
                return "obligation_missed_arrive", self._response(fact)
            case DeadlineSet() if fact.clock in DUTIES and fact.rolled != fact.target:
                return "deadline_set_rolled", self._response(fact)
            case DeadlineMoved(rule_alone=True):
                return "deadline_moved_rule", self._response(fact)
            case EventCorrected(withdrawn=True):
                return "event_taken_back", {}
            case PromptRaised(corrected=True):
                return "prompt_raised_corrected", self._prompt(fact)
            case _:
                return kind, self._response(fact)

    def _rung(self, fact: PostRung) -> tuple[str, dict[str, object]]:
        values: dict[str, object] = {
            "post": self._post(fact.post),
            "person": fact.person or _NOBODY,
        }
        values["outcome"] = self._word(fact.outcome)
        if fact.eta is None:
            return "post_rung", values
        return "post_rung_eta", {**values, "eta": self._local(fact.eta)}

    def _response(self, fact: Fact) -> dict[str, object]:
        match fact:
            case (
                PostArrived(post=post, person=person)
                | DeputyNamed(post=post, person=person)
                | PostRelieved(post=post, by=person)
            ):
                return {"post": self._post(post), "person": person or _NOBODY}
            case PostStoodDown(post=post, reason=text):
                return {"post": self._post(post), "text": text}
            case EmergencyCalled(service=service, reason=text):
                return {"service": self._word(service), "text": text}
            case ReportFiled(report=report):
                return {"report": self._word(report)}
            case EventCorrected(reason=text, second=second) if second:
                vouched = self._say("event.detail.second", second=second)
                return {"text": self._say("ui.and").join((text, vouched))}
            case EventCorrected(reason=text):
                return {"text": text}
            case PromptSnoozed(until=until, reason=text):
                return {"until": self._local(until), "text": text}
            case PolicyAccepted(policy_label=label):
                return {"policy": label}
            case NextStepSet(step=text, on=on):
                return {"text": text, "on": on.isoformat()}
            case RequestAnswered(answer=text) | IncidentClosed(summary=text):
                return {"text": text}
            case NoteAdded(text=text) | RequestRecorded(text=text) | ReplyRecorded(text=text):
                return {"text": text}
            case _:
                return self._engine(fact)

    def _engine(self, fact: Fact) -> dict[str, object]:
        match fact:
            case ObligationAdded(post=post, person=person, tell_by=tell_by):
                values = {"post": self._post(post), "person": person or _NOBODY}
                return {**values, "due": self._local(tell_by)}
            case ObligationMet(post=post, how=how, person=person):
                values = {"post": self._post(post), "person": person or _NOBODY}
                return {**values, "how": self._word(DutyState(how))}
            case ObligationMissed(post=post, person=person, due=due):
                return {"post": self._post(post), "person": person, "due": self._local(due)}
            case PromptRaised() | PromptCleared() | PromptMarked() | PromptMoved():
                return self._prompt(fact)
            case _:
                return self._office(fact)

    def _prompt(
        self, fact: PromptRaised | PromptCleared | PromptMarked | PromptMoved
    ) -> dict[str, object]:
        post = self._post(fact.post) if fact.post and fact.what not in ASKS_FOR else ""
        what = " ".join(part for part in (self._word(fact.what), post, fact.person) if part)
        if fact.rule == RELIEF_RULE:
            what = self._say("event.detail.relief", what=what)
        return {"what": what, "due": self._local(fact.due)}

    def _relief(self, fact: ReliefRung) -> dict[str, object]:
        outcome = self._word(fact.outcome)
        if fact.eta is not None:
            outcome = self._say("event.detail.eta", outcome=outcome, eta=self._local(fact.eta))
        return {"post": self._post(fact.post), "person": fact.person, "outcome": outcome}

    def _office(self, fact: Fact) -> dict[str, object]:
        match fact:
            case OfficeFounded(name=name):
                return {"text": name}
            case JournalEndMissed(seq=seq, last=last):
                return {"seq": seq, "last": last}
            case JournalSalvaged(saved=saved, lost=lost):
                return {"saved": saved, "lost": lost}
            case OfficeRestored(made_at=made_at, seq=seq):
                return {"made": self._local(made_at), "seq": seq}
            case OfficerAdded(name=name) | OfficerRevoked(name=name):
                return {"person": name}
            case OfficersKept(names=names):
                return {"people": names}
            case PassphraseChanged() | PassphraseRecovered() | RecoveryCodeRenewed():
                return {}
            case ShiftStarted() | ShiftEnded() | DeskLeft() | DeskResumed():
                return {}
            case BellTried(answer=answer):
                return {"answer": self._word(answer)}
            case ShiftHandedOver(to=to, accepted=accepted, kept=kept):
                return {"to": to, "accepted": len(accepted), "kept": len(kept)}
            case ClocksAccepted(clocks=clocks):
                return {"count": len(clocks)}
            case ReliefRung():
                return self._relief(fact)
            case LettersImported(source=source, added=added, known=known, replies=replies):
                return {"text": source, "added": added, "known": known, "replies": replies}
            case RosterImported(source=source, entries=entries):
                return {"text": source, "count": len(entries)}
            case RosterReplaced(post=post, person=person, by=by):
                return {"post": self._post(post), "person": person, "by": by}
            case RosterAdded(post=post, person=person, ends_at=until):
                return {"post": self._post(post), "person": person, "until": self._local(until)}
            case LeaveRecorded(person=person, starts_at=since, ends_at=until):
                return {"person": person, **self._span(since, until)}
            case DeskBlind(since=since, until=until):
                return self._span(since, until)
            case AlarmPassed():
                return asdict(fact)
            case ClockJumped(seconds=seconds):
                return {"seconds": f"{seconds:+d}"}
        values = self._life.values(fact)
        if values is None:
            raise TypeError(f"no sentence for {fact.kind}")
        return values

    def _span(self, since: datetime, until: datetime) -> dict[str, object]:
        return {"since": self._local(since), "until": self._local(until)}
