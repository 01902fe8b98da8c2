"""Tells the facts of a matter's life: what each of them puts into its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from enum import StrEnum

from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_identity import (
    ErasureApproved,
    ErasureCancelled,
    ErasureProposed,
    GlassReviewed,
    IdentityErased,
    IdentityRead,
)
from xfconsole.core.facts.of_procedure import (
    AccessBlocked,
    CalendarAdopted,
    DeadlineDropped,
    DeadlineMet,
    DeadlineMoved,
    DeadlineSet,
    DocumentIssued,
    DutyPrompted,
    MatterChased,
    MatterLinked,
    MatterMoved,
    MatterUnlinked,
    PartyBarred,
)
from xfconsole.core.matter.transitions import DUTIES
from xfconsole.core.reader.withheld import Withheld
from xfconsole.ui.words.catalogue import Catalogue, chase_key, word_key


class LifeTeller:
    """Gives the values of a life fact's sentence; ``post`` and ``local`` are the ``Teller``'s."""

    def __init__(
        self, catalogue: Catalogue, post: Callable[[str], str], local: Callable[[datetime], str]
    ) -> None:
        self._say, self._post, self._local = catalogue.say, post, local

    def values(self, fact: Fact) -> dict[str, object] | None:
        """Return what fills the fact's sentence, or None for a fact of another kind."""
        match fact:
            case MatterMoved():
                said = self._joined(self._details(fact))
                text = self._say("event.detail.said", text=said) if said else ""
                return {"act": fact.act, "state": fact.to, "text": text}
            case MatterLinked() | MatterUnlinked():
                return {}
            case PartyBarred(bar=bar, person=person, post=post, unit=unit):
                named = [self._post(post) if post else "", person, unit]
                return {"bar": bar, "law": bar.law, "text": self._joined(filter(None, named))}
            case AccessBlocked(barred=barred, bar=bar, person=person, unit=unit):
                return {"barred": barred, "law": bar.law, "text": person or unit}
            case MatterChased(clock=clock, post=post, person=person, outcome=outcome, text=text):
                values = {"clock": clock, "post": self._post(post), "person": person}
                return {**values, "outcome": self._say(chase_key(outcome)), "text": text}
            case IdentityRead(reason=reason):
                return {"text": reason, "how": self._how(fact)}
            case GlassReviewed(note=note):
                return {"text": note}
            case DocumentIssued(document=document):
                return {"document": document}
            case Withheld(bar=bar):
                return {"law": bar.law}
            case CalendarAdopted(covered=covered):
                return {"last": max(covered, default=0)}
            case ErasureProposed() | ErasureApproved() | ErasureCancelled() | IdentityErased():
                return self._erasure(fact)
            case _:
                return self._deadline(fact)

    def _deadline(self, fact: Fact) -> dict[str, object] | None:
        match fact:
            case DeadlineSet(clock=clock, who=who, target=target, rolled=rolled):
                last = target if clock in DUTIES else rolled
                return {"clock": clock, "who": who, **_days(last, rolled)}
            case DeadlineMoved(clock=clock, old_target=old, old_rolled=old_rolled) as moved:
                before = {"old": old.isoformat(), "old_rolled": old_rolled.isoformat()}
                return {"clock": clock, **before, **_days(moved.target, moved.rolled)}
            case DeadlineMet(clock=clock, at=at):
                return {"clock": clock, "at": self._local(at)}
            case DeadlineDropped(clock=clock):
                return {"clock": clock}
            case DutyPrompted(clock=clock, what=what, post=post, person=person, due=due):
                values = {"clock": clock, "what": what, "due": self._local(due)}
                return {**values, "post": self._post(post), "person": person}
        return None

    def _erasure(
        self, fact: ErasureProposed | ErasureApproved | ErasureCancelled | IdentityErased
    ) -> dict[str, object]:
        match fact:
            case ErasureProposed(rule=rule, reason=text):
                return {"rule": rule, "text": text}
            case ErasureApproved(second=second):
                return {"second": second}
            case ErasureCancelled(reason=text, because=because):
                return {"text": self._word(because) if because else text}
            case IdentityErased(rule=rule, proposed_by=by, approved_by=second):
                return {"rule": rule, "by": by, "second": second}

    def _details(self, fact: MatterMoved) -> Iterator[str]:
        if fact.unit:
            yield fact.unit
        if fact.on:
            yield self._say("event.detail.on", on=fact.on.isoformat())
        if fact.ground:
            yield self._word(fact.ground)
        if fact.finding:
            yield self._word(fact.finding)
        if fact.days:
            yield self._say("event.detail.days", days=fact.days, approver=fact.approver)
        if fact.since and fact.until:
            since, until = fact.since.isoformat(), fact.until.isoformat()
            yield self._say("event.detail.held", since=since, until=until)
        if fact.second:
            yield self._say("event.detail.second", second=fact.second)
        if fact.text or fact.remedy:
            yield fact.text or fact.remedy

    def _how(self, fact: IdentityRead) -> str:
        """Return what else is to be said of a reading: who was there, or nobody; and where to."""
        said = ""
        if fact.glass:
            said += self._say("event.detail.glass")
        if fact.second:
            said += self._say("event.detail.present", second=fact.second)
        if fact.export:
            said += self._say("event.detail.exported", file=fact.export)
        return said

    def _joined(self, parts: Iterator[str] | filter[str]) -> str:
        return self._say("ui.and").join(parts)

    def _word(self, member: StrEnum) -> str:
        return self._say(word_key(member))


def _days(target: date, rolled: date) -> dict[str, object]:
    return {"target": target.isoformat(), "rolled": rolled.isoformat()}
