"""Opens an information report: asks which one, then begins it with the draft or what is known."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from screens.ask import AskScreen
from screens.ask_steps import Answers, Asking, Choice, Step
from screens.report import ReportScreen, draft_name, known_parts
from xfconsole.core.model import PromptKind, ReportKind, Uid
from xfconsole.core.situation import IncidentView, PromptView, Standing
from xfconsole.ui.host import Host
from xfconsole.ui.i18n import say
from xfconsole.ui.words import word


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

    asking = Asking(f"{view.number} {say('action.live.report')}", plan, run)
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
    screen.app.push_screen(ReportScreen(view, kind, parts, prompt=prompt))


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
