"""The intake form as plain texts by field: what a draft keeps, and the registration it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from itertools import chain
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from screens.shared.moments import received_at
from xfconsole.core.facts.of_matter import LINES
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import MAX_HEADCOUNT, Channel, CountSource, Identity, Purpose
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.typed import whole_number
from xfconsole.ui.words.catalogue import say

FORM = "intake"
"""The draft's name."""
Rows: TypeAlias = tuple[tuple[str, ...], ...]
ABOVE: Rows = (("channel",), ("summary",), ("headcount", "source", "received"))
BOXES = ("text", "requests")
_BELOW = (*LINES, "concerned")
BELOW: Rows = (
    *(_BELOW[at : at + 2] for at in range(0, len(_BELOW), 2)),
    *(("topic", "confidential", "publishable"), ("purpose", "assigned_leader")),
)
OF_PERSON: Rows = (
    ("name", "sex", "age"),
    ("native_place", "occupation"),
    ("phone", "address"),
    ("representatives",),
)
"""The rows of the form: above its boxes of text, below them, and what is said of oneself."""
IDENTITY = tuple(chain(*OF_PERSON))
FIELDS = (*chain(*ABOVE), *BOXES, *chain(*BELOW), *IDENTITY)
"""All fields in the order in which Enter walks them."""
CROWDED = frozenset({Channel.GROUP_VISIT.value, Channel.JOINT_LETTER.value})
"""Channels that have a head-count."""
YES = "yes"

_BETWEEN_NAMES = re.compile(r"[、，,；;/\n]+")
_FAULTS = {
    "intake.refused.no_channel": "channel",
    "register.refused.no_summary": "summary",
    "register.refused.headcount": "headcount",
    "register.refused.headcount_missing": "headcount",
    "intake.refused.headcount_number": "headcount",
    "register.refused.concerned": "concerned",
    "intake.refused.concerned_number": "concerned",
    "intake.refused.time": "received",
    "register.refused.future": "received",
    "register.refused.representatives": "representatives",
}


def field_at_fault(refused: Refused) -> str:
    """Return the field that a refusal is about, or an empty text."""
    return _FAULTS.get(refused.key, "")


def has_crowd(values: Mapping[str, str]) -> bool:
    """Return whether the channel chosen has a head-count."""
    return values.get("channel", "") in CROWDED


def matter_form(values: Mapping[str, str], now: datetime, zone: ZoneInfo) -> MatterForm:
    """Return the registration these texts mean. Raises Refused for what cannot be read.

    A head-count belongs to groups only; an anonymous form leaves the identity out, but nothing
    else.
    """
    if not values["channel"]:
        raise Refused("intake.refused.no_channel")
    anonymous = values.get("anonymous") == YES
    lines: dict[str, Any] = {name: values[name] for name in LINES}
    return MatterForm(
        channel=Channel(values["channel"]),
        summary=values["summary"],
        text=values["text"],
        purpose=Purpose(values["purpose"]) if values["purpose"] else None,
        topic=tuple(part.strip() for part in values["topic"].split("/") if part.strip()),
        **lines,
        headcount=headcount(values["headcount"]) if has_crowd(values) else None,
        concerned=headcount(values["concerned"], "concerned"),
        publishable=values["publishable"] == YES,
        count_source=CountSource(values["source"] or CountSource.COUNTED),
        requests=tuple(line for line in values["requests"].split("\n") if line.strip()),
        identity=Identity() if anonymous else _identity(values),
        anonymous=anonymous,
        confidential=values["confidential"] == YES,
        read_back=values.get("read_back") == YES,
        assigned_leader=values["assigned_leader"] == YES,
        received_at=received_at(values["received"], now, zone),
    )


def headcount(text: str, field: str = "headcount") -> int | None:
    """Return how many there are, None for an empty text. Raises Refused for what is no number."""
    if not text.strip():
        return None
    people = whole_number(text)
    if people is None:
        raise Refused(f"intake.refused.{field}_number", most=MAX_HEADCOUNT)
    return people


def _identity(values: Mapping[str, str]) -> Identity:
    sex = values["sex"]
    return Identity(
        name=values["name"],
        sex=say(f"intake.sex.{sex}") if sex else "",
        age=values["age"],
        native_place=values["native_place"],
        occupation=values["occupation"],
        address=values["address"],
        phone=values["phone"],
        representatives=tuple(
            name.strip() for name in _BETWEEN_NAMES.split(values["representatives"]) if name.strip()
        ),
    )
