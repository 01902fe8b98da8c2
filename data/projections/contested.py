"""What tells which acts two desks did at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.journal.codec import canonical
from data.tables.statements import Write, insert
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.following import contests

_CONTEST = insert("contested")


def contested(events: Sequence[Event]) -> Iterator[Write]:
    """Yield what keeps the contests among all events of one subject, in the order of all desks."""
    for each in contests(events):
        about = {"subject": each.subject, "about": each.of, "fields": canonical(each.fields)}
        yield from ((_CONTEST, {**about, "event": act.uid}) for act in each.acts)
