"""What all screens with fields share: Enter walks them, and a list fills them in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, ClassVar, cast

from textual.screen import Screen

from screens.shared.pick import Picker
from screens.shared.picks import PickRows, settled
from screens.widgets.field_choice import ChoiceField
from screens.widgets.field_line import LineField
from screens.widgets.secret_field import SecretField
from screens.widgets.text_box import TextBox
from xfconsole.core.words.frozen import frozen
from xfconsole.ui.keys.acting import Acting

Field = LineField | TextBox | ChoiceField | SecretField


@frozen
class PickList:
    """What a field is picked from; where ``free``, a text that is in no row is taken, too.

    What is picked takes the place of what stood there, or follows it after ``between``.
    """

    title: str
    rows: Callable[[], PickRows]
    free: bool = True
    between: str = ""


class FieldWalk(Acting):
    """Mixin of screens that are filled in. ``fields`` are by name, in the order of the walk."""

    GROUP: ClassVar[str]
    fields: Mapping[str, Field]

    if TYPE_CHECKING:

        def walk(self) -> list[str]:
            """Return the fields that Enter visits now, in order."""

        def field_changed(self, field: Field) -> None:
            """Take in that something else stands in a field."""

        def pick_list(self, name: str) -> PickList | None:
            """Return what a field is picked from, or None."""

        def finish(self) -> Awaitable[None]:
            """Do what the fields are for, after the last one."""

    def here(self) -> str:
        """Return the field that has the focus, or an empty text."""
        focused = self._screen.focused
        return next((name for name, field in self.fields.items() if field is focused), "")

    def go_to(self, name: str) -> None:
        """Put the focus into a field."""
        self._screen.set_focus(self.fields[name])

    def go(self, step: int) -> bool:
        """Move by so many fields; False past either end, where nothing moves."""
        walk, here = self.walk(), self.here()
        at = walk.index(here) + step if here in walk else 0
        if not 0 <= at < len(walk):
            return False
        self.go_to(walk[at])
        return True

    async def action_next(self) -> None:
        """Let Enter in a field do what the key for the next one does."""
        await self.action_act(f"{self.GROUP}.next")

    async def do_next(self) -> None:
        """Go to the next field once this one is clear; from the last one, do it."""
        here = self.here()
        listed = self.pick_list(here)
        if listed is not None and listed.free and not self._settle(here, listed):
            self._pick(here, listed)
        elif not self.go(1):
            await self.finish()

    def do_previous(self) -> None:
        """Go back one field."""
        self.go(-1)

    def do_choose(self) -> None:
        """Open the list of the field that has the focus."""
        here = self.here()
        if (listed := self.pick_list(here)) is not None:
            self._pick(here, listed)

    def _settle(self, name: str, listed: PickList) -> bool:
        """Put the value in the field that its text stands for; False when it has to be asked."""
        field = self.fields[name]
        value = settled(field.read(), listed.rows())
        if value is not None:
            field.fill(value)
        return value is not None

    def _pick(self, name: str, listed: PickList) -> None:
        field = self.fields[name]

        def take(value: str | None) -> None:
            if value is None:
                return
            if listed.between:
                before = field.read().strip().removesuffix(listed.between.strip())
                field.fill(listed.between.join(filter(None, (before, value))))
            else:
                field.fill(value)
                self.go(1)

        query, free = (field.read(), str) if listed.free else ("", None)
        picker = Picker[str](listed.title, listed.rows(), query=query, free=free)
        self._screen.app.push_screen(picker, take)

    @property
    def _screen(self) -> Screen[object]:
        return cast("Screen[object]", self)
