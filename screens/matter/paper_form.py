"""A document that was issued, saved as a file to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from screens.shared.form import Form
from screens.shared.save_paper import save_form
from screens.widgets.picker_rows import PickRow
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_procedure import DocumentIssued
from xfconsole.core.office.slip import Slip
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.times import moment


def issued_rows(host: Host, events: Sequence[Event]) -> list[PickRow[DocumentIssued]]:
    """Return every document that was issued, the newest first, each with its time."""
    return [
        PickRow(each.fact, word(each.fact.document), moment(each.recorded_at, host.zone))
        for each in reversed(effective(events))
        if isinstance(each.fact, DocumentIssued)
    ]


def paper_form(host: Host, number: str, issued: DocumentIssued) -> Form:
    """Return the form that asks where to save a document."""
    name = word(issued.document)

    def save(file: Path) -> Slip | None:
        return host.papers().save(issued, host.views.head().typed, file)

    return save_form(host, name, f"{number}-{name}.docx", save, say("document.save_note"))
