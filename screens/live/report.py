"""The information report (信息报告): four parts, to whom it goes, and who took it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from textual.binding import BindingType
from textual.screen import Screen

from screens.live.words import duty_post, heading
from screens.shared.form import Form, FormScreen, Kind, Part, Values
from screens.shared.question import Answers, Asking, AskScreen, Choice, Step
from xfconsole.core.incident.plan import Obligation
from xfconsole.core.incident.upward import FiledReport
from xfconsole.core.night.situation import IncidentView, PromptView, Standing
from xfconsole.core.words.desk import DutyState, PromptKind, ReportChannel, ReportKind, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.host import Host
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import document_day, word
from xfconsole.ui.words.times import clock_time
from xfconsole.ui.words.upward import report_name

PARTS = {
    "situation": "live.report.situation",
    "measures": "live.report.measures",
    "effect": "live.report.effect",
    "other": "live.report.other",
}
"""The parts with the words over them."""


class ReportScreen(FormScreen, inherit_bindings=False):
    """A form with the keys of a report: Tab goes round, and only Ctrl+S files."""

    GROUP: ClassVar[str] = "report"
    BINDINGS: ClassVar[list[BindingType]] = [*Screen.BINDINGS, *bindings("report")]

    async def do_next(self) -> None:
        """Go to the next part."""
        self.focus_next()

    def do_back(self) -> None:
        """Leave it; the draft stays."""
        self.host.tell(say("live.report.kept"))
        super().do_back()


@frozen
class Asked:
    """Which report is to be written: by which channel, what it repeats, and which task asked."""

    kind: ReportKind
    channel: ReportChannel | None = None
    again: FiledReport | None = None
    prompt: Uid | None = None


def report_form(host: Host, view: IncidentView, asked: Asked, initial: Mapping[str, str]) -> Form:
    """Ask for the four parts of a report, to whom it goes and who took it."""

    async def run(values: Values) -> object:
        said = report_said(values)
        again = asked.again.uid if asked.again else ""
        return await host.desk_do(
            lambda desk: desk.report(view.uid, asked.kind, **said, again=again, prompt=asked.prompt)
        )

    return Form(
        heading=say("live.report.heading", number=view.number, kind=_name(view, asked)),
        parts=report_parts(initial),
        run=run,
        faults=REPORT_FAULTS,
        draft=draft_name(view, asked),
        begin="situation" if initial["to"] else "to",
    )


READ_BACK = {"yes": True, "no": False}
REPORT_FAULTS = {
    "upward.refused.to": "to",
    "upward.refused.channel": "channel",
    "upward.refused.read_back": "read_back",
}


def report_said(values: Values) -> dict[str, Any]:
    """Return what was answered as the desk takes it. Refuses what does not fit the channel."""
    said: dict[str, Any] = dict(values)
    check(said)
    channel, back = ReportChannel(said["channel"]), READ_BACK.get(said["read_back"])
    return said | {"channel": channel, "read_back": back}


def report_parts(initial: Mapping[str, str]) -> tuple[Part, ...]:
    """Return what a report asks for, filled with what is known."""
    channels = tuple((each.value, word(each)) for each in ReportChannel)
    read = tuple((name, say(f"upward.read.{name}")) for name in READ_BACK)

    def part(name: str, kind: Kind, options: tuple[tuple[str, str], ...] = ()) -> Part:
        hint = say(f"upward.hint.{name}") if kind is Kind.LINE else ""
        label = say(f"upward.field.{name}")
        return Part(name, label, kind, options, initial=initial.get(name, ""), hint=hint)

    return (
        part("to", Kind.LINE),
        part("channel", Kind.CHOICE, channels),
        *(
            Part(name, say(title), Kind.BOX, initial=initial.get(name, ""))
            for name, title in PARTS.items()
        ),
        part("person", Kind.LINE),
        part("read_back", Kind.CHOICE, read),
    )


def check(said: Mapping[str, str]) -> None:
    """Refuse a report that says to nobody, by no channel, or by phone but not if read back."""
    for name in ("to", "channel"):
        if not said[name]:
            raise Refused(f"upward.refused.{name}")
    if said["channel"] == ReportChannel.PHONE and not said["read_back"]:
        raise Refused("upward.refused.read_back")


def _name(view: IncidentView, asked: Asked) -> str:
    if asked.again:
        return say("upward.again", report=report_name(asked.kind, asked.again.number))
    numbers = [each.number for each in view.reports]
    next_number = max(numbers, default=0) + 1 if asked.kind is ReportKind.FOLLOW_UP else 0
    return report_name(asked.kind, next_number)


def draft_name(view: IncidentView, asked: Asked) -> str:
    """Return the name under which a report's draft is kept."""
    again = f":{asked.again.uid}" if asked.again else ""
    return f"report:{view.uid}:{asked.kind.value}{again}"


def begun_with(view: IncidentView, asked: Asked, zone: ZoneInfo) -> dict[str, str]:
    """Return what a report begins with: whom the last one went to, and what the desk knows.

    One that repeats another begins with its parts; to whom it goes now is asked anew.
    """
    if asked.again is not None:
        channel = asked.channel or asked.again.channel
        to = asked.again.to if asked.channel else ""
        parts: dict[str, str] = dict(zip(PARTS, asked.again.parts, strict=True))
    else:
        last = view.reports[-1] if view.reports else None
        channel = asked.channel or (last.channel if last else None) or ReportChannel.PHONE
        to, parts = (last.to if last else ""), known_parts(view, zone)
    return {**parts, "to": to, "channel": channel.value if channel else ""}


def known_parts(view: IncidentView, zone: ZoneInfo) -> dict[str, str]:
    """Return the parts as far as the desk knows: time, people, requests; who was told, who came."""
    requests = say("ui.and_each").join(row.text for row in view.requests) or say(
        "live.report.no_requests"
    )
    situation = say(
        "live.report.known_situation",
        day=document_day(view.opened_at.astimezone(zone).date()),
        time=clock_time(view.opened_at, zone),
        topic=view.topic,
        people=view.headcount,
        source=word(view.source),
        level=word(view.level),
        requests=requests,
    )
    posts = [_post_said(view, each, zone) for each in view.plan.obligations]
    return {"situation": situation, "measures": "\n".join(posts)}


def _post_said(view: IncidentView, duty: Obligation, zone: ZoneInfo) -> str:
    """Return in a sentence, without the marks of the screen, how far a post is."""
    state, at = duty.state.value, duty.ended_at
    if duty.state is DutyState.EN_ROUTE and duty.eta is not None:
        state, at = "eta", duty.eta
    return say(
        f"live.report.state.{state}",
        post=duty_post(view, duty.post),
        person=duty.person,
        time=clock_time(at, zone) if at else "",
    )


def next_report(view: IncidentView) -> ReportKind:
    """Return the report that is due next."""
    return ReportKind.FOLLOW_UP if view.reports else ReportKind.FIRST


def choose_report(screen: Screen[Any], host: Host, view: IncidentView) -> None:
    """Ask which report it is, then open it."""

    def plan(answers: Answers) -> Step | None:
        cursor = list(ReportKind).index(next_report(view))
        return None if answers else Step(say("live.ask.report"), _kinds(view), cursor=cursor)

    async def run(_: Answers) -> None:
        return None

    def then(answers: Answers | None) -> None:
        if answers:
            owed = _by_prompt_kind(answers[0])
            asked = asked_by(view, owed) if owed else Asked(ReportKind(answers[0]))
            open_report(screen, host, view, asked)

    asking = Asking(heading(view, "report"), plan, run)
    screen.app.push_screen(AskScreen(asking), then)


def open_report(
    screen: Screen[Any],
    host: Host,
    view: IncidentView,
    asked: Asked,
    then: Callable[[bool | None], None] | None = None,
) -> None:
    """Open one report, begun with its draft or with what the desk knows."""
    draft = host.views.draft(draft_name(view, asked))
    kept = dict(draft.values) if draft else {}
    begun = begun_with(view, asked, host.zone)
    parts = begun | kept if any(kept.get(name) for name in PARTS) else begun
    screen.app.push_screen(ReportScreen(report_form(host, view, asked, parts)), then)


def open_due_report(screen: Screen[Any], host: Host, view: Standing | None) -> None:
    """Open the report that a prompt asks for."""
    if not isinstance(view, PromptView) or host.situation is None:
        return
    incident = host.situation.incident(view.incident)
    if incident is not None:
        asked = replace(asked_by(incident, view.prompt.kind), prompt=view.prompt.uid)
        open_report(screen, host, incident, asked)


_FIRSTS = {
    PromptKind.REPORT_FIRST: ReportChannel.PHONE,
    PromptKind.REPORT_WRITTEN: ReportChannel.WRITTEN,
}
"""The tasks that ask for a first report, and by which channel it goes."""


def asked_by(view: IncidentView, kind: PromptKind) -> Asked:
    """Return which report a task asks for: a first one owed still repeats what went up before."""
    if kind not in _FIRSTS:
        return Asked(ReportKind.FOLLOW_UP)
    firsts = (each for each in view.reports if each.kind is ReportKind.FIRST)
    return Asked(ReportKind.FIRST, _FIRSTS[kind], next(firsts, None))


def _by_prompt_kind(value: str) -> PromptKind | None:
    return next((each for each in _FIRSTS if each.value == value), None)


def _kinds(view: IncidentView) -> tuple[Choice, ...]:
    off = {}
    if view.reports:
        off[ReportKind.FIRST] = say("desk.refused.report_again")
    else:
        off[ReportKind.FOLLOW_UP] = say("desk.refused.report_order")
    kinds = [Choice(each.value, word(each), off.get(each, "")) for each in ReportKind]
    if ReportKind.FIRST in view.reported:
        kinds += [
            Choice(each.kind.value, say(f"upward.first.{_FIRSTS[each.kind].value}"))
            for each in view.plan.owed
            if each.kind in _FIRSTS
        ]
    return tuple(kinds)
