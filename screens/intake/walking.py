"""Moves through the intake form: Enter and Tab, and lists to pick from."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING

from screens.intake.fields import FIELDS, IDENTITY
from screens.intake.sheet import PICKED, IntakeSheet
from screens.shared.frame import DeskScreen
from screens.shared.moments import received_at
from screens.shared.pick import Picker
from screens.shared.picks import PickRows, choice_rows, settled, topic_rows, unit_rows
from screens.widgets.field_choice import ChoiceField
from xfconsole.ui.words.catalogue import say


class Walking(DeskScreen):
    """Base of the intake screen: where the focus is and where it goes."""

    anonymous = False
    _units: list[str] | None = None

    if TYPE_CHECKING:

        def do_save(self) -> Awaitable[None]: ...

    @property
    def sheet(self) -> IntakeSheet:
        """The form."""
        return self.query_one(IntakeSheet)

    def walk(self) -> list[str]:
        """Return the fields that Enter visits now, in order."""
        skipped = IDENTITY if self.anonymous else ()
        return [
            name for name in FIELDS if name not in skipped and not self.sheet.widget(name).disabled
        ]

    def here(self) -> str:
        """Return the field that has the focus, or an empty text."""
        focused = self.focused
        return focused.id if focused is not None and focused.id in FIELDS else ""

    def _go(self, step: int) -> bool:
        """Move by one field; False at either end, where nothing moves."""
        walk, here = self.walk(), self.here()
        at = walk.index(here) + step if here in walk else 0
        if not 0 <= at < len(walk):
            return False
        self.set_focus(self.sheet.widget(walk[at]))
        return True

    async def do_next(self) -> None:
        """Go to the next field; from the last one, register. Raises Refused for an unclear time."""
        here = self.here()
        if here == "received":
            received_at(self.sheet.field(here).read(), self.host.now(), self.host.zone)
        if here in PICKED and not self._settle(here):
            self._pick(here)
        elif not self._go(1):
            await self.do_save()

    def do_previous(self) -> None:
        """Go back one field."""
        self._go(-1)

    def key_down(self) -> None:
        """Go to the next field where the arrow has nothing else to do."""
        self._go(1)

    def key_up(self) -> None:
        """Go back one field where the arrow has nothing else to do."""
        self._go(-1)

    # --- picking -------------------------------------------------------------------------------

    def do_choose(self) -> None:
        """Open the list of the field that has the focus."""
        self._pick(self.here())

    def _rows(self, name: str) -> PickRows:
        widget = self.sheet.widget(name)
        if isinstance(widget, ChoiceField):
            return choice_rows(widget.options)
        if name == "topic":
            return topic_rows(tuple(self.host.subjects()))
        if self._units is None:
            self._units = self.host.views.units()
        return unit_rows(self._units)

    def _settle(self, name: str) -> bool:
        """Put the value in the field that its text stands for; False when it has to be asked."""
        field = self.sheet.field(name)
        value = settled(field.read(), self._rows(name))
        if value is not None:
            field.fill(value)
        return value is not None

    def _pick(self, name: str) -> None:
        field, free = self.sheet.field(name), name in PICKED
        query = field.read() if free else ""

        def take(value: str | None) -> None:
            if value is not None:
                field.fill(value)
                self._go(1)

        picker = Picker[str](
            say(f"field.typed.{name}").rstrip("*"),
            self._rows(name),
            query=query,
            free=str if free else None,
        )
        self.app.push_screen(picker, take)
