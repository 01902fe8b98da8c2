"""A document that was issued, saved as a file to be printed."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

from screens.shared.files import HOME, path_of
from screens.shared.form import Form, Part, Values
from screens.widgets.picker_rows import PickRow
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_procedure import DocumentIssued
from xfconsole.core.office.slip import Slip
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.status import slip_sentences
from xfconsole.ui.words.times import moment

LEFT = ("paper",)
"""Where in the host's memory the folder of the last paper is kept."""


def issued_rows(host: Host, events: Sequence[Event]) -> list[PickRow[DocumentIssued]]:
    """Return every document that was issued, the newest first, each with its time."""
    return [
        PickRow(each.fact, word(each.fact.document), moment(each.recorded_at, host.zone))
        for each in reversed(effective(events))
        if isinstance(each.fact, DocumentIssued)
    ]


def paper_form(host: Host, number: str, issued: DocumentIssued) -> Form:
    """Return the form that asks where to save a document."""
    name = f"{number}-{word(issued.document)}.docx"
    folder = str(host.left.get(LEFT, HOME))

    async def run(values: Values) -> None:
        file = path_of(values["file"])
        slip = await asyncio.to_thread(_save, host, issued, file)
        host.left[LEFT] = os.path.join(os.path.dirname(values["file"]), "")
        said = say("document.saved", file=neutral_line(file.name), document=word(issued.document))
        host.tell(" ".join([*(slip_sentences([slip]) if slip else ()), said]))

    return Form(
        heading=say("document.save", document=word(issued.document)),
        parts=(Part("file", say("document.file"), initial=os.path.join(folder, name)),),
        run=run,
        lines=(say("document.save_note"),),
    )


def _save(host: Host, issued: DocumentIssued, file: Path) -> Slip | None:
    return host.papers().save(issued, host.views.head().typed, file)
