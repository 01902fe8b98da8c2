"""Verbs of whoever sits down at the desk: who signed in is on duty; and what the desk missed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_desks import ClocksApart, DeskDeparted, DeskForked
from xfconsole.core.facts.of_office import (
    BellTried,
    DeskLeft,
    DeskResumed,
    JournalEndMissed,
    ShiftEnded,
    ShiftStarted,
)
from xfconsole.core.night.shift import of_these_desks
from xfconsole.core.office.officers import OfficerChange, change_of
from xfconsole.core.words.desk import Hearing
from xfconsole.core.words.official import same
from xfconsole.desk.state.base import DeskBase
from xfconsole.desk.state.work import Done
from xfconsole.desk.verbs.adopting import AdoptVerbs

_SAID_FOR = timedelta(days=1)


class SignInVerbs(AdoptVerbs):
    """Call them for an officer who proved to be there; the desk itself knows no passphrases."""

    def begin(self, *, reckon: bool = True) -> Done:
        """Start a shift, unless this officer's is still running after a crash or a restart.

        A console that had been closed is open again. Dates are reckoned with the holidays known by
        now where ``reckon`` says so (see ``adopt_calendar``).
        """
        with self._work() as work:
            shift = self._night.shift.shift
            if not same(shift.officer, self.officer):
                work.add(work.office, ShiftStarted())
            if shift.left:
                work.add(work.office, DeskResumed())
            if reckon:
                self._adopt_own(work)
        return Done(tuple(work.events), work.office)

    def leave(self) -> Done:
        """Close the console on purpose: what is due meanwhile is shown when it is opened again."""
        self._watch = False
        with self._work() as work:
            work.add(work.office, DeskLeft())
        return Done(tuple(work.events), work.office)

    def sign_in(self, officer: str) -> Done:
        """Another officer takes the desk over: the running shift ends and theirs begins, at once.

        From then on every verb is theirs, and what only they may read is what the desk shows.
        Whoever's shift is running already goes on with it.
        """
        with self._work() as work:
            running = self._night.shift.shift.officer
            own = same(running, officer)
            if running and not own:
                work.add(work.office, ShiftEnded())
            work.officer = officer
            if not own:
                work.add(work.office, ShiftStarted())
        self.officer = officer
        self._revision += 1
        return Done(tuple(work.events), work.office)

    def log_bell_answer(self, answer: Hearing) -> Done:
        """Log whether whoever is on duty heard the bell when it was rung for a trial."""
        with self._work() as work:
            work.add(work.office, BellTried(answer))
        return Done(tuple(work.events), work.office)

    def journal_officers(self, changes: Sequence[OfficerChange]) -> Done:
        """Journal changes of the key slots, by whom and when they were made.

        What the journal has already is left out: it may have been interrupted just after.
        """
        with self._work() as work:
            events = work.tx.events_of(work.office)
            known = {change_of(each.happened_at, each.officer, each.fact) for each in events}
            for each in changes:
                if change_of(each.at, each.by, each.fact) not in known:
                    uid = work.new_uid()
                    work.put(Event(uid, work.office, each.at, work.now, each.by, each.fact))
        return Done(tuple(work.events), work.office)


class NoticeVerbs(DeskBase):
    """Facts that nobody at the desk states: the program found them."""

    def missed_end(self, missed: JournalEndMissed) -> Done:
        """Journal that entries are known to be missing, unless the journal says so already."""
        with self._work() as work:
            here = of_these_desks(work.tx.events_of(work.office), work.tx.desks())
            told = (each.fact for each in here)
            if not any(isinstance(f, JournalEndMissed) and f.seq == missed.seq for f in told):
                work.add(work.office, missed)
        return Done(tuple(work.events), work.office)

    def note_desks(self, found: Sequence[Fact]) -> Done:
        """Lines of other desks were read: look at them, and journal what they show of the desks.

        A fork and a copy that departed are told once, clocks that are apart once a day.
        """
        self.look_again()
        if not found:
            return Done(())
        with self._work() as work:
            here = of_these_desks(work.tx.events_of(work.office), work.tx.desks())
            for fact in found:
                if not any(_is_told(fact, each, work.now) for each in here):
                    work.add(work.office, fact)
        return Done(tuple(work.events), work.office)


def _is_told(fact: Fact, event: Event, now: datetime) -> bool:
    """Whether an event tells what a fact about another desk does."""
    match fact, event.fact:
        case DeskForked() as new, DeskForked() as old:
            return (new.desk, new.number, new.there) == (old.desk, old.number, old.there)
        case ClocksApart(desk=desk), ClocksApart(desk=told):
            return desk == told and abs(now - event.recorded_at) < _SAID_FOR
        case DeskDeparted() as new, DeskDeparted() as old:
            return (new.desk, new.as_desk) == (old.desk, old.as_desk)
    return False
