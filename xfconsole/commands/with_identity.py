"""What commands that may read an identity share: the options, the second officer, the words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from xfconsole.commands.context import OfficeContext, OfficeView, refuse_barred
from xfconsole.core.identity.emergency_reading import second_needed
from xfconsole.core.rows import MatterFile
from xfconsole.core.words.desk import Identity
from xfconsole.core.words.official import same
from xfconsole.core.words.procedure import Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.words.closed_lists import identity_fields

if TYPE_CHECKING:
    from xfconsole.commands.offices import CommandOffices


def check_reading(asked: bool, option: str, reason: str, second: str) -> None:
    """Refuse a reading without a reason, before anything is opened, and a reason without one."""
    for name, value in (("--reason", reason), ("--second", second)):
        if value and not asked:
            raise Refused("identity.refused.only_with", option=name, wanted=option)
    if asked and not neutral_line(reason).strip():
        raise Refused("desk.refused.no_reason")


def matter_of(office: OfficeView, number: str, barred: Barred) -> MatterFile:
    """Return a matter that the officer may read. Raises Refused."""
    file = office.views.matter(number)
    if file is None:
        raise Refused("matters.refused.unknown", number=neutral_line(number))
    refuse_barred(office, file.row, barred)
    return file


def read_one(
    offices: CommandOffices, office: OfficeContext, file: MatterFile, reason: str, second: str
) -> Identity:
    """Return a matter's identity, its reading journaled. Raises Refused as the desk does."""
    named = neutral_line(second).strip()
    if second_needed(file.events) and not named:
        raise Refused("identity.refused.second")
    return office.desk.read_identity(file.row.uid, reason, proven_second(offices, office, named))


def proven_second(offices: CommandOffices, office: OfficeContext, second: str) -> str:
    """Return the second officer's name once they have signed in, empty where none is named."""
    named = neutral_line(second).strip()
    if named and same(named, office.desk.officer):
        raise Refused("identity.refused.second_same")
    return offices.second_officer(named) if named else ""


def identity_object(identity: Identity) -> dict[str, Any]:
    """Return an identity under its documented keys (docs/json.md), all of them."""
    found = asdict(identity)
    return {**found, "representatives": list(identity.representatives)}


def identity_lines(identity: Identity, office: OfficeView) -> Iterator[str]:
    """Yield the heading and each field on a line of its own."""
    yield office.say("identity.show.heading")
    for label, value in identity_fields(identity):
        yield f"  {label}: {neutral_line(value)}"
