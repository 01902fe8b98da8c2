"""Reads a drill: a scripted night in TOML, checked before anything runs (docs/drills.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import EnumType
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line
from xfconsole.core.words.toml_text import Fault, LineIndex, NotToml, read_toml
from xfconsole.core.words.toml_text import Path as Path_
from xfconsole.drill.verbs import VERBS, Shape
from xfconsole.reading import read_file

MAX_BYTES = 10 * 2**20
"""100,000 steps with their fields; reading them takes some seven seconds and 450 MB."""
MAX_STEPS = 100_000
MAX_LINE = 10_000
"""Characters."""
MAX_INT = 10**9
MAX_SPAN = timedelta(days=366)
DEFAULT_ZONE = "Asia/Shanghai"
_OFFSET = re.compile(
    r"([+-]?)(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?", re.ASCII
)
_UNREAD: dict[Fault, tuple[str, dict[str, int]]] = {
    Fault.TOO_LARGE: ("drill.refused.too_large", {"most": MAX_BYTES // 2**20}),
    Fault.NOT_UTF8: ("drill.refused.encoding", {}),
    Fault.LONG_LINE: ("drill.refused.long_line", {"most": MAX_LINE}),
    Fault.SYNTAX: ("drill.refused.toml", {}),
}
_TYPES = {Shape.INT: int, Shape.TEXT: str, Shape.FLAG: bool, Shape.DAY: date}
"""The exact type of a value: a truth value is no number."""


@frozen
class DrillStep:
    """One thing done ``at`` so long after the start. ``id`` is how later steps name it."""

    at: timedelta
    do: str
    values: Mapping[str, Any]
    line: int
    id: str = ""


@frozen
class Drill:
    """A scripted night. ``roster`` and ``policy`` are names as written, to be looked up."""

    title: str
    start: datetime
    until: timedelta
    zone: ZoneInfo
    roster: str
    policy: str
    steps: tuple[DrillStep, ...]


def read_drill(path: Path) -> Drill:
    """Read and check a drill file. Raises Refused naming file and line."""
    name = neutral_line(path.name)
    try:
        data = read_file(path, MAX_BYTES)
    except OSError as problem:
        raise Refused("drill.refused.unreadable", file=name) from problem
    return parse_drill(data, name)


def parse_drill(data: bytes, name: str) -> Drill:
    """Return the drill in a file's bytes. ``name`` is the file's; raises Refused with the line."""
    try:
        document, text = read_toml(data, MAX_BYTES, most_in_line=MAX_LINE)
    except NotToml as error:
        key, values = _UNREAD[error.fault]
        raise Refused(key, file=name, line=error.line, **values) from None
    return _DrillReader(name, document, LineIndex(text)).drill()


def span(text: str) -> timedelta | None:
    """Return a stretch of time written like ``+4m``, ``1h30m`` or ``-1h``, else None.

    None too for one longer than a year.
    """
    found = _OFFSET.fullmatch(text.strip())
    if found is None or not any(found.groups()[1:]):
        return None
    days, hours, minutes, seconds = (int(each or 0) for each in found.groups()[1:])
    total = days * 86400 + hours * 3600 + minutes * 60 + seconds
    if total > MAX_SPAN.total_seconds():
        return None
    return timedelta(seconds=-total if found.group(1) == "-" else total)


class _DrillReader:
    """Checks one document; every fault is told with its line."""

    def __init__(self, name: str, document: Mapping[str, Any], lines: LineIndex) -> None:
        self._name, self._document, self._lines = name, document, lines
        self._opened: set[str] = set()
        self._ids: set[str] = set()

    def drill(self) -> Drill:
        known = {"title", "start", "until", "roster", "policy", "zone", "step"}
        for key in self._document:
            if key not in known:
                raise self._unknown_key((key,), key, known)
        until = self._offset(self._document.get("until", "+2h"), ("until",))
        if until < timedelta(0):
            raise self._fault("drill.refused.offset", field="until", path=("until",))
        return Drill(
            self._words("title"),
            self._start(),
            until,
            self._zone(),
            self._words("roster"),
            self._words("policy") or "default",
            tuple(self._steps(until)),
        )

    def _start(self) -> datetime:
        start = self._document.get("start")
        if isinstance(start, datetime) and start.tzinfo and 1970 <= start.year <= 2999:
            return start
        raise self._fault("drill.refused.start", path=("start",))

    def _words(self, key: str) -> str:
        value = self._document.get(key, "")
        if not isinstance(value, str):
            raise self._fault("drill.refused.value", field=key, path=(key,))
        return neutral_line(value)

    def _zone(self) -> ZoneInfo:
        try:
            return ZoneInfo(self._words("zone") or DEFAULT_ZONE)
        except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
            raise self._fault("drill.refused.zone", path=("zone",)) from problem

    def _steps(self, until: timedelta) -> list[DrillStep]:
        raw = self._document.get("step", [])
        if not isinstance(raw, list) or not all(isinstance(each, dict) for each in raw):
            raise self._fault("drill.refused.steps", path=("step",))
        if len(raw) > MAX_STEPS:
            raise self._fault("drill.refused.too_many", most=MAX_STEPS, path=("step",))
        steps = [self._step(index, each) for index, each in enumerate(raw)]
        latest = timedelta(0)
        for index, step in enumerate(steps):
            if step.at < latest or step.at > until:
                raise self._fault("drill.refused.order", path=("step", index, "at"))
            latest = step.at
        return steps

    def _step(self, index: int, raw: Mapping[str, Any]) -> DrillStep:
        path: Path_ = ("step", index)
        do = raw.get("do")
        if not isinstance(do, str) or do not in VERBS:
            raise self._fault("drill.refused.verb", verbs=", ".join(VERBS), path=(*path, "do"))
        values = self._values(path, do, raw)
        at = self._offset(raw.get("at", "+0m"), (*path, "at"))
        self._refer(path, do, values)
        return DrillStep(at, do, values, self._lines.line(path), self._id(path, raw))

    def _values(self, path: Path_, do: str, raw: Mapping[str, Any]) -> dict[str, Any]:
        needs, may = VERBS[do]
        values = {}
        for key, value in raw.items():
            if key in ("at", "do", "id"):
                continue
            shape = needs.get(key) or may.get(key)
            if shape is None:
                raise self._unknown_key((*path, key), key, [*needs, *may])
            values[key] = self._value((*path, key), key, shape, value)
        for key in needs:
            if key not in values:
                raise self._fault("drill.refused.missing", field=key, do=do, path=path)
        if do == "sleep" and not 1 <= values["minutes"] <= MAX_SPAN.total_seconds() // 60:
            raise self._fault("drill.refused.value", field="minutes", path=(*path, "minutes"))
        return values

    def _refer(self, path: Path_, do: str, values: Mapping[str, Any]) -> None:
        """Check that what a step names came before it."""
        incident, of = values.get("incident"), values.get("of")
        if do == "open":
            self._opened.add(values["incident"])
        elif incident is not None and incident not in self._opened:
            raise self._fault(
                "drill.refused.not_opened", incident=incident, path=(*path, "incident")
            )
        if of is not None and of not in self._ids:
            raise self._fault("drill.refused.no_id", step=of, path=(*path, "of"))

    def _id(self, path: Path_, raw: Mapping[str, Any]) -> str:
        if "id" not in raw:
            return ""
        found: str = self._value((*path, "id"), "id", Shape.TEXT, raw["id"])
        if not found or found in self._ids:
            raise self._fault("drill.refused.id_twice", path=(*path, "id"))
        self._ids.add(found)
        return found

    def _value(self, path: Path_, key: str, shape: Shape | EnumType, value: Any) -> Any:
        if isinstance(shape, EnumType):
            words: list[str] = [str(each.value) for each in list[Any](shape)]
            if value in words:
                return shape(value)
            raise self._fault("drill.refused.word", field=key, words=", ".join(words), path=path)
        if shape is Shape.SPAN:
            return self._offset(value, path)
        if type(value) is not _TYPES[shape]:
            raise self._fault("drill.refused.value", field=key, path=path)
        if isinstance(value, int) and abs(value) > MAX_INT:
            raise self._fault("drill.refused.value", field=key, path=path)
        return neutral(value) if isinstance(value, str) else value

    def _offset(self, value: Any, path: Path_) -> timedelta:
        found = span(value) if isinstance(value, str) else None
        if found is None:
            raise self._fault("drill.refused.offset", field=str(path[-1]), path=path)
        return found

    def _unknown_key(self, path: Path_, key: str, known: Iterable[str]) -> Refused:
        keys = ", ".join(sorted(known))
        return self._fault("drill.refused.key", field=neutral_line(key), keys=keys, path=path)

    def _fault(self, name: str, path: Path_, **values: Any) -> Refused:
        line = self._lines.line(path)
        return Refused(name, file=self._name, line=line, **values)
