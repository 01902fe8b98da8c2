"""What a registration has to hold before it is stored (docs/rules.md)."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import datetime
from typing import Any

from xfconsole.core.facts.of_matter import LINES, Particulars
from xfconsole.core.words.desk import MAX_HEADCOUNT, CountSource, Identity
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line

MAX_REPRESENTATIVES = 5
"""TG 20: a group sends at most five representatives."""


@frozen
class MatterForm(Particulars):
    """What the officer typed, or a file held, about one matter; only two fields are required.

    ``received_at`` is aware; None means now. ``source`` names the file a matter came from and
    ``source_ref`` its row there, for imports. ``second`` is the other officer who vouches for a
    receipt dated before the running shift. ``file_words`` are a file's own words, as in the fact.
    """

    text: str = ""
    count_source: CountSource = CountSource.COUNTED
    requests: tuple[str, ...] = ()
    identity: Identity = field(default_factory=Identity)
    read_back: bool = False
    assigned_leader: bool = False
    received_at: datetime | None = None
    source: str = ""
    source_ref: str = ""
    second: str = ""
    file_words: str = ""


def checked(form: MatterForm, now: datetime) -> MatterForm:
    """Return the form with outside text neutralised, ready to store.

    Raises Refused when the summary is empty, the head-count or the number of people concerned is
    out of range, more than five representatives are named, or the time of receipt lies ahead.
    """
    lines: dict[str, Any] = {name: neutral_line(getattr(form, name)).strip() for name in LINES}
    clean = replace(
        form,
        **lines,
        summary=neutral_line(form.summary).strip(),
        text=neutral(form.text),
        topic=tuple(neutral_line(each).strip() for each in form.topic if each.strip()),
        requests=tuple(text for each in form.requests if (text := neutral(each).strip())),
        source=neutral_line(form.source),
        source_ref=neutral_line(form.source_ref),
        file_words=neutral_line(form.file_words),
        second=neutral_line(form.second).strip(),
        identity=_neutral_identity(form.identity) if not form.anonymous else Identity(),
    )
    if not clean.summary:
        raise Refused("register.refused.no_summary")
    if clean.headcount is not None:
        check_headcount(clean.headcount)
    if clean.concerned is not None:
        check_concerned(clean.concerned)
    if len(clean.identity.representatives) > MAX_REPRESENTATIVES:
        raise Refused("register.refused.representatives", most=MAX_REPRESENTATIVES)
    if clean.received_at is not None and clean.received_at > now:
        raise Refused("register.refused.future")
    return clean


def check_headcount(value: int) -> None:
    """Raise Refused for a head-count that can't be."""
    if not 1 <= value <= MAX_HEADCOUNT:
        raise Refused("register.refused.headcount", value=value, most=MAX_HEADCOUNT)


def check_concerned(value: int) -> None:
    """Raise Refused for a number of people concerned that can't be."""
    if not 1 <= value <= MAX_HEADCOUNT:
        raise Refused("register.refused.concerned", value=value, most=MAX_HEADCOUNT)


def _neutral_identity(identity: Identity) -> Identity:
    return Identity(
        name=neutral_line(identity.name).strip(),
        sex=neutral_line(identity.sex).strip(),
        age=neutral_line(identity.age).strip(),
        native_place=neutral_line(identity.native_place).strip(),
        occupation=neutral_line(identity.occupation).strip(),
        address=neutral_line(identity.address).strip(),
        phone=neutral_line(identity.phone).strip(),
        representatives=tuple(
            name for each in identity.representatives if (name := neutral_line(each).strip())
        ),
    )
