"""Asks what the columns of a file are, one by one, with what stands in them in view."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from screens.shared.question import Answers, Asking, Choice, Step
from xfconsole.ui.words.catalogue import say

# For types only: what reads spreadsheets is slow to load.
if TYPE_CHECKING:
    from xfconsole.ui.host import Head, HeadColumn

_NOT_READ = "-"
_MOST_ROWS = 9
"""Among so many rows the one with the names of the columns is looked for."""


class ColumnQuestions:
    """First the row of headers, then each column, at last the name under which it is kept.

    ``take`` gets that name, empty for none, and the field of each column by its header. ``said``
    holds what was answered so far by header: whoever left in the middle goes on with Enter.
    ``keep`` is told it after each answer.
    """

    def __init__(
        self,
        file: str,
        head: Head,
        said: dict[str, str],
        keep: Callable[[], object],
        take: Callable[[str, Mapping[str, str]], Awaitable[object]],
    ) -> None:
        self._file, self._head, self._said, self._keep, self._take = file, head, said, keep, take

    def asking(self) -> Asking:
        """Return it as a card asks it."""
        return Asking(say("letters.columns.heading", file=self._file), self._plan, self._run)

    def _plan(self, answers: Answers) -> Step | None:
        if not answers:
            return self._which_row()
        place, fields = int(answers[0]), answers[1:]
        columns = self._head.columns(place)
        self._said.update(zip((each.header for each in columns), fields, strict=False))
        self._keep()
        if len(fields) < len(columns):
            return self._which_field(place, columns[len(fields)], fields)
        if len(fields) > len(columns):
            return None
        return Step(say("letters.columns.name"), field=True, optional=True)

    def _which_row(self) -> Step:
        rows = self._head.rows[: max(_MOST_ROWS, self._head.likely + 1)]
        choices = (
            Choice(str(at), say("letters.columns.row", row=row, text=self._head.line(at)))
            for at, (row, _) in enumerate(rows)
        )
        title = say("letters.columns.which_row")
        return Step(title, tuple(choices), cursor=self._head.likely)

    def _which_field(self, place: int, column: HeadColumn, fields: Answers) -> Step:
        lines = [say("letters.columns.row", row=row, text=text) for row, text in column.cells]
        if not fields and (never := self._head.never_read(place)):
            lines.insert(0, say("letters.never_read", columns=", ".join(never)))
        names = [_NOT_READ, *self._head.fields(fields)]
        title = say("letters.columns.what", number=column.number, header=column.header)
        likely = self._said.get(column.header, column.field)
        cursor = names.index(likely) if likely in names else 0
        choices = tuple(Choice(name, _field_name(name)) for name in names)
        return Step(title, choices, cursor=cursor, lines=tuple(lines))

    async def _run(self, answers: Answers) -> object:
        place, *fields, name = answers
        columns = self._head.columns(int(place))
        pairs = zip(columns, fields, strict=True)
        mapping = {each.header: "" if field == _NOT_READ else field for each, field in pairs}
        return await self._take(name, mapping)


def asking_which(
    file: str,
    kept: Mapping[str, Mapping[str, str]],
    take: Callable[[str, Mapping[str, str]], Awaitable[object]],
) -> Asking:
    """Ask which of the kept mappings a file is read by, or none."""
    names = list(kept)

    def plan(answers: Answers) -> Step | None:
        if answers:
            return None
        choices = [Choice(str(at), _use(name)) for at, name in enumerate(names)]
        choices.append(Choice(_NOT_READ, say("letters.columns.by_headers")))
        return Step(say("letters.columns.use"), tuple(choices))

    async def run(answers: Answers) -> object:
        if answers[0] == _NOT_READ:
            return await take("", {})
        name = names[int(answers[0])]
        return await take(name, kept[name])

    return Asking(say("letters.columns.kept", file=file), plan, run)


def _use(name: str) -> str:
    return say("letters.columns.use_kept", name=name)


def _field_name(name: str) -> str:
    return say("letters.columns.not_read" if name == _NOT_READ else f"letters.field.{name}")
