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
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from data.wal import PAGE

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
