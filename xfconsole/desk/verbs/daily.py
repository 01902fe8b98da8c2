"""Verbs of the office's own daily report in a special period: sent up, and taken by somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from xfconsole.core.facts.of_incident import IncidentClosed, IncidentOpened, ReportReceived
from xfconsole.core.facts.of_office import DailyReported
from xfconsole.core.incident.daily import A_DAY, DailyReport, DailyView, OwedDaily, owed_dailies
from xfconsole.core.incident.fold import fold
from xfconsole.core.ports import Transaction
from xfconsole.core.words.desk import ReportChannel, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line
from xfconsole.desk.state.base import DeskBase
from xfconsole.desk.state.work import Done

_NOW = timedelta(0)


@frozen
class DayIncident:
    """An incident of a day as its report may name it to anybody: no word of what it is about."""

    number: str
    people: int
    live: bool


class DailyVerbs(DeskBase):
    """The reports of a day are known by their events; the first one meets what is owed."""

    def dailies(self) -> tuple[DailyReport, ...]:
        """Return the daily reports that went up, the oldest first."""
        self.roster()  # Reads the office's events where they are not in mind.
        return tuple(self._night.daily.found.reports)

    def owed_daily(self, day: date | None = None) -> OwedDaily | None:
        """Return what is owed of a day, else of the first that stands, else of the next one.

        The office's events have to be in mind.
        """
        found, now = self._night.daily.found, self.now()
        owed = owed_dailies(found, self._policy, self.zone)
        if day is not None:
            return next((each for each in owed if each.day == day), None)
        left = (e for e in owed if found.of_day(e.day) is None and now < e.limit + A_DAY)
        return next(left, None)

    def incidents_of_day(self, limit: datetime) -> tuple[DayIncident, ...]:
        """Return the incidents that were live within a day before a report is owed."""
        with self._store.begin() as tx:
            return tuple(_incidents(tx, limit - A_DAY))

    def report_daily(
        self,
        day: date | None = None,
        situation: str = "",
        measures: str = "",
        effect: str = "",
        other: str = "",
        *,
        to: str = "",
        channel: ReportChannel | None = None,
        person: str = "",
        read_back: bool | None = None,
        again: Uid = "",
        prompt: Uid | None = None,
    ) -> Done:
        """File the report of a day, without one of the day that is owed.

        All parts empty, it says that there is nothing to report: refused on a day with an incident.
        """
        with self._work() as work:
            if prompt is not None and self._daily(prompt, work.now) is None:
                raise Refused("desk.refused.prompt_gone")
            on, limit = self._repeated(again) if again else self._asked(day, work.now)
            said = [neutral(each).strip() for each in (situation, measures, effect, other)]
            parts = said[0], said[1], said[2], said[3]
            to, person = (neutral_line(each).strip() for each in (to, person))
            if not to:
                raise Refused("upward.refused.to")
            if channel is None:
                raise Refused("upward.refused.channel")
            if not any(said) and (known := list(_incidents(work.tx, limit - A_DAY))):
                raise Refused("daily.refused.incident", numbers=tuple(e.number for e in known))
            fact = DailyReported(on, limit, *parts, prompt, to, channel, again)
            filed = work.add(work.office, fact)
            if person or read_back is not None:
                work.add(work.office, ReportReceived(filed.uid, person, read_back))
        return Done(tuple(work.events), work.office)

    def receive_daily(
        self, of: Uid, person: str, *, read_back: bool | None = None, ago: timedelta = _NOW
    ) -> Done:
        """Log who took a daily report, ``ago`` before now, and whether it was read back."""
        with self._work() as work:
            report = self._night.daily.found.report(of)
            if report is None:
                raise Refused("desk.refused.no_report")
            name, at = neutral_line(person).strip(), work.now - ago
            if not name:
                raise Refused("desk.refused.receipt_unnamed")
            if ago < _NOW:
                raise Refused("desk.refused.future")
            if at < report.at:
                raise Refused("desk.refused.receipt_early")
            work.add(work.office, ReportReceived(of, name, read_back), at)
        return Done(tuple(work.events), work.office)

    def _asked(self, day: date | None, now: datetime) -> tuple[date, datetime]:
        """Return the day whose report is filed, and its limit; refuses one that is not owed."""
        owed = self.owed_daily(day)
        if owed is None:
            raise Refused("daily.refused.not_owed")
        if owed.day > now.astimezone(self.zone).date():
            raise Refused("daily.refused.ahead", day=owed.day)
        if self._night.daily.found.of_day(owed.day) is not None:
            raise Refused("daily.refused.twice", day=owed.day)
        return owed.day, owed.limit

    def _repeated(self, again: Uid) -> tuple[date, datetime]:
        report = self._night.daily.found.report(again)
        if report is None:
            raise Refused("desk.refused.no_report")
        return report.day, report.limit

    def _daily(self, prompt: Uid, now: datetime) -> DailyView | None:
        return next((each for each in self._night.daily.views(now) if each.uid == prompt), None)


def _incidents(tx: Transaction, since: datetime) -> Iterator[DayIncident]:
    """Yield the incidents that were live at some time since an instant, the oldest first."""
    kinds = (IncidentOpened.kind, IncidentClosed.kind)
    recent = (each.subject for each in tx.recorded_since(since, kinds))
    for uid in dict.fromkeys((*tx.live_incidents(), *recent)):
        incident = fold(tx.events_of(uid))
        yield DayIncident(incident.opened.number, incident.headcount, incident.closed_at is None)
