"""How facts, rows and instants lie in the file: canonical JSON, columns, UTC text of one width."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache, lru_cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from xfconsole.core.facts.event import FACTS, Fact, body_of, fact_of

T = TypeVar("T")
Converters = tuple[tuple[str, Callable[[Any], Any]], ...]


canonical: Callable[[object], str] = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":")
).encode
"""Returns JSON with sorted keys, no blanks and no escapes: equal values, equal text."""


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
    hint = _without_none(hint)
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


def columns_of(value: object, **own: Any) -> dict[str, Any]:
    """Return the fields of a fact, or of a part of one, by name as columns hold them: an instant
    and a date as text, a yes as 1, a word of a closed list by its value, a list as JSON; with
    ``own``, which are columns already."""
    cls: Any = type(value)
    names, encoders = _encoders(cls)
    row = {name: getattr(value, name) for name in names}
    for name, encode in encoders:
        if (found := row[name]) is not None:
            row[name] = encode(found)
    row.update(own)
    return row


def reader_of(cls: type[T], names: Sequence[str]) -> Callable[..., T]:
    """Return a function that makes a value of a class from columns in the order of ``names``, the
    reverse of ``columns_of``; what no column holds it takes by name."""
    hints = get_type_hints(cls)
    decoders = [(name, decode) for name in names if (decode := _decoder(hints[name])) is not None]

    def read(columns: Iterable[Any], **more: Any) -> T:
        values = dict(zip(names, columns, strict=True), **more)
        for name, decode in decoders:
            if (value := values[name]) is not None:
                values[name] = decode(value)
        return cls(**values)

    return read


_ENCODERS: dict[Any, Callable[[Any], Any]] = {
    datetime: instant_text,
    date: date.isoformat,
    bool: int,
}


@cache
def _encoders(cls: type[Any]) -> tuple[Sequence[str], Converters]:
    hints = get_type_hints(cls)
    names = [each.name for each in fields(cls)]
    found = ((name, _encoder(hints[name])) for name in names)
    return names, tuple((name, encode) for name, encode in found if encode is not None)


def _encoder(hint: Any) -> Any:
    hint = _without_none(hint)
    if hint in _ENCODERS:
        return _ENCODERS[hint]
    if get_origin(hint) is tuple:
        return canonical
    is_word = isinstance(hint, type) and issubclass(hint, Enum)
    return {each: each.value for each in hint}.__getitem__ if is_word else None


def _decoder(hint: Any) -> Any:
    hint = _without_none(hint)
    if hint is bool:
        return bool
    if get_origin(hint) is tuple:
        return _list
    return _converter(hint)


@lru_cache(maxsize=1024)
def _list(text: str) -> tuple[Any, ...]:
    """Return the values of a list, which many rows of a page have alike."""
    return tuple(json.loads(text))


def _without_none(hint: Any) -> Any:
    """Return the type of a value that may be missing."""
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (each for each in get_args(hint) if each is not type(None))
    return hint
