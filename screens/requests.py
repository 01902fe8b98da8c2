"""What the people ask for: write it down, answer it on the spot, or set a dated next step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from screens.ask_steps import Answers, Asking, Choice, Step
from xfconsole.core.ports import RequestRow
from xfconsole.core.situation import IncidentView
from xfconsole.core.typed import keyed, whole_number
from xfconsole.ui.format import day
from xfconsole.ui.glyphs import glyph
from xfconsole.ui.host import Host
from xfconsole.ui.i18n import say

NEW = "new"


def requests(host: Host, view: IncidentView) -> Asking:
    """Ask for a new request, or for an open one and how it is met."""

    def plan(answers: Answers) -> Step | None:
        if not answers:
            return _list(view)
        if answers[0] == NEW:
            return Step(say("live.ask.request"), field=True) if len(answers) == 1 else None
        return _meet(view, answers, host)

    async def run(answers: Answers) -> object:
        if answers[0] == NEW:
            return await host.desk_do(lambda desk: desk.record_request(view.uid, answers[1]))
        request, text = answers[0], answers[2]
        if answers[1] == "answer":
            return await host.desk_do(lambda desk: desk.answer_request(view.uid, request, text))
        on = day_of(answers[3], host.now(), host.zone)
        assert on is not None
        return await host.desk_do(lambda desk: desk.set_next_step(view.uid, request, text, on))

    return Asking(f"{view.number} {say('action.live.requests')}", plan, run)


def day_of(text: str, now: datetime, zone: ZoneInfo) -> date | None:
    """Return the day that ``2026-02-25``, ``02-25`` or ``+3`` (days from today) means, or None."""
    today, text = now.astimezone(zone).date(), keyed(text)
    try:
        if text.startswith("+"):
            days = whole_number(text[1:])
            return None if days is None else today + timedelta(days=days)
        if text.count("-") == 1:
            found = date.fromisoformat(f"{today.year}-{text}")
            return found if found >= today else found.replace(year=today.year + 1)
        return date.fromisoformat(text)
    except (ValueError, OverflowError):
        return None


def request_words(row: RequestRow) -> str:
    """Return a request with what became of it."""
    if row.answer:
        state = say("live.request.answered", text=row.answer)
    elif row.on is not None:
        state = say("live.request.step", on=day(row.on), text=row.step)
    else:
        state = say("live.request.open")
    sign = glyph("warn") if row.open else glyph("ok")
    return f"{sign} {row.text}  {state}"


def _list(view: IncidentView) -> Step:
    choices = [Choice(NEW, say("live.ask.request_new"))]
    for row in view.requests:
        off = "" if row.open else say("live.off.request_met")
        choices.append(Choice(row.uid, request_words(row), off))
    first_open = next((n for n, row in enumerate(view.requests, start=1) if row.open), 0)
    return Step(say("live.ask.requests"), tuple(choices), cursor=first_open)


def _meet(view: IncidentView, answers: Answers, host: Host) -> Step | None:
    row = next((each for each in view.requests if each.uid == answers[0]), None)
    lines = (row.text,) if row else ()
    if len(answers) == 1:
        choices = (
            Choice("answer", say("live.ask.answer_now")),
            Choice("step", say("live.ask.next_step")),
        )
        return Step(say("live.ask.meet"), choices, lines=lines)
    if len(answers) == 2:
        key = "live.ask.answer" if answers[1] == "answer" else "live.ask.step"
        return Step(say(key), field=True, lines=lines)
    if len(answers) == 3 and answers[1] == "step":
        return Step(say("live.ask.step_on"), field=True, check=_day_check(host), lines=lines)
    return None


def _day_check(host: Host) -> Callable[[str], str]:
    def problem(text: str) -> str:
        fine = day_of(text, host.now(), host.zone) is not None
        return "" if fine else say("live.ask.day_wrong")

    return problem
