"""Whoever takes over accepts each running clock; what is left stays with who had it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import field
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.screen import ModalScreen

from screens.shared.question import Answers, Asking, AskScreen, Choice, Step
from screens.widgets.key_bar import KeyBar
from screens.widgets.one_line import TitleLine
from screens.widgets.row_list import Column, RowList
from xfconsole.core.night.handover import DueMatter, OpenClock, RunningIncident, Sheet
from xfconsole.core.night.situation import IncidentView
from xfconsole.core.roster.parties import HIDDEN
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.text.cells import plain
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.handover_sheet import TITLE, daily_name, due_words
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.times import countdown


@frozen
class Taking:
    """Who takes clocks over from whom, what they ticked already, and how they said it back.

    ``later``: only what stayed with somebody at an earlier handover.
    """

    to: str
    outgoing: str
    ticked: frozenset[Uid]
    later: bool = False
    said: Mapping[Uid, str] = field(default_factory=dict)


@frozen
class AcceptRow:
    """One line: a heading without ``uid``, or a clock; ``barred`` says why it cannot be taken."""

    text: str
    uid: Uid = ""
    live: bool = False
    barred: str = ""


Done = Callable[[str, frozenset[Uid], Mapping[Uid, str]], Awaitable[object]]


class AcceptScreen(Acting, ModalScreen[None]):
    """What runs at a live incident is said back line by line; due matters one by one or all.

    ``done`` acts for whom takes over; it may refuse. ``noted`` is told of every tick, and of how
    each live clock was said back.
    """

    GROUP: ClassVar[str] = "accept"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("accept", "list")]

    def __init__(
        self,
        sheet: Sheet,
        taking: Taking,
        done: Done,
        noted: Callable[[Iterable[Uid], Mapping[Uid, str]], None] = lambda _, __: None,
    ) -> None:
        super().__init__()
        self._taking, self._done, self._noted = taking, done, noted
        self._sheet = sheet
        self._rows: list[AcceptRow] = []
        self._ticked: set[Uid] = set()
        self._said: dict[Uid, str] = {}
        self._busy = False

    def compose(self) -> ComposeResult:
        """Put who takes over above the list."""
        with Container(id="accept"):
            yield TitleLine(id="accept-title")
            yield ClockList(self.mark, id="clocks")
        yield KeyBar(self.GROUP, "app")

    def on_mount(self) -> None:
        """Show what runs, with what was ticked before."""
        self._rows = list(self._all_rows())
        self._said = dict(self._taking.said)
        self._ticked = {
            each.uid
            for each in self._open_rows()
            if each.uid in self._taking.ticked and (not each.live or each.uid in self._said)
        }
        rows = self.query_one(ClockList)
        first = next((n for n, each in enumerate(self._rows) if each.uid), 0)
        rows.show_rows(self._rows)
        self.set_focus(rows)
        # Once it has its size: the heading above stays in sight.
        self.call_after_refresh(rows.move, first)
        self._count()

    # --- rows ----------------------------------------------------------------------------------

    def _all_rows(self) -> Iterator[AcceptRow]:
        live = [row for each in self._sheet.incidents for row in self._live_rows(each)]
        due = [each for each in self._sheet.duties if self._wanted(each.keeper)]
        if not live and not due:
            yield AcceptRow(say("handover.accept.none"))
        if live:
            yield AcceptRow(say("handover.accept.live"))
            yield from live
        if due:
            yield AcceptRow(say("handover.accept.due"))
            yield from map(self._due_row, due)
        if not self._taking.later:
            yield AcceptRow("")
            yield AcceptRow(say("handover.accept.daily", daily=daily_name(self._sheet)))
            yield AcceptRow(say("handover.accept.daily_seen"))

    def _wanted(self, keeper: str) -> bool:
        return bool(keeper) or not self._taking.later

    def _live_rows(self, each: RunningIncident) -> Iterator[AcceptRow]:
        """Yield an incident, the reports that it still owes, and each instruction that is open."""
        view = each.view
        if self._wanted(view.keeper) and not view.over:
            yield self._live_row(each)
        barred = view.bars.person(self._taking.to) is not None
        for clock in each.clocks:
            if self._wanted(clock.keeper):
                text = self._clock_words(view, clock, hidden=barred)
                yield self._row(text, clock.uid, clock.keeper, barred=barred, live=True)

    def _clock_words(self, view: IncidentView, clock: OpenClock, *, hidden: bool) -> str:
        order = clock.instruction
        if order is not None:
            text = HIDDEN if hidden else plain(neutral_line(order.text))
            said = {"number": view.number, "leader": order.leader, "text": text}
            return say("handover.accept.instruction", **said)
        if not view.plan.owed:
            count = len(view.untaken)
            return say("handover.accept.receipts", number=view.number, count=count)
        first = min(view.plan.owed, key=lambda owed: owed.limit)
        name = say(f"upward.owed.{first.kind.value}")
        left = countdown(first.limit, self._sheet.at)
        return say("handover.accept.report", number=view.number, report=name, left=left)

    def _live_row(self, each: RunningIncident) -> AcceptRow:
        view, to = each.view, self._taking.to
        barred = view.bars.person(to) is not None
        said = say(
            "handover.incident",
            number=view.number,
            level=word(view.level),
            people=view.headcount,
            topic=HIDDEN if barred or view.hidden else plain(view.topic),
        )
        if each.next_limit is not None:
            at, post = each.next_limit
            what = post_name(view.policy, post) if post else say("handover.report")
            said = f"{said}  {what} {countdown(at, self._sheet.at)}"
        return self._row(said, view.uid, view.keeper, barred=barred, live=True)

    def _due_row(self, each: DueMatter) -> AcceptRow:
        barred = each.duty.bars(self._taking.to)
        said = due_words(each, self.host.zone, hidden=barred)
        return self._row(said, each.duty.matter, each.keeper, barred=barred)

    def _row(
        self, said: str, uid: Uid, keeper: str, *, barred: bool, live: bool = False
    ) -> AcceptRow:
        outgoing = keeper or self._taking.outgoing
        if barred:
            key = "handover.accept.barred" if outgoing else "handover.accept.barred_later"
            why = say(key, officer=outgoing)
            return AcceptRow(f"{why}  {said}", uid, live, why)
        kept = f"{say('handover.kept_by', officer=keeper)}  " if keeper else ""
        return AcceptRow(kept + said, uid, live)

    def _open_rows(self) -> list[AcceptRow]:
        return [each for each in self._rows if each.uid and not each.barred]

    def mark(self, row: AcceptRow) -> str:
        """Return the box before a line."""
        if not row.uid:
            return ""
        if row.barred:
            return glyph("warn")
        return f"[{glyph('ok')}]" if row.uid in self._ticked else "[ ]"

    # --- keys ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say why the line under the cursor cannot be ticked."""
        if action_id != "accept.toggle" or not self.is_mounted:
            return ""
        row = self.query_one(ClockList).current
        if row is None or not row.uid:
            return say("handover.off.heading")
        return say("handover.off.barred", to=self._taking.to) if row.barred else ""

    def do_toggle(self) -> None:
        """Accept the line, or leave it after all."""
        row = self.query_one(ClockList).current
        if row is None:
            return
        if row.live and row.uid not in self._ticked:
            self.app.push_screen(
                AskScreen(saying_back(row, self._taking.to), about=row.uid), self._took(row.uid)
            )
            return
        self._ticked ^= {row.uid}
        self._said.pop(row.uid, None)
        self._changed()

    def _took(self, uid: Uid) -> Callable[[Answers | None], None]:
        def take(answers: Answers | None) -> None:
            if answers:
                self._said[uid] = answers[1] if answers[0] == WRITTEN else ""
                self._ticked.add(uid)
                self._changed()

        return take

    def do_all(self) -> None:
        """Accept every due matter that is left; live incidents are looked at one by one."""
        self._ticked |= {each.uid for each in self._open_rows() if not each.live}
        self._changed()

    async def do_done(self) -> None:
        """Take over what is ticked; what is not stays."""
        if self._busy:
            return
        self._busy = True
        try:
            await self._done(self._taking.to, frozenset(self._ticked), self._said)
        except Refused as refused:
            self.host.refuse(refused)
        else:
            # After a handover no screen is left that could be closed: the desk began anew.
            if self.is_current:
                self.dismiss(None)
        finally:
            self._busy = False

    def do_back(self) -> None:
        """Go back to the page; what is ticked is kept."""
        if not self._busy:
            self.dismiss(None)

    def _changed(self) -> None:
        self._noted(self._ticked, self._said)
        self.query_one(ClockList).refresh()
        self._count()

    def _count(self) -> None:
        key = "handover.accept.later" if self._taking.later else "handover.accept.title"
        left = len([each for each in self._rows if each.uid]) - len(self._ticked)
        note = say("handover.accept.count", taken=len(self._ticked), left=left)
        self.query_one("#accept-title", TitleLine).show(say(key, to=self._taking.to), note)


WRITTEN, ALOUD = "written", "aloud"


def saying_back(row: AcceptRow, to: str) -> Asking:
    """Ask whoever takes a clock over to say it back, in a line or aloud.

    First which: a line may well begin with a number, which would choose.
    """
    choices = tuple(Choice(each, say(f"handover.said.{each}")) for each in (WRITTEN, ALOUD))

    def plan(answers: Answers) -> Step | None:
        title = say("handover.accept.say_back")
        if not answers:
            return Step(title, choices, lines=(row.text,))
        if answers == (WRITTEN,):
            return Step(title, field=True, lines=(row.text,))
        return None

    async def run(_: Answers) -> None:
        return None

    return Asking(say("handover.accept.title", to=to), plan, run)


class ClockList(RowList[AcceptRow]):
    """Boxes and lines; headings take the whole line."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"row--title"}

    def __init__(self, mark: Callable[[AcceptRow], str], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(
            [
                Column[AcceptRow](mark, cells=4, style=_style),
                Column[AcceptRow](lambda row: row.text, style=_style),
            ],
            id=id,
        )


def _style(row: AcceptRow) -> str:
    if not row.uid:
        return TITLE
    return "row--quiet" if row.barred else ""
