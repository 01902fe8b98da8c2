"""What commands that may read an identity share: the options, the second officer, the words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import Any, Protocol

from xfconsole.commands.context import OfficeContext, OfficeView
from xfconsole.commands.kept_away import refuse_barred
from xfconsole.core.identity.emergency_reading import second_needed
from xfconsole.core.rows import MatterFile
from xfconsole.core.words.desk import Identity
from xfconsole.core.words.official import same
from xfconsole.core.words.procedure import Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.words.closed_lists import identity_fields


class ReadingOffices(Protocol):
    """Opens the office to write to it, and proves that a second officer is there."""

    def work(self) -> AbstractContextManager[OfficeContext]:
        """Open it alone, to write to it."""
        ...

    def second_officer(self, officer: str) -> str:
        """Return the name of an officer whose own passphrase was given. Raises Refused."""
        ...


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
    offices: ReadingOffices, office: OfficeContext, file: MatterFile, reason: str, second: str
) -> Identity:
    """Return a matter's identity, its reading journaled. Raises Refused as the desk does."""
    named = neutral_line(second).strip()
    if second_needed(file.events) and not named:
        raise Refused("identity.refused.second")
    return office.desk.read_identity(file.row.number, reason, proven_second(offices, office, named))


def proven_second(offices: ReadingOffices, office: OfficeContext, second: str) -> str:
    """Return the second officer's name once they have signed in, empty where none is named."""
    named = neutral_line(second).strip()
    if named and same(named, office.desk.officer):
        raise Refused("identity.refused.second_same")
    return offices.second_officer(named) if named else ""


def identity_object(identity: Identity) -> dict[str, Any]:
    """Return an identity under its documented keys (docs/json.md), all of them."""
    found = asdict(identity)
    return {**found, "representatives": list(identity.representatives)}


def identity_told(identity: Identity, office: OfficeView) -> Iterator[str]:
    """Yield the heading and each field on a line of its own."""
    yield office.say("identity.show.heading")
    for label, value in identity_fields(identity):
        yield f"  {label}: {neutral_line(value)}"
