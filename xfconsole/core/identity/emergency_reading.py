"""Whose identity takes two officers to read, and which lone readings nobody has looked into yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_identity import GlassReviewed, IdentityRead
from xfconsole.core.facts.of_incident import EventCorrected
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_procedure import PartyBarred
from xfconsole.core.words.desk import Purpose, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import Bar


@frozen
class ReadingToReview:
    """A reading without a second officer that another officer has yet to look into.

    ``event`` is what ``Desk.review_reading`` takes, ``matter`` and ``number`` say whose identity it
    was, ``officer`` who read it ``at`` (aware UTC), and ``reason`` what for.
    """

    event: Uid
    matter: Uid
    number: str
    at: datetime
    officer: str
    reason: str


def sealed_of(events: Iterable[Event]) -> str:
    """Return a matter's sealed identity as it stands by its events, empty for none."""
    registered = [each.fact for each in effective(events)]
    return next((each.sealed for each in registered if isinstance(each, MatterRegistered)), "")


def second_needed(events: Iterable[Event]) -> bool:
    """Whether a matter is, or ever was, confidential, an accusation, or has an accused official.

    A correction that makes something else of an accusation takes no protection away.
    """
    return any(_protects(each) for each in events)


def unreviewed(events: Iterable[Event]) -> list[Event]:
    """Return the readings without a second officer that nobody has looked into, oldest first."""
    found = list(events)
    seen = {each.fact.of for each in found if isinstance(each.fact, GlassReviewed)}
    return [
        each
        for each in found
        if isinstance(each.fact, IdentityRead) and each.fact.glass and each.uid not in seen
    ]


def reading_to_review(event: Event, number: str) -> ReadingToReview:
    """Return what is told of a lone reading of the matter of this number."""
    fact = event.fact
    assert isinstance(fact, IdentityRead)
    return ReadingToReview(
        event.uid, event.subject, number, event.happened_at, event.officer, fact.reason
    )


def _protects(event: Event) -> bool:
    match event.fact:
        case MatterRegistered(confidential=confidential, purpose=purpose):
            return confidential or purpose is Purpose.ACCUSATION
        case EventCorrected(changes=changes):
            return changes.get("purpose") == Purpose.ACCUSATION.value
        case PartyBarred(bar=bar):
            return bar is Bar.ACCUSED
    return False
