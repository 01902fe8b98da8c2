"""The one registry of actions: keys, key bar, help, palette and key table come from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from xfconsole.ui.words.catalogue import has, say

if TYPE_CHECKING:
    from textual.binding import Binding
from xfconsole.ui.keys.action import Action

_overrides: dict[str, str] = {}


def use_keymap(overrides: Mapping[str, str]) -> dict[str, str]:
    """Use these keys, by action id, in place of the registry's own; return those before."""
    before = dict(_overrides)
    _overrides.clear()
    _overrides.update(overrides)
    for each in (all_actions, actions, _by_id):
        each.cache_clear()
    return before


@cache
def all_actions() -> tuple[Action, ...]:
    """Return every action as the registry and the office's keymap have it, in the order of help."""
    from xfconsole.ui.keys.action_table import ACTIONS

    return tuple(map(_as_mapped, ACTIONS))


@cache
def actions(group: str) -> tuple[Action, ...]:
    """Return the actions of one group, in the order of the key bar."""
    return tuple(each for each in all_actions() if each.group == group)


def told(group: str, *, several: bool) -> list[Action]:
    """Return those of a group that an office is told of: ``several`` is whether it has other
    desks."""
    return [each for each in actions(group) if several or not each.shared]


def action(action_id: str) -> Action:
    """Return one action; KeyError when there is none of that id."""
    return _by_id()[action_id]


@cache
def _by_id() -> dict[str, Action]:
    return {each.id: each for each in all_actions()}


def action_of(verb: str, group: str) -> Action:
    """Return the first action of an incident's verb in a group; KeyError when there is none."""
    for each in actions(group):
        if each.verb == verb:
            return each
    raise KeyError(verb)


def _as_mapped(plain: Action) -> Action:
    keys = _overrides.get(plain.id)
    return plain if keys is None else replace(plain, keys=keys, twin="")


def label(each: Action) -> str:
    """Return the action's short name for the key bar, at most a few cells wide."""
    return say(words_key(each, "action"))


def tip(each: Action) -> str:
    """Return the sentence that says what the action does."""
    return say(words_key(each, "help"))


def words_key(each: Action, what: str) -> str:
    """Return the catalogue key of an action's name, ``action``, or of its sentence, ``help``.

    A verb of an incident has the same words wherever a screen has none of its own for it.
    """
    if not each.verb:
        return f"{what}.{each.id}"
    key = f"verb.{each.verb}.{what}"
    return own if has(own := f"{key}.{each.id}") else key


def bindings(*groups: str) -> list[Binding]:
    """Return textual bindings for groups; each calls ``act("<id>")`` on its node."""
    return [as_binding(each) for group in groups for each in actions(group)]


def as_binding(each: Action) -> Binding:
    """Return the textual binding of one action, of any screen."""
    from textual.binding import Binding

    return Binding(
        ",".join(each.key_list),
        f"act('{each.id}')",
        id=each.id,
        show=False,
        priority=each.priority,
    )


def clashes(chain: Iterable[Action]) -> list[tuple[str, Action, Action]]:
    """Return each key that two actions of one binding chain lay claim to, with both of them."""
    seen: dict[str, Action] = {}
    found = []
    for each in chain:
        for key in each.key_list:
            other = seen.setdefault(key, each)
            if other is not each:
                found.append((key, other, each))
    return found
