"""What a reception day does to the matters received: their place, and what was decided."""

from __future__ import annotations

from data.journal.codec import columns_of, instant_text
from data.projections.by_fact import projects
from data.tables.statements import Write, change, insert
from xfconsole.core.facts import of_reception
from xfconsole.core.facts.event import Event

_QUEUE = insert("received")
_DECIDE = change(
    """
    UPDATE received SET leader = :leader, post = :post, decision = :decision, text = :text,
      unit = :unit, on_day = :on, passed_to = :to, decided_at = :at
    WHERE matter = :matter AND session = :session
    """
)
_UNDECIDED = {
    **dict.fromkeys(("leader", "post", "text", "unit", "passed_to"), ""),
    **dict.fromkeys(("decision", "on_day", "decided_at")),
}


@projects(of_reception.MatterQueued)
def queued(event: Event, fact: of_reception.MatterQueued) -> list[Write]:
    """Give the matter its place."""
    return [(_QUEUE, columns_of(fact, matter=event.subject, **_UNDECIDED))]


@projects(of_reception.ReceptionDecided)
def decided(event: Event, fact: of_reception.ReceptionDecided) -> list[Write]:
    """Keep what was decided last."""
    own = {"matter": event.subject, "at": instant_text(event.happened_at)}
    return [(_DECIDE, columns_of(fact, **own))]
