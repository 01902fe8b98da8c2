"""Slows down guessing at passphrases: counted on disk before each guess, so that no kill resets it.

It keeps somebody at the desk from trying many; a stolen copy of the key slots is guarded by
Argon2id alone. The file is no lock: without it, or with one that makes no sense, nobody waits.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from data.file.files import write_private
from data.vault import vault
from data.vault.vault import Unlocked
from xfconsole.core.days.backoff import Guesses, seconds_left
from xfconsole.core.days.reading import Reading
from xfconsole.core.ports import TimeSource
from xfconsole.core.words.refusal import Refused
from xfconsole.reading import read_file

try:
    import fcntl
except ImportError:  # Windows has none; there two guesses at the same instant count as one.
    fcntl = None  # type: ignore[assignment]

GUESSES_FILE = "guesses.json"
WRONG = frozenset({"vault.refused.passphrase", "vault.refused.recovery_other"})
"""What a guess that was tried and did not open comes to."""
PATIENCE = 10.0
"""Seconds that a guess waits for another process to have done with its own."""
_PAUSE = 0.05
_MAX_BYTES = 4096
_MOST = 1_000_000


def unlock(
    folder: Path, passphrase: str, officer: str | None = None, *, clock: TimeSource
) -> Unlocked:
    """Open the data key like ``vault.unlock``, unless too many guesses were wrong just now."""
    with guess(folder, clock):
        return vault.unlock(folder, passphrase, officer)


def unlock_with_recovery(folder: Path, code: str, *, clock: TimeSource) -> Unlocked:
    """Open the data key like ``vault.unlock_with_recovery``; a slip in the code is no guess."""
    with guess(folder, clock):
        return vault.unlock_with_recovery(folder, code)


def wait_left(folder: Path, clock: TimeSource) -> int:
    """Return the whole seconds before the next guess is taken; 0 for at once."""
    found = _read(folder)
    return math.ceil(seconds_left(found, clock.read())) if found else 0


@contextmanager
def guess(folder: Path, clock: TimeSource) -> Iterator[None]:
    """Try a passphrase within the block: it counts as wrong from before it is tried.

    Raises Refused while there is a wait. A guess that opens makes an end of the count; a refusal
    that is none of ``WRONG`` leaves it as it was before.
    """
    with _one_at_a_time(folder):
        before, now = _read(folder), clock.read()
        left = math.ceil(seconds_left(before, now)) if before else 0
        if left:
            raise Refused("officers.refused.wait", seconds=left)
        wrong = before.wrong + 1 if before else 1
        _put(folder, Guesses(wrong, now))
        try:
            yield
        except Refused as refused:
            # The wait begins when the officer hears of it.
            tried = refused.key in WRONG
            _put(folder, Guesses(wrong, clock.read()) if tried else before)
            raise
        _put(folder, None)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Lock out other guessing processes; one that holds the lock too long is passed by."""
    handle = _locked(folder)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _locked(folder: Path) -> int | None:
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    for _ in range(round(PATIENCE / _PAUSE)):
        with suppress(OSError):
            if fcntl is not None:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        time.sleep(_PAUSE)
    return handle


def _read(folder: Path) -> Guesses | None:
    try:
        kept = json.loads(read_file(folder / GUESSES_FILE, _MAX_BYTES))
        wall = datetime.fromisoformat(kept["wall"])
        boot, wrong = float(kept["boot"]), kept["wrong"]
        if wall.tzinfo is None or not math.isfinite(boot) or type(wrong) is not int:
            return None
        if not 0 < wrong <= _MOST:
            return None
        return Guesses(wrong, Reading(wall, boot, str(kept["boot_id"])))
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def _put(folder: Path, guesses: Guesses | None) -> None:
    """Write the count, or remove it; a disk that refuses it must not keep the officer out."""
    path = folder / GUESSES_FILE
    with suppress(OSError):
        if guesses is None:
            path.unlink(missing_ok=True)
            return
        last = guesses.last
        kept = {
            "wrong": min(guesses.wrong, _MOST),
            "wall": last.wall.isoformat(),
            "boot": last.boot,
            "boot_id": last.boot_id,
        }
        write_private(path, json.dumps(kept).encode())
