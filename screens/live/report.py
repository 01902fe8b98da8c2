"""The information report (信息报告): four parts, begun with what the desk knows already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from textual.binding import BindingType
from textual.screen import Screen

from screens.live.words import attends_words, duty_post, heading
from screens.shared.form import Form, FormScreen, Kind, Part, Values
from screens.shared.question import Answers, Asking, AskScreen, Choice, Step
from xfconsole.core.night.situation import IncidentView, PromptView, Standing
from xfconsole.core.words.desk import PromptKind, ReportKind, Uid
from xfconsole.ui.host import Host
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.times import clock_time

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


def report_form(
    host: Host,
    view: IncidentView,
    kind: ReportKind,
    initial: Mapping[str, str],
    prompt: Uid | None = None,
) -> Form:
    """Ask for the four parts of a report, which begin with these texts."""

    async def run(values: Values) -> object:
        return await host.desk_do(lambda desk: desk.report(view.uid, kind, **values, prompt=prompt))

    return Form(
        heading=say("live.report.heading", number=view.number, kind=word(kind)),
        parts=tuple(
            Part(name, say(title), Kind.BOX, initial=initial.get(name, ""))
            for name, title in PARTS.items()
        ),
        run=run,
        draft=draft_name(view, kind),
    )


def draft_name(view: IncidentView, kind: ReportKind) -> str:
    """Return the name under which a report's draft is kept."""
    return f"report:{view.uid}:{kind.value}"


def known_parts(view: IncidentView, zone: ZoneInfo) -> dict[str, str]:
    """Return the parts as far as the desk knows: time, people, requests; who was told, who came."""
    requests = say("ui.and_each").join(row.text for row in view.requests) or say(
        "live.report.no_requests"
    )
    situation = say(
        "live.report.known_situation",
        time=clock_time(view.opened_at, zone),
        topic=view.topic,
        people=view.headcount,
        source=word(view.source),
        level=word(view.level),
        requests=requests,
    )
    posts = [
        say(
            "live.report.known_post",
            post=duty_post(view, each.post),
            person=each.person,
            state=attends_words(each, zone),
        )
        for each in view.plan.obligations
    ]
    return {"situation": situation, "measures": "\n".join(posts)}


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
            open_report(screen, host, view, ReportKind(answers[0]))

    asking = Asking(heading(view, "report"), plan, run)
    screen.app.push_screen(AskScreen(asking), then)


def open_report(
    screen: Screen[Any],
    host: Host,
    view: IncidentView,
    kind: ReportKind,
    *,
    prompt: Uid | None = None,
) -> None:
    """Open one report, begun with its draft or with what the desk knows."""
    draft = host.views.draft(draft_name(view, kind))
    kept = dict(draft.values) if draft else {}
    parts = kept if any(kept.values()) else known_parts(view, host.zone)
    screen.app.push_screen(ReportScreen(report_form(host, view, kind, parts, prompt)))


def open_due_report(screen: Screen[Any], host: Host, view: Standing | None) -> None:
    """Open the report that a prompt asks for."""
    if not isinstance(view, PromptView) or host.situation is None:
        return
    incident = host.situation.incident(view.incident)
    if incident is not None:
        first = view.prompt.kind is PromptKind.REPORT_FIRST
        kind = ReportKind.FIRST if first else ReportKind.FOLLOW_UP
        open_report(screen, host, incident, kind, prompt=view.prompt.uid)


def _kinds(view: IncidentView) -> tuple[Choice, ...]:
    off = {}
    if view.reports:
        off[ReportKind.FIRST] = say("desk.refused.report_again")
    else:
        off[ReportKind.FOLLOW_UP] = say("desk.refused.report_order")
    return tuple(Choice(each.value, word(each), off.get(each, "")) for each in ReportKind)
