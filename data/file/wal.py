"""Reads the write-ahead log beside a database as the file it is, and says whether it is whole.

SQLite ends a log silently at the first record whose checksum does not fit: a flipped bit would
take every transaction after it away without a word. A torn end is what a power cut may leave, and
holds the one transaction that was never acknowledged; damage shows because what follows it was
reckoned on from what had stood there. Needs no key: the checksums are over the encrypted pages.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import Enum
from itertools import pairwise
from pathlib import Path

from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused

PAGE = 4096
_HEADER, _FRAME = 32, 24
_MAGIC = 0x377F0682
_ORDERS = {_MAGIC: "<", _MAGIC + 1: ">"}
_MASK = 0xFFFFFFFF
_LOOKS = 20
"""So often at the most: of a desk that writes without a pause one look in some is such."""

Sum = tuple[int, int]


class LogState(Enum):
    """What a log is worth."""

    EMPTY = "empty"
    WHOLE = "whole"
    TORN = "torn"
    """Its last transaction was not written to the end."""
    DAMAGED = "damaged"
    """Something was changed after it had been written and acknowledged."""


@frozen
class Log:
    """A log as found: its state, its records that count, and all that were written with them."""

    state: LogState
    good: int
    written: int


@frozen
class Frame:
    """One record: a page's number and content, whether it ends a transaction, and if it fits."""

    page: int
    content: bytes
    commits: bool
    fits: bool


def log_of(database: Path) -> Path:
    """Return where the log of a database lies."""
    return database.with_name(f"{database.name}-wal")


def read_log(database: Path) -> Log:
    """Judge the log beside a database; one that is missing is empty.

    What a console wrote while the file was read looks damaged: damage is what stays as it is.
    """
    raw = _raw(database)
    found = _log_in(raw)
    for _ in range(_LOOKS):
        if found.state is not LogState.DAMAGED or raw == (raw := _raw(database)):
            break
        found = _log_in(raw)
    return found


def _raw(database: Path) -> bytes:
    try:
        return log_of(database).read_bytes()
    except FileNotFoundError:
        return b""


def _log_in(raw: bytes) -> Log:
    if len(raw) < _HEADER + _FRAME:
        return Log(LogState.EMPTY, 0, 0)
    return _judged(list(_frames(raw)), _header_fits(raw))


def refuse_damaged_log(database: Path) -> None:
    """Raise Refused rather than have SQLite drop acknowledged transactions without a word."""
    if read_log(database).state is LogState.DAMAGED:
        raise Refused("vault.refused.log_damaged", file=log_of(database).name)


def frames_of(database: Path) -> list[Frame]:
    """Return every record that was written since the log began anew, the damaged ones included."""
    return list(_frames(_raw(database)))


def _judged(frames: list[Frame], header_fits: bool) -> Log:
    if not frames:
        return Log(LogState.EMPTY, 0, 0)
    broken = (
        0
        if not header_fits
        else next((at for at, frame in enumerate(frames) if not frame.fits), len(frames))
    )
    good = max((at + 1 for at in range(broken) if frames[at].commits), default=0)
    if broken == len(frames):
        state = LogState.WHOLE if good == len(frames) else LogState.TORN
    else:
        # Each commit waits until the log is on disk: only what came after the last one may tear.
        state = LogState.DAMAGED if _acknowledged_after(frames, broken) else LogState.TORN
    if not header_fits:
        state = LogState.DAMAGED
    return Log(state, good, len(frames))


def _acknowledged_after(frames: list[Frame], broken: int) -> bool:
    """Whether a transaction was begun after the one of the broken record had been ended.

    It was reckoned on from that end. Records that were not are left from an older log, or from a
    transaction that the disk refused: those show through where the last one did not arrive.
    """
    return any(end.commits and next_.fits for end, next_ in pairwise(frames[broken:]))


def _frames(raw: bytes) -> Iterator[Frame]:
    """Yield the records up to the last that was reckoned on from the ones before it."""
    if len(raw) < _HEADER + _FRAME:
        return
    order, starts = _beginning(raw)
    salts, found, last, older = raw[16:24], list[Frame](), 0, False
    for at in range(_HEADER, len(raw) - _FRAME - PAGE + 1, _FRAME + PAGE):
        head, content = raw[at : at + _FRAME], raw[at + _FRAME : at + _FRAME + PAGE]
        page, size = struct.unpack(">II", head[:8])
        stored: Sum = struct.unpack(">II", head[16:24])
        sums = [_sum(order, head[:8] + content, start) for start in starts]
        chained, salted = stored in sums, head[8:16] == salts
        # Records of an older log lie behind this one's end; they follow only from each other.
        older = older or not (chained or salted)
        if salted or not older:
            last = len(found) + 1
        found.append(Frame(page, content, bool(size), chained and salted))
        starts = [stored] if chained else [stored, *sums]
    yield from found[:last]


def _header_fits(raw: bytes) -> bool:
    magic = int.from_bytes(raw[:4], "big")
    order = _ORDERS.get(magic)
    if order is None or struct.unpack(">II", raw[4:12]) != (3007000, PAGE):
        return False
    return _sum(order, raw[:24], (0, 0)) == struct.unpack(">II", raw[24:32])


def _beginning(raw: bytes) -> tuple[str, list[Sum]]:
    """Return the byte order and the sums that the first record may have been reckoned on from."""
    stored: Sum = struct.unpack(">II", raw[24:32])
    magic = int.from_bytes(raw[:4], "big")
    if _header_fits(raw):
        return _ORDERS[magic], [stored]
    first = raw[_HEADER : _HEADER + 8] + raw[_HEADER + _FRAME : _HEADER + _FRAME + PAGE]
    kept: Sum = struct.unpack(">II", raw[_HEADER + 16 : _HEADER + 24])
    for order in _ORDERS.values():
        starts = [stored, _sum(order, raw[:24], (0, 0))]
        if kept in [_sum(order, first, start) for start in starts]:
            return order, starts
    return _ORDERS.get(magic, "<"), [stored]


def _sum(order: str, data: bytes, start: Sum) -> Sum:
    """Reckon SQLite's checksum on over some bytes (a multiple of eight)."""
    one, two = start
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + two) & _MASK
        two = (two + second + one) & _MASK
    return one, two
