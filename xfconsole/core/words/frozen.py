"""Frozen classes of values, whose methods are not written before they are called.

The standard library writes and compiles six methods of each class, which takes ten times as long as
the class itself; most classes are never made an object of in one run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from inspect import Signature, signature
from reprlib import recursive_repr
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """Make a class one of frozen values with slots, as ``dataclass(frozen=True, slots=True)`` does.

    A class of the one sort cannot inherit from one of the other.
    """
    # Of a class without a text the library looks for the signature, to put it in its place.
    cls.__doc__ = cls.__doc__ or cls.__name__
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    for name, method in _SHARED.items():
        setattr(made, name, method)
    for name, write in (("__init__", _init), ("__eq__", _eq), ("__hash__", _hash)):
        setattr(made, name, _later(made, name, write))
    return made  # type: ignore[no-any-return]


def _later(cls: Any, name: str, write: Callable[[Any], Any]) -> Callable[..., Any]:
    """Return what writes a method when it is called for the first time."""

    def method(self: Any, *given: Any, **named: Any) -> Any:
        written = write(cls)
        written.__qualname__ = f"{cls.__qualname__}.{name}"
        setattr(cls, name, written)
        return written(self, *given, **named)

    return method


def _init(cls: Any) -> Any:
    known: dict[str, Any] = {"MISSING": MISSING}
    given, named, body = ["self"], ["*"], ["pass"]
    for each in filter(lambda each: each.init, fields(cls)):
        name = taken = each.name
        known[f"_set_{name}"] = getattr(cls, name).__set__
        if each.default_factory is not MISSING:
            known[f"_new_{name}"], known[f"_default_{name}"] = each.default_factory, MISSING
            taken = f"_new_{name}() if {name} is MISSING else {name}"
        elif each.default is not MISSING:
            known[f"_default_{name}"] = each.default
        default = f"=_default_{name}" if f"_default_{name}" in known else ""
        (named if each.kw_only else given).append(name + default)
        body.append(f"_set_{name}(self, {taken})")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    parameters = ", ".join(given + (named if len(named) > 1 else []))
    return _compiled(f"def method({parameters}):\n    " + "\n    ".join(body), known)


def _eq(cls: Any) -> Any:
    return _compiled(
        "def method(self, other):\n"
        "    if other.__class__ is self.__class__:\n"
        f"        return {_compared(cls, 'self')} == {_compared(cls, 'other')}\n"
        "    return NotImplemented\n"
    )


def _hash(cls: Any) -> Any:
    return _compiled(f"def method(self):\n    return hash({_compared(cls, 'self')})\n")


def _compared(cls: Any, whose: str) -> str:
    return f"({''.join(f'{whose}.{each.name}, ' for each in fields(cls) if each.compare)})"


def _compiled(text: str, known: dict[str, Any] | None = None) -> Any:
    known = {} if known is None else known
    exec(text, known)
    return known["method"]


@recursive_repr()
def _repr(self: Any) -> str:
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _refuse(self: Any, name: str, *_: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot change field {name!r}")


def _getstate(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in fields(self)]


def _setstate(self: Any, state: list[Any]) -> None:
    for each, found in zip(fields(self), state, strict=True):
        object.__setattr__(self, each.name, found)


class _Signature:
    """What a class takes, for those who ask before its ``__init__`` is written."""

    def __get__(self, _: object, cls: Any) -> Signature:
        taken = signature(_init(cls))
        return taken.replace(parameters=list(taken.parameters.values())[1:])


_SHARED = {
    "__signature__": _Signature(),
    "__repr__": _repr,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__getstate__": _getstate,
    "__setstate__": _setstate,
}
