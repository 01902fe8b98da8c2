"""What ``reception`` prints: the plan, a day's order and the ledger, as lines or as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from xfconsole.commands.context import OfficeView
from xfconsole.commands.handover import HandingView
from xfconsole.commands.printing import json_text
from xfconsole.core.reception.result import result_of
from xfconsole.core.reception.sessions import Session
from xfconsole.core.reception.tasks import Owed
from xfconsole.core.rows import ReceivedRow
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.reception import (
    leader_words,
    owed_words,
    received_words,
    session_day,
    session_state,
    told_words,
)


def plan_lines(office: HandingView, sessions: Sequence[Session], *, as_json: bool) -> Iterator[str]:
    """Yield what ``reception`` prints; docs/json.md explains the keys of the JSON object."""
    owed = office.desk.receptions_owed()
    if as_json:
        yield json_text(
            {
                "sessions": [_session_object(each, office) for each in sessions],
                "owed": [_owed_object(each, office) for each in owed],
            }
        )
        return
    now, policy = office.desk.now(), office.desk.policy
    today = now.astimezone(office.zone).date()
    if not sessions:
        yield office.say("reception.none")
    for each in sessions:
        when = session_day(each.planned, office.zone, today)
        who, state = leader_words(each.planned, policy), session_state(each, now)
        yield office.say(
            "reception.line", when=when, who=who, place=each.planned.place, state=state
        )
    if owed:
        yield office.say("reception.owed_head")
    yield from (f"  {owed_words(each, office.zone, today)}" for each in owed)


def day_lines(office: HandingView, session: Session, *, as_json: bool) -> Iterator[str]:
    """Yield what ``reception day`` prints; docs/json.md explains the keys."""
    rows = office.views.received(session.uid)
    if as_json:
        order = [row_object(each, office) for each in rows]
        yield json_text({**_session_object(session, office), "order": order})
        return
    now, planned = office.desk.now(), session.planned
    when = session_day(planned, office.zone, now.astimezone(office.zone).date())
    who, state = leader_words(planned, office.desk.policy), session_state(session, now)
    yield office.say("reception.line", when=when, who=who, place=planned.place, state=state)
    if said := told_words(session):
        yield said
    if not rows:
        yield office.say("reception.day.none")
    for each in rows:
        yield received_words(each)


def ledger_line(row: ReceivedRow, zone: tzinfo) -> str:
    """Return a matter's line in the ledger of the reception days."""
    return say(
        "reception.ledger.line", day=row.starts_at.astimezone(zone).date(), told=received_words(row)
    )


def row_object(row: ReceivedRow, office: OfficeView) -> dict[str, object]:
    """Return a matter's place in an order under its documented keys (docs/reception.md)."""
    matter, barred = row.row, row.row.barred
    return {
        "day": row.starts_at.astimezone(office.zone).date().isoformat(),
        "place": row.place,
        "number": matter.number,
        "topic": None if barred else matter.summary,
        "township": None if barred else matter.township,
        "people": None if barred else matter.headcount,
        "leader": row.leader,
        "post": row.post,
        "decision": row.decision.value if row.decision else None,
        "text": None if barred else row.text,
        "unit": row.unit,
        "on": row.on.isoformat() if row.on else None,
        "passed_to": row.passed_to,
        "meeting": row.meeting.value if row.meeting else None,
        "outcome": None if barred else row.outcome,
        "result": result_of(row).value,
        "state": None if barred else matter.state.value,
        "barred": barred.value if barred else None,
    }


def _session_object(session: Session, office: HandingView) -> dict[str, object]:
    planned, zone = session.planned, office.zone
    return {
        "starts_at": planned.starts_at.astimezone(zone).isoformat(timespec="seconds"),
        "ends_at": planned.ends_at.astimezone(zone).isoformat(timespec="seconds"),
        "leader": planned.leader,
        "post": planned.post,
        "charge": planned.charge,
        "place": planned.place,
        "form": planned.form.value,
        "units": list(planned.units),
        "untold": list(session.untold),
        "published": session.published and session.noticed_at is not None,
        "cancelled": session.cancelled,
        "held": session.held_at is not None,
        "reason": session.reason,
    }


def _owed_object(owed: Owed, office: HandingView) -> dict[str, object]:
    starts = owed.session.planned.starts_at.astimezone(office.zone) if owed.session else None
    today = office.desk.now().astimezone(office.zone).date()
    return {
        "what": owed.kind.value,
        "number": owed.meeting.number if owed.meeting else None,
        "session": starts.isoformat(timespec="seconds") if starts else None,
        "first": owed.first.isoformat() if owed.first else None,
        "last": owed.last.isoformat() if owed.last else None,
        "text": owed_words(owed, office.zone, today),
    }
