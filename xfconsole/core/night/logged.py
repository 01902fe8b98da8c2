"""What was recorded in a stretch of time, in the order in which it is told."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from xfconsole.core.facts.event import Event
from xfconsole.core.ports import Views

PAGE = 1_000


def logged(
    views: Views, since: datetime, until: datetime, kinds: Collection[str] = ()
) -> Iterator[list[Event]]:
    """Yield the events recorded in a half-open stretch of time page by page, oldest first.

    What several desks wrote came in any order: it is read whole and told in their common one.
    """
    pages = _as_it_came(views, since, until, kinds)
    if not views.desk_names():
        yield from pages
        return
    events = sorted((each for page in pages for each in page), key=lambda each: each.place)
    yield from (events[at : at + PAGE] for at in range(0, len(events), PAGE))


def _as_it_came(
    views: Views, since: datetime, until: datetime, kinds: Collection[str]
) -> Iterator[list[Event]]:
    after = 0
    while page := views.log(since=since, until=until, after_seq=after, limit=PAGE, kinds=kinds):
        yield page
        after = page[-1].seq
