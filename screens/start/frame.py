"""What the screens before the desk share: a title, the form in the middle, the keys below."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from screens.widgets.field_line import LineInput
from screens.widgets.key_bar import KeyBar
from screens.widgets.secret_field import SecretField
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.words.catalogue import say


class StartScreen(Acting, Screen[None]):
    """Base of unlock and first start: one sentence under the form says what is wrong.

    While ``busy`` runs, keys do nothing; a refusal appears as the sentence.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("start")]
    GROUP: ClassVar[str] = "start"
    TITLE_KEY: ClassVar[str] = ""
    RECOVERS: ClassVar[bool] = False

    _busy = False

    def compose(self) -> ComposeResult:
        """Put the form between title and keys."""
        yield Static(Content(" xfconsole · " + say(self.TITLE_KEY)), id="title")
        with Vertical(id="form"):
            yield from self.compose_form()
            yield Static(id="sentence")
        yield KeyBar(self.GROUP)

    def compose_form(self) -> Iterable[Widget]:
        """Yield the fields."""
        raise NotImplementedError

    def sentence(self, text: str, *, wrong: bool = True) -> None:
        """Say what is wrong, or what is going on."""
        shown = self.query_one("#sentence", Static)
        shown.update(Content(text))
        shown.set_class(wrong, "-wrong")

    def start(self, work: Callable[[], Awaitable[None]], meanwhile: str) -> None:
        """Do something slow; fields are locked and ``meanwhile`` is shown until it is done."""
        self._busy = True
        self.sentence(meanwhile, wrong=False)
        self._lock(True)
        self.run_worker(self._finished(work), exclusive=True, exit_on_error=True)

    async def _finished(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Refused as refused:
            self._lock(False)
            self.refused(refused)
            self.after_refusal()
        finally:
            self._busy = False

    def refused(self, refused: Refused) -> None:
        """Say why it was refused."""
        self.sentence(say(refused.key, **refused.values))

    def after_refusal(self) -> None:
        """Get ready for another try."""

    def action_reason(self, action_id: str) -> str:
        """Nothing but leaving is possible while something slow runs."""
        busy = self._busy and action_id != "start.leave"
        return say("start.wait") if busy else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only unlocking can go by the recovery code."""
        return self.RECOVERS or parameters != ("start.recover",)

    def do_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(_help())

    def do_leave(self) -> None:
        """Leave; nothing was changed."""
        self.app.exit()

    def do_up(self) -> None:
        """Go to the choice or field above."""
        self.focus_previous()

    def do_down(self) -> None:
        """Go to the choice or field below."""
        self.focus_next()

    def do_previous(self) -> None:
        """Go back one field."""
        self.focus_previous()

    def _lock(self, locked: bool) -> None:
        for field in self.query(Input):
            field.disabled = locked
        self.refresh_bindings()


def field(label_key: str, name: str, value: str = "", *, secret: bool = False) -> Iterable[Widget]:
    """Yield a label and a one-row input of this id."""
    yield Static(Content(say(label_key)), classes="label")
    yield SecretField(id=name) if secret else LineInput(value, id=name)


def _help() -> Screen[None]:
    from screens.help.screen import HelpScreen

    return HelpScreen("start")


class StartForm(StartScreen):
    """Base of setting up and recovering: both end in ``passphrase`` and ``again``.

    A screen sets ``FIELDS``, the ids of its fields in order, and overrides ``finished``.
    """

    FIELDS: ClassVar[tuple[str, ...]] = ()

    def on_mount(self) -> None:
        """Begin with the first field."""
        self.after_refusal()

    def do_next(self) -> None:
        """Go to the next field, or finish after the last."""
        fields = self.FIELDS
        here = self.focused.id if self.focused and self.focused.id in fields else fields[0]
        empty = next((name for name in fields if not self.typed(name).value.strip()), None)
        if here != fields[-1]:
            self.set_focus(self.typed(fields[fields.index(str(here)) + 1]))
        elif empty:
            self.sentence(say("start.set_up.missing"))
            self.set_focus(self.typed(empty))
        elif self.typed("passphrase").value != self.typed("again").value:
            self.typed("again").value = ""
            self.sentence(say("start.set_up.differ"))
        else:
            self.finished()

    def after_refusal(self) -> None:
        """Begin with the first field; whatever was typed is still there."""
        self.set_focus(self.typed(self.FIELDS[0]))

    def typed(self, name: str) -> Input:
        """Return the field with this id."""
        return self.query_one(f"#{name}", Input)

    def finished(self) -> None:
        """Act: every field is filled and both passphrases agree."""
        raise NotImplementedError
