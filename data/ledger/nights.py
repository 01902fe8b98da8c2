"""What a stretch of time came to: matters by hour and channel, acts, and incidents in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from data.file.connection import Connection
from data.journal.codec import instant_of, instant_text
from xfconsole.core.facts.of_procedure import MatterMoved
from xfconsole.core.words.desk import Channel, Uid
from xfconsole.core.words.procedure import Act

_RECEIVED = """
    SELECT substr(received_at, 1, 13), channel, count(*) FROM matter
    WHERE received_at >= ? AND received_at < ? GROUP BY 1, 2 ORDER BY 1, 2
"""
_ACTS = f"""
    SELECT body ->> 'act', count(*) FROM event
    WHERE recorded_at >= ?1 AND recorded_at < ?2 AND kind = '{MatterMoved.kind}'
      AND happened_at >= ?1 GROUP BY 1
"""
_INCIDENTS = """
    SELECT uid FROM incident
    WHERE opened_at < ? AND (closed_at IS NULL OR closed_at >= ?) ORDER BY ordinal
"""
_FOLLOWED = "SELECT uid FROM incident WHERE follows = 1 AND closed_at < ? ORDER BY ordinal"
_SUBJECTS = """
    SELECT coalesce(topic ->> 0, ''), count(*) FROM matter
    WHERE received_at >= ? AND received_at < ? GROUP BY 1 ORDER BY 2 DESC, 1
"""
_POLICY = "SELECT text FROM policy_pack WHERE digest = ?"


def received(
    connection: Connection, since: datetime, until: datetime
) -> dict[tuple[datetime, Channel], int]:
    """Return how many matters were received, by the instant an hour began and by channel."""
    found = _between(connection, _RECEIVED, since, until)
    return {
        (instant_of(f"{hour}:00:00.000000Z"), Channel(channel)): count
        for hour, channel, count in found
    }


def acts(connection: Connection, since: datetime, until: datetime) -> dict[Act, int]:
    """Return how often each act was done and recorded, in the acts' own order.

    What a file brings of long ago is recorded now, and was not done now.
    """
    found = {Act(act): count for act, count in _between(connection, _ACTS, since, until)}
    return {act: found[act] for act in Act if act in found}


def subjects(connection: Connection, since: datetime, until: datetime) -> dict[str, int]:
    """Return how many matters were received on each first level of a subject, the most first."""
    return dict(_between(connection, _SUBJECTS, since, until))


def incidents(connection: Connection, since: datetime, until: datetime) -> list[Uid]:
    """Return the incidents that were open at some time in it, oldest first."""
    values = instant_text(until), instant_text(since)
    return list(connection.execute(_INCIDENTS, values).scalars())


def followed(connection: Connection, before: datetime) -> list[Uid]:
    """Return the incidents that ended before, of which something is still asked for."""
    return list(connection.execute(_FOLLOWED, (instant_text(before),)).scalars())


def policy_text(connection: Connection, digest: str) -> str | None:
    """Return the text of a pack that an incident was pinned to, or None."""
    found: str | None = connection.execute(_POLICY, (digest,)).scalar()
    return found


def _between(connection: Connection, statement: str, since: datetime, until: datetime) -> Any:
    return connection.execute(statement, (instant_text(since), instant_text(until)))
