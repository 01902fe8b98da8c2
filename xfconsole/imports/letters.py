"""Reads a table of letters: each row becomes a registration, or is bad with its reason."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, tzinfo
from itertools import chain
from pathlib import Path

from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import MAX_HEADCOUNT, Channel, Identity, Purpose
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line
from xfconsole.core.words.typed import whole_number
from xfconsole.imports.columns import Columns, known_headers, match_columns
from xfconsole.imports.letter_words import (
    ANONYMOUS,
    PURPOSES,
    channel_of,
    is_never_read,
    is_no_letter,
    may_be_published,
    words_apart,
)
from xfconsole.imports.table import Cell, Row, Table, Tables, as_text, composed, detached
from xfconsole.imports.tabular import read_tables
from xfconsole.imports.times import read_day_and_time

SUMMARY_CHARACTERS = 60
"""A letter without a title is summed up by the beginning of its text."""
NUMBER_CHARACTERS = 40
NUMBER_DIGITS = 12
"""Of the longest number in which zeros in front count for nothing."""

SEALED = ("phone", "address")
"""Fields of the identity beside the name."""
_WHOLE_NUMBER = re.compile(r"\A(\d+)\.0+\Z")
_DIGITS = re.compile(rf"[0-9]{{1,{NUMBER_DIGITS}}}")
_BETWEEN_LEVELS = re.compile(r"[/／>＞→_＿－-]")


@frozen
class Letter:
    """A usable row. ``row`` is the number the spreadsheet shows; a reply may have no time.

    ``carried`` are the headers of columns whose cells are merged with one above. ``known_as`` are
    other names of the same row: its number as text keeps zeros in front, as a number it loses them.
    """

    row: int
    form: MatterForm
    reply: str = ""
    replied_at: datetime | None = None
    carried: tuple[str, ...] = ()
    known_as: tuple[str, ...] = ()
    hidden: bool = False


@frozen
class BadRow:
    """A row that can't be used, and why. ``sheet`` is named where several are read."""

    row: int
    reason: Refused
    sheet: str = ""


@frozen
class NoLetter:
    """A row below the letters that is a total or a note. ``sheet`` as above."""

    row: int
    sheet: str = ""


@frozen
class LettersFile:
    """A file of letters, open for reading once. ``rows`` is 0 where the file does not say.

    ``merges``: it is a workbook, which says which of its cells are merged. ``sheets`` are those of
    its sheets that are read, ``others`` those that are not.
    """

    columns: tuple[Columns, ...]
    rows: int
    letters: Iterator[Letter | BadRow | NoLetter]
    merges: bool = False
    sheets: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def used(self) -> dict[str, str]:
        """Which field each column means, over all sheets."""
        return {name: field for each in self.columns for name, field in each.used.items()}

    @property
    def unused(self) -> list[str]:
        """The headers that nobody reads, each once."""
        return list(dict.fromkeys(name for each in self.columns for name in each.unused))

    @property
    def never_read(self) -> list[str]:
        """Those of them that nobody can ask for."""
        return [name for name in self.unused if is_never_read(name)]


def open_letters(
    path: Path, mapping: Mapping[str, str], zone: tzinfo, now: datetime
) -> LettersFile:
    """Open a file of letters whose times are local to ``zone``; nothing in it is after ``now``.

    ``mapping`` (header → field) goes before what the headers mean by themselves. Raises Refused,
    here or while the letters are read, when the file as a whole can't be used.
    """
    tables = _tables(path, mapping)
    others, met = list(tables.others), Counter[str]()
    read: list[tuple[Table, Columns]] = []
    for at, table in enumerate(tables.tables):
        try:
            read.append((table, match_columns(table.headers, mapping)))
        except Refused:
            if at == tables.best:
                raise
            others.append(table.sheet)
    several, source = len(read) > 1, neutral_line(path.name)
    readers = [
        _LetterReader(columns, source, table.sheet if several else "", zone, now, met)
        for table, columns in read
    ]
    rows = (map(reader.read, table.rows) for reader, (table, _) in zip(readers, read, strict=True))
    return LettersFile(
        tuple(columns for _, columns in read),
        sum(max(0, table.last_row - table.header_row) for table, _ in read),
        chain.from_iterable(rows),
        bool(read[0][0].sheet),
        tuple(table.sheet for table, _ in read if table.sheet),
        tuple(others),
    )


def _tables(path: Path, mapping: Mapping[str, str]) -> Tables:
    try:
        return read_tables(path, [*known_headers(), *mapping])
    except Refused as refused:
        if refused.key != "tabular.refused.no_header":
            raise
        # All spellings of all headers would fill the screen.
        raise Refused("letters.refused.no_header", file=refused.values["file"]) from None


class _LetterReader:
    """Reads row after row of one sheet; ``met`` are the unnumbered rows of the file so far."""

    def __init__(
        self,
        columns: Columns,
        source: str,
        sheet: str,
        zone: tzinfo,
        now: datetime,
        met: Counter[str],
    ) -> None:
        self._columns, self._source, self._zone, self._now = columns, source, zone, now
        self._sheet, self._met = sheet, met

    def read(self, row: Row) -> Letter | BadRow | NoLetter:
        """Return what a row holds."""
        try:
            if row.flaw is not None:
                raise row.flaw
            if self._is_no_letter(row):
                return NoLetter(row.number, self._sheet)
            return self._letter(row)
        except Refused as reason:
            return BadRow(row.number, detached(reason), self._sheet)

    def _is_no_letter(self, row: Row) -> bool:
        if any(as_text(cell).strip() for cell in self._cells(row, "received_at")):
            return False
        return is_no_letter(next((cell for cell in row.cells if as_text(cell).strip()), None))

    def _letter(self, row: Row) -> Letter:
        summary, text = self._content(row)
        received_at = self._moment(row, "received_at")
        reply = neutral(self._text(row, "reply"))
        writer = neutral_line(self._text(row, "writer")).strip()
        nobody = writer.casefold() in ANONYMOUS
        ref, *others = self._refs(row, received_at, summary, text)
        form = MatterForm(
            channel=self._channel(row),
            summary=summary,
            text=text,
            topic=self._topic(row),
            unit=self._line(row, "unit"),
            purpose=self._purpose(row),
            township=self._township(row),
            headcount=self._number(row, "headcount"),
            place=self._line(row, "place"),
            addressed_to=self._line(row, "addressed_to"),
            cause=self._line(row, "cause"),
            concerned=self._number(row, "concerned"),
            publishable=may_be_published(self._text(row, "publishable")),
            identity=Identity() if nobody else self._identity(row, writer),
            anonymous=nobody,
            received_at=received_at,
            source=self._source,
            source_ref=ref,
            file_words=words_apart(
                *(self._text(row, name) for name in ("channel", "purpose", "publishable"))
            ),
        )
        replied_at = self._replied_at(row, received_at) if reply.strip() else None
        return Letter(
            row.number,
            form,
            reply if reply.strip() else "",
            replied_at,
            self._carried(row),
            tuple(others),
            row.hidden,
        )

    def _carried(self, row: Row) -> tuple[str, ...]:
        used = {at for places in self._columns.of_field.values() for at in places}
        return tuple(self._columns.headers[at] for at in sorted(row.carried & used))

    def _content(self, row: Row) -> tuple[str, str]:
        if not any(self._own(row, field) for field in ("summary", "text")):
            # One letter over several rows, as for several units, is not as many letters.
            raise Refused("letters.bad.nothing")
        text = neutral(self._text(row, "text"))
        title = neutral_line(self._text(row, "summary")).strip()
        first_line = next((line.strip() for line in text.split("\n") if line.strip()), "")
        summary = title or neutral_line(first_line)[:SUMMARY_CHARACTERS]
        if not summary:
            raise Refused("letters.bad.nothing")
        return summary, text

    def _replied_at(self, row: Row, received_at: datetime) -> datetime | None:
        if not self._text(row, "replied_at").strip():
            return None
        replied_at = self._moment(row, "replied_at")
        # By the day: a reply dated without a time of day counts from midnight.
        if replied_at.astimezone(self._zone).date() < received_at.astimezone(self._zone).date():
            raise Refused("letters.bad.reply_first", column=self._columns.header("replied_at"))
        return replied_at

    def _moment(self, row: Row, field: str) -> datetime:
        column = self._columns.header(field)
        cells = self._cells(row, field)
        if not any(as_text(cell).strip() for cell in cells):
            raise Refused("letters.bad.time_missing", column=column)
        moment = read_day_and_time(cells, self._zone, column)
        if moment > self._now:
            raise Refused("letters.bad.time_future", column=column)
        return moment

    def _channel(self, row: Row) -> Channel:
        found = channel_of(self._text(row, "channel"), self._text(row, "joint"))
        if found is None:
            raise Refused("letters.bad.channel", column=self._columns.header("channel"))
        return found

    def _purpose(self, row: Row) -> Purpose | None:
        word = composed(self._text(row, "purpose")).strip().casefold()
        if word and word not in PURPOSES:
            raise Refused("letters.bad.purpose", column=self._columns.header("purpose"))
        return PURPOSES.get(word)

    def _township(self, row: Row) -> str:
        """Return the last level of the township, or of the place where a file has only that."""
        named = self._line(row, "township") or self._line(row, "place")
        return "".join(_levels(named)[-1:])

    def _number(self, row: Row, field: str) -> int | None:
        text = self._text(row, field).strip()
        if not text:
            return None
        count = whole_number(_WHOLE_NUMBER.sub(r"\1", text.removesuffix("人")))
        if count is None or not 0 <= count <= MAX_HEADCOUNT:
            column = self._columns.header(field)
            raise Refused("letters.bad.headcount", column=column, most=MAX_HEADCOUNT)
        return count or None

    def _identity(self, row: Row, writer: str) -> Identity:
        phone, address = (neutral_line(self._text(row, name)).strip() for name in SEALED)
        return Identity(name=writer, phone=_WHOLE_NUMBER.sub(r"\1", phone), address=address)

    def _topic(self, row: Row) -> tuple[str, ...]:
        levels = [neutral_line(as_text(cell)).strip() for cell in self._cells(row, "topic")]
        return _levels(levels[0]) if len(levels) == 1 else tuple(filter(None, levels))

    def _refs(self, row: Row, received_at: datetime, summary: str, text: str) -> list[str]:
        """Name the row by what it says, so that the same letter is known again from any file.

        Whitespace, the form of numbers and times and seconds, which spreadsheet programs change
        when they save as text, count for nothing. The writer is left out: a digest of a name could
        be guessed. Without a number of its own, the n-th row that says the same is the n-th letter.
        Where the time of day has a column of its own, the row may have come in by its day alone.
        """
        number = "".join(neutral_line(self._text(row, "number")).split())[:NUMBER_CHARACTERS]
        number = _WHOLE_NUMBER.sub(r"\1", number)
        texts = "".join(summary.split()), "".join(text.split())
        refs = self._named(number, received_at, texts)
        if len(self._columns.of_field["received_at"]) > 1:
            day = datetime.combine(received_at.astimezone(self._zone), time(), self._zone)
            if day != received_at:
                refs += self._named(number, day.astimezone(UTC), texts, "day")
        return refs

    def _named(
        self, number: str, at: datetime, texts: tuple[str, str], counted: str = ""
    ) -> list[str]:
        """Return the names of a row; rows without a number are ``counted`` apart under that."""
        said = json.dumps([at.strftime("%Y-%m-%dT%H:%MZ"), *texts])[1:]
        nth = ""
        if not number:
            self._met[counted + said] += 1
            nth = f" {self._met[counted + said]}"
        names = {each: f"[{json.dumps(each)}, {said}{nth}" for each in (number, *_padded(number))}
        return [
            f"{each}#{hashlib.sha256(name.encode()).hexdigest()[:32]}"
            for each, name in names.items()
        ]

    def _own(self, row: Row, field: str) -> str:
        """Return what a field says in this very row."""
        places = frozenset(self._columns.of_field.get(field, ()))
        return "" if places & row.carried else self._text(row, field).strip()

    def _line(self, row: Row, field: str) -> str:
        return neutral_line(self._text(row, field)).strip()

    def _text(self, row: Row, field: str) -> str:
        return "".join(as_text(cell) for cell in self._cells(row, field))

    def _cells(self, row: Row, field: str) -> list[Cell]:
        places = self._columns.of_field.get(field, ())
        return [row.at(place) for place in places]


def _levels(text: str) -> tuple[str, ...]:
    return tuple(level for each in _BETWEEN_LEVELS.split(text) if (level := each.strip()))


def _padded(number: str) -> tuple[str, ...]:
    """Return how a number may be written with more or fewer zeros in front."""
    if not _DIGITS.fullmatch(number):
        return ()
    bare = number.lstrip("0") or "0"
    widths = range(len(bare), NUMBER_DIGITS + 1)
    return tuple(each for width in widths if (each := bare.zfill(width)) != number)
