"""Asks where a paper is saved to be printed, and says where it lies then."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from screens.shared.files import HOME, path_of
from screens.shared.form import Form, Part, Values
from screens.shared.question import Answers, Asking, Choice, Step
from xfconsole.core.office.slip import Slip
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.host import Host
from xfconsole.ui.papers import SheetPaper
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.status import slip_sentences

LEFT = ("paper",)
"""Where in the host's memory the folder of the last paper is kept."""
Save: TypeAlias = "Callable[[Path], Slip | None]"
"""Writes a file, and may block; returns why the office's own template was not used."""


def save_form(host: Host, name: str, file_name: str, save: Save, note: str) -> Form:
    """Return the form that asks where a paper of this name is saved."""

    async def run(values: Values) -> None:
        file = path_of(values["file"])
        slip = await asyncio.to_thread(save, file)
        host.left[LEFT] = os.path.join(os.path.dirname(values["file"]), "")
        said = say("document.saved", file=neutral_line(file.name), document=name)
        host.tell(" ".join([*(slip_sentences([slip]) if slip else ()), said]))

    initial = os.path.join(str(host.left.get(LEFT, HOME)), file_name)
    return Form(
        heading=say("document.save", document=name),
        parts=(Part("file", say("document.file"), initial=initial),),
        run=run,
        lines=(note,),
    )


def choose_sheet(
    host: Host, heading: str, sheets: Mapping[str, Callable[[], SheetPaper]], of: str
) -> Asking:
    """Ask which sheet is saved, each by its name with what makes it; ``of`` ends its file's."""

    def plan(answers: Answers) -> Step | None:
        choices = tuple(Choice(name, name) for name in sheets)
        return None if answers else Step(say("document.which"), choices)

    async def run(_: Answers) -> None:
        """The form acts."""

    def opens(answers: Answers) -> Form:
        (name,) = answers

        def save(file: Path) -> Slip | None:
            return host.papers().save_sheet(sheets[name](), host.views.head().typed, file)

        return save_form(host, name, f"{name}-{of}.docx", save, say("document.save_note_sheet"))

    return Asking(heading, plan, run, opens)
