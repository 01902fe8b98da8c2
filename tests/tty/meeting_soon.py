"""The console that meets its hub every second: ``python -m tests.tty.meeting_soon``."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from xfconsole import __main__
from xfconsole.app import offices

if __name__ == "__main__":
    soon = partial(offices.DiskOffices, meet_every=timedelta(seconds=1))
    offices.DiskOffices = soon  # type: ignore[assignment, misc]
    __main__.main()
