"""What is kept of an import of letters: counts, and which rows did not come in and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_matter import LettersEnded, LettersImported, RowsLeftOut
from xfconsole.core.words.refusal import Refused
from xfconsole.imports.bring_in import LettersDone

_CUT_OFF = RowsLeftOut("letters.cut_off", "")


def report_of(done: LettersDone, source: str) -> LettersEnded:
    """Return what is kept of an import: counts, and rows by their numbers, nothing they say."""
    reasons: dict[tuple[str, str, tuple[str, ...]], list[int]] = {}
    for bad in done.bad:
        reasons.setdefault((bad.reason.key, bad.sheet, _values(bad.reason)), []).append(bad.row)
    left_out = [
        RowsLeftOut(key, _stretches(rows), sheet, values)
        for (key, sheet, values), rows in reasons.items()
    ]
    if done.stopped is not None:
        left_out.append(RowsLeftOut(done.stopped.key, "", values=_values(done.stopped)))
    counts = done.rows, done.added, done.known, done.replies, len(done.bad)
    return LettersEnded(done.brought, source, *counts, tuple(left_out))


def _values(reason: Refused) -> tuple[str, ...]:
    return tuple(f"{name}={value}" for name, value in reason.values.items())


def _stretches(rows: Sequence[int]) -> str:
    """Return rising numbers as ``3-5 9``."""
    ends = [at for at, (one, other) in enumerate(pairwise(rows), 1) if other != one + 1]
    cut = [0, *ends, len(rows)]
    found = ((rows[begin], rows[end - 1]) for begin, end in pairwise(cut))
    return " ".join(str(one) if one == last else f"{one}-{last}" for one, last in found)


def reports(events: Iterable[Event]) -> list[LettersEnded]:
    """Return what the office's events say of each import, the newest first.

    One that was cut off is told by what it had brought by then.
    """
    ended: list[LettersEnded] = []
    begun: dict[str, LettersEnded] = {}
    for event in events:
        fact = event.fact
        if isinstance(fact, LettersImported):
            begun[fact.brought] = _added_up(begun.get(fact.brought), fact)
        elif isinstance(fact, LettersEnded):
            brought = begun.pop(fact.brought, fact)
            if brought.added > fact.added:
                ended.append(_before(brought, fact))
            ended.append(fact)
    # The name of an import begins with when it began.
    found = reversed([*begun.values(), *ended])
    return sorted(found, key=lambda each: each.brought, reverse=True)


def _before(brought: LettersEnded, fact: LettersEnded) -> LettersEnded:
    """Return what another import had brought that was cut off, of the same file and minute."""
    added, replies = brought.added - fact.added, max(0, brought.replies - fact.replies)
    return replace(brought, rows=added, added=added, known=0, replies=replies)


def _added_up(before: LettersEnded | None, piece: LettersImported) -> LettersEnded:
    added, known, replies = piece.added, piece.known, piece.replies
    if before is not None:
        added += before.added
        known += before.known
        replies += before.replies
    counts = added + known, added, known, replies
    return LettersEnded(piece.brought, piece.source, *counts, left_out=(_CUT_OFF,))
