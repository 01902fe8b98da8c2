"""What a line of a log says: its time, its sentence, and both times of what was entered later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from screens.shared.event_lines import LogLine
from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_incident import EventCorrected, IncidentClosed, ReportFiled
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_office import ShiftEnded, ShiftHandedOver
from xfconsole.core.policy.pack import Policy
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import catalogue, language, say
from xfconsole.ui.words.contested import ContestWords, standing_mark
from xfconsole.ui.words.events import EventWords
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.times import clock_time, moment


class LogTeller:
    """Tells lines with the office's clock and the policy's names of posts; ``desks`` are the
    letters of several desks by their names."""

    def __init__(
        self, policy: Policy, zone: ZoneInfo, desks: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self._zone, self.desks = zone, desks
        self._teller = EventWords(
            catalogue(language()),
            lambda post: post_name(policy, post),
            lambda at: clock_time(at, zone),
            lambda at: moment(at, zone),
        )

    def sentence(self, line: LogLine) -> str:
        """Return what a line says, both times first if it was entered later."""
        return self.apart(line) + self.told(line)

    def told(self, line: LogLine) -> str:
        """Return what happened, and before it what of that is contested or counts no more."""
        return standing_mark(line.standing) + self._told(line)

    def _told(self, line: LogLine) -> str:
        fact = line.event.fact
        if line.count > 1 and isinstance(fact, MatterRegistered):
            return say("log_screen.imported", count=f"{line.count:,}", file=fact.source)
        if (
            isinstance(fact, EventCorrected)
            and line.meant is not None
            and line.corrects is not None
        ):
            return self._correction(line.corrects.happened_at, line, fact)
        mark = ""
        if line.taken_back:
            mark = say("log_screen.taken_back_mark")
        elif line.corrected:
            mark = say("log_screen.corrected_mark")
        if line.settles:
            return ContestWords(line.settles, self.fact, self.desks, self._zone).told(line.event)
        return mark + self._teller.tell(line.event)

    def fact(self, fact: Fact) -> str:
        """Return the sentence for a fact."""
        return self._teller.fact(fact)

    def whole(self, line: LogLine, number: str, desk: str) -> str:
        """Return everything about a line: its exact times, who wrote it, and all of its text."""
        event = line.event
        at = event.happened_at.astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S")
        written = ""
        if line.back_dated and line.count == 1:
            time = moment(event.recorded_at, self._zone)
            written = say("log_screen.recorded", time=time)
        head = " ".join(part for part in (at, desk, event.officer, number) if part)
        more = "".join(f"\n{text}" for text in _parts(event.fact) if text)
        return f"{head}  {written}{self.told(line)}{more}"

    def apart(self, line: LogLine) -> str:
        """Return the other of the two times, or nothing."""
        if line.corrects is not None or line.count > 1 or not line.back_dated:
            return ""
        event = line.event
        if line.at == event.happened_at:
            return say("log_screen.recorded", time=self._time(event.recorded_at, line.at))
        return say("log_screen.happened", time=self._time(event.happened_at, line.at))

    def time(self, line: LogLine) -> str:
        """Return the time a line stands at; none for a correction under its entry."""
        return "" if line.corrects is not None else clock_time(line.at, self._zone)

    def _correction(self, was: datetime, line: LogLine, fact: EventCorrected) -> str:
        assert line.meant is not None
        if fact.withdrawn:
            at = self._time(line.event.recorded_at, line.at)
            return glyph("corner") + say("log_screen.taken_back", at=at)
        told = self._teller.fact(line.meant.fact)
        time = self._time(line.meant.happened_at, line.at)
        if line.meant.happened_at != was:
            time = f"{self._time(was, line.at)} {glyph('to')} {time}"
        at = self._time(line.event.recorded_at, line.at)
        said = say("log_screen.correction", at=at, time=time, told=told, reason=fact.reason)
        return glyph("corner") + said

    def _time(self, at: datetime, beside: datetime) -> str:
        return moment(at, self._zone, today=self._day(beside))

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()


def _parts(fact: Fact) -> tuple[str, ...]:
    """Return the texts of an entry that its sentence leaves out."""
    if isinstance(fact, ReportFiled):
        return (fact.situation, fact.measures, fact.effect, fact.other)
    if isinstance(fact, IncidentClosed):
        return (fact.evaluation,)
    return (fact.note,) if isinstance(fact, ShiftEnded | ShiftHandedOver) else ()
