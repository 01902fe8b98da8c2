"""What a drill can do: every verb with its fields and the shape of their values."""

from __future__ import annotations

from enum import Enum, EnumType, auto
from typing import TypeAlias

from xfconsole.core.words.desk import (
    Channel,
    CountSource,
    EmergencyService,
    Level,
    ReportKind,
    RingOutcome,
)


class Shape(Enum):
    """What a value looks like in the file, where it is not one of a list of words."""

    INT = auto()
    TEXT = auto()
    FLAG = auto()
    SPAN = auto()
    DAY = auto()


Fields: TypeAlias = dict[str, Shape | EnumType]
"""Fields by name; an enumeration stands for its words."""

VERBS: dict[str, tuple[Fields, Fields]] = {
    "open": (
        {"incident": Shape.TEXT, "headcount": Shape.INT},
        {
            "channel": Channel,
            "subject": Shape.TEXT,
            "unit": Shape.TEXT,
            "township": Shape.TEXT,
            "source": CountSource,
            "assigned_leader": Shape.FLAG,
        },
    ),
    "count": ({"incident": Shape.TEXT, "value": Shape.INT}, {"source": CountSource}),
    "ring": (
        {"incident": Shape.TEXT, "post": Shape.TEXT, "outcome": RingOutcome},
        {"eta": Shape.SPAN, "person": Shape.TEXT, "phone": Shape.TEXT, "ago": Shape.SPAN},
    ),
    "arrive": (
        {"incident": Shape.TEXT, "post": Shape.TEXT},
        {"person": Shape.TEXT, "ago": Shape.SPAN},
    ),
    "relieve": (
        {"incident": Shape.TEXT, "post": Shape.TEXT, "by": Shape.TEXT},
        {"told": Shape.FLAG, "phone": Shape.TEXT, "eta": Shape.SPAN, "ago": Shape.SPAN},
    ),
    "stand_down": ({"incident": Shape.TEXT, "post": Shape.TEXT}, {"reason": Shape.TEXT}),
    "name_unit": ({"incident": Shape.TEXT}, {"unit": Shape.TEXT}),
    "name_township": ({"incident": Shape.TEXT}, {"township": Shape.TEXT}),
    "note": ({"incident": Shape.TEXT, "text": Shape.TEXT}, {}),
    "emergency": ({"incident": Shape.TEXT, "service": EmergencyService}, {"reason": Shape.TEXT}),
    "report": (
        {"incident": Shape.TEXT, "kind": ReportKind},
        {
            "situation": Shape.TEXT,
            "measures": Shape.TEXT,
            "effect": Shape.TEXT,
            "other": Shape.TEXT,
        },
    ),
    "request": ({"incident": Shape.TEXT, "text": Shape.TEXT}, {}),
    "answer": ({"incident": Shape.TEXT, "of": Shape.TEXT, "text": Shape.TEXT}, {}),
    "next_step": (
        {"incident": Shape.TEXT, "of": Shape.TEXT, "text": Shape.TEXT, "on": Shape.DAY},
        {},
    ),
    "snooze": (
        {"incident": Shape.TEXT, "minutes": Shape.INT},
        {"post": Shape.TEXT, "reason": Shape.TEXT},
    ),
    "raise_level": ({"incident": Shape.TEXT, "level": Level}, {"reason": Shape.TEXT}),
    "correct": (
        {"of": Shape.TEXT},
        {
            "incident": Shape.TEXT,
            "reason": Shape.TEXT,
            "value": Shape.INT,
            "headcount": Shape.INT,
            "source": CountSource,
            "outcome": RingOutcome,
            "eta": Shape.SPAN,
            "ago": Shape.SPAN,
            "post": Shape.TEXT,
            "person": Shape.TEXT,
            "by": Shape.TEXT,
            "text": Shape.TEXT,
            "unit": Shape.TEXT,
            "township": Shape.TEXT,
            "name": Shape.TEXT,
            "subject": Shape.TEXT,
        },
    ),
    "undo": ({}, {}),
    "policy": ({"policy": Shape.TEXT}, {}),
    "accept_policy": ({"incident": Shape.TEXT}, {}),
    "close": ({"incident": Shape.TEXT}, {"summary": Shape.TEXT}),
    "sleep": ({"minutes": Shape.INT}, {}),
    "clock": ({"jump": Shape.SPAN}, {}),
    "restart": ({}, {}),
}
"""For each verb the fields it needs and those it may have (docs/drills.md)."""
