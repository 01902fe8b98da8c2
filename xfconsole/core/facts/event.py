"""What a fact is, the line of the journal that carries it, and its JSON form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, ClassVar, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen

T = TypeVar("T")
JsonValue = Any
"""What ``json`` can carry: the values of an event's body."""

Order: TypeAlias = tuple[str, str, int]
"""An event's stamp, the desk that wrote it, and its number there: every desk of an office folds the
same events in this order, whichever came first."""

FACTS: dict[str, type[Fact]] = {}
"""Every kind of fact by its name in the journal."""


@frozen
class Fact:
    """Base of all facts; ``kind`` is the event's kind in the journal.

    A class that is given its kind beside its base is known to the journal by that. Raises
    ValueError for a kind that another class has.
    """

    kind: ClassVar[str]

    def __init_subclass__(cls, kind: str = "") -> None:
        if kind in FACTS:
            raise ValueError(f"two facts are called {kind}")
        # A class with slots is made twice: the second time its kind is an attribute already.
        if kind:
            cls.kind = kind
        if kind or cls.kind in FACTS:
            FACTS[cls.kind] = cls


@frozen
class Event:
    """One line of the journal. Both times are aware UTC; ``seq`` is 0 until stored.

    ``subject`` is the matter, incident or office the fact is about. ``happened_at`` may lie
    before ``recorded_at``: back-dating is legitimate and visible. ``seq`` says where it stands in
    this file, ``order`` where among the events of all desks. Of a desk that is a copy,
    ``copied_from`` are the desk that it was copied from, with the last line that it had of that
    one, and whom that one was a copy of in turn.
    """

    uid: Uid
    subject: Uid
    happened_at: datetime
    recorded_at: datetime
    officer: str
    fact: Fact
    seq: int = 0
    order: Order = field(default=("", "", 0), compare=False)
    copied_from: tuple[tuple[str, int], ...] = field(default=(), compare=False)

    @property
    def place(self) -> tuple[Order, int]:
        """What events are sorted by; those that no file has numbered keep to ``seq``."""
        return self.order, self.seq

    @property
    def desk(self) -> str:
        """Which desk wrote it; nothing where only one ever does, as in a drill."""
        return self.order[1]

    @property
    def kind(self) -> str:
        """The fact's kind, such as ``post.rung``."""
        return self.fact.kind


def taken_from(cls: type[T], source: object, **own: Any) -> T:
    """Return a value of a class: what a source has under the names of its fields, and ``own``.

    The source's class has slots. A field that neither gives keeps its default.
    """
    classes: Any = cls, type(source)
    found = {name: getattr(source, name) for name in _shared(*classes) if name not in own}
    return cls(**found, **own)


@cache
def _shared(cls: Any, other: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(cls) if hasattr(other, each.name))


def body_of(fact: Fact) -> dict[str, JsonValue]:
    """Return the fact as JSON-ready values, leaving out what equals its default."""
    cls: Any = type(fact)
    return {
        name: _encode(value)
        for name, default in _defaults(cls)
        if (value := getattr(fact, name)) != default
    }


@cache
def _defaults(cls: Any) -> Sequence[tuple[str, object]]:
    """Return a fact's fields with their defaults: asking for them takes longer than encoding."""
    return [(each.name, each.default) for each in fields(cls)]


def fact_of(kind: str, body: Mapping[str, JsonValue]) -> Fact:
    """Build the fact that ``body_of`` wrote.

    Raises ValueError for an unknown kind or key, ValueError or TypeError for a value that is none
    of its field's.
    """
    cls = FACTS.get(kind)
    if cls is None:
        raise ValueError(f"unknown kind of event: {kind}")
    return _build(cls, body)  # type: ignore[no-any-return]


def _encode(value: object) -> JsonValue:
    if value is None or type(value) is str:
        return value  # Most of what a roster holds.
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_encode(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _encode(getattr(value, f.name)) for f in fields(value)}
    return value


@cache
def _hints(cls: type) -> dict[str, Any]:
    return {k: v for k, v in get_type_hints(cls).items() if k in {f.name for f in fields(cls)}}


def _build(cls: type, body: Mapping[str, JsonValue]) -> Any:
    hints = _hints(cls)
    unknown = set(body) - set(hints)
    if unknown:
        raise ValueError(f"{cls.__name__} has no field {sorted(unknown)[0]}")
    return cls(**{name: _decode(hints[name], value) for name, value in body.items()})


def _decode(hint: Any, value: JsonValue) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        inner = [each for each in get_args(hint) if each is not type(None)]
        return None if value is None else _decode(inner[0], value)
    if origin is tuple:
        if not isinstance(value, list):
            raise ValueError(f"{value!r} is no list")
        return tuple(_decode(get_args(hint)[0], each) for each in value)
    if hint is datetime:
        return _instant(value)
    if hint is date:
        return date.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if isinstance(hint, type) and is_dataclass(hint):
        return _build(hint, value)
    if isinstance(hint, type) and type(value) is not hint:
        raise ValueError(f"{value!r} is no {hint.__name__}")
    return value


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.utcoffset() is None:
        raise ValueError(f"{text} lacks its offset from UTC")
    return at
