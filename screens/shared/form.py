"""A form over the screen: Enter walks its parts, Ctrl+S does it, a refusal keeps what was typed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from screens.shared.pick import Picker
from screens.shared.picks import settled
from screens.shared.preview import PreviewScreen
from screens.widgets.field_choice import ChoiceField
from screens.widgets.field_line import LineField
from screens.widgets.key_bar import KeyBar
from screens.widgets.picker_rows import PickRow
from screens.widgets.said_line import SaidLine
from screens.widgets.secret_field import SecretField
from screens.widgets.text_box import TextBox
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.words.catalogue import say

BESIDE = 48
"""A choice of more cells than this stands under its label."""


class FormScreen(Acting, ModalScreen[bool]):
    """Ends with True when it was done; what was typed is kept as a draft until then."""

    GROUP: ClassVar[str] = "form"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("form")]
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(self, form: Form, kept: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._form, self._kept = form, kept or {}
        self._fields = {part.name: _made(part) for part in form.parts}
        self._parts = {part.name: part for part in form.parts}
        self._late = {part.name for part in form.parts if part.late}
        self._busy = False

    def compose(self) -> ComposeResult:
        """Put the parts under each other."""
        with Container(id="act"):
            yield Static(Content(self._form.heading), id="act-heading")
            for line in self._form.lines:
                yield Static(Content(line), classes="act-said")
            for part in self._form.parts:
                yield self._row(part)
            yield Static(id="act-problem")
            yield SaidLine(id="said")
        yield KeyBar(self.GROUP, "app")

    def _row(self, part: Part) -> Container:
        widget = self._fields[part.name]
        tall = part.kind is Kind.BOX
        under = tall or (isinstance(widget, ChoiceField) and widget.cells > BESIDE)
        classes = "act-box" if tall else "act-under" if under else "act-row"
        label = Static(Content(part.label), classes="act-label")
        row = Container(label, widget, classes=classes, id=f"row-{part.name}")
        row.display = not part.late
        return row

    def on_mount(self) -> None:
        """Fill in what is known, and begin where the form says."""
        for part in self._form.parts:
            left = self.host.left.pop(("form", self._form.heading, part.name), "")
            self._fill(part.name, left or self._kept.get(part.name, "") or part.initial)
        self.set_focus(self._fields[self._form.begin or self._walk()[0]])

    def take_typed(self) -> None:
        """Keep the draft before what was typed is seen."""
        self._keep()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the draft; a passphrase half typed keeps the desk's keys away."""
        self._keep()
        if isinstance(event.input, SecretField):
            self.refresh_bindings()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Let Enter walk on from a secret as from any other part."""
        event.stop()
        await self.action_act("form.next")

    def on_text_area_changed(self) -> None:
        """Keep the draft."""
        self._keep()

    def on_choice_field_changed(self) -> None:
        """Keep the draft."""
        self._keep()

    # --- keys ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say why nothing can be picked here."""
        if action_id == "form.choose" and self._pickable() is None:
            return say("matter.form.no_list")
        return ""

    async def do_next(self) -> None:
        """Go to the next part; from the last one, do it."""
        here, walk = self._here(), self._walk()
        part = self._parts[here]
        if part.rows is not None and not self._settle(part):
            self._pick(part)
        elif here == walk[-1]:
            await self.do_file()
        else:
            self.set_focus(self._fields[walk[walk.index(here) + 1]])

    def do_previous(self) -> None:
        """Go back one part."""
        walk = self._walk()
        at = walk.index(self._here())
        self.set_focus(self._fields[walk[max(0, at - 1)]])

    def do_choose(self) -> None:
        """Open the list of the part that has the focus."""
        if (part := self._pickable()) is not None:
            self._pick(part)

    async def do_file(self) -> None:
        """Do it, or show first what it comes to."""
        if self._busy:
            return
        self._busy = True
        self._complain("")
        try:
            if self._form.preview is not None:
                text = self._form.preview(self._values())
                self.app.push_screen(PreviewScreen(self._form.heading, text), self._after_preview)
            else:
                await self._run()
        except Refused as refused:
            self._refused(refused)
        finally:
            self._busy = False

    def stays(self) -> str:
        """Say why it cannot be left: a passphrase would be lost."""
        secret = any(
            each.kind is Kind.SECRET and self._read(each.name) for each in self._form.parts
        )
        return self._form.stays or (say("matter.form.secret") if secret else super().stays())

    def leave(self) -> None:
        """Keep what was typed, as a draft or until the same form is opened again."""
        self._keep()
        if not self._form.draft:
            for part in self._form.parts:
                if part.kind is not Kind.SECRET and part.name not in self._late:
                    self.host.left["form", self._form.heading, part.name] = self._read(part.name)
        super().leave()

    def do_back(self) -> None:
        """Leave it; the draft stays."""
        if not self._busy:
            self.dismiss(False)

    # --- doing it ------------------------------------------------------------------------------

    async def _run(self) -> None:
        await self._form.run(self._values())
        if self._form.draft:
            self.host.office.save_draft(self._form.draft, {})
        self._form_done()

    def _form_done(self) -> None:
        self._form_over = True
        self.dismiss(True)

    _form_over = False
    _saved: Mapping[str, str] | None = None

    async def _after_preview(self, wanted: bool | None) -> None:
        if not wanted:
            return
        try:
            await self._run()
        except Refused as refused:
            self._refused(refused)

    def _refused(self, refused: Refused) -> None:
        for name in self._form.calls.get(refused.key, ()):
            self._late.discard(name)
            self.query_one(f"#row-{name}").display = True
        name = self._form.fault(refused)
        if name in self._walk():
            self.set_focus(self._fields[name])
        self._complain(say(refused.key, **refused.values))

    def _complain(self, problem: str) -> None:
        shown = self.query_one("#act-problem", Static)
        shown.update(Content(problem))
        shown.display = bool(problem)

    # --- parts ---------------------------------------------------------------------------------

    def _walk(self) -> list[str]:
        return [name for name in self._fields if name not in self._late]

    def _here(self) -> str:
        found = (name for name, field in self._fields.items() if field is self.focused)
        return next(found, self._walk()[0])

    def _values(self) -> dict[str, str]:
        return {name: "" if name in self._late else self._typed(name) for name in self._fields}

    def _typed(self, name: str) -> str:
        # Every character of a passphrase counts.
        secret = self._parts[name].kind is Kind.SECRET
        return self._read(name) if secret else self._read(name).strip()

    def _read(self, name: str) -> str:
        field = self._fields[name]
        if isinstance(field, LineField | TextBox | ChoiceField):
            return field.read()
        assert isinstance(field, Input)
        return field.value

    def _fill(self, name: str, text: str) -> None:
        field = self._fields[name]
        if isinstance(field, LineField | TextBox | ChoiceField):
            field.fill(text)

    def _keep(self) -> None:
        if self._form.draft and self.is_mounted and not self._form_over:
            parts = self._form.parts
            kept = [each.name for each in parts if not each.late and each.kind is not Kind.SECRET]
            values = {name: self._read(name) for name in kept}
            if values != self._saved:
                self._saved = values
                self.host.office.save_draft(self._form.draft, values)

    # --- picking -------------------------------------------------------------------------------

    def _pickable(self) -> Part | None:
        part = self._parts[self._here()]
        return part if part.rows is not None else None

    def _settle(self, part: Part) -> bool:
        """Put the value in the part that its text stands for; False when it has to be asked."""
        assert part.rows is not None
        value = settled(self._read(part.name), part.rows())
        if value is not None:
            self._fill(part.name, value)
        return value is not None

    def _pick(self, part: Part) -> None:
        assert part.rows is not None

        def take(value: str | None) -> None:
            if value is not None:
                self._fill(part.name, value)
                walk = self._walk()
                self.set_focus(self._fields[walk[min(walk.index(part.name) + 1, len(walk) - 1)]])

        query = self._read(part.name)
        self.app.push_screen(Picker[str](part.label, part.rows(), query=query, free=str), take)


async def open_form(
    over: Acting, form: Form, then: Callable[[bool | None], None] | None = None
) -> None:
    """Show a form over a screen, with what was typed into it before."""
    host = over.host
    kept = await asyncio.to_thread(host.views.draft, form.draft) if form.draft else None
    over.app.push_screen(FormScreen(form, kept.values if kept else None), then)


def _made(part: Part) -> Widget:
    name = f"form-{part.name}"
    match part.kind:
        case Kind.BOX:
            return TextBox(id=name)
        case Kind.CHOICE:
            return ChoiceField(part.options, id=name)
        case Kind.SECRET:
            return SecretField(id=name)
        case Kind.LINE:
            return LineField(id=name, placeholder=part.hint)


class Kind(Enum):
    """How a part is filled in."""

    LINE = auto()
    BOX = auto()
    CHOICE = auto()
    SECRET = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked for.

    ``options`` are the values and words of a choice; ``rows`` what a line can be picked from.
    A ``late`` part shows only once a refusal calls for it.
    """

    name: str
    label: str
    kind: Kind = Kind.LINE
    options: tuple[tuple[str, str], ...] = ()
    rows: Callable[[], Sequence[PickRow[str]]] | None = None
    initial: str = ""
    hint: str = ""
    late: bool = False


Values = Mapping[str, str]


def nowhere(_: Refused) -> str:
    """Return no part: the refusal is about none."""
    return ""


@dataclass(frozen=True, slots=True)
class Form:
    """What a form asks and what is done with it.

    ``run`` acts and may raise Refused; ``fault`` names the part that a refusal is about, and
    ``calls`` the late parts that it makes the form ask for. ``draft`` keeps what is typed, secrets
    and late parts left out, until it is done. ``preview`` returns the text that is shown first.
    ``stays`` says why no F-key may close it.
    It begins with the part ``begin``, else with the first.
    """

    heading: str
    parts: tuple[Part, ...]
    run: Callable[[Values], Awaitable[object]]
    lines: tuple[str, ...] = ()
    fault: Callable[[Refused], str] = nowhere
    calls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    draft: str = ""
    preview: Callable[[Values], str] | None = None
    stays: str = ""
    begin: str = ""
