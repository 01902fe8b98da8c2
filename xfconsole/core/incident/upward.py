"""What went up from one incident: its information reports, to whom, and who took them."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field, replace
from datetime import datetime

from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import ReportFiled, ReportReceived
from xfconsole.core.words.desk import ReportChannel, ReportKind, Uid
from xfconsole.core.words.frozen import frozen


@frozen
class Receipt:
    """Who took a report, when, and whether it was read back (None: not said)."""

    at: datetime
    person: str
    read_back: bool | None


@frozen
class FiledReport:
    """A report that went up; ``number`` counts the follow-ups, ``again`` names what it repeats."""

    uid: Uid
    at: datetime
    kind: ReportKind
    number: int
    to: str
    channel: ReportChannel | None
    again: Uid
    parts: tuple[str, str, str, str]
    officer: str
    receipt: Receipt | None = None


@dataclass(slots=True)
class Upward:
    """The reports in the order in which they went up (mutable only through ``apply``)."""

    reports: list[FiledReport] = field(default_factory=list)

    @property
    def kinds(self) -> frozenset[ReportKind]:
        """Which kinds of report went up."""
        return frozenset(each.kind for each in self.reports)

    def apply(self, event: Event) -> None:
        """Take in an event, if it is about a report."""
        match event.fact:
            case ReportFiled() as filed:
                report = FiledReport(
                    event.uid,
                    event.happened_at,
                    filed.report,
                    filed.number or self.next_number(filed.report, filed.again),
                    filed.to,
                    filed.channel,
                    filed.again,
                    (filed.situation, filed.measures, filed.effect, filed.other),
                    event.officer,
                )
                insort(self.reports, report, key=lambda each: each.at)
            case ReportReceived(of=of, person=person, read_back=read_back):
                receipt = Receipt(event.happened_at, person, read_back)
                self.reports = [
                    replace(each, receipt=receipt) if each.uid == of else each
                    for each in self.reports
                ]

    @property
    def untaken(self) -> tuple[FiledReport, ...]:
        """Those of which nobody is known to have taken them."""
        return tuple(each for each in self.reports if each.receipt is None)

    def report(self, uid: Uid) -> FiledReport | None:
        """Return one of the reports, or None."""
        return next((each for each in self.reports if each.uid == uid), None)

    def next_number(self, kind: ReportKind, again: Uid = "") -> int:
        """Return the number of a follow-up, shared by what repeats it; 0 for other reports."""
        if again:
            repeated = self.report(again)
            return repeated.number if repeated else 0
        if kind is not ReportKind.FOLLOW_UP:
            return 0
        return max((each.number for each in self.reports), default=0) + 1
