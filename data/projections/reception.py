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
      unit = :unit, on_day = :on, passed_to = :to, decided_at = :at,
      (dated_at, meeting, outcome) = (
        SELECT iif(anew, :at, dated_at), iif(anew, NULL, meeting), iif(anew, '', outcome)
        FROM (SELECT decision IS NOT :decision OR unit <> :unit OR on_day IS NOT :on AS anew)
      )
    WHERE matter = :matter AND session = :session
    """
)
_MEETING = change(
    """
    UPDATE received SET meeting = :what, outcome = :text,
      on_day = coalesce(:on, on_day), dated_at = iif(:on IS NULL, dated_at, :at)
    WHERE matter = :matter AND session = :session AND decision = 'meeting'
    """
)
_UNDECIDED = {
    **dict.fromkeys(("leader", "post", "text", "unit", "passed_to", "outcome"), ""),
    **dict.fromkeys(("decision", "on_day", "decided_at", "dated_at", "meeting")),
}


@projects(of_reception.MatterQueued)
def queued(event: Event, fact: of_reception.MatterQueued) -> list[Write]:
    """Give the matter its place."""
    return [(_QUEUE, columns_of(fact, matter=event.subject, **_UNDECIDED))]


@projects(of_reception.ReceptionDecided)
def decided(event: Event, fact: of_reception.ReceptionDecided) -> list[Write]:
    """Keep what was decided last; of a meeting only worded anew what was noted stays."""
    own = {"matter": event.subject, "at": instant_text(event.happened_at)}
    return [(_DECIDE, columns_of(fact, **own))]


@projects(of_reception.MeetingNoted)
def noted(event: Event, fact: of_reception.MeetingNoted) -> list[Write]:
    """Keep what was noted last of a meeting."""
    own = {"matter": event.subject, "at": instant_text(event.happened_at)}
    return [(_MEETING, columns_of(fact, **own))]
