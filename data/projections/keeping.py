"""What tells which desk keeps a subject."""

from __future__ import annotations

import json

from data.projections.by_fact import projects
from data.tables.statements import Write, change, insert
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import SubjectTakenOver
from xfconsole.core.office.keeping import is_lettered

_KEEP = insert("keeper")
_FOLLOWED = change(
    "DELETE FROM keeper WHERE subject = :subject "
    "AND (event = :subject OR event IN (SELECT value FROM json_each(:following)))"
)


def opened(event: Event, number: str) -> list[Write]:
    """Keep which desk opened a subject, once numbers say so."""
    row = {"subject": event.subject, "event": event.subject, "desk": event.desk}
    return [(_KEEP, row)] if is_lettered(number) else []


@projects(SubjectTakenOver)
def taken_over(event: Event, fact: SubjectTakenOver) -> list[Write]:
    """Let a desk keep a subject in place of those that it followed."""
    own = {"subject": event.subject}
    row = {**own, "event": event.uid, "desk": event.desk}
    return [(_FOLLOWED, {**own, "following": json.dumps(fact.following)}), (_KEEP, row)]
