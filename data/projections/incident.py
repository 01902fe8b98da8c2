"""What the facts of a live incident, and the engine's announcements, do to the tables."""

from __future__ import annotations

from data.journal.codec import instant_text
from data.tables.rows import CallTable, IncidentTable, ObligationTable, PromptTable
from data.tables.statements import Write, change, insert, upsert
from xfconsole.core.facts.announced import (
    LevelChanged,
    ObligationAdded,
    ObligationMet,
    ObligationMissed,
    PromptCleared,
    PromptMarked,
    PromptMoved,
    PromptRaised,
)
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import (
    HeadcountRecorded,
    IncidentClosed,
    IncidentOpened,
    PlaceNamed,
    PolicyAccepted,
    PostRung,
    PromptSnoozed,
)
from xfconsole.core.words.desk import RELIEF_RULE, Level, Place

_INCIDENT = insert(IncidentTable)
_CALL = insert(CallTable)
# A duty can fall due again after it was met, and a prompt be raised again after it moved.
_OBLIGATION = upsert(ObligationTable)
_PROMPT = upsert(PromptTable)

_COUNT = change(
    "UPDATE incident SET headcount = :headcount, count_source = :source WHERE uid = :uid"
)
_LEVEL = change("UPDATE incident SET level = :level WHERE uid = :uid")
_POLICY = change("UPDATE incident SET policy = :policy, policy_label = :label WHERE uid = :uid")
_PLACE = {
    place: change(f"UPDATE incident SET {place.value} = :name WHERE uid = :uid") for place in Place
}
_CLOSE = change("UPDATE incident SET closed_at = :at WHERE uid = :uid")
_MET = change(
    "UPDATE obligation SET met_how = :how, met_by = :person, met_at = :at "
    "WHERE incident = :incident AND post = :post AND rule = :rule"
)
_MISSED = {
    clock: change(
        f"UPDATE obligation SET {clock}_missed_at = :due "
        "WHERE incident = :incident AND post = :post AND rule = :rule"
    )
    for clock in ("tell", "arrive")
}
_PROMPT_OF = "WHERE uid = :prompt AND incident = :incident"
_SNOOZE = change(f"UPDATE prompt SET snoozed_until = :until {_PROMPT_OF}")
_MARK = change(f"UPDATE prompt SET corrected = 1 {_PROMPT_OF}")
_CLEAR = change(f"UPDATE prompt SET cleared_at = :at {_PROMPT_OF}")
_MOVE = change(f"UPDATE prompt SET due = :due, cleared_at = :cleared_at {_PROMPT_OF}")


def opened(event: Event, fact: IncidentOpened) -> list[Write]:
    """Add the incident."""
    row = {
        "uid": event.subject,
        "number": fact.number,
        "matter": fact.matter,
        "topic": fact.topic,
        "channel": fact.channel.value,
        "headcount": fact.headcount,
        "count_source": fact.source.value,
        "level": Level.NONE.value,
        "policy": fact.policy,
        "policy_label": fact.policy_label,
        "unit": fact.unit,
        "township": fact.township,
        "assigned_leader": int(fact.assigned_leader),
        "opened_at": instant_text(event.happened_at),
        "opened_seq": event.seq,
        "closed_at": None,
    }
    return [(_INCIDENT, row)]


def counted(event: Event, fact: HeadcountRecorded) -> list[Write]:
    """Set the head-count to the one recorded last."""
    row = {"uid": event.subject, "headcount": fact.value, "source": fact.source.value}
    return [(_COUNT, row)]


def level_changed(event: Event, fact: LevelChanged) -> list[Write]:
    """Set the level that the engine announced."""
    return [(_LEVEL, {"uid": event.subject, "level": fact.level.value})]


def policy_accepted(event: Event, fact: PolicyAccepted) -> list[Write]:
    """Pin the incident to another pack."""
    return [
        (_POLICY, {"uid": event.subject, "policy": fact.policy, "label": fact.policy_label}),
    ]


def place_named(event: Event, fact: PlaceNamed) -> list[Write]:
    """Set the unit or township it concerns to the one named last."""
    return [(_PLACE[fact.place], {"uid": event.subject, "name": fact.name})]


def closed(event: Event, fact: IncidentClosed) -> list[Write]:
    """End the incident."""
    return [(_CLOSE, {"uid": event.subject, "at": instant_text(event.happened_at)})]


def rung(event: Event, fact: PostRung) -> list[Write]:
    """Add a call."""
    row = {
        "uid": event.uid,
        "incident": event.subject,
        "post": fact.post,
        "person": fact.person,
        "outcome": fact.outcome.value,
        "rung_at": instant_text(event.happened_at),
        "eta": instant_text(fact.eta) if fact.eta else None,
        "prompt": fact.prompt,
    }
    return [(_CALL, row)]


def obligation_added(event: Event, fact: ObligationAdded) -> list[Write]:
    """Add an obligation, or begin anew the one that was met before."""
    row = {
        "incident": event.subject,
        "post": fact.post,
        "rule": fact.rule,
        "anchor": fact.anchor,
        "person": fact.person,
        "added_at": instant_text(event.happened_at),
        "tell_by": instant_text(fact.tell_by),
        "tell_missed_at": None,
        "arrive_missed_at": None,
        "met_how": None,
        "met_by": None,
        "met_at": None,
    }
    return [(_OBLIGATION, row)]


def obligation_met(event: Event, fact: ObligationMet) -> list[Write]:
    """Note how an obligation ended, by whom and when."""
    at = instant_text(event.happened_at)
    duty = {"incident": event.subject, "post": fact.post, "rule": fact.rule}
    return [(_MET, {**duty, "how": fact.how, "person": fact.person, "at": at})]


def obligation_missed(event: Event, fact: ObligationMissed) -> list[Write]:
    """Note which of an obligation's two clocks ran out, and when that was."""
    duty = {"incident": event.subject, "post": fact.post, "rule": fact.rule}
    return [(_MISSED[fact.clock], {**duty, "due": instant_text(fact.due)})]


def prompt_raised(event: Event, fact: PromptRaised) -> list[Write]:
    """Add a prompt that was shown. One about the relief is the office's, and no incident's."""
    if fact.rule == RELIEF_RULE:
        return []
    row = {
        "uid": fact.prompt,
        "incident": event.subject,
        "what": fact.what.value,
        "rule": fact.rule,
        "post": fact.post,
        "duty": fact.duty,
        "person": fact.person,
        "due": instant_text(fact.due),
        "raised_at": instant_text(event.happened_at),
        "late_s": fact.late_s,
        "attempt": fact.attempt,
        "corrected": int(fact.corrected),
        "snoozed_until": None,
        "cleared_at": None,
    }
    return [(_PROMPT, row)]


def prompt_snoozed(event: Event, fact: PromptSnoozed) -> list[Write]:
    """Put a prompt off."""
    until = instant_text(fact.until)
    return [(_SNOOZE, {"incident": event.subject, "prompt": fact.prompt, "until": until})]


def prompt_cleared(event: Event, fact: PromptCleared) -> list[Write]:
    """Take a prompt down."""
    at = instant_text(event.happened_at)
    return [(_CLEAR, {"incident": event.subject, "prompt": fact.prompt, "at": at})]


def prompt_marked(event: Event, fact: PromptMarked) -> list[Write]:
    """Mark a prompt as raised on a head-count that was corrected since."""
    return [(_MARK, {"incident": event.subject, "prompt": fact.prompt})]


def prompt_moved(event: Event, fact: PromptMoved) -> list[Write]:
    """Move a prompt's deadline; while it lies ahead the prompt is down."""
    ahead = fact.due > event.recorded_at
    row = {"incident": event.subject, "prompt": fact.prompt, "due": instant_text(fact.due)}
    return [(_MOVE, {**row, "cleared_at": instant_text(event.recorded_at) if ahead else None})]
