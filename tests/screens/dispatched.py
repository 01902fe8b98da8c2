"""What textual works out anew for every message and callback, worked out once for all consoles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

import pytest
from textual._callback import _count_parameters
from textual.message import Message
from textual.message_pump import MessagePump

Handlers: TypeAlias = "list[tuple[type, Callable[..., Any]]]"

_by_name: dict[tuple[type, type, str], Handlers | None] = {}
_counted: WeakKeyDictionary[Callable[..., Any], int] = WeakKeyDictionary()
dispatch_methods = MessagePump._get_dispatch_methods


def look_up_once(patch: pytest.MonkeyPatch) -> None:
    """Let consoles within this process share which methods take a message, and how many values."""
    patch.setattr(MessagePump, "_get_dispatch_methods", known_methods)
    patch.setattr("textual._callback._count_parameters", known_count)


def known_count(callback: Callable[..., Any]) -> int:
    """Count the parameters as textual does, of a method once whatever object it is bound to."""
    method = getattr(callback, "__func__", None)
    if method is None:
        return _count_parameters(callback)
    if method not in _counted:
        _counted[method] = _count_parameters(callback)
    return _counted[method]


def known_methods(
    pump: MessagePump, name: str, message: Message
) -> Iterable[tuple[type, Callable[..., Any]]]:
    """Yield the methods that take a message as textual does."""
    key = type(pump), type(message), name
    if key not in _by_name:
        _by_name[key] = _found_by_name(*key)
    found = _by_name[key]
    if found is None:
        yield from dispatch_methods(pump, name, message)
        return
    for each, method in found:
        # One that is called may ask for it.
        if message._no_default_action:
            break
        yield each, method.__get__(pump, each)


def _found_by_name(kind: type, message: type, name: str) -> Handlers | None:
    """Return the methods of these names; None where one is chosen by what the message says."""
    chosen = [vars(each).get("_decorated_handlers", {}) for each in kind.__mro__]
    if any(each in handlers for handlers in chosen for each in message.__mro__):
        return None
    methods = [(each, vars(each).get(f"_{name}") or vars(each).get(name)) for each in kind.__mro__]
    return [(each, m) for each, m in methods if m and not getattr(m, "_textual_on", None)]
