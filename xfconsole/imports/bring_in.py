"""Brings letters into the register in batches, and counts what became of every row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from xfconsole.core.words.refusal import Refused
from xfconsole.desk import BatchDone, Imported
from xfconsole.imports.bounds import MAX_BAD_ROWS
from xfconsole.imports.letters import BadRow, Letter, NoLetter
from xfconsole.imports.table import row_name

BATCH = 500
"""Letters in one transaction: enough to be fast, few enough to let the desk work in between."""


class LetterDesk(Protocol):
    """What is needed of the desk."""

    def register_batch(self, rows: Sequence[Imported], brought: str) -> BatchDone:
        """Register what is new, as part of an import that is named from its first batch on."""
        ...

    def known_sources(self, refs: Sequence[str]) -> set[str]:
        """Return which rows came in before; writes nothing."""
        ...


@dataclass(slots=True)
class LettersDone:
    """What became of a file: rows read, letters added, known from before, and bad rows.

    ``carried`` rows took something from a merged cell above, in the columns ``carried_columns``;
    ``without_unit`` are those that name no unit, ``hidden`` those that the workbook does not show.
    ``no_letter`` names the rows that are totals or notes.
    ``stopped`` says why the rest of the file could not be read; what came before it is in.
    ``brought`` is the import's name in the journal.
    """

    rows: int = 0
    added: int = 0
    known: int = 0
    replies: int = 0
    bad: list[BadRow] = field(default_factory=list)
    stopped: Refused | None = None
    carried: int = 0
    carried_columns: dict[str, None] = field(default_factory=dict)
    without_unit: int = 0
    hidden: int = 0
    no_letter: list[str] = field(default_factory=list)
    brought: str = ""

    def note(self, letter: Letter) -> None:
        """Count what is told of a usable row besides what became of it."""
        self.carried += bool(letter.carried)
        self.carried_columns.update(dict.fromkeys(letter.carried))
        self.without_unit += not letter.form.unit
        self.hidden += letter.hidden


def bring_in(
    desk: LetterDesk,
    letters: Iterable[Letter | BadRow | NoLetter],
    progress: Callable[[LettersDone], None],
    *,
    dry_run: bool = False,
    most: int = BATCH,
) -> LettersDone:
    """Register the letters, ``most`` in a transaction; with ``dry_run`` only count them.

    ``progress`` is told the state after every batch. Raises Refused only when the desk refuses.
    """
    done = LettersDone()
    seen: set[str] = set()
    for batch in _batches(letters, done, most):
        if dry_run:
            _count(desk, batch, seen, done)
        else:
            _register(desk, batch, done)
        progress(done)
    return done


def _batches(
    letters: Iterable[Letter | BadRow | NoLetter], done: LettersDone, most: int
) -> Iterator[list[Letter]]:
    batch: list[Letter] = []
    try:
        for each in letters:
            if isinstance(each, NoLetter):
                done.no_letter.append(row_name(each.sheet, each.row))
                continue
            done.rows += 1
            if isinstance(each, BadRow):
                done.bad.append(each)
                if len(done.bad) > MAX_BAD_ROWS:
                    row = row_name(each.sheet, each.row)
                    raise Refused("tabular.refused.too_many_bad", row=row, most=MAX_BAD_ROWS)
                continue
            done.note(each)
            batch.append(each)
            if len(batch) == most:
                yield batch
                batch = []
    except Refused as reason:
        done.stopped = reason
    yield batch


def _register(desk: LetterDesk, batch: Sequence[Letter], done: LettersDone) -> None:
    rows = [Imported(each.form, each.reply, each.replied_at, each.known_as) for each in batch]
    result = desk.register_batch(rows, done.brought)
    done.brought = result.brought
    done.added += result.added
    done.known += result.known
    done.replies += result.replies


def _count(desk: LetterDesk, batch: Sequence[Letter], seen: set[str], done: LettersDone) -> None:
    known = seen | desk.known_sources([ref for each in batch for ref in _names(each)])
    for each in batch:
        if not known.isdisjoint(_names(each)):
            done.known += 1
        else:
            done.added += 1
            done.replies += bool(each.reply)
            known.add(each.form.source_ref)
            seen.add(each.form.source_ref)


def _names(letter: Letter) -> tuple[str, ...]:
    return (letter.form.source_ref, *letter.known_as)
