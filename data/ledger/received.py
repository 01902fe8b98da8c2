"""The matters received at sessions of reception days, in their order of coming."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from data.file.connection import Connection
from data.journal.codec import instant_text, reader_of
from data.ledger import lines
from data.ledger.barred import BarredMatters
from xfconsole.core.rows import ReceivedRow
from xfconsole.core.words.desk import Uid

_CHUNK = 200
_COLUMNS = (
    *("session", "starts_at", "place", "leader", "post", "decision", "text", "unit", "on"),
    *("passed_to", "decided_at", "meeting", "outcome", "reported_at", "report_due_at"),
)
# What was assigned is completed with the report that was ordered with it.
_REPORT = """
    (SELECT {column} FROM deadline d WHERE d.matter = r.matter AND d.clock = 'report'
       AND r.decision = 'assigned' ORDER BY d.target_on = r.on_day DESC, d.anchor DESC LIMIT 1)
"""
_ROWS = f"""
    SELECT r.matter, r.session, r.starts_at, r.place, r.leader, r.post, r.decision, r.text, r.unit,
      r.on_day, r.passed_to, r.decided_at, r.meeting, r.outcome,
      {_REPORT.format(column="d.met_at")} AS reported_at,
      {_REPORT.format(column="d.due_at")} AS report_due_at
    FROM received r WHERE {{where}} ORDER BY r.starts_at, r.session, r.place, r.matter
"""
_OF_SESSION = _ROWS.format(where="r.session = :session")
_BETWEEN = _ROWS.format(where="r.starts_at >= :since AND r.starts_at < :until")
_read = reader_of(ReceivedRow, _COLUMNS)


def of_session(connection: Connection, session: Uid, barred: BarredMatters) -> list[ReceivedRow]:
    """Return the matters of one session."""
    return list(_stream(connection, _OF_SESSION, {"session": session}, barred))


def between(
    connection: Connection, since: datetime, until: datetime, barred: BarredMatters
) -> Iterator[ReceivedRow]:
    """Stream the matters of the sessions that begin within a half-open stretch of time."""
    asked = {"since": instant_text(since), "until": instant_text(until)}
    return _stream(connection, _BETWEEN, asked, barred)


def _stream(
    connection: Connection, statement: str, asked: dict[str, str], barred: BarredMatters
) -> Iterator[ReceivedRow]:
    for some in connection.execute(statement, asked).chunks(_CHUNK):
        rows = {row.uid: row for row in lines.rows_of(connection, [each[0] for each in some])}
        for matter, *columns in some:
            yield barred.received(_read(columns, row=rows[matter]))
