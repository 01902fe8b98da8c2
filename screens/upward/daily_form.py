"""The form of the office's daily report in a special period: an incident's form, for a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from textual.screen import Screen

from screens.live.report import PARTS, REPORT_FAULTS, ReportScreen, report_parts, report_said
from screens.live.told import receipt_asked
from screens.shared.form import Form, Values
from screens.shared.question import Asking
from xfconsole.core.incident.daily import DailyReport
from xfconsole.core.words.desk import ReportChannel, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk, Done
from xfconsole.desk.verbs.daily import DayIncident
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.daily import daily_name, day_incidents, sent_name
from xfconsole.ui.words.times import clock_time


@frozen
class AskedDaily:
    """Which day's report is to be written, what it repeats, and which task asked."""

    day: date
    limit: datetime
    again: DailyReport | None = None
    prompt: Uid | None = None


def daily_form(host: Host, asked: AskedDaily, initial: Mapping[str, str]) -> Form:
    """Ask for the four parts, all empty where there is nothing, to whom it goes, who took it."""

    async def run(values: Values) -> object:
        said = report_said(values)
        again = asked.again.uid if asked.again else ""
        return await host.desk_do(
            lambda desk: desk.report_daily(asked.day, **said, again=again, prompt=asked.prompt)
        )

    name = daily_name(asked.day, again=asked.again is not None)
    limit = clock_time(asked.limit, host.zone)
    return Form(
        heading=say("daily.form.heading", report=name, limit=limit),
        parts=report_parts(initial),
        run=run,
        lines=(say("daily.form.nothing"),),
        faults=REPORT_FAULTS | {"daily.refused.incident": "situation"},
        draft=_draft(asked),
        begin="situation" if initial["to"] else "to",
    )


def _draft(asked: AskedDaily) -> str:
    again = f":{asked.again.uid}" if asked.again else ""
    return f"daily:{asked.day.isoformat()}{again}"


def begun_with(
    asked: AskedDaily, sent: Sequence[DailyReport], incidents: Sequence[DayIncident]
) -> dict[str, str]:
    """Return what it begins with: whom the last one went to, and which incidents there were."""
    if asked.again is not None:
        return {**dict(zip(PARTS, asked.again.parts, strict=True)), "to": "", **_by(asked.again)}
    last = sent[-1] if sent else None
    known = {"situation": day_incidents(incidents)} if incidents else {}
    return {**known, "to": last.to if last else "", **_by(last)}


def _by(last: DailyReport | None) -> dict[str, str]:
    channel = (last.channel if last else None) or ReportChannel.PHONE
    return {"channel": channel.value}


async def open_daily(screen: Screen[Any], host: Host, asked: AskedDaily) -> None:
    """Open one, begun with its draft or with what the desk knows."""
    incidents = await host.desk_do(lambda desk: desk.incidents_of_day(asked.limit))
    situation = host.situation
    begun = begun_with(asked, situation.dailies if situation else (), incidents)
    draft = host.views.draft(_draft(asked))
    kept = dict(draft.values) if draft else {}
    # All four parts may be empty here: whom it goes to is worth keeping by itself.
    parts = begun | kept if any(kept.get(name) for name in (*PARTS, "to", "person")) else begun
    screen.app.push_screen(ReportScreen(daily_form(host, asked, parts)))


async def open_owed_daily(screen: Screen[Any], host: Host, prompt: Uid | None = None) -> None:
    """Open the one that a task asks for, else the first that is owed. Refuses where none is."""
    views = host.situation.daily if host.situation else ()
    owed = next((each.owed for each in views if prompt in (None, each.uid)), None)
    if owed is None:
        owed = await host.desk_do(lambda desk: desk.owed_daily())
    if owed is None:
        raise Refused("daily.refused.not_owed")
    if owed.day > host.now().astimezone(host.zone).date():
        raise Refused("daily.refused.ahead", day=owed.day)
    await open_daily(screen, host, AskedDaily(owed.day, owed.limit, prompt=prompt))


def daily_receipt(host: Host, report: DailyReport) -> Asking:
    """Ask who took a daily report."""
    name = sent_name(report)

    def receive(desk: Desk, person: str, back: bool | None, ago: timedelta) -> Done:
        return desk.receive_daily(report.uid, person, read_back=back, ago=ago)

    heading = say("upward.receipt.heading", report=name)
    return receipt_asked(host, heading, report.channel, receive)
