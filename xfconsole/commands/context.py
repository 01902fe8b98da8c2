"""What a command is given to work with: an open office, and never the database itself.

The entry of the program puts its ``CommandOffices`` into the Typer context; a command opens that
only once its options make sense. Refusals pass through to the entry, which says them on stderr
and leaves with 1. What the officer is barred from (TG 28, TG 30) is left out or refused here too.
"""

from __future__ import annotations

from collections import Counter
from contextlib import AbstractContextManager
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

import typer

from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.ports import Views
from xfconsole.core.roster.parties import Blocked
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import Barred

if TYPE_CHECKING:
    from xfconsole.commands.block_log import BlockLog
    from xfconsole.commands.offices import CommandOffices
    from xfconsole.desk import Desk


class Say(Protocol):
    """Says a catalogue key in the officer's language, its fields filled."""

    def __call__(self, key: str, **values: object) -> str: ...


@frozen
class OfficeView:
    """One office to look at: its views, its time zone and the officer's language.

    ``blocks`` journals from which matters the officer was kept; ``folder`` is where the office
    lies, with the templates of its own.
    """

    views: Views
    zone: ZoneInfo
    say: Say
    blocks: BlockLog = field(kw_only=True)
    folder: Path = field(kw_only=True)


@frozen
class OfficeContext(OfficeView):
    """One office to act in: its desk too, and its name."""

    desk: Desk
    name: str


def office_of(context: typer.Context) -> AbstractContextManager[OfficeContext]:
    """Open, to act in it, the office that the entry of the program chose."""
    return chosen_office(context).work()


def view_of(context: typer.Context) -> AbstractContextManager[OfficeView]:
    """Open, to look at it, the office that the entry of the program chose."""
    return chosen_office(context).read()


def chosen_office(context: typer.Context) -> CommandOffices:
    """Return the office that the entry of the program chose, still closed."""
    found: CommandOffices = context.find_root().obj
    return found


def leave_out(office: OfficeView) -> None:
    """Say on stderr how many matters the output leaves out, and journal it, once a run.

    All of the officer's count, whatever was asked for: a number that followed the question would
    answer it.
    """
    barred = office.views.barred_matters()
    if not barred:
        return
    office.blocks.add(Barred.EXPORT_READER, barred)
    for law, count in Counter(bar.law for bar in barred.values()).items():
        typer.echo(office.say("party.left_out", count=count, law=law), err=True)


def refuse_barred(office: OfficeView, row: MatterRow, barred: Barred) -> None:
    """Refuse a matter that the officer is barred from, after journaling that."""
    if row.barred is None:
        return
    office.blocks.add(barred, {row.uid: row.barred})
    raise Blocked(row.uid, AccessBlocked(barred, row.barred, person=office.blocks.officer))
