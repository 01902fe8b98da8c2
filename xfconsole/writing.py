"""Writes files that leave the office: whole or not at all, and for their owner's eyes only."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file to write, readable by its owner only; leaving the block puts it in its place.

    Raises Refused for what cannot be written; then nothing of it is left.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with _private(part) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as problem:
        raise Refused("export.refused.write", file=neutral_line(path.name)) from problem
    finally:
        with suppress(OSError):
            part.unlink()


def check_target(
    path: Path,
    *,
    replace: bool,
    endings: Collection[str] = (".csv", ".xlsx"),
    kind: str = "export.refused.kind",
) -> None:
    """Refuse another ending, a folder that is not there, and a file that may not be replaced."""
    if path.suffix.lower() not in endings:
        raise Refused(kind)
    if not os.path.isdir(path.parent):
        file = neutral_line(path.name)
        raise Refused("export.refused.no_folder", folder=path.parent, file=file)
    if os.path.lexists(path) and not replace:
        raise Refused("export.refused.exists", file=neutral_line(path.name))


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
