"""What a drill can do: every verb with its fields and the shape of their values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum, EnumType, auto
from inspect import Parameter, signature
from typing import Any, TypeAlias, get_type_hints

from xfconsole.core.words.desk import Channel, CountSource, ReportChannel, RingOutcome
from xfconsole.core.words.procedure import (
    Act,
    Finding,
    Ground,
    Manner,
    Opinion,
    Satisfaction,
    Signing,
)
from xfconsole.core.words.receiving import Decision, MeetingNote
from xfconsole.desk import Desk
from xfconsole.ui.keys.verb_table import VERBS as INCIDENT_VERBS


class Shape(Enum):
    """What a value looks like in the file, where it is not one of a list of words."""

    INT = auto()
    TEXT = auto()
    FLAG = auto()
    SPAN = auto()
    DAY = auto()


Fields: TypeAlias = dict[str, Shape | EnumType]
"""Fields by name; an enumeration stands for its words."""

_SHAPES: dict[Any, Shape | EnumType] = {
    int: Shape.INT,
    str: Shape.TEXT,
    bool: Shape.FLAG,
    timedelta: Shape.SPAN,
    datetime | None: Shape.SPAN,
    ReportChannel | None: ReportChannel,
    bool | None: Shape.FLAG,
}
"""How a drill writes what a verb of the desk takes; an instant is so long after the step."""


def _fields(verb: Callable[..., object]) -> tuple[Fields, Fields]:
    """Return the fields of a verb of the desk: its own, but for the prompt that it answers.

    Its first is the incident. A drill has a reason for everything.
    """
    needs: Fields = {}
    may: Fields = {}
    hints = get_type_hints(verb)
    _, _, *rest = signature(verb).parameters.values()
    for each in rest:
        hint = hints[each.name]
        optional = each.name == "reason" or each.default is not Parameter.empty
        if each.name != "prompt":
            (may if optional else needs)[each.name] = _SHAPES.get(hint, hint)
    return {"incident": Shape.TEXT} | needs, may


_OWN: dict[str, tuple[Fields, Fields]] = {
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
    "act": (
        {"incident": Shape.TEXT, "act": Act},
        {
            **dict.fromkeys(("unit", "text", "remedy", "approver", "leader"), Shape.TEXT),
            **dict.fromkeys(("on", "since", "until"), Shape.DAY),
            **dict.fromkeys(("days", "levels"), Shape.INT),
            **{"ground": Ground, "finding": Finding, "manner": Manner, "signing": Signing},
            **{"opinion": Opinion, "satisfaction": Satisfaction},
        },
    ),
    "request": ({"incident": Shape.TEXT, "text": Shape.TEXT}, {}),
    "instruct": (
        {"incident": Shape.TEXT, "leader": Shape.TEXT, "text": Shape.TEXT},
        {"posts": Shape.TEXT, "due": Shape.SPAN, "ago": Shape.SPAN},
    ),
    "relay": (
        {
            "incident": Shape.TEXT,
            "of": Shape.TEXT,
            "post": Shape.TEXT,
            "outcome": RingOutcome,
        },
        {"person": Shape.TEXT, "read_back": Shape.FLAG, "ago": Shape.SPAN},
    ),
    "carry_out": (
        {"incident": Shape.TEXT, "of": Shape.TEXT, "text": Shape.TEXT},
        {"carried": Shape.FLAG},
    ),
    "check": ({"incident": Shape.TEXT, "item": Shape.TEXT}, {"done": Shape.FLAG}),
    "receive": (
        {"incident": Shape.TEXT, "of": Shape.TEXT, "person": Shape.TEXT},
        {"read_back": Shape.FLAG, "ago": Shape.SPAN},
    ),
    "answer": ({"incident": Shape.TEXT, "of": Shape.TEXT, "text": Shape.TEXT}, {}),
    "next_step": (
        {"incident": Shape.TEXT, "of": Shape.TEXT, "text": Shape.TEXT, "on": Shape.DAY},
        {},
    ),
    "snooze": (
        {"incident": Shape.TEXT, "minutes": Shape.INT},
        {"post": Shape.TEXT, "reason": Shape.TEXT},
    ),
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
    "reception": (
        {"session": Shape.TEXT, "on": Shape.DAY, "hours": Shape.TEXT, "leader": Shape.TEXT},
        {"place": Shape.TEXT, "units": Shape.TEXT},
    ),
    "reception_swap": (
        {"session": Shape.TEXT},
        {"leader": Shape.TEXT, "by": Shape.TEXT, "reason": Shape.TEXT},
    ),
    "reception_cancel": ({"session": Shape.TEXT}, {"reason": Shape.TEXT}),
    "reception_notice": ({"session": Shape.TEXT, "text": Shape.TEXT}, {}),
    "reception_told": ({"session": Shape.TEXT, "units": Shape.TEXT}, {"person": Shape.TEXT}),
    "reception_come": (
        {"session": Shape.TEXT, "matter": Shape.TEXT, "subject": Shape.TEXT},
        {"headcount": Shape.INT, "unit": Shape.TEXT},
    ),
    "reception_decide": (
        {
            "session": Shape.TEXT,
            "matter": Shape.TEXT,
            "decision": Decision,
            "text": Shape.TEXT,
        },
        {"unit": Shape.TEXT, "on": Shape.DAY, "leader": Shape.TEXT},
    ),
    "reception_undecide": (
        {"session": Shape.TEXT, "matter": Shape.TEXT},
        {"reason": Shape.TEXT},
    ),
    "reception_meeting": (
        {"session": Shape.TEXT, "matter": Shape.TEXT, "what": MeetingNote, "text": Shape.TEXT},
        {"on": Shape.DAY},
    ),
    "reception_held": ({"session": Shape.TEXT}, {"text": Shape.TEXT}),
    "period": (
        {"name": Shape.TEXT, "first": Shape.DAY, "last": Shape.DAY, "rhythm": Shape.TEXT},
        {},
    ),
    "daily": (
        {"to": Shape.TEXT, "channel": ReportChannel},
        {
            **dict.fromkeys(("situation", "measures", "effect", "other", "person"), Shape.TEXT),
            "day": Shape.DAY,
            "read_back": Shape.FLAG,
        },
    ),
    "receive_daily": (
        {"of": Shape.TEXT, "person": Shape.TEXT},
        {"read_back": Shape.FLAG, "ago": Shape.SPAN},
    ),
    "undo": ({}, {}),
    "policy": ({"policy": Shape.TEXT}, {}),
    "sleep": ({"minutes": Shape.INT}, {}),
    "clock": ({"jump": Shape.SPAN}, {}),
    "restart": ({}, {}),
}
"""What a drill words in its own way, and what happens to the laptop."""

VERBS = {
    name: _fields(getattr(Desk, name))
    for name in (each.desk or each.name for each in INCIDENT_VERBS)
    if hasattr(Desk, name) and name not in _OWN
} | _OWN
"""For each verb the fields it needs and those it may have (docs/drills.md)."""
