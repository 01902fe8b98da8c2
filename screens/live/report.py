"""The information report (信息报告): four parts, begun with what the desk knows already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from screens.live.words import attends_words, duty_post, heading
from screens.shared.question import Answers, Asking, AskScreen, Choice, Step
from screens.widgets.key_bar import KeyBar
from screens.widgets.text_box import TextBox
from xfconsole.core.night.situation import IncidentView, PromptView, Standing
from xfconsole.core.words.desk import PromptKind, ReportKind, Uid
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.host import Host
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.times import clock_time

PARTS = ("situation", "measures", "effect", "other")
_TITLES = (
    "live.report.situation",
    "live.report.measures",
    "live.report.effect",
    "live.report.other",
)


class ReportScreen(Acting, ModalScreen[bool]):
    """Writes one report; True when it was filed. Every change is kept as a draft."""

    GROUP: ClassVar[str] = "report"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("report")]
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(
        self,
        view: IncidentView,
        kind: ReportKind,
        parts: Mapping[str, str],
        *,
        prompt: Uid | None = None,
    ) -> None:
        super().__init__()
        self._view, self._kind, self._prompt = view, kind, prompt
        self._parts = parts
        self._busy = False

    def compose(self) -> ComposeResult:
        """Put the four parts under each other."""
        with Container(id="report"):
            yield Static(id="report-heading")
            for name, title in zip(PARTS, _TITLES, strict=True):
                yield Static(Content(say(title)), classes="report-title")
                yield TextBox(id=f"report-{name}")
            yield Static(id="report-problem")
        yield KeyBar(self.GROUP, "app")

    def on_mount(self) -> None:
        """Begin with the first part."""
        heading = say("live.report.heading", number=self._view.number, kind=word(self._kind))
        self.query_one("#report-heading", Static).update(Content(heading))
        for name in PARTS:
            self._box(name).fill(self._parts.get(name, ""))
        self.set_focus(self._box(PARTS[0]))

    def on_text_area_changed(self) -> None:
        """Keep the draft."""
        self.take_typed()

    def take_typed(self) -> None:
        """Keep the draft before what was typed is seen."""
        self.host.office.save_draft(draft_name(self._view, self._kind), self._values())

    async def do_file(self) -> None:
        """File the report."""
        if self._busy:
            return
        self._busy = True
        said = self._values()
        try:
            await self.host.desk_do(
                lambda desk: desk.report(self._view.uid, self._kind, **said, prompt=self._prompt)
            )
        except Refused as refused:
            problem = say(refused.key, **refused.values)
            self.query_one("#report-problem", Static).update(Content(problem))
        else:
            self.host.office.save_draft(draft_name(self._view, self._kind), {})
            self.dismiss(True)
        finally:
            self._busy = False

    def do_next(self) -> None:
        """Go to the next part."""
        self.focus_next()

    def do_back(self) -> None:
        """Leave it; the draft stays."""
        self.host.tell(say("live.report.kept"))
        self.dismiss(False)

    def leave(self) -> None:
        """Leave it for another screen; the draft stays."""
        self.take_typed()
        super().leave()

    def _values(self) -> dict[str, str]:
        return {name: self._box(name).read() for name in PARTS}

    def _box(self, name: str) -> TextBox:
        return self.query_one(f"#report-{name}", TextBox)


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
