"""Verbs of what goes up from a live incident: information reports and who took them."""

from __future__ import annotations

import re
from datetime import timedelta

from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.of_incident import IncidentOpened, ReportFiled, ReportReceived
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.incident.fold import fold
from xfconsole.core.incident.incident_file import IncidentFile
from xfconsole.core.incident.plan import plan
from xfconsole.core.incident.upward import Upward
from xfconsole.core.matter.requests import requests_of
from xfconsole.core.roster.parties import Blocked, bars_of
from xfconsole.core.words.desk import ReportChannel, ReportKind, Uid
from xfconsole.core.words.procedure import Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line
from xfconsole.core.words.typed import as_numbered
from xfconsole.desk.state.live import Live
from xfconsole.desk.state.work import Done, Work
from xfconsole.desk.verbs.naming import NameVerbs

_NOW = timedelta(0)
_BETWEEN_NAMES = re.compile(r"[\s,，、;；()（）]+")


class ReportVerbs(NameVerbs):
    """What goes up, and by whom it was taken; ``incident`` is its uid or number."""

    def report(
        self,
        incident: str,
        kind: ReportKind,
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
        """File an information report; refuses them out of order, or after the final one.

        ``to`` is a post, unit or body; ``person`` took it at once, and read it back or not.
        ``again`` is the report that it repeats to somebody else, or by another channel.
        """
        with self._work() as work:
            live = work.live(incident, over=True)
            self._check_prompt(live, prompt)
            if live.incident.closed_at is not None and kind is ReportKind.FOLLOW_UP and not again:
                raise Refused("desk.refused.closed")
            to, person = (neutral_line(each).strip() for each in (to, person))
            refuse_reader(live, to, person)
            _check_order(live.incident.upward, kind, again)
            number = live.incident.upward.next_number(kind, again)
            said = [neutral(each).strip() for each in (situation, measures, effect, other)]
            parts = said[0], said[1], said[2], said[3]
            filed = work.add(
                live.incident.uid, ReportFiled(kind, *parts, prompt, to, channel, number, again)
            )
            if person or read_back is not None:
                work.add(live.incident.uid, ReportReceived(filed.uid, person, read_back))
        return done(work, live)

    def receive(
        self,
        incident: str,
        of: Uid,
        person: str,
        *,
        read_back: bool | None = None,
        ago: timedelta = _NOW,
    ) -> Done:
        """Log who took a report, ``ago`` before now, and whether it was read back."""
        with self._work() as work:
            live = work.live(incident, over=True)
            report = live.incident.upward.report(of)
            if report is None:
                raise Refused("desk.refused.no_report")
            name = neutral_line(person).strip()
            if not name:
                raise Refused("desk.refused.receipt_unnamed")
            refuse_reader(live, name)
            at = work.time(live, ago)
            if at < report.at:
                raise Refused("desk.refused.receipt_early")
            work.add(live.incident.uid, ReportReceived(of, name, read_back), at)
        return done(work, live)

    def incident_file(self, reference: str) -> IncidentFile | None:
        """Return an incident by uid or number, open or closed, with pack and plan; or None."""
        with self._store.begin() as tx:
            name = as_numbered(reference)
            events = tx.events_of(tx.find_number(name) or name)
            if not events or not isinstance(events[0].fact, IncidentOpened):
                return None
            incident = fold(events)
            matter = effective(tx.events_of(incident.opened.matter))
            self._night.load(tx, self._store.office, self.now())
            policy = self._night.policy(tx, incident.policy)
        bars, now = bars_of(matter), incident.closed_at or self.now()
        roster = self._night.roster.without(bars)
        made = plan(incident, policy, roster, now, zone=self.zone)
        return IncidentFile(incident, policy, made, requests_of(matter), tuple(effective(events)))


def done(work: Work, live: Live) -> Done:
    """Return what a verb of a live incident changed."""
    return Done(tuple(work.events), live.incident.uid, live.number, live.incident.uid, live.number)


def _check_order(upward: Upward, kind: ReportKind, again: Uid) -> None:
    if again:
        repeated = upward.report(again)
        if repeated is None or repeated.kind is not kind:
            raise Refused("desk.refused.no_report")
        return
    if kind is ReportKind.FIRST and upward.reports:
        raise Refused("desk.refused.report_again")
    if kind is ReportKind.FOLLOW_UP and not upward.reports:
        raise Refused("desk.refused.report_order")
    if ReportKind.FINAL in upward.kinds:
        raise Refused("desk.refused.report_final")


def refuse_reader(live: Live, *texts: str) -> None:
    """Refuse that a report goes to anybody whom the matter bars, or to the unit they lead."""
    for name in (each for text in texts for each in (text, *_BETWEEN_NAMES.split(text)) if each):
        person, unit = live.bars.person(name), live.bars.unit(name)
        if (bar := person or unit) is not None:
            named = {"person": name} if person else {"unit": name}
            raise Blocked(live.incident.opened.matter, AccessBlocked(Barred.READER, bar, **named))
