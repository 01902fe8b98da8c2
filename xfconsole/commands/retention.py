"""``xfconsole retention``: which identities are to be erased, and how that is decided.

Numbers, rules and officers only: nothing here finds, names or counts who brought a matter.
"""

from __future__ import annotations

from datetime import timedelta

import typer

from xfconsole.commands.context import OfficeContext, chosen_office, leave_out, office_of
from xfconsole.commands.matter_life import LifeView
from xfconsole.commands.printing import json_text
from xfconsole.core.identity.due import ErasureRow, Stage
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.identity import last_backup_line, row_line, row_object, rule_line

AT_ONCE = 50
"""So many matters are decided on in one transaction."""

app = typer.Typer(invoke_without_command=True, help="Identities that are due to be erased.")


@app.callback()
def retention(
    context: typer.Context,
    as_json: bool = typer.Option(False, "--json", help="Print one JSON array."),
) -> None:
    """List whose identity is due to be erased: numbers and rules, never names. Erases nothing."""
    if context.invoked_subcommand is not None:
        return
    with chosen_office(context).lives() as office:
        leave_out(office)
        rows = list(office.views.erasures(office.rules, office.policy.retention, office.now))
        if as_json:
            typer.echo(json_text([row_object(each, office.zone) for each in rows]))
            return
        _print(rows, office)


@app.command("propose")
def propose(
    context: typer.Context,
    numbers: list[str] = typer.Argument(None, help="Matters; without any, all that are due."),
    request: str = typer.Option("", "--request", help="The complainant asks for it: why."),
) -> None:
    """Propose to erase identities whose period is over, or one that the complainant asks for."""
    with office_of(context) as office:
        if request:
            if len(numbers or ()) != 1:
                raise Refused("erasure.refused.one_request")
            office.desk.propose_erasure_on_request(numbers[0], request)
            chosen = list(numbers)
        else:
            chosen = _chosen(office, numbers, Stage.DUE)
            for at in range(0, len(chosen), AT_ONCE):
                office.desk.propose_erasures(chosen[at : at + AT_ONCE])
    typer.echo(say("erasure.proposed", count=len(chosen)))


@app.command("approve")
def approve(
    context: typer.Context,
    numbers: list[str] = typer.Argument(None, help="Matters; without any, all proposed ones."),
    second: str = typer.Option(..., "--second", help="Who approves; gives their own passphrase."),
) -> None:
    """Approve as another officer than who proposed; the console erases once the window is over."""
    offices = chosen_office(context)
    with offices.work() as office:
        chosen = _chosen(office, numbers, Stage.PROPOSED)
        proven = offices.second_officer(neutral_line(second).strip())
        for at in range(0, len(chosen), AT_ONCE):
            office.desk.approve_erasures(chosen[at : at + AT_ONCE], proven)
        after = office.desk.now() + timedelta(hours=office.desk.policy.retention.cancel_hours)
    until = f"{after.astimezone(office.zone):%Y-%m-%d %H:%M}"
    typer.echo(say("erasure.approved", count=len(chosen), after=until))
    typer.echo(last_backup_line(after, office.zone))


@app.command("cancel")
def cancel(
    context: typer.Context,
    number: str = typer.Argument(help="The matter's number.", show_default=False),
    reason: str = typer.Option(..., "--reason", help="Why it is not to be erased."),
) -> None:
    """Take a proposal back, approved or not, while there is time."""
    with office_of(context) as office:
        done = office.desk.cancel_erasure(number, reason)
    typer.echo(say("erasure.cancelled", number=done.number))


def _chosen(office: OfficeContext, numbers: list[str] | None, stage: Stage) -> list[str]:
    """Return the matters asked for, or all at a stage that nothing keeps. Raises Refused."""
    desk = office.desk
    rows = office.views.erasures(desk.rules, desk.policy.retention, desk.now())
    found = [each.number for each in rows if each.stage is stage and each.kept is None]
    chosen = list(numbers or ()) or found
    if not chosen:
        raise Refused("erasure.refused.nothing")
    return chosen


def _print(rows: list[ErasureRow], office: LifeView) -> None:
    if not rows:
        typer.echo(say("erasure.list.none"))
        return
    typer.echo(say("erasure.list.head", count=len(rows)))
    for row in rows:
        typer.echo(row_line(row, office.zone))
    named = {row.rule for row in rows}
    for rule in office.policy.retention.rules.values():
        if rule.id in named:
            typer.echo(rule_line(rule))
    typer.echo(last_backup_line(office.now, office.zone))
