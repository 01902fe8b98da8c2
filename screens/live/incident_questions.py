"""The verbs on an incident as a whole: count, note, level, emergency, close."""

from __future__ import annotations

from collections.abc import Callable

from screens.live.words import heading
from screens.shared.moments import day_of
from screens.shared.question import Answers, Asking, Choice, Step
from xfconsole.core.night.situation import IncidentView
from xfconsole.core.rows import RequestRow
from xfconsole.core.words.desk import MAX_HEADCOUNT, CountSource, EmergencyService, Level
from xfconsole.core.words.typed import whole_number
from xfconsole.ui.host import Host
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.times import day


def people_problem(text: str) -> str:
    """Return what is wrong with a head-count, or nothing."""
    fine = whole_number(text) in range(1, MAX_HEADCOUNT + 1)
    return "" if fine else say("live.ask.people_wrong", most=MAX_HEADCOUNT)


def source_choices() -> tuple[Choice, ...]:
    """Return counted and estimate."""
    return tuple(Choice(each.value, word(each)) for each in CountSource)


def count(host: Host, view: IncidentView) -> Asking:
    """Ask how many people are there, and whether they were counted."""

    def plan(answers: Answers) -> Step | None:
        if not answers:
            now = say("live.ask.people", people=view.headcount, source=word(view.source))
            return Step(now, field=True, check=people_problem)
        return Step(say("live.ask.source"), source_choices()) if len(answers) == 1 else None

    async def run(answers: Answers) -> object:
        value, source = int(answers[0]), CountSource(answers[1])
        return await host.desk_do(lambda desk: desk.count(view.uid, value, source))

    return Asking(heading(view, "count"), plan, run)


def note(host: Host, view: IncidentView) -> Asking:
    """Ask for a line of text."""

    def plan(answers: Answers) -> Step | None:
        return None if answers else Step(say("live.ask.note"), field=True)

    async def run(answers: Answers) -> object:
        return await host.desk_do(lambda desk: desk.note(view.uid, answers[0]))

    return Asking(heading(view, "note"), plan, run)


def raise_level(host: Host, view: IncidentView) -> Asking:
    """Ask for a level above the present one, and the reason."""
    higher = [each for each in Level if each.rank > view.level.rank]

    def plan(answers: Answers) -> Step | None:
        if not answers:
            choices = tuple(Choice(each.value, word(each)) for each in higher)
            return Step(say("live.ask.level", level=word(view.level)), choices)
        return Step(say("live.ask.level_reason"), field=True) if len(answers) == 1 else None

    async def run(answers: Answers) -> object:
        level, reason = Level(answers[0]), answers[1]
        return await host.desk_do(lambda desk: desk.raise_level(view.uid, level, reason))

    return Asking(heading(view, "raise"), plan, run)


def emergency(host: Host, view: IncidentView) -> Asking:
    """Ask which service was rung and why; the console itself rings nobody."""

    def plan(answers: Answers) -> Step | None:
        lines = (say("live.ask.emergency_dial"),)
        if not answers:
            choices = tuple(Choice(each.value, word(each)) for each in EmergencyService)
            return Step(say("live.ask.emergency"), choices, lines=lines)
        if len(answers) == 1:
            title = say("live.ask.emergency_reason", service=word(EmergencyService(answers[0])))
            return Step(title, field=True, lines=lines)
        return None

    async def run(answers: Answers) -> object:
        service, reason = EmergencyService(answers[0]), answers[1]
        return await host.desk_do(lambda desk: desk.emergency(view.uid, service, reason))

    return Asking(heading(view, "emergency"), plan, run)


def close(host: Host, view: IncidentView) -> Asking:
    """Ask for a summary and an evaluation, which may be empty, and for a confirmation."""

    def plan(answers: Answers) -> Step | None:
        if not answers:
            lines = tuple(_still_open(view))
            return Step(say("live.ask.summary"), field=True, optional=True, lines=lines)
        if len(answers) == 1:
            return Step(say("live.ask.evaluation"), field=True, optional=True)
        if len(answers) == 2:
            return Step(say("live.ask.close"), (Choice("yes", say("live.ask.close_yes")),))
        return None

    async def run(answers: Answers) -> object:
        done = await host.desk_do(lambda desk: desk.close(view.uid, answers[0], answers[1]))
        host.tell(say("live.closed_file", number=view.number))
        return done

    return Asking(heading(view, "close"), plan, run)


def close_reason(view: IncidentView) -> str:
    """Return why the incident cannot end yet, or nothing."""
    count = sum(each.open for each in view.requests)
    if count:
        return say("desk.refused.open_requests", count=count)
    left = sum(each.ended_at is None and not each.carried for each in view.instructions)
    return say("desk.refused.open_instructions", count=left) if left else ""


def _still_open(view: IncidentView) -> list[str]:
    """Return what the officer should know before ending: who has not come."""
    missing = [each.person or each.post for each in view.plan.obligations if not each.done]
    if not missing:
        return []
    return [say("live.ask.not_come", count=len(missing), names=" ".join(missing))]


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

    return Asking(heading(view, "requests"), plan, run)


QUESTIONS: dict[str, Callable[[Host, IncidentView], Asking]] = {
    "count": count,
    "note": note,
    "raise": raise_level,
    "emergency": emergency,
    "close": close,
    "requests": requests,
}
"""What is asked for each verb on an incident as a whole."""


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
