"""What two desks did at once, in the officer's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from zoneinfo import ZoneInfo

from xfconsole.core.facts.corrections import effective, meant_by
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.following import Standing
from xfconsole.core.facts.of_incident import ContestSettled, EventCorrected
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.times import moment


class ContestWords:
    """Tells contested acts of one subject, whose events these are.

    ``tell`` says a fact, ``desks`` are the desks' letters by their names.
    """

    def __init__(
        self,
        events: Sequence[Event],
        tell: Callable[[Fact], str],
        desks: Mapping[str, str],
        zone: ZoneInfo,
    ) -> None:
        self._tell, self._desks, self._zone = tell, desks, zone
        self._written = {each.uid: each for each in events}
        self._meant = {each.uid: each for each in effective(events)}

    def act(self, act: Event) -> str:
        """Return an act with who did it, at which desk and when."""
        return f"{self.who(act)}  {self.told(act)}"

    def who(self, act: Event) -> str:
        """Return who did an act, at which desk and when."""
        at = moment(act.happened_at, self._zone)
        return say("contested.who", desk=self.desk(act), officer=act.officer, at=at)

    def desk(self, act: Event) -> str:
        """Return what the desk is told by that did it."""
        return self._desks.get(act.desk, act.desk[-4:])

    def told(self, act: Event) -> str:
        """Return what an act says: of a correction, how it would have the entry read; of one that
        settled, what holds, whose that is, and why."""
        match act.fact:
            case EventCorrected(of=of, withdrawn=True):
                return say("contested.act.withdrawn", told=self.told(self._written[of]))
            case EventCorrected(reason=reason) as fact:
                told = self._corrected(fact)
                return say("contested.act.corrected", told=told, reason=reason)
            case ContestSettled(stands=stands, reason=reason) if stands in self._written:
                held = self._written[stands]
                desk, told = self.desk(held), self._held(held)
                return say("contested.act.settled", desk=desk, told=told, reason=reason)
        return self._tell(act.fact)

    def _held(self, act: Event) -> str:
        """Return what an act says that holds, without why it was done."""
        match act.fact:
            case EventCorrected(withdrawn=False) as fact:
                return self._corrected(fact)
            case ContestSettled(stands=stands) if stands in self._written:
                return self._held(self._written[stands])
        return self.told(act)

    def _corrected(self, fact: EventCorrected) -> str:
        meant = meant_by(self._meant.get(fact.of) or self._written[fact.of], fact)
        time = f"{moment(meant.happened_at, self._zone)} " if fact.happened_at is not None else ""
        return time + self._tell(meant.fact)


_MARKS = {
    Standing.CONTESTED: "contested.mark.contested",
    Standing.LEFT_OUT: "contested.mark.left_out",
}


def standing_mark(standing: Standing | None) -> str:
    """Return what stands before an act in a log that desks did at once; nothing for others."""
    return say(_MARKS[standing]) if standing else ""
