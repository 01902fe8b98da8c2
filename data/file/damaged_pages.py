"""What SQLCipher keeps of each page, reckoned by itself: so that a damaged file can still be read.

A page of 4096 bytes is ciphertext (AES-256-CBC), then 16 bytes of IV and an HMAC-SHA512 of 64 over
ciphertext, IV and the page's number. Of the first page the first 16 bytes are the file's salt; it
is not in that HMAC but yields the key of every HMAC, so that a changed salt makes all of them fail.
(SQLCipher 4 with a raw key: no key is stretched, that of the HMACs is two rounds of PBKDF2.)
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from data.file.wal import PAGE

SALT = 16
_IV, _MAC = 16, 64
RESERVED = _IV + _MAC
USABLE = PAGE - RESERVED
_SALT_MASK, _ROUNDS = 0x3A, 2


@dataclass(frozen=True, slots=True)
class PageKeys:
    """Opens the pages of one file: its raw key and the salt at its beginning."""

    key: bytes
    mac_key: bytes

    @classmethod
    def of(cls, key: bytes, salt: bytes) -> PageKeys:
        """Derive them from the database's key and the file's first 16 bytes."""
        masked = bytes(each ^ _SALT_MASK for each in salt)
        return cls(key, hashlib.pbkdf2_hmac("sha512", key, masked, _ROUNDS, len(key)))

    def fits(self, number: int, page: bytes) -> bool:
        """Whether a page is as it was written at that place; ``number`` counts from 1."""
        begin = SALT if number == 1 else 0
        signed = page[begin:-_MAC] + struct.pack("<I", number)
        return hmac.compare_digest(hmac.digest(self.mac_key, signed, "sha512"), page[-_MAC:])

    def clear(self, number: int, page: bytes) -> bytes:
        """Return the usable bytes of a page decrypted, whether it fits or not."""
        begin = SALT if number == 1 else 0
        opening = Cipher(AES(self.key), CBC(page[USABLE : USABLE + _IV])).decryptor()
        return bytes(begin) + opening.update(page[begin:USABLE]) + opening.finalize()


Value = int | float | str | bytes | None
Row = tuple[int, list[Value]]
"""A rowid and the columns as stored."""
PageOf = Callable[[int], bytes | None]
"""Returns the clear usable bytes of a page by its number, or None."""

_LEAF = 0x0D
_HEADER, _FILE_HEADER = 8, 100
_MOST = 64 << 20
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def rows_of(number: int, clear: bytes, page_of: PageOf) -> Iterator[Row]:
    """Yield the rows that read, of a page whose kind byte may be damaged too."""
    begin = _FILE_HEADER if number == 1 else 0
    if clear[begin] != _LEAF:
        return
    count = struct.unpack(">H", clear[begin + 3 : begin + 5])[0]
    for each in range(min(count, (USABLE - begin - _HEADER) // 2)):
        at = begin + _HEADER + 2 * each
        start = struct.unpack(">H", clear[at : at + 2])[0]
        if begin + _HEADER < start < USABLE:
            try:
                yield _row(clear, start, page_of)
            except (IndexError, ValueError, struct.error):
                continue


def _row(clear: bytes, at: int, page_of: PageOf) -> Row:
    size, at = _varint(clear, at)
    rowid, at = _varint(clear, at)
    if not 0 < size <= _MOST:
        raise ValueError("no row has this size")
    return rowid, _columns(_payload(clear, at, size, page_of))


def _payload(clear: bytes, at: int, size: int, page_of: PageOf) -> bytes:
    """Return a row's bytes, together with those that spilled over into pages of their own."""
    most, least = USABLE - 35, (USABLE - 12) * 32 // 255 - 23
    if size <= most:
        return _exactly(clear[at : at + size], size)
    local = least + (size - least) % (USABLE - 4)
    local = local if local <= most else least
    found, further = [clear[at : at + local]], clear[at + local : at + local + 4]
    left = size - local
    while left > 0:
        page = page_of(struct.unpack(">I", further)[0])
        if page is None:
            raise ValueError("a page it spilled over into does not read")
        further, piece = page[:4], page[4 : 4 + min(left, USABLE - 4)]
        found.append(piece)
        left -= len(piece)
    return _exactly(b"".join(found), size)


def _exactly(data: bytes, size: int) -> bytes:
    if len(data) != size:
        raise ValueError("cut off")
    return data


def _columns(payload: bytes) -> list[Value]:
    header, at = _varint(payload, 0)
    kinds = []
    while at < header:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    found: list[Value] = []
    for kind in kinds:
        value, at = _value(kind, payload, at)
        found.append(value)
    return found


def _value(kind: int, data: bytes, at: int) -> tuple[Value, int]:
    if kind in _INTEGERS:
        end = at + _INTEGERS[kind]
        return int.from_bytes(_exactly(data[at:end], end - at), "big", signed=True), end
    if kind == 7:
        return struct.unpack(">d", data[at : at + 8])[0], at + 8
    if kind in (0, 8, 9):
        return (None, 0, 1)[(0, 8, 9).index(kind)], at
    if kind < 12:
        raise ValueError("no value is of this kind")
    end = at + (kind - 12) // 2
    piece = _exactly(data[at:end], end - at)
    return (piece.decode() if kind % 2 else piece), end


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(8):
        byte = data[at + place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    return value << 8 | data[at + 8], at + 9
