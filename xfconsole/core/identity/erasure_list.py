"""One matter in the list of identities to be erased: its number, the rule, and who decided what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_identity import Kept
from xfconsole.core.identity.due import Held, verdict, verdict_by
from xfconsole.core.identity.erasure import erasure_of
from xfconsole.core.policy.pack import Retention
from xfconsole.core.words.desk import Uid


class Stage(StrEnum):
    """How far an erasure has come."""

    DUE = "due"
    PROPOSED = "proposed"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """One matter, and never who brought it.

    ``since`` is when the rule made it due. ``proposed_by`` and ``approved_by`` are officers,
    ``after`` is until when it can be cancelled. ``kept`` tells what keeps it by now all the same:
    once its time has come the desk takes such an erasure back by itself.
    """

    matter: Uid
    number: str
    stage: Stage
    rule: str
    since: datetime | None
    proposed_by: str = ""
    approved_by: str = ""
    after: datetime | None = None
    kept: Kept | None = None


def row_of(
    matter: Uid,
    number: str,
    events: Sequence[Event],
    held: Held,
    retention: Retention,
    zone: tzinfo,
    now: datetime,
) -> ErasureRow | None:
    """Return the line of a matter, None where nothing is due and nobody has proposed anything."""
    standing = erasure_of(events)
    if standing.proposal is None:
        found = verdict(held, retention, zone, now)
        if found.kept is not None:
            return None
        return ErasureRow(matter, number, Stage.DUE, found.rule, found.since)
    found = verdict_by(standing.rule, held, retention, zone, now)
    return ErasureRow(
        matter,
        number,
        Stage.APPROVED if standing.approval else Stage.PROPOSED,
        standing.rule,
        found.since,
        standing.proposal.officer,
        standing.approved_by,
        standing.after,
        found.kept,
    )
