"""What commands do where their officer is barred from a matter (TG 28, TG 30)."""

from __future__ import annotations

from collections import Counter

import typer

from xfconsole.commands.context import OfficeView
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.roster.parties import Blocked
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.procedure import Barred


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
