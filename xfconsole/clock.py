"""The one module that reads the machine's clocks; everything else is told the time."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from xfconsole.core.days.reading import Reading

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """Wall clock and time since boot of this laptop."""

    def __init__(self) -> None:
        self._boot_id = _read_boot_id()
        # CLOCK_BOOTTIME counts sleep; without it a sleep shows as a jump of the wall clock.
        self._boot_clock = getattr(time, "CLOCK_BOOTTIME", None)

    def read(self) -> Reading:
        """Return the clocks as they are now."""
        boot = (
            time.monotonic() if self._boot_clock is None else time.clock_gettime(self._boot_clock)
        )
        return Reading(datetime.now(UTC), boot, self._boot_id)


@cache
def _read_boot_id() -> str:
    # One a process: it does not outlive the boot, and the file takes longer than a key's echo may.
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return ""
