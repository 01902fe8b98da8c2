"""What ``show`` says of a matter's life: its clocks with their derivation, its acts, its links."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from xfconsole.commands.context import OfficeContext, OfficeView
from xfconsole.core.days.workdays import Workdays
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_procedure import (
    DeadlineMoved,
    DocumentIssued,
    MatterChased,
    MatterMoved,
    PartyBarred,
)
from xfconsole.core.facts.of_reception import ReceptionDecided
from xfconsole.core.matter.derivation import Derivation, derivations
from xfconsole.core.matter.life import life_of
from xfconsole.core.matter.limits import Rules
from xfconsole.core.policy.pack import Policy
from xfconsole.core.rows import MatterFile, MatterRow
from xfconsole.core.words.frozen import frozen
from xfconsole.ui.words.catalogue import catalogue, language
from xfconsole.ui.words.deadlines import late_days
from xfconsole.ui.words.derivation import explanation, heading, skipped_name, steps
from xfconsole.ui.words.events import EventWords
from xfconsole.ui.words.identity import stub_object
from xfconsole.ui.words.posts import post_name

_ACTS = (MatterMoved, MatterChased, DocumentIssued, PartyBarred, ReceptionDecided)
"""What somebody did to a matter in the procedure."""
_SAID = ("act", "to", "manner", "signing", "opinion", "satisfaction")
"""What a move says in one word each."""


@frozen
class LifeView(OfficeView):
    """One office to look at with what dates are computed from, and the time."""

    policy: Policy
    workdays: Workdays
    now: datetime

    @property
    def rules(self) -> Rules:
        """What dates are computed from."""
        return Rules(self.policy.procedure, self.workdays, self.zone)


def life_view(office: OfficeContext) -> LifeView:
    """Return the same for an office opened to act in it."""
    desk = office.desk
    return LifeView(
        office.views,
        office.zone,
        office.say,
        desk.policy,
        desk.rules.workdays,
        desk.now(),
        blocks=office.blocks,
        folder=office.folder,
    )


def life_object(file: MatterFile, office: LifeView) -> dict[str, Any]:
    """Return a matter's clocks, acts and links under their documented keys (docs/json.md)."""
    twice = [each.number for each in office.views.same_letter(file.row)]
    return {
        "erasure": stub_object(file.events, office.zone),
        "deadlines": [_deadline(each, office) for each in _derived(file, office)],
        "acts": [_act(each, office) for each in _acts(file)],
        "same": [_linked(each, office) for each in office.views.linked_matters(file.row.uid)],
        **({"same_letter": twice} if twice else {}),
    }


def life_lines(file: MatterFile, office: LifeView) -> Iterator[str]:
    """Yield who has it and what is beside that, then clocks, acts and links as sentences."""
    say, row = office.say, file.row
    if row.holder:
        yield say("matter.show.holder", value=row.holder)
    if row.leader:
        yield say("matter.show.leader", value=row.leader)
    flags = {
        "matter.show.undecided": row.undecided,
        "matter.show.supervised": row.supervised,
        "matter.show.urgent": row.urgent,
        "matter.show.simple": row.simple,
    }
    yield from (say(key) for key, true in flags.items() if true)
    derived = _derived(file, office)
    if derived:
        yield say("matter.show.clocks")
    for each in derived:
        yield say("matter.show.clock", heading=heading(each))
        soon = office.rules.procedure.due_soon_days
        for told in steps(each, office.now, office.zone, soon):
            yield say("matter.show.step", told=told)
    acts = _acts(file)
    if acts:
        yield say("matter.show.acts")
    for event in acts:
        at = _local(event.happened_at, office)
        told = _sentence(event, office)
        yield say("matter.show.act", at=at, told=told, officer=event.officer)
    links = office.views.linked_matters(row.uid)
    if links:
        yield say("matter.show.links")
    for other in links:
        values = {"number": other.number, "state": other.state, "summary": other.summary}
        yield say("matter.show.link", **values)
    for other in office.views.same_letter(row):
        yield say("matter.show.same_letter", number=other.number)


def _derived(file: MatterFile, office: LifeView) -> list[Derivation]:
    return derivations(life_of(file.events), file.events, office.rules, office.now)


def _acts(file: MatterFile) -> list[Event]:
    return [each for each in effective(file.events) if isinstance(each.fact, _ACTS)]


def _explained(derived: Derivation, office: LifeView) -> str:
    soon = office.rules.procedure.due_soon_days
    return explanation(derived, office.now, office.zone, soon)


def _deadline(derived: Derivation, office: LifeView) -> dict[str, Any]:
    deadline, counted = derived.deadline, derived.deadline.span
    anchor = derived.anchor
    return {
        "clock": deadline.clock.value,
        "part": deadline.part,
        "who": deadline.who.value,
        "unit": deadline.unit,
        "law": deadline.law.value,
        "anchor": {
            "event": deadline.anchor,
            "kind": anchor.kind if anchor else None,
            "at": _iso(deadline.started_at, office),
            "officer": anchor.officer if anchor else None,
        },
        "started": deadline.started.isoformat(),
        "measure": deadline.measure.value,
        "days": deadline.days,
        "first": counted.first.isoformat() if counted else None,
        "target": deadline.target.isoformat(),
        "rolled": deadline.rolled.isoformat(),
        "due_at": _iso(deadline.due_at, office),
        "overdue": deadline.overdue(office.now),
        "past_control": deadline.past_control(office.now),
        "skipped": [
            {"date": each.on.isoformat(), "name": skipped_name(each)} for each in derived.skipped
        ],
        "extended": counted.extended if counted else 0,
        "excluded": counted.excluded if counted else 0,
        "provisional": deadline.provisional,
        "open": deadline.open(office.now),
        "met_at": _iso(deadline.met_at, office) if deadline.met_at else None,
        "met_by": deadline.met_by.value if deadline.met_by else None,
        "late_days": late_days(deadline, office.now, office.zone),
        "moved": [_moved(each, office) for each in derived.moves],
        "explanation": _explained(derived, office),
    }


def _moved(event: Event, office: LifeView) -> dict[str, Any]:
    fact = event.fact
    assert isinstance(fact, DeadlineMoved)
    return {
        "at": _iso(event.recorded_at, office),
        "old_target": fact.old_target.isoformat(),
        "target": fact.target.isoformat(),
        "old_rolled": fact.old_rolled.isoformat(),
        "rolled": fact.rolled.isoformat(),
    }


def _act(event: Event, office: LifeView) -> dict[str, Any]:
    fact = event.fact
    move = fact if isinstance(fact, MatterMoved) else None
    return {
        "kind": event.kind,
        **{name: getattr(getattr(move, name, None), "value", None) for name in _SAID},
        "at": _iso(event.happened_at, office),
        "recorded_at": _iso(event.recorded_at, office),
        "officer": event.officer,
        "text": _sentence(event, office),
    }


def _linked(row: MatterRow, office: LifeView) -> dict[str, Any]:
    received = row.received_at.astimezone(office.zone).isoformat()
    return {
        "number": row.number,
        "state": row.state.value,
        "received_at": received,
        "summary": row.summary,
    }


def _sentence(event: Event, office: LifeView) -> str:
    teller = EventWords(
        catalogue(language()),
        lambda post: post_name(office.policy, post),
        lambda at: _local(at, office),
    )
    return teller.tell(event)


def _local(at: datetime, office: LifeView) -> str:
    return f"{at.astimezone(office.zone):%Y-%m-%d %H:%M}"


def _iso(at: datetime, office: LifeView) -> str:
    return at.astimezone(office.zone).isoformat()
