"""The forms before the desk that end in a new passphrase: Enter walks, the last field acts."""

from __future__ import annotations

from typing import ClassVar

from textual.widgets import Input

from screens.start_frame import StartScreen
from xfconsole.ui.i18n import say


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
