"""Reads a drill: a scripted night in TOML, checked before anything runs (docs/drills.md)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import EnumType
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from xfconsole.core.model import (
    Channel,
    CountSource,
    EmergencyService,
    Level,
    ReportKind,
    RingOutcome,
)
from xfconsole.core.policy_lines import LineIndex
from xfconsole.core.refusal import Refused

MAX_STEPS = 100_000
DEFAULT_ZONE = "Asia/Shanghai"
_OFFSET = re.compile(r"([+-]?)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")

_INT, _TEXT, _FLAG, _SPAN, _DAY = "int", "text", "flag", "span", "day"
_VERBS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "open": (
        {"incident": _TEXT, "headcount": _INT},
        {
            "channel": Channel,
            "subject": _TEXT,
            "unit": _TEXT,
            "township": _TEXT,
            "source": CountSource,
            "assigned_leader": _FLAG,
        },
    ),
    "count": ({"incident": _TEXT, "value": _INT}, {"source": CountSource}),
    "ring": (
        {"incident": _TEXT, "post": _TEXT, "outcome": RingOutcome},
        {"eta": _SPAN, "person": _TEXT, "ago": _SPAN},
    ),
    "arrive": ({"incident": _TEXT, "post": _TEXT}, {"ago": _SPAN}),
    "relieve": ({"incident": _TEXT, "post": _TEXT, "by": _TEXT}, {"ago": _SPAN}),
    "stand_down": ({"incident": _TEXT, "post": _TEXT}, {"reason": _TEXT}),
    "note": ({"incident": _TEXT, "text": _TEXT}, {}),
    "emergency": ({"incident": _TEXT, "service": EmergencyService}, {"reason": _TEXT}),
    "report": (
        {"incident": _TEXT, "kind": ReportKind},
        {"situation": _TEXT, "measures": _TEXT, "effect": _TEXT, "other": _TEXT},
    ),
    "request": ({"incident": _TEXT, "text": _TEXT}, {}),
    "answer": ({"incident": _TEXT, "of": _TEXT, "text": _TEXT}, {}),
    "next_step": ({"incident": _TEXT, "of": _TEXT, "text": _TEXT, "on": _DAY}, {}),
    "snooze": ({"incident": _TEXT, "minutes": _INT}, {"post": _TEXT, "reason": _TEXT}),
    "raise_level": ({"incident": _TEXT, "level": Level}, {"reason": _TEXT}),
    "correct": (
        {"of": _TEXT},
        {
            "incident": _TEXT,
            "reason": _TEXT,
            "value": _INT,
            "headcount": _INT,
            "source": CountSource,
            "outcome": RingOutcome,
            "eta": _SPAN,
            "ago": _SPAN,
            "post": _TEXT,
            "person": _TEXT,
            "by": _TEXT,
            "text": _TEXT,
            "unit": _TEXT,
            "subject": _TEXT,
        },
    ),
    "policy": ({"policy": _TEXT}, {}),
    "accept_policy": ({"incident": _TEXT}, {}),
    "close": ({"incident": _TEXT}, {"summary": _TEXT}),
    "sleep": ({"minutes": _INT}, {}),
    "clock": ({"jump": _SPAN}, {}),
    "restart": ({}, {}),
}
"""For each verb the fields it needs and those it may have."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done ``at`` so long after the start. ``id`` is how later steps name it."""

    at: timedelta
    do: str
    values: Mapping[str, Any]
    line: int
    id: str = ""


@dataclass(frozen=True, slots=True)
class Drill:
    """A scripted night. ``roster`` and ``policy`` are names as written, to be looked up."""

    title: str
    start: datetime
    until: timedelta
    zone: ZoneInfo
    roster: str
    policy: str
    steps: tuple[Step, ...]


def read_drill(path: Path) -> Drill:
    """Read and check a drill file. Raises Refused naming file and line."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        document = tomllib.loads(text)
    except OSError as problem:
        raise Refused("drill.refused.unreadable", file=path.name) from problem
    except UnicodeDecodeError as problem:
        raise Refused("drill.refused.encoding", file=path.name) from problem
    except tomllib.TOMLDecodeError as problem:
        raise Refused("drill.refused.toml", file=path.name, line=_line_of(problem)) from problem
    return _Reader(path.name, document, LineIndex(text)).drill()


def span(text: str) -> timedelta | None:
    """Return a stretch of time written like ``+4m``, ``1h30m`` or ``-1h``, else None."""
    found = _OFFSET.fullmatch(text.strip())
    if found is None or not any(found.groups()[1:]):
        return None
    days, hours, minutes, seconds = (int(each or 0) for each in found.groups()[1:])
    whole = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -whole if found.group(1) == "-" else whole


def _line_of(problem: tomllib.TOMLDecodeError) -> int:
    found = re.search(r"line (\d+)", str(problem))
    return int(found.group(1)) if found else 1


class _Reader:
    """Checks one document; every fault is told with its line."""

    def __init__(self, name: str, document: Mapping[str, Any], lines: LineIndex) -> None:
        self._name, self._document, self._lines = name, document, lines

    def drill(self) -> Drill:
        known = {"title", "start", "until", "roster", "policy", "zone", "step"}
        for key in self._document:
            if key not in known:
                raise self._fault(
                    "drill.refused.key", key=key, keys=", ".join(sorted(known)), path=(key,)
                )
        start = self._document.get("start")
        if not isinstance(start, datetime) or start.tzinfo is None:
            raise self._fault("drill.refused.start", path=("start",))
        until = self._offset(self._document.get("until", "+2h"), ("until",))
        return Drill(
            self._words("title"),
            start,
            until,
            self._zone(),
            self._words("roster"),
            self._words("policy") or "default",
            tuple(self._steps(until)),
        )

    def _words(self, key: str) -> str:
        value = self._document.get(key, "")
        if not isinstance(value, str):
            raise self._fault("drill.refused.value", key=key, path=(key,))
        return value

    def _zone(self) -> ZoneInfo:
        try:
            return ZoneInfo(self._words("zone") or DEFAULT_ZONE)
        except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
            raise self._fault("drill.refused.zone", path=("zone",)) from problem

    def _steps(self, until: timedelta) -> list[Step]:
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

    def _step(self, index: int, raw: Mapping[str, Any]) -> Step:
        path = ("step", index)
        do = raw.get("do")
        if do not in _VERBS:
            raise self._fault("drill.refused.verb", verbs=", ".join(_VERBS), path=(*path, "do"))
        needs, may = _VERBS[do]
        values = {}
        for key, value in raw.items():
            if key in ("at", "do", "id"):
                continue
            shape = needs.get(key) or may.get(key)
            if shape is None:
                keys = ", ".join([*needs, *may])
                raise self._fault("drill.refused.key", key=key, keys=keys, path=(*path, key))
            values[key] = self._value((*path, key), key, shape, value)
        for key in needs:
            if key not in values:
                raise self._fault("drill.refused.missing", key=key, do=do, path=path)
        at = self._offset(raw.get("at", "+0m"), (*path, "at"))
        return Step(at, do, values, self._lines.line(path), str(raw.get("id", "")))

    def _value(self, path: tuple[str | int, ...], key: str, shape: Any, value: Any) -> Any:
        if shape is _INT and isinstance(value, int) and not isinstance(value, bool):
            return value
        if shape is _TEXT and isinstance(value, str):
            return value
        if shape is _FLAG and isinstance(value, bool):
            return value
        if shape is _DAY and type(value) is date:
            return value
        if shape is _SPAN and isinstance(value, str):
            return self._offset(value, path)
        if isinstance(shape, EnumType):
            words: list[str] = [str(each.value) for each in list[Any](shape)]
            if value in words:
                return shape(value)
            raise self._fault("drill.refused.word", key=key, words=", ".join(words), path=path)
        raise self._fault("drill.refused.value", key=key, path=path)

    def _offset(self, value: Any, path: tuple[str | int, ...]) -> timedelta:
        found = span(value) if isinstance(value, str) else None
        if found is None:
            raise self._fault("drill.refused.offset", key=str(path[-1]), path=path)
        return found

    def _fault(self, key: str, /, path: tuple[str | int, ...], **values: Any) -> Refused:
        line = self._lines.line(path)
        return Refused(key, file=self._name, line=line, **values)
