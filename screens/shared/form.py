"""A form over the screen: Enter walks its parts, Ctrl+S does it, a refusal keeps what was typed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import field
from enum import Enum, auto
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from screens.shared.field_walk import Field, FieldWalk, PickList
from screens.shared.picks import PickRows
from screens.shared.preview import PreviewScreen
from screens.widgets.field_choice import ChoiceField
from screens.widgets.field_line import LineField
from screens.widgets.key_bar import KeyBar
from screens.widgets.prose import Prose
from screens.widgets.said_line import SaidLine
from screens.widgets.secret_field import SecretField
from screens.widgets.text_box import TextBox
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.words.catalogue import say

BESIDE = 48
"""A choice of more cells than this stands under its label."""
APART = 9
"""More parts than this have no blank lines between them."""
BOXES = 4
"""More texts than this are scrolled past each other."""


class FormScreen(FieldWalk, ModalScreen[bool]):
    """Ends with True when it was done; what was typed is kept as a draft until then."""

    GROUP: ClassVar[str] = "form"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("form")]
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(self, form: Form, kept: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._form, self._kept = form, kept or {}
        began = {part.name: part.initial for part in form.parts if _is_kept(part)}
        self._written = self._kept or began
        self.fields = {part.name: _made(part) for part in form.parts}
        self._parts = {part.name: part for part in form.parts}
        self._late = {part.name for part in form.parts if part.late}
        self._later = [part.name for part in form.parts if part.after]
        self._busy = False
        self.set_class(_long(form.parts), "-long", update=False)

    def compose(self) -> ComposeResult:
        """Put the parts under each other."""
        with Container(id="act"):
            yield Static(Content(self._form.heading), id="act-heading")
            resumed = self._form.resumed if self._kept else ""
            for line in filter(None, (*self._form.lines, resumed)):
                yield Prose(line, classes="act-said")
            for part in self._form.parts:
                yield self._row(part)
            with Container(id="act-end"):
                yield Static(id="act-problem")
                yield SaidLine(id="said")
        yield KeyBar(self.GROUP, "app")

    def _row(self, part: Part) -> Container:
        widget = self.fields[part.name]
        tall = part.kind is Kind.BOX
        under = tall or (isinstance(widget, ChoiceField) and widget.cells > BESIDE)
        classes = "act-box" if tall else "act-under" if under else "act-row"
        label = Static(Content(part.label), classes="act-label")
        row = Container(label, widget, classes=classes, id=f"row-{part.name}")
        row.display = not (part.late or part.after)
        return row

    def on_mount(self) -> None:
        """Fill in what is known, and begin where the form says."""
        for part in self._form.parts:
            kept = self._kept.get(part.name, part.initial)
            left = self.host.left.pop(("form", self._form.heading, part.name), kept)
            field = self.fields[part.name]
            if part.offered and left == part.initial and isinstance(field, LineField):
                field.offer(left)
            else:
                field.fill(left)
        self.go_to(self._form.begin or self.walk()[0])

    def field_changed(self, field: Field) -> None:
        """Write the draft, and show the parts that come after what is filled in by now."""
        self._show_more()
        self.write_draft()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Let a passphrase half typed keep the desk's keys away."""
        if isinstance(event.input, SecretField):
            self.field_changed(event.input)
            self.refresh_bindings()

    def on_text_area_changed(self) -> None:
        """Write the draft."""
        self.write_draft()

    def on_choice_field_changed(self) -> None:
        """Write the draft."""
        self.write_draft()

    # --- keys ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say why nothing can be picked here."""
        if action_id == "form.choose" and self.pick_list(self.here()) is None:
            return say("matter.form.no_list")
        return ""

    async def finish(self) -> None:
        """Do it after the last part."""
        await self.do_file()

    async def do_file(self) -> None:
        """Do it, or show first what it comes to."""
        if self._busy:
            return
        self._busy = True
        self._complain("")
        try:
            if self._form.preview is not None:
                shown = await self._form.preview(self._values())
                self.app.push_screen(shown, self._after_preview)
            else:
                await self._run()
        except Refused as refused:
            self._refused(refused)
        finally:
            self._busy = False

    def stays(self) -> str:
        """Say why it cannot be left: a passphrase would be lost."""
        secret = any(
            each.kind is Kind.SECRET and self.fields[each.name].read() for each in self._form.parts
        )
        return self._form.stays or (say("matter.form.secret") if secret else super().stays())

    def leave(self) -> None:
        """Keep what was typed, as a draft or until the same form is opened again."""
        self.write_draft()
        if not self._form.draft:
            for part in self._form.parts:
                if part.kind is not Kind.SECRET and part.name not in self._late:
                    text = self.fields[part.name].read()
                    self.host.left["form", self._form.heading, part.name] = text
        super().leave()

    def do_back(self) -> None:
        """Leave it; the draft stays, unless it is one that has to be asked for anew."""
        if not self._busy:
            if self._form.resumed:
                self._form_over = True
                self.host.office.save_draft(self._form.draft, {})
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
        name = self._form.fault(refused) or self._form.faults.get(refused.key, "")
        if name in self.walk():
            self.go_to(name)
        self._complain(say(refused.key, **refused.values))

    def _complain(self, problem: str) -> None:
        shown = self.query_one("#act-problem", Static)
        shown.update(Content(problem))
        shown.display = bool(problem)

    # --- parts ---------------------------------------------------------------------------------

    def walk(self) -> list[str]:
        """Return the parts that Enter visits now, in order."""
        return [name for name in self.fields if name not in self._late and self._called(name)]

    def go_to(self, name: str) -> None:
        """Put the focus into a part, which may be there only by now."""
        self._show_more()
        super().go_to(name)
        if self.has_class("-long"):
            self.call_after_refresh(self._show_row, name)

    def _show_row(self, name: str) -> None:
        """Bring a part and its label in sight; with the first one the heading."""
        if name == self.walk()[0]:
            self.query_one("#act").scroll_home(animate=False)
        else:
            self.query_one(f"#row-{name}").scroll_visible(animate=False)

    def _called(self, name: str) -> bool:
        """Whether a part is there: what it comes after is filled in, or it is itself."""
        after = self._parts[name].after
        return not after or any(self._typed(each) for each in (after, name))

    def _show_more(self) -> None:
        for name in self._later:
            self.query_one(f"#row-{name}").display = self._called(name)

    def pick_list(self, name: str) -> PickList | None:
        """Return what a part is picked from, or None."""
        part = self._parts.get(name)
        if part is None or not part.rows:
            return None
        return PickList(part.label, part.rows, free=not part.between, between=part.between)

    def _values(self) -> dict[str, str]:
        return {name: "" if name in self._late else self._typed(name) for name in self.fields}

    def _typed(self, name: str) -> str:
        text = self.fields[name].read()
        # Every character of a passphrase counts.
        return text if self._parts[name].kind is Kind.SECRET else text.strip()

    def write_draft(self) -> None:
        """Queue what stands in the form to be kept, before it is seen; secrets never are."""
        if self._form.draft and self.is_mounted and not self._form_over:
            values = {
                each.name: self.fields[each.name].read()
                for each in self._form.parts
                if _is_kept(each)
            }
            # A form in which nothing was ever typed leaves no draft.
            if values != self._written:
                self._written = values
                self.host.office.save_draft(self._form.draft, values)


async def open_form(
    over: Acting, form: Form, then: Callable[[bool | None], None] | None = None
) -> None:
    """Show a form over a screen, with what was typed into it before."""
    host = over.host
    kept = await asyncio.to_thread(host.views.draft, form.draft) if form.draft else None
    over.app.push_screen(FormScreen(form, kept.values if kept else None), then)


def _is_kept(part: Part) -> bool:
    return not part.late and part.kind is not Kind.SECRET


def _long(parts: tuple[Part, ...]) -> bool:
    """Whether the parts have no room below each other on the smallest screen: then they scroll."""
    return len(parts) > APART or sum(part.kind is Kind.BOX for part in parts) > BOXES


def _made(part: Part) -> Field:
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


@frozen
class Part:
    """One thing asked for.

    ``options`` are the values and words of a choice; ``rows`` what a line can be picked from.
    ``between`` stands between several of them. What is ``offered`` as ``initial`` gives way to the
    first sign typed, such as a day. A ``late`` part shows only once a refusal calls for
    it, one with ``after`` once the part of that name is filled in.
    """

    name: str
    label: str
    kind: Kind = Kind.LINE
    options: tuple[tuple[str, str], ...] = ()
    rows: Callable[[], PickRows] | None = None
    initial: str = ""
    hint: str = ""
    late: bool = False
    between: str = ""
    after: str = ""
    offered: bool = False


Values = Mapping[str, str]


def nowhere(_: Refused) -> str:
    """Return no part: the refusal is about none."""
    return ""


@frozen
class Form:
    """What a form asks and what is done with it.

    ``run`` acts and may raise Refused; ``faults`` are the parts that refusals are about, ``fault``
    finds those that are not always the same, and ``calls`` the late parts that one makes the form
    ask for. ``draft`` keeps what is typed, secrets and late parts left out, until it is done.
    ``preview`` returns what is shown first. ``stays`` says why no F-key may close it.
    It begins with the part ``begin``, else with the first. One that shows how things stand says
    with ``resumed`` where it begins with a draft instead, and leaving it by Escape drops that.
    """

    heading: str
    parts: tuple[Part, ...]
    run: Callable[[Values], Awaitable[object]]
    lines: tuple[str, ...] = ()
    faults: Mapping[str, str] = field(default_factory=dict)
    fault: Callable[[Refused], str] = nowhere
    calls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    draft: str = ""
    preview: Callable[[Values], Awaitable[PreviewScreen]] | None = None
    stays: str = ""
    begin: str = ""
    resumed: str = ""
