"""The bottom row: the keys that do something where the officer stands, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast

from screens.widgets.one_line import OneLine, Part
from xfconsole.core.words.frozen import frozen
from xfconsole.ui.host import Host
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.actions import action, actions, label
from xfconsole.ui.keys.key_names import key_name
from xfconsole.ui.text.cells import plain, width
from xfconsole.ui.words.catalogue import language

MAIN = 8
"""So many keys of the screen, then of those that work everywhere, come before all others."""


@frozen
class ShownKey:
    """One key and what it does, as they stand on the row."""

    id: str
    key: str
    label: str

    @property
    def gap(self) -> str:
        """What parts it from the key before: an F-key is seen to begin anew as it is."""
        return " " if language() == "zh" or self.key.startswith("F") else "  "


class KeyBar(OneLine):
    """Shows the actions of some groups that are possible now, each with a key that gets through.

    A letter that a field would take in gives way to its twin. What has no room is on the next page,
    which ``turn`` shows; a change of screen goes back to the first. Under another screen the row is
    empty, because none of its keys works there. ``Screen.refresh_bindings`` has it look again.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key--key", "key--label"}

    def __init__(self, *groups: str) -> None:
        super().__init__(id="keys")
        self._groups = groups
        self._page = self._turned_at = 0
        self._count = 1
        self._to_look = False

    def on_mount(self) -> None:
        """Look again when the focus, the screen or what is possible became another."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._look())

    def _look(self) -> None:
        # A key often changes several of these: looked at once, when it has done its work.
        if not self._to_look:
            self._to_look = True
            self.call_later(self._look_again)

    def _look_again(self) -> None:
        self._to_look = False
        self.redraw()

    def turn(self) -> None:
        """Show the next page, after the last one the first."""
        # What is possible may change meanwhile, and with it how many pages there are.
        self._page = (self._page_now + 1) % self._count
        self._turned_at = self.screen.stack_updates
        self.redraw()

    @property
    def _page_now(self) -> int:
        return self._page if self._turned_at == self.screen.stack_updates else 0

    def parts(self, cells: int) -> list[Part]:
        """Put a page of keys on the row, with the key that turns it where there are several."""
        if not self.screen.is_active:
            return []
        found = pages(self.possible(), cells, all_first=self.screen.is_modal)
        self._count = len(found)
        page = min(self._page_now, self._count - 1)
        parts: list[Part] = []
        for each in found[page]:
            parts += [(each.gap if parts else " ", ""), (each.key, "key--key")]
            parts += [(each.label, "key--label")]
        if found[1:]:
            place = _place(page + 1, len(found))
            used = sum(width(text) for text, _ in parts)
            parts += [(" " * (cells - used - width(place)), ""), (place, "key--key")]
        return parts

    def possible(self) -> list[ShownKey]:
        """Return what can be done now, in the registry's order, but not to go where one stands."""
        acting, here = cast("Acting", self.screen), f"app.{self._groups[0]}"
        bound = self._bound(acting.host)
        found = []
        for each in (each for group in self._groups for each in actions(group) if each.show):
            key = next((key for key in each.key_list if (each.id, key) in bound), "")
            if key and each.id != here and not acting.why_not(each.id):
                found.append(ShownKey(each.id, _key(key), plain(label(each))))
        return found

    def _bound(self, host: Host) -> set[tuple[str, str]]:
        """Return each action's id with each key that gets to it past the field with the focus."""
        active = self.screen.active_bindings.items()
        bound = {(each.binding.id or "", key) for key, each in active if each.enabled}
        past = (each for each in actions("app") if host.reaches(each.id))
        return bound | {(each.id, key) for each in past for key in each.key_list}


def pages(found: Sequence[ShownKey], cells: int, *, all_first: bool) -> list[list[ShownKey]]:
    """Return the keys in rows of ``cells``; where there are several, with room to say which it is.

    Help comes first, then the screen's own keys, all of them or the main ones as far as the first
    row goes, then the desk's.
    """
    helps = [each for each in found if each.id.endswith(".help")]
    rest = [each for each in found if each not in helps]
    own = [each for each in rest if not each.id.startswith("app.")]
    desk = [each for each in rest if each not in own]
    if _cells(found) <= cells:
        return [[*helps, *own, *desk]]
    room = cells - width(" " + _place(9, 9))
    main = len(_rows([*helps, *own[:MAIN]], room)[0]) - len(helps)
    first = len(own) if all_first else main
    return _rows([*helps, *own[:first], *desk[:MAIN], *own[first:], *desk[MAIN:]], room)


def _rows(found: Sequence[ShownKey], room: int) -> list[list[ShownKey]]:
    rows: list[list[ShownKey]] = [[]]
    for each in found:
        if rows[-1] and _cells([*rows[-1], each]) > room:
            rows.append([])
        rows[-1].append(each)
    return rows


def _cells(row: Sequence[ShownKey]) -> int:
    """Return how wide keys are beside each other, with a blank before the first."""
    gaps = sum(len(each.gap) for each in row[1:])
    return 1 + gaps + sum(width(each.key + each.label) for each in row)


def _key(key: str) -> str:
    return key_name(key) + ("" if language() == "zh" else " ")


def _place(page: int, of: int) -> str:
    return f"{key_name(action('app.more').key_list[0])} {page}/{of}"
