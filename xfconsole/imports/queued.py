"""Brings letters in through a desk at which an officer works meanwhile, some rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from xfconsole.core.facts.of_matter import LettersEnded
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import same
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.desk import BatchDone, Desk, Imported
from xfconsole.imports.bring_in import LettersDone, bring_in
from xfconsole.imports.letters import BadRow, Letter, LettersFile, NoLetter, open_letters
from xfconsole.imports.reports import report_of

PIECE = 25
"""Letters in one transaction: a key, a prompt or a tick waits no longer than for these."""

T = TypeVar("T")


class Submit(Protocol):
    """Runs work with the desk on the thread that writes, after whatever was asked for before."""

    def __call__(self, work: Callable[[Desk], T]) -> Future[T]: ...


@frozen
class Brought:
    """A file of letters and what became of it, or would become; ``report`` is what is kept."""

    file: LettersFile
    done: LettersDone
    report: LettersEnded


class _QueuedDesk:
    """Asks the desk of one officer; nothing is registered in the name of the next one."""

    def __init__(self, submit: Submit, officer: str) -> None:
        self._submit, self._officer = submit, officer

    def register_batch(self, rows: Sequence[Imported], brought: str) -> BatchDone:
        """Register what is new."""
        return self.do(lambda desk: desk.register_batch(rows, brought))

    def known_sources(self, refs: Sequence[str]) -> set[str]:
        """Return which rows came in before."""
        return self.do(lambda desk: desk.known_sources(refs))

    def do(self, work: Callable[[Desk], T]) -> T:
        """Run a verb and wait for it. Raises Refused once somebody else is at the desk."""

        def verb(desk: Desk) -> T:
            if not same(desk.officer, self._officer):
                raise Refused("letters.refused.handed_over")
            return work(desk)

        return self._submit(verb).result()


def bring_queued(
    submit: Submit,
    officer: str,
    path: Path,
    mapping: Mapping[str, str],
    zone: ZoneInfo,
    now: datetime,
    goes_on: Callable[[LettersDone], bool],
    *,
    store: bool,
) -> Brought:
    """Register the letters of a file, or only count what would come in; blocks.

    ``goes_on`` is told the state after every piece, and says whether to go on: what is stored
    stays, and the rest comes in when the file is imported again. Raises Refused for the file as a
    whole, and as the desk does.
    """
    desk = _QueuedDesk(submit, officer)
    letters = open_letters(path, mapping, zone, now)
    stopping = False

    def told(done: LettersDone) -> None:
        nonlocal stopping
        stopping = not goes_on(done)

    def rows() -> Iterator[Letter | BadRow | NoLetter]:
        for each in letters.letters:
            if stopping:
                raise Refused("letters.stopped")
            yield each

    done = bring_in(desk, rows(), told, dry_run=not store, most=PIECE)
    report = report_of(done, neutral_line(path.name))
    if store:
        report = desk.do(lambda found: found.end_letters(report))
    return Brought(letters, done, report)
