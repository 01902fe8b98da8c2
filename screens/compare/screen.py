"""Two matters in full before an officer says that they are the same; neither of them changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.compare.lines import ComparedLine, Other, Typed, content, matter_lines, typed_lines
from screens.shared.question import Answers, Asking, AskScreen, Step
from screens.widgets.key_bar import KeyBar
from screens.widgets.one_line import TitleLine
from xfconsole.core.matter.life import life_of
from xfconsole.core.matter.limits import deadlines
from xfconsole.core.reader.same_matter import Candidate, readable
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.procedure import Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.actions import action, bindings
from xfconsole.ui.keys.key_names import key_name
from xfconsole.ui.text.cells import wrap
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word

WIDE = 110
"""From this many cells on both stand side by side, below it one under the other."""
_EDGE = 2


class CompareScreen(Acting, ModalScreen[MatterRow | None]):
    """Ends with the matter to mark, or to take the mark off if it is in ``marked``; None: neither.

    ``itself`` is the number of the matter one came from, if it has one. Enter does nothing before
    the last line of both was on screen.
    """

    GROUP: ClassVar[str] = "same"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("same")]
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(
        self,
        typed: Typed,
        candidates: Sequence[Candidate],
        marked: frozenset[str],
        *,
        itself: str = "",
    ) -> None:
        super().__init__()
        self._typed, self._candidates = typed, list(candidates)
        self._marked, self._itself = marked, itself
        self._at = 0
        self._to_read: set[str] = set()
        self._read: set[str] = set()
        self._drawn = False

    def compose(self) -> ComposeResult:
        """Put title, both texts and the keys."""
        yield TitleLine(id="title")
        with Horizontal(id="both"):
            for side in ("mine", "theirs"):
                with VerticalScroll(id=side, can_focus=False):
                    yield Static(id=f"{side}-said")
        yield KeyBar(self.GROUP, "app")

    def on_mount(self) -> None:
        """Show the likest one, and notice what was scrolled into view."""
        for side in ("mine", "theirs"):
            self.watch(self._pane(side), "scroll_y", self._note_read, init=False)
        self._show()

    def on_resize(self, _: Resize) -> None:
        """Use the room there is."""
        self._show()

    # --- what is shown -------------------------------------------------------------------------

    @property
    def _current(self) -> Candidate | None:
        return self._candidates[self._at] if self._candidates else None

    def _show(self) -> None:
        """Show one candidate from its beginning beside, or over, what it is compared with."""
        self._drawn = False
        wide = self.app.size.width >= WIDE
        self._pane("mine").display = wide
        self._to_read = {"mine", "theirs"} if wide else {"theirs"}
        cells = self.app.size.width // (2 if wide else 1) - 2 * _EDGE
        mine, theirs = typed_lines(self._typed, cells), self._theirs(cells)
        self._fill("mine", mine)
        self._fill("theirs", theirs if wide else [*theirs, *mine])
        self.query_one(TitleLine).show(self._title())
        self.call_after_refresh(self._seen)

    def _theirs(self, cells: int) -> list[ComparedLine]:
        if self._current is None:
            key = key_name(action("same.number").key_list[-1])
            return [ComparedLine(line) for line in wrap(say("same.none", pressed=key), cells)]
        file, host = self._current.file, self.host
        same = host.views.linked_matters(file.row.uid)
        clocks = deadlines(life_of(file.events), host.office.rules, host.now())
        return matter_lines(Other(file, same, clocks), host.zone, cells)

    def _title(self) -> str:
        current = self._current
        if current is None:
            return say("same.title.none")
        place = f"{self._at + 1}/{len(self._candidates)}"
        place += f" {word(current.alike)}" if current.alike else ""
        mark = say("same.marked") if current.number in self._marked else ""
        return say("same.title.one", place=place, number=current.number, mark=mark)

    def _fill(self, side: str, lines: Sequence[ComparedLine]) -> None:
        self.query_one(f"#{side}-said", Static).update(content(lines))
        self._pane(side).scroll_home(animate=False)

    def _pane(self, side: str) -> VerticalScroll:
        return self.query_one(f"#{side}", VerticalScroll)

    def _seen(self) -> None:
        self._drawn = True
        self._note_read()

    def _note_read(self) -> None:
        """Take note of the texts whose last line is on screen."""
        if not self._drawn:
            return
        self._to_read = {side for side in self._to_read if not self._at_end(side)}
        if not self._to_read and self._current is not None:
            self._read.add(self._current.number)
        self.refresh_bindings()

    def _at_end(self, side: str) -> bool:
        pane = self._pane(side)
        return pane.max_scroll_y - pane.scroll_target_y < 1

    # --- acts ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say what cannot be done yet: nothing is marked unread."""
        if action_id != "same.mark":
            return ""
        if self._current is None:
            return say("same.reason.nothing")
        return "" if self._current.number in self._read else say("same.reason.unread")

    def do_mark(self) -> None:
        """It is the same matter, or is not any more."""
        if self._drawn and self._current is not None:
            self.dismiss(self._current.file.row)

    def do_up(self) -> None:
        """Show the candidate before."""
        self._go(-1)

    def do_down(self) -> None:
        """Show the next candidate."""
        self._go(1)

    def _go(self, step: int) -> None:
        at = max(0, min(self._at + step, len(self._candidates) - 1))
        if at != self._at:
            self._at = at
            self._show()

    def do_forward(self) -> None:
        """Read on, in both."""
        for side in ("mine", "theirs"):
            self._pane(side).scroll_page_down(animate=False)

    def do_backward(self) -> None:
        """Read back, in both."""
        for side in ("mine", "theirs"):
            self._pane(side).scroll_page_up(animate=False)

    def do_number(self) -> None:
        """Ask for another matter's number, and show that one."""
        self.app.push_screen(AskScreen(self._ask_number()))

    def do_back(self) -> None:
        """Change nothing."""
        self.dismiss(None)

    def _ask_number(self) -> Asking:
        def plan(answers: Answers) -> Step | None:
            return None if answers else Step(say("same.ask.number"), field=True)

        async def run(answers: Answers) -> None:
            await self._fetch(answers[0])

        return Asking(say("action.same.number"), plan, run)

    async def _fetch(self, number: str) -> None:
        """Show a matter by its number. Raises Refused; a barred officer's try is journaled."""
        if number == self._itself:
            raise Refused("same.refused.itself", number=number)
        numbers = [each.number for each in self._candidates]
        if number not in numbers:
            file = readable(self.host.views, number)
            if file is None:
                if self.host.views.matter(number) is not None:
                    await self.host.desk_do(lambda desk: desk.log_block(number, Barred.READER))
                raise Refused("same.refused.not_found", number=number)
            self._candidates.append(Candidate(file))
            numbers.append(file.row.number)
        self._at = numbers.index(number)
        self._show()
