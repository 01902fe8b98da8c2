"""The information report (信息报告): four parts, begun with what the desk knows already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import Key, Paste
from textual.widgets import Static, TextArea

from screens.ask_card import Card, passed_on
from screens.live_words import duty_post, state_words
from screens.widgets.key_bar import KeyBar
from xfconsole.core.model import ReportKind, Uid
from xfconsole.core.refusal import Refused
from xfconsole.core.situation import IncidentView
from xfconsole.core.text import neutral
from xfconsole.ui.actions import action, actions
from xfconsole.ui.format import clock_time
from xfconsole.ui.i18n import say
from xfconsole.ui.words import word

PARTS = ("situation", "measures", "effect", "other")
_TITLES = ("live.report.situation", "live.report.measures", "live.report.effect", "live.report.other")


class ReportArea(TextArea):
    """One part: Tab leaves it, and what is pasted is neutralised."""

    def _on_paste(self, event: Paste) -> None:  # type: ignore[override]
        event.stop()
        event.prevent_default()
        self.replace(neutral(event.text), *sorted(self.selection))


class ReportScreen(Card[bool]):
    """Writes one report; True when it was filed. Every change is kept as a draft."""

    CSS_PATH = "report.tcss"
    GROUP: ClassVar[str] = "report"
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
                yield ReportArea(
                    self._parts.get(name, ""), id=f"report-{name}", tab_behavior="focus", compact=True
                )
            yield Static(id="report-problem")
        yield KeyBar(self.GROUP, id="keys")

    def on_mount(self) -> None:
        """Begin with the first part."""
        heading = say("live.report.heading", number=self._view.number, kind=word(self._kind))
        self.query_one("#report-heading", Static).update(Content(heading))
        first = self.query_one(f"#report-{PARTS[0]}", ReportArea)
        first.move_cursor(first.document.end)
        self.set_focus(first)

    async def on_key(self, event: Key) -> None:
        """Act on the keys of the registry's group ``report``."""
        if passed_on(self, event):
            return
        found = next((each for each in actions(self.GROUP) if event.key in each.key_list), None)
        if found is not None:
            event.stop()
            event.prevent_default()
            await self.action_act(found.id)

    def on_text_area_changed(self, _: TextArea.Changed) -> None:
        """Keep the draft."""
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
        key = action("report.file")
        self.host.tell(say("live.report.kept", key=key.key_list[0]))
        self.dismiss(False)

    def _values(self) -> dict[str, str]:
        return {name: self.query_one(f"#report-{name}", ReportArea).text for name in PARTS}


def draft_name(view: IncidentView, kind: ReportKind) -> str:
    """Return the name under which a report's draft is kept."""
    return f"report:{view.uid}:{kind.value}"


def known_parts(view: IncidentView, zone: ZoneInfo) -> dict[str, str]:
    """Return the four parts as far as the desk knows: time, place, people; who was told and came."""
    requests = "；".join(row.text for row in view.requests) or say("live.report.no_requests")
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
        f"{duty_post(view, each.post)} {each.person}：{state_words(each, zone)}"
        for each in view.plan.obligations
    ]
    return {"situation": situation, "measures": "\n".join(posts)}
