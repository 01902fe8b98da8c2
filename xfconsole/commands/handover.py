"""``xfconsole handover``: the handover sheet for paper, with the journal's head and signatures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from xfconsole.commands.context import OfficeView, chosen_office
from xfconsole.commands.paper_file import DOCX, PRINTED, REPLACE, write_paper
from xfconsole.commands.printing import json_text
from xfconsole.core.incident.instructed import Instruction
from xfconsole.core.incident.plan import Obligation
from xfconsole.core.night.daily import Signature
from xfconsole.core.night.handover import DueMatter, RunningIncident, Sheet
from xfconsole.core.night.situation import IncidentView, Situation, Waited
from xfconsole.core.office.backups import BackupState
from xfconsole.core.roster.parties import HIDDEN
from xfconsole.core.roster.roster import Hole
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.text import neutral_line
from xfconsole.desk import Desk
from xfconsole.desk.state.shift import compose_sheet
from xfconsole.desk.verbs.handing_over import DRAFT
from xfconsole.ui.text.cells import wrap
from xfconsole.ui.words.handover_sheet import (
    ON_PAPER,
    SIGNING,
    UNBROKEN,
    SheetLine,
    SheetWords,
    below_title,
    handover_paper,
)
from xfconsole.ui.words.posts import post_name, standing_words
from xfconsole.ui.words.reception import reception_words
from xfconsole.ui.words.roster import hole_words
from xfconsole.ui.words.status import backup_sentences
from xfconsole.writing import check_target

CELLS = 78

app = typer.Typer()


@frozen
class HandingView(OfficeView):
    """One office to look at with a desk that stores nothing, and when it was last backed up."""

    desk: Desk
    name: str
    last_backup: datetime | None


@app.command()
def handover(
    context: typer.Context,
    everything: bool = typer.Option(False, "--all", help="Print every matter with due work."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
    docx: Path | None = DOCX,
    over: bool = REPLACE,
) -> None:
    """Print all that goes to the next officer, for paper; nothing is stored."""
    if docx is not None:
        check_target(docx, replace=over, endings=PRINTED, kind="handover.refused.kind")
    with chosen_office(context).handing() as office:
        if docx is not None:
            _write(office, docx, everything=everything)
            return
        for line in handover_lines(office, everything=everything, as_json=as_json):
            typer.echo(line)


def handover_lines(office: HandingView, *, everything: bool, as_json: bool) -> Iterator[str]:
    """Yield what ``handover`` prints; docs/json.md explains the keys of the JSON object."""
    situation, sheet, note = _composed(office)
    if as_json:
        yield json_text(_Json(office, situation).sheet(sheet, note))
        return
    say = office.say
    for each in (say("handover.paper.title"), *below_title(sheet, office.name, office.zone)):
        yield from wrap(each, CELLS)
    for line in _told(office, situation, sheet, note, CELLS, everything=everything):
        yield line.text
    for who in SIGNING:
        yield ""
        yield say("handover.paper.signs", who=say(f"handover.signs.{who}"))


def _composed(office: HandingView) -> tuple[Situation, Sheet, str]:
    """Return the situation, the sheet, and what the officer wrote to the next one so far."""
    situation, running = office.desk.read_situation()
    sheet = compose_sheet(office.views, situation, running, office.desk.policy, office.zone)
    draft = office.views.draft(DRAFT)
    return situation, sheet, draft.values.get("note", "") if draft else ""


def _told(
    office: HandingView,
    situation: Situation,
    sheet: Sheet,
    note: str,
    cells: int,
    *,
    everything: bool,
) -> list[SheetLine]:
    most = None if everything else ON_PAPER
    words = SheetWords(situation, office.desk.policy, office.zone, cells, most)
    return words.lines(sheet, backup_sentences(BackupState(office.last_backup), sheet.at), note)


def _write(office: HandingView, file: Path, *, everything: bool) -> None:
    situation, sheet, note = _composed(office)
    lines = _told(office, situation, sheet, note, UNBROKEN, everything=everything)
    write_paper(office, handover_paper(sheet, lines, office.name, office.zone), file)
    typer.echo(office.say("handover.written", file=neutral_line(file.name)))


def signature_object(signed: Signature, zone: ZoneInfo) -> dict[str, object]:
    """Return who signed a duty daily at a handover, under its documented keys."""
    at = signed.at.astimezone(zone).isoformat(timespec="seconds")
    names = {"outgoing": signed.outgoing, "incoming": signed.incoming}
    return {"at": at, **names, "head": signed.head}


class _Json:
    """The sheet as one JSON object: times ISO 8601 with offset, words in the language spoken."""

    def __init__(self, office: HandingView, situation: Situation) -> None:
        self._office, self._situation = office, situation
        self._policy, self._zone = office.desk.policy, office.zone
        self._officer = ""

    def sheet(self, sheet: Sheet, note: str) -> dict[str, object]:
        shift, self._officer = sheet.shift, sheet.officer
        return {
            "office": self._office.name,
            "at": self._at(sheet.at),
            "officer": sheet.officer,
            "since": self._at(sheet.since),
            "bell": self._situation.heard if sheet.since else None,
            "next": {
                "starts_at": self._at(shift.starts_at),
                "ends_at": self._at(shift.ends_at),
                "rostered": bool(shift.holders),
                "people": [{"person": e.person, "phone": e.phone} for e in shift.holders],
            },
            "incidents": [self._incident(each) for each in sheet.incidents],
            "prompts": [self._prompt(each) for each in sheet.standing],
            "due": [self._due(each) for each in sheet.duties],
            "reception": [
                {"what": each.owed.kind.value, "text": reception_words(each, sheet.at)}
                for each in self._situation.reception
            ],
            "daily_reports": [
                {"day": each.owed.day.isoformat(), "limit": self._at(each.owed.limit)}
                for each in self._situation.daily
            ],
            **({"contested": [e.number for e in sheet.contested]} if sheet.contested else {}),
            "coming": [self._coming(each) for each in sheet.coming],
            "holes": [self._hole(each) for each in sheet.holes],
            "glass": [
                {
                    "number": each.number,
                    "at": self._at(each.at),
                    "officer": each.officer,
                    "reason": each.reason,
                }
                for each in sheet.glass
            ],
            "daily": sheet.daily.isoformat(),
            "signed": [signature_object(each, self._zone) for each in sheet.signed],
            "last_backup": self._at(self._office.last_backup),
            "note": note,
            "head": sheet.head.typed,
        }

    def _incident(self, each: RunningIncident) -> dict[str, object]:
        view = each.view
        at, post = each.next_limit or (None, "")
        return {
            "number": view.number,
            "matter": view.matter_number,
            "over": view.over,
            "level": view.level.value,
            "people": view.headcount,
            "topic": HIDDEN if view.hidden else view.topic,
            "with": view.keeper or self._officer,
            "awaited": [self._awaited(view, duty) for duty in each.awaited],
            "next_limit": {"at": self._at(at), "post": post} if at else None,
            "owed": [
                {"what": owed.kind.value, "limit": self._at(owed.limit)} for owed in view.plan.owed
            ],
            "untaken": [
                {"report": each.kind.value, "number": each.number, "to": each.to}
                for each in view.untaken
            ],
            "instructions": [
                self._instruction(c.instruction) for c in each.clocks if c.instruction
            ],
        }

    def _instruction(self, order: Instruction) -> dict[str, object]:
        return {
            "leader": order.leader,
            "at": self._at(order.at),
            "text": order.text,
            "due": self._at(order.due),
            "untold": [post for post in order.posts if not order.told(post)],
        }

    def _awaited(self, view: IncidentView, duty: Obligation) -> dict[str, object]:
        return {
            "post": duty.post,
            "post_name": post_name(view.policy, duty.post),
            "person": duty.person,
            "state": duty.state.value,
            "attempts": duty.attempts,
            "person_attempts": duty.own_attempts,
            "tell_by": self._at(duty.tell_by),
            "arrive_by": self._at(duty.arrive_by),
        }

    def _prompt(self, each: Waited) -> dict[str, object]:
        return {"text": standing_words(self._situation, each), "due": self._at(each.prompt.due)}

    def _due(self, each: DueMatter) -> dict[str, object]:
        duty = each.duty
        return {
            "number": duty.number,
            "clock": duty.clock.value,
            "what": duty.what.value,
            "target": duty.target.isoformat(),
            "rolled": duty.rolled.isoformat(),
            "due_at": self._at(duty.due_at),
            "days": each.left.days,
            "past_control": each.left.past_control,
            "more": each.more,
            "summary": duty.summary,
            "with": each.keeper or self._officer,
        }

    def _coming(self, row: MatterRow) -> dict[str, object]:
        return {
            "number": row.number,
            "clock": row.due_clock.value if row.due_clock else None,
            "due_on": row.due_on.isoformat() if row.due_on else None,
            "due_at": self._at(row.due_at),
            "summary": row.summary,
        }

    def _hole(self, hole: Hole) -> dict[str, object]:
        return {
            "kind": hole.kind.value,
            "post": hole.post,
            "unit": hole.unit,
            "starts_at": self._at(hole.starts_at),
            "ends_at": self._at(hole.ends_at),
            "text": hole_words(hole, self._policy, self._zone),
        }

    def _at(self, at: datetime | None) -> str | None:
        return at.astimezone(self._zone).isoformat(timespec="seconds") if at else None
