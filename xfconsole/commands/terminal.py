"""Where a person reads what a command prints: aligned tables, colours, and one page after another.

What is piped, redirected or asked for as JSON never comes here.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import IO, TYPE_CHECKING, TextIO, TypeAlias

import typer

from xfconsole.commands.printing import PLAINLY, Harmless
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.text.cells import width, wrap

if TYPE_CHECKING:
    from subprocess import Popen

    from rich.console import Console, RenderableType

Cell: TypeAlias = "str | tuple[str, str]"
"""A text, or one with its style: ``bold``, ``red``."""

CHUNK = 200
"""Rows that are laid out at once; the first of them decide how wide the columns are."""
WIDEST = 18
"""Cells of any column but the last, where not all fit."""
MIN_ROOM = 10
"""Cells of the last column, in a window however narrow."""
_PAGER = "less"


def terminal_of(context: typer.Context) -> Terminal | None:
    """Return the terminal that stdout is; None where a program or a file takes the output."""
    out = sys.stdout
    if not isinstance(out, Harmless) or not out.isatty():
        return None
    return Terminal(out.taker, paged=not context.find_root().params.get("no_pager"))


def print_lines(context: typer.Context, lines: Iterable[str]) -> None:
    """Print lines; on a terminal page by page."""
    terminal = terminal_of(context)
    if terminal is None:
        for line in lines:
            typer.echo(line)
        return
    with terminal.page() as page:
        for text in lines:
            for line in text.split("\n"):
                page.line(line)


class Terminal:
    """A terminal; what is longer than its screen goes through the reader's own pager."""

    def __init__(self, stream: TextIO, *, paged: bool) -> None:
        # Imported here: nobody who pipes the output waits for it.
        from rich.console import Console

        self._stream = stream
        self._console = Console(file=stream, markup=False, highlight=False, emoji=False)
        self._pager = _pager() if paged else []

    @contextmanager
    def page(self) -> Iterator[Page]:
        """Yield what takes lines and tables; a reader who leaves the pager ends it, all is well."""
        pages = _Pages(self._stream, self._console.height - 1, self._pager)
        try:
            yield Page(self._console, pages)
        except (BrokenPipeError, KeyboardInterrupt):
            if not pages.has_pager:
                raise
        finally:
            pages.end()

    def line(self, text: str, style: str = "") -> None:
        """Print a line at once, past any pager: of work that takes its time."""
        Page(self._console, _Pages(self._stream, 0, [])).line(text, style)


class Page:
    """Takes what is printed, piece by piece."""

    def __init__(self, console: Console, pages: _Pages) -> None:
        self._console, self._pages = console, pages

    def line(self, text: str, style: str = "") -> None:
        """Print a line, as long as it is."""
        self._print(
            _text((neutral_line(text), style)), lines=1 + width(text) // self._console.width
        )

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
        """Print rows under their heads; returns how many. The last column takes the room left."""
        from rich.table import Table

        left, printed = iter(rows), 0
        wide: list[int] = []
        while chunk := list(islice(left, CHUNK)):
            wide = wide or self._widths(heads, chunk)
            table = Table(box=None, show_header=not printed, pad_edge=False, padding=(0, 2, 0, 0))
            for at, head in enumerate(heads):
                last = at == len(heads) - 1
                table.add_column(
                    _text((head, "bold underline")),
                    width=None if last else wide[at],
                    overflow="fold",
                )
            # No line of the last column begins with what closes a sentence.
            room = max(MIN_ROOM, self._console.width - sum(wide[:-1]) - 2 * len(wide[:-1]))
            for row in chunk:
                *before, (text, style) = (_styled(each) for each in row)
                table.add_row(*map(_text, before), _text(("\n".join(wrap(text, room)), style)))
            printed += len(chunk)
            self._print(table)
        return printed

    def _widths(self, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
        """Return how wide each column is: as its longest text where all fit side by side."""
        found = [
            max(width(head), *(width(_styled(row[at])[0]) for row in rows))
            for at, head in enumerate(heads)
        ]
        fit = sum(found) + 2 * len(found[1:]) <= self._console.width
        return found if fit else [min(WIDEST, each) for each in found]

    def _print(self, what: RenderableType, lines: int = 0) -> None:
        with self._console.capture() as caught:
            self._console.print(what, soft_wrap=bool(lines))
        self._pages.write(caught.get(), lines)


class _Pages:
    """Holds back what fits on one screen; with more than that, starts a pager and feeds it."""

    def __init__(self, stream: TextIO, most: int, pager: Sequence[str]) -> None:
        self._stream, self._most, self._command = stream, most, pager
        self._kept: list[str] = []
        self._lines = 0
        self._running: Popen[str] | None = None

    @property
    def has_pager(self) -> bool:
        """Whether what is written goes to a pager by now."""
        return self._running is not None

    def write(self, text: str, lines: int = 0) -> None:
        """Take a text of so many lines of the screen; 0 counts its own."""
        self._lines += lines or text.count("\n")
        self._kept.append(text)
        if not self._command or self._running is not None or self._lines > self._most:
            self._write_on()

    def end(self) -> None:
        """Print what is still held back, or wait until the reader has left the pager."""
        if self._running is None:
            self._command = ()
            self._write_on()
            return
        with suppress(BrokenPipeError):
            self._stdin.close()
        while True:
            # Ctrl+C is the pager's, as long as it runs.
            with suppress(KeyboardInterrupt):
                self._running.wait()
                return

    def _write_on(self) -> None:
        kept, self._kept = "".join(self._kept), []
        if self._command and self._running is None:
            self._stream.flush()
            self._start()
        if self._running is not None:
            self._stdin.write(kept)
        else:
            self._stream.write(kept)
            self._stream.flush()

    def _start(self) -> None:
        # Imported here: most output is no longer than a screen.
        from subprocess import PIPE, Popen

        # As git has it; no search, no copy and no command of less leaves anything on the disk.
        own = {"LESS": os.environ.get("LESS", "FRX"), "LESSSECURE": "1", "LESSHISTFILE": "-"}
        try:
            self._running = Popen(
                self._command,
                stdin=PIPE,
                env={**os.environ, **own},
                encoding=self._stream.encoding,
                errors=PLAINLY,
            )
        except OSError:
            self._command = ()

    @property
    def _stdin(self) -> IO[str]:
        assert self._running is not None
        assert self._running.stdin is not None
        return self._running.stdin


def _pager() -> list[str]:
    """Return the reader's pager as a command, nothing where there is none."""
    import shlex

    try:
        command = shlex.split(os.environ.get("PAGER", _PAGER))
    except ValueError:
        return []
    return command if command and shutil.which(command[0]) else []


def _styled(cell: Cell) -> tuple[str, str]:
    """Return a cell's text, of which no terminal obeys any sign, and its style."""
    text, style = (cell, "") if isinstance(cell, str) else cell
    return neutral_line(text), style


def _text(styled: tuple[str, str]) -> RenderableType:
    from rich.text import Text

    return Text(styled[0], style=styled[1])
