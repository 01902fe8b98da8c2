"""The bottom row: the keys of this screen, then those that work everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from screens.widgets.one_line import OneLine, Part
from xfconsole.ui.actions import Action, actions, label
from xfconsole.ui.cells import plain, width
from xfconsole.ui.i18n import language
from xfconsole.ui.key_names import key_name

MAIN = 8
"""So many keys of the screen come before those that work everywhere."""


class KeyBar(OneLine):
    """Shows what the registry has for some groups; what does not fit is in help and palette.

    ``reason`` tells why an action is impossible now; such a key is drawn faint. ``shows`` leaves
    out what a screen never does.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key--key", "key--label", "key--off"}

    def __init__(
        self,
        *groups: str,
        reason: Callable[[str], str] | None = None,
        shows: Callable[[str], bool] = lambda _: True,
        id: str | None = None,  # noqa: A002 - textual's own name
    ) -> None:
        super().__init__(id=id)
        self._groups = groups
        self._reason = reason or (lambda _: "")
        self._shows = shows

    def parts(self, cells: int) -> list[Part]:
        """Put as many keys on the row as fit, help always among them."""
        found = [
            each
            for group in self._groups
            for each in actions(group)
            if each.show and self._shows(each.id)
        ]
        chosen = _fitting(found, cells - 1)
        parts: list[Part] = [(" ", "")]
        for each in chosen:
            off = bool(self._reason(each.id))
            key, name = _key(each), _label(each)
            parts += [(key, "key--off" if off else "key--key")]
            parts += [(name, "key--off" if off else "key--label")]
        return parts


def _key(each: Action) -> str:
    return key_name(each.key_list[0]) + ("" if language() == "zh" else " ")


def _label(each: Action) -> str:
    return plain(label(each)) + ("  " if language() == "en" else " ")


def _fitting(found: list[Action], cells: int) -> list[Action]:
    """Keep the order; room goes to help first, then to the screen's main keys, then to F-keys."""
    own = [each for each in found if each.group != "app"]
    everywhere = [each for each in found if each.group == "app"]
    helps = [each for each in found if each.name == "help"]
    chosen: set[str] = set()
    for claim in (helps, own[:MAIN], everywhere, own[MAIN:]):
        for each in claim:
            wide = 0 if each.id in chosen else width(_key(each) + _label(each))
            if wide > cells:
                break
            chosen.add(each.id)
            cells -= wide
    return [each for each in found if each.id in chosen]
