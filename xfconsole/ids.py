"""Makes identifiers: UUIDv7, so that they sort by the time they were made (RFC 9562 §5.7)."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from xfconsole.core.words.desk import Uid


class RandomIds:
    """Identifiers from the system's random source."""

    def new(self, at: datetime) -> Uid:
        """Return a fresh UUIDv7 whose time part is ``at`` in milliseconds."""
        return uuid7(int(at.timestamp() * 1000), secrets.randbits(74))


def uuid7(milliseconds: int, random: int) -> Uid:
    """Lay out 48 bits of time and 74 bits of randomness as a UUIDv7."""
    high, low = random >> 62, random & ((1 << 62) - 1)
    return str(UUID(int=milliseconds << 80 | 7 << 76 | high << 64 | 0b10 << 62 | low))
