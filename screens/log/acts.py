"""What can be done with one line of the log: a note on its subject, a correction of it."""

from __future__ import annotations

from functools import cached_property

from screens.live import correct as live_correct
from screens.log.night import matter_of
from screens.matter import questions as matter_verbs
from screens.shared.event_lines import LogLine
from screens.shared.event_words import LogTeller
from screens.shared.question import Asking
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event
from xfconsole.core.night.situation import IncidentView
from xfconsole.core.words.desk import Uid
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say


class LogActs:
    """A line, its number, and what it leads to; ``number`` is empty for facts of the office."""

    def __init__(self, host: Host, line: LogLine | None, number: str) -> None:
        self._host, self._line, self._number = host, line, number

    def reason(self, action_id: str) -> str:
        """Return why an action is impossible, or nothing."""
        if self._line is None or not self._number:
            return say("log_screen.off.subject")
        if action_id == "log.correct":
            return self._correct_reason(self._event)
        return ""

    @cached_property
    def matter(self) -> Uid:
        """The matter that the line's subject is, or was opened from."""
        return matter_of(self._host.views, self._event.subject) if self._number else ""

    def note(self) -> Asking:
        """Ask for a line about the live incident, else about the matter."""
        live = self._live
        if live is not None:
            return matter_verbs.note(self._host, live.number, live.uid)
        number = self._host.views.numbers([self.matter]).get(self.matter, "")
        return matter_verbs.note(self._host, number, self.matter)

    def correct(self, teller: LogTeller) -> Asking:
        """Ask what of the entry is wrong."""
        host, event, live = self._host, self._as_meant, self._live
        if live is not None:
            sentence = teller.fact(event.fact)
            return live_correct.correct(host, live, event, sentence)
        found = host.views.matter(self.matter)
        assert found is not None
        return matter_verbs.correct(host, found.row.number, event, found.row)

    def _correct_reason(self, event: Event) -> str:
        if self._line is not None and self._line.taken_back:
            return say("desk.refused.taken_back")
        if self._live is not None:
            fine = live_correct.correctable(event)
        else:
            fine = matter_verbs.correctable(event)
        return "" if fine else say("log_screen.off.correct")

    @property
    def _event(self) -> Event:
        """The entry; for a correction, the one it corrects."""
        assert self._line is not None
        return self._line.meant or self._line.event

    @property
    def _as_meant(self) -> Event:
        events = effective(self._host.views.events_of(self._event.subject))
        return next(each for each in events if each.uid == self._event.uid)

    @property
    def _live(self) -> IncidentView | None:
        situation = self._host.situation
        return situation.incident(self._event.subject) if situation else None
