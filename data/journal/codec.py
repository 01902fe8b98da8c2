"""How facts and instants lie in the file: canonical JSON, and UTC text of fixed width."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from xfconsole.core.facts.event import FACTS, Fact, body_of, fact_of

Converters = tuple[tuple[str, Callable[[Any], Any]], ...]


def canonical(value: object) -> str:
    """Return JSON with sorted keys, no blanks and no escapes: equal values, equal text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def instant_text(at: datetime) -> str:
    """Return an aware instant as UTC text of 27 characters, microseconds included.

    Raises ValueError for a naive one.
    """
    if at.utcoffset() is None:
        raise ValueError("an instant needs its offset from UTC")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def instant_of(text: str) -> datetime:
    """Return the aware instant that ``instant_text`` wrote."""
    return datetime.fromisoformat(text)


def fact_text(fact: Fact) -> str:
    """Return the fact's canonical JSON body."""
    return canonical(body_of(fact))


def fact_from(kind: str, text: str) -> Fact:
    """Return the fact that ``fact_text`` wrote. Raises ValueError for an unknown kind or key."""
    values: dict[str, Any] = json.loads(text)
    converters = _converters(kind)
    if converters is None:
        return fact_of(kind, values)
    try:
        for name, convert in converters:
            if (value := values.get(name)) is not None:
                values[name] = convert(value)
        return FACTS[kind](**values)
    except (KeyError, TypeError, AttributeError):
        raise ValueError(f"the body of a {kind} does not fit") from None


@cache
def _converters(kind: str) -> Converters | None:
    """Return what to convert in bodies of a kind, or None where only the general way will do.

    The general way looks every field's type up again; a night of 4,000 events is read too often
    for that.
    """
    cls = FACTS.get(kind)
    return None if cls is None else _of_class(cls)


def _of_class(cls: type[Any]) -> Converters | None:
    hints = get_type_hints(cls)
    plain = [(f.name, _converter(hints[f.name])) for f in fields(cls)]
    if any(convert is NotImplemented for _, convert in plain):
        return None
    return tuple((name, convert) for name, convert in plain if convert is not None)


def _converter(hint: Any) -> Any:
    """Return a function for one value, None to take it as it is, NotImplemented if it is nested."""
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (each for each in get_args(hint) if each is not type(None))
    if hint in (str, int, bool) or get_origin(hint) is Mapping:
        return None
    if hint in (datetime, date):
        return hint.fromisoformat
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {each.value: each for each in hint}.__getitem__
    member = get_args(hint)[0] if get_origin(hint) is tuple else None
    if member is str:
        return tuple
    if isinstance(member, type) and is_dataclass(member):
        return _rows(member)
    return NotImplemented


def _rows(cls: type[Any]) -> Any:
    """Return a function for a list of values of one class: a roster has thousands of lines."""
    converters = _of_class(cls)
    if converters is None:
        return NotImplemented

    def row(values: dict[str, Any]) -> Any:
        for name, convert in converters:
            if (value := values.get(name)) is not None:
                values[name] = convert(value)
        return cls(**values)

    return lambda found: tuple(map(row, found))
