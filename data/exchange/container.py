"""A file of batches as it travels: sealed for the office, record by record.

A file begins with what it is, its version, whose office's key opens it and a salt; each record is
its length and AES-256-GCM of compressed bytes, bound to this file and its place in it; the last one
counts them. So another office's file, a cut one and a changed one are told apart.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from typing import IO, Any

from data.exchange.batch import LONGEST
from data.journal.codec import canonical
from data.vault.sealing import seal, subkey, unseal
from data.vault.vault import DataKey
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused

MAGIC, VERSION = b"XFCSYNC", 1
MOST_SAID = 8_000_000
"""Bytes of a record beside a batch's lines: what JSON makes of them takes many times as much."""
_MARK, _SALT, _LENGTH = 16, 16, 4
_END = "end"


@frozen
class Record:
    """What a file holds in one place: values, and the bytes of a batch's lines."""

    values: dict[str, Any]
    lines: bytes = b""


class Writing:
    """Writes one file. ``close`` has to be called once all is in it."""

    def __init__(self, out: IO[bytes], key: DataKey) -> None:
        self._out, salt = out, os.urandom(_SALT)
        self._key, self._count = _key(key, salt), 0
        out.write(MAGIC + bytes([VERSION]) + _mark(key) + salt)

    def add(self, record: Record) -> None:
        """Write a record."""
        sealed = seal(self._key, packed(record), str(self._count))
        self._out.write(len(sealed).to_bytes(_LENGTH) + sealed)
        self._count += 1

    def close(self) -> None:
        """Write how many records there are."""
        self.add(Record({_END: self._count}))


def records(file: IO[bytes], key: DataKey) -> Iterator[Record | Refused]:
    """Yield what a file holds, and what is wrong with a place in it; the rest still comes.

    Raises Refused for a file that is none of this office's.
    """
    opened = _opened(file, key)
    count = 0
    while True:
        size = int.from_bytes(file.read(_LENGTH))
        sealed = file.read(size) if size <= LONGEST else b""
        if not size or len(sealed) < size:
            yield Refused("sync.refused.cut")
            return
        try:
            record = unpacked(unseal(opened, sealed, str(count)))
        except (Refused, ValueError, zlib.error, RecursionError):
            yield Refused("sync.refused.altered", place=count + 1)
        else:
            if _END in record.values:
                return
            yield record
        count += 1


def _opened(file: IO[bytes], key: DataKey) -> bytes:
    begin = file.read(len(MAGIC) + 1)
    if not begin.startswith(MAGIC) or len(begin) <= len(MAGIC):
        raise Refused("sync.refused.not_one")
    if begin[-1] != VERSION:
        raise Refused("sync.refused.newer")
    if file.read(_MARK) != _mark(key):
        raise Refused("sync.refused.office")
    return _key(key, file.read(_SALT))


def packed(record: Record) -> bytes:
    """Return a record's bytes, compressed."""
    head = canonical(record.values).encode()
    return zlib.compress(len(head).to_bytes(_LENGTH) + head + record.lines)


def unpacked(compressed: bytes) -> Record:
    """Return the record that ``packed`` made bytes of. Raises what zlib and json do, and
    ValueError for what is no record."""
    unpacking = zlib.decompressobj()
    found = unpacking.decompress(compressed, LONGEST)
    if not unpacking.eof:
        raise ValueError("longer than a batch can be")
    size = int.from_bytes(found[:_LENGTH])
    if size > MOST_SAID:
        raise ValueError("says more than a record can")
    head, lines = found[_LENGTH : _LENGTH + size], found[_LENGTH + size :]
    values = json.loads(head)
    if type(values) is not dict:
        raise ValueError("no record")
    return Record(values, lines)


def _mark(key: DataKey) -> bytes:
    return subkey(key.raw, "exchange mark")[:_MARK]


def _key(key: DataKey, salt: bytes) -> bytes:
    return subkey(subkey(key.raw, "exchange"), salt.hex())
