"""The information report (信息报告): four parts, begun with what the desk knows already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.live_words import attends_words, duty_post
from screens.widgets.key_bar import KeyBar
from screens.widgets.text_box import TextBox
from xfconsole.core.model import ReportKind, Uid
from xfconsole.core.refusal import Refused
from xfconsole.core.situation import IncidentView
from xfconsole.ui.acting import Acting
from xfconsole.ui.actions import bindings
from xfconsole.ui.format import clock_time
from xfconsole.ui.i18n import say
from xfconsole.ui.words import word

PARTS = ("situation", "measures", "effect", "other")
_TITLES = (
    "live.report.situation",
    "live.report.measures",
    "live.report.effect",
    "live.report.other",
)


class ReportScreen(Acting, ModalScreen[bool]):
    """Writes one report; True when it was filed. Every change is kept as a draft."""

    CSS_PATH = "report.tcss"
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
        self.host.save_draft(draft_name(self._view, self._kind), self._values())

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
            self.host.save_draft(draft_name(self._view, self._kind), {})
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
    requests = " / ".join(row.text for row in view.requests) or say("live.report.no_requests")
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
