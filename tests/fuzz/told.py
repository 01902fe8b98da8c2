"""What a reader may do with bytes from outside: return a value, or refuse in one harmless line."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from tests.hostile import assert_harmless
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.words.catalogue import catalogue

T = TypeVar("T")
LONGEST_SENTENCE = 2_000
_SHM = Path("/dev/shm")


def read_or_told(read: Callable[..., T], *values: Any, **named: Any) -> T | None:
    """Return what was read, or None after a refusal that can be shown; all else passes through."""
    try:
        return read(*values, **named)
    except Refused as refused:
        assert_told(refused)
        return None


def assert_told(refused: Refused) -> None:
    """Fail unless both languages say a refusal on one line that can drive no terminal."""
    for language in ("zh", "en"):
        said = catalogue(language).say(refused.key, **refused.values)
        assert_harmless(said)
        assert "\n" not in said, refused.key
        assert len(said) < LONGEST_SENTENCE, refused.key


def text_of(data: bytes) -> str:
    """Return text that holds any character there is, half ones included."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape")


@contextmanager
def file_of(data: bytes, suffix: str) -> Iterator[Path]:
    """Yield a file that holds the bytes."""
    folder = _SHM if _SHM.is_dir() else None
    handle, name = tempfile.mkstemp(suffix=suffix, dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        yield Path(name)
    finally:
        os.unlink(name)
