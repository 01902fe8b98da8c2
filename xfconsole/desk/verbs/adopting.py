"""Verbs that make a policy pack, or a table of holidays, what the office goes by."""

from __future__ import annotations

from xfconsole.core.days.workdays import Workdays
from xfconsole.core.facts.of_office import PolicyAdopted
from xfconsole.core.office.adopted import fact_of
from xfconsole.core.words.refusal import Refused
from xfconsole.desk.state.base import DeskBase
from xfconsole.desk.state.work import Done, Work


class AdoptVerbs(DeskBase):
    """An office of one desk goes by its files; one of several by what an officer adopts."""

    def adopt_policy(self) -> Done:
        """Make this desk's own pack the one that every desk goes by.

        Does nothing where it is already. Refused in an office of one desk, which goes by it anyway.
        """
        policy, _, stand_in = self._own
        with self._work() as work:
            if not self._night.of_several:
                raise Refused("desk.refused.one_desk")
            if stand_in:
                raise Refused("desk.refused.stand_in")
            if policy.digest != self._policy.digest:
                work.keep_policy(policy)
                work.add(work.office, PolicyAdopted(policy.digest, policy.label))
                work.flush()
                self._go_by_all(work)
        return Done(tuple(work.events), work.office)

    def adopt_days(self) -> Done:
        """Reckon with this desk's own table of holidays at every desk of the office.

        Journals it, and every date it moves. Does nothing where it was the last one adopted.
        """
        with self._work() as work:
            self._adopt_days(work, self._own[1])
        return Done(tuple(work.events), work.office)

    def adopt_calendar(self) -> Done:
        """Reckon with an only desk's own table of holidays, as at every start.

        Where the office has other desks nothing is adopted by this.
        """
        with self._work() as work:
            self._adopt_own(work)
        return Done(tuple(work.events), work.office)

    def _adopt_own(self, work: Work) -> None:
        if not self._night.of_several:
            self._adopt_days(work, self.rules.workdays)

    def _adopt_days(self, work: Work, table: Workdays) -> None:
        last, new = self._night.adopted.calendar, fact_of(table)
        if last is not None and last.digest == new.digest:
            return
        work.add(work.office, new)
        work.look_at_moved(last, new)
        if self._night.of_several:
            self._go_by_all(work)
