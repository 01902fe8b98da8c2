"""How far long work is and how long it will take yet, on a terminal that shows stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

Told: TypeAlias = Callable[[int], None]


@contextmanager
def progress(words: str, total: int | None, *, counted: bool = True) -> Iterator[Told | None]:
    """Yield what is told how much of ``total`` is done; None where no terminal shows it.

    The bar leaves no trace. ``total`` is None where nobody knows; without ``counted`` it has no
    numbers.
    """
    if not sys.stderr.isatty():
        yield None
        return
    # Imported here: nobody waits for it who sees no bar.
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}", markup=False), BarColumn())
    known = (MofNCompleteColumn(), TimeRemainingColumn()) if counted else ()
    with Progress(*columns, *known, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words, total=total)
        yield lambda done: bar.update(task, completed=done)
