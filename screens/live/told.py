"""Who was told what: the reports that went up from an incident, and who took each of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.binding import BindingType

from screens.live.listed import ListedScreen
from screens.live.post_questions import minutes_problem
from screens.live.report import Asked, open_report
from screens.shared.question import Answers, Asking, AskScreen, Choice, Step
from screens.widgets.row_list import Column, RowList
from xfconsole.core.incident.upward import FiledReport
from xfconsole.core.night.situation import IncidentView
from xfconsole.core.words.desk import ReportChannel
from xfconsole.core.words.frozen import frozen
from xfconsole.desk import Desk, Done
from xfconsole.ui.host import Host
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.text.cells import plain
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.times import brief_countdown, clock_time
from xfconsole.ui.words.upward import channel_words, owed_words, report_name, taken_words


@frozen
class ToldRow:
    """One line: a report that went up, or one that is owed."""

    cells: tuple[str, ...]
    report: FiledReport | None = None


class ToldScreen(ListedScreen):
    """Enter notes who took a report; the same report can go to somebody else."""

    GROUP: ClassVar[str] = "told"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("told", "list")]

    def listed(self) -> ToldList:
        """Return the list of what went up."""
        return ToldList(id="told-rows")

    def lines(self, view: IncidentView) -> tuple[str, str, list[ToldRow]]:
        """Return the reports, filed and owed."""
        nothing = "" if view.reports else say("upward.told.none")
        title = say("upward.told.title", number=view.number)
        return title, nothing, _rows(view, self.host.now(), self.host.zone)

    # --- keys ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say that there is no report under the cursor."""
        if action_id in ("told.receipt", "told.again") and self._report() is None:
            return say("upward.told.off_owed")
        return ""

    def do_receipt(self) -> None:
        """Ask who took the report under the cursor."""
        view, report = self.view, self._report()
        if view is not None and report is not None:
            self.app.push_screen(AskScreen(receipt(self.host, view, report)), self.show_lines)

    def do_again(self) -> None:
        """Report the same to somebody else, or by another channel."""
        view, report = self.view, self._report()
        if view is not None and report is not None:
            open_report(self, self.host, view, Asked(report.kind, again=report), self.show_lines)

    def _report(self) -> FiledReport | None:
        row: ToldRow | None = self.current
        return row.report if row else None


def receipt(host: Host, view: IncidentView, report: FiledReport) -> Asking:
    """Ask who took a report, by phone if it was read back, and when that was."""
    name = report_name(report.kind, report.number)
    heading = f"{view.number} {say('upward.receipt.heading', report=name)}"

    def receive(desk: Desk, person: str, back: bool | None, ago: timedelta) -> Done:
        return desk.receive(view.uid, report.uid, person, read_back=back, ago=ago)

    return receipt_asked(host, heading, report.channel, receive)


def receipt_asked(
    host: Host,
    heading: str,
    channel: ReportChannel | None,
    receive: Callable[[Desk, str, bool | None, timedelta], Done],
) -> Asking:
    """Ask who took what went up by a channel, whether it was read back, and when; log it."""
    spoken = channel is ReportChannel.PHONE
    read = (Choice("yes", say("upward.read.yes")), Choice("no", say("upward.read.no")))

    def plan(answers: Answers) -> Step | None:
        if not answers:
            return Step(say("upward.receipt.who"), field=True)
        if spoken and len(answers) == 1:
            return Step(say("upward.receipt.read_back"), read)
        if len(answers) == 1 + spoken:
            title = say("upward.receipt.when")
            return Step(title, field=True, optional=True, check=minutes_problem)
        return None

    async def run(answers: Answers) -> object:
        ago = timedelta(minutes=int(answers[-1] or 0))
        back = answers[1] == "yes" if spoken else None
        return await host.desk_do(lambda desk: receive(desk, answers[0], back, ago))

    return Asking(heading, plan, run)


class ToldList(RowList[ToldRow]):
    """A line a report."""

    def __init__(self, first: int = 19, *, id: str | None = None) -> None:  # noqa: A002 - textual's own name
        widths = (first, 12, 11, 0, 0)
        columns = [Column[ToldRow](_cell(number), cells=n) for number, n in enumerate(widths)]
        super().__init__(columns, id=id)


def _cell(number: int) -> Callable[[ToldRow], str]:
    def cell(row: ToldRow) -> str:
        return row.cells[number] if number < len(row.cells) else ""

    return cell


def _rows(view: IncidentView, now: datetime, zone: ZoneInfo) -> list[ToldRow]:
    """Return the reports that went up, then those that are owed."""
    limits = dict(view.plan.report_limits)
    owed = [ToldRow(each) for each in owed_words(view.plan.owed, now, zone)]
    return [_row(each, limits.get(each.uid), zone) for each in view.reports] + owed


def _row(report: FiledReport, limit: datetime | None, zone: ZoneInfo) -> ToldRow:
    name = report_name(report.kind, report.number)
    late = brief_countdown(limit, report.at) if limit and report.at > limit else ""
    return ToldRow(
        (
            say("upward.again", report=name) if report.again else name,
            f"{clock_time(report.at, zone)} {late}",
            channel_words(report),
            plain(report.to) or say("upward.not_said"),
            plain(taken_words(report, zone)),
        ),
        report,
    )
