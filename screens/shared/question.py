"""A small card that asks one thing after the other and then acts: ring, count, note, close …"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar, TypeAlias

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.shared.form import Form, open_form
from screens.widgets.field_line import LineInput
from screens.widgets.said_line import SaidLine
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.text.cells import truncate, wrap
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say


@frozen
class Choice:
    """One answer to choose. ``off`` says why it cannot be chosen now."""

    value: str
    label: str
    off: str = ""


@frozen
class Step:
    """One question.

    ``choices`` are taken by digit (from 1) or cursor; with ``field`` a line can be typed, which
    ``optional`` allows to be empty. ``check`` returns what is wrong with a typed line, or nothing.
    An ``initial`` text that is only ``offered`` gives way to the first sign typed.
    """

    title: str
    choices: tuple[Choice, ...] = ()
    field: bool = False
    initial: str = ""
    offered: bool = False
    optional: bool = False
    cursor: int = 0
    check: Callable[[str], str] = lambda _: ""
    lines: tuple[str, ...] = ()


Answers: TypeAlias = tuple[str, ...]
Plan: TypeAlias = Callable[[Answers], Step | None]
"""The next question after these answers, or None when they suffice."""
Run: TypeAlias = Callable[[Answers], Awaitable[object]]
"""What is done with the answers; may raise Refused."""


def nothing_opens(_: Answers) -> None:
    """Open no form."""
    return None


@frozen
class Asking:
    """A verb as a card asks for it: its heading, its questions, and what is done in the end.

    Where ``opens`` returns a form after the last answer, it is the form that acts.
    """

    heading: str
    plan: Plan
    run: Run
    opens: Callable[[Answers], Form | None] = nothing_opens


WIDE_NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class AskField(LineInput):
    """A line of text; while it is empty and ``picks``, digits are left to the card."""

    picks = False

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Leave digits to the choices until something is typed."""
        if self.picks and not self.value and character is not None and character.isdecimal():
            return False
        return super().check_consume_key(key, character)


ROWS = 9
"""How many choices are seen at once."""

_DIGITS = [
    Binding(f"{n},fullwidth_digit_{WIDE_NAMES[n]}", f"pick({n})", id=f"ask.pick_{n}", show=False)
    for n in range(1, 10)
]


class AskScreen(Acting, ModalScreen[Answers]):
    """Asks what the plan wants to know, then acts; ends with the answers, or None.

    A refusal is shown in the card, and what was typed stays. ``answers`` are given already.
    What was typed when an F-key closed it is offered again, to the same question ``about`` the same
    thing.
    """

    GROUP: ClassVar[str] = "ask"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("ask"), *_DIGITS]
    # Not None: that would give the hidden field the focus, and what is pasted.
    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(self, asking: Asking, answers: Answers = (), *, about: str = "") -> None:
        super().__init__()
        self._about = about
        self._heading, self._plan, self._run = asking.heading, asking.plan, asking.run
        self._opens = asking.opens
        self._given, self._answers = answers, answers
        self._step = self._plan(answers)
        self._cursor = self._step.cursor if self._step else 0
        self._problem = ""
        self._typed: dict[int, str] = {}
        self._busy = False

    def compose(self) -> ComposeResult:
        """Put question, field and keys under each other."""
        with Container(id="ask"):
            yield Static(id="ask-said")
            yield AskField(id="ask-field")
            yield SaidLine(id="said")
            yield Static(id="ask-keys")

    async def on_mount(self) -> None:
        """Ask the first question; with nothing left to ask, act at once."""
        if self._step is None:
            await self._finish()
        else:
            self._show()

    # --- keys ----------------------------------------------------------------------------------

    async def do_take(self) -> None:
        """Take the choice under the cursor, or what was typed."""
        if self._step is not None and not self._busy:
            await self._enter(self._step)

    def do_back(self) -> None:
        """Go back to the question before, or close."""
        if self._step is not None and not self._busy:
            self._back(self._step)

    def leave(self) -> None:
        """Keep what was typed, for when the same is asked again."""
        step = self._step
        if step is not None and step.field:
            self._typed[len(self._answers)] = self.query_one(AskField).value
        for place, text in self._typed.items():
            self.host.left[self._place(place)] = text
        super().leave()

    def _place(self, place: int) -> tuple[str, ...]:
        return ("ask", self._about, self._heading, *self._answers[:place])

    def do_up(self) -> None:
        """Go to the choice above."""
        self._move(-1)

    def do_down(self) -> None:
        """Go to the choice below."""
        self._move(1)

    async def action_pick(self, number: int) -> None:
        """Take the choice of this number, from 1."""
        step = self._step
        if step is not None and step.choices and not self._busy:
            await self._pick(step, number - 1)

    async def _pick(self, step: Step, index: int) -> None:
        if not 0 <= index < len(step.choices):
            self._complain(say("live.ask.which", most=min(9, len(step.choices))))
            return
        self._cursor = index
        choice = step.choices[index]
        if choice.off:
            self._complain(choice.off)
        else:
            await self._take(choice.value)

    async def _enter(self, step: Step) -> None:
        value = self.query_one(AskField).value.strip() if step.field else ""
        if step.choices and not value:
            await self._pick(step, self._cursor)
        elif not value and not step.optional:
            self._complain(say("live.ask.empty"))
        elif problem := step.check(value) if value else "":
            self._complain(problem)
        else:
            self._typed[len(self._answers)] = value
            await self._take(value)

    def _move(self, by: int) -> None:
        step = self._step
        if step is not None and step.choices:
            self._cursor = (self._cursor + by) % len(step.choices)
            self._draw(step)

    # --- going on ------------------------------------------------------------------------------

    async def _take(self, value: str) -> None:
        self._answers = (*self._answers, value)
        self._problem = ""
        self._step, before = self._plan(self._answers), self._step
        if self._step is None:
            self._step = before
            await self._finish()
        else:
            self._cursor = self._step.cursor
            self._show()

    async def _finish(self) -> None:
        self._busy = True
        try:
            if (form := self._opens(self._answers)) is not None:
                # Back from the form leads to the question that it was an answer to.
                self._answers = self._answers[:-1]
                await open_form(self, form, self._form_over)
                return
            await self._run(self._answers)
        except Refused as refused:
            self._answers = self._answers[:-1] if len(self._answers) > len(self._given) else ()
            self._step = self._plan(self._answers)
            self._show()
            self._complain(say(refused.key, **refused.values))
        else:
            self.dismiss(self._answers)
        finally:
            self._busy = False

    def _form_over(self, done: bool | None) -> None:
        if done:
            self.dismiss(self._answers)

    def _back(self, step: Step) -> None:
        if step.field:
            self._typed[len(self._answers)] = self.query_one(AskField).value
        if len(self._answers) <= len(self._given):
            self.dismiss(None)
            return
        self._answers = self._answers[:-1]
        self._problem = ""
        self._step = self._plan(self._answers)
        self._cursor = self._step.cursor if self._step else 0
        self._show()

    def _complain(self, problem: str) -> None:
        self._problem = problem
        if self._step is not None:
            self._draw(self._step)

    # --- drawing -------------------------------------------------------------------------------

    def _show(self) -> None:
        step = self._step
        assert step is not None
        field = self.query_one(AskField)
        field.display = step.field
        field.picks = bool(step.choices)
        if step.field:
            here = len(self._answers)
            left = self.host.left.pop(self._place(here), step.initial)
            said = self._typed.get(here, left)
            put = field.offer if step.offered and said == step.initial else field.fill
            put(said)
        self.set_focus(field if step.field else None)
        self._draw(step)

    def _draw(self, step: Step) -> None:
        cells = self.query_one("#ask").styles.max_width
        room = max(20, (int(cells.value) if cells else 58) - 4)
        parts: list[tuple[str, str]] = [(truncate(self._heading, room) + "\n", "bold $accent")]
        parts += [(line + "\n", "") for row in step.lines for line in wrap(row, room)]
        parts += [(line + "\n", "bold") for line in wrap(step.title, room)]
        parts += [(line + "\n", style) for line, style in self._choices(step, room)]
        parts += [(line + "\n", "bold $warning") for line in wrap(self._problem, room) if line]
        parts[-1] = (parts[-1][0].rstrip("\n"), parts[-1][1])
        self.query_one("#ask-said", Static).update(Content.assemble(*parts))
        self.query_one("#ask-keys", Static).update(Content(_keys(step)))

    def _choices(self, step: Step, room: int) -> list[tuple[str, str]]:
        first = max(0, min(self._cursor - ROWS + 1, len(step.choices) - ROWS))
        if self._cursor < ROWS:
            first = 0
        shown = list(enumerate(step.choices))[first : first + ROWS]
        return [(_choice(n, each, n == self._cursor, room), _style(each)) for n, each in shown]


def _choice(number: int, each: Choice, current: bool, room: int) -> str:
    mark = glyph("cursor") if current else " "
    digit = str(number + 1) if number < 9 else " "
    return truncate(f"{mark}{digit} {each.label}", room)


def _style(each: Choice) -> str:
    return "$quiet" if each.off else ""


def _keys(step: Step) -> str:
    if step.choices and step.field:
        return say("live.ask.keys_both")
    if step.choices:
        return say("live.ask.keys_choices")
    return say("live.ask.keys_optional" if step.optional else "live.ask.keys_field")
