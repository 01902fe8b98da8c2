"""One look at the machine's clocks; the first frame needs it, and none of the rules."""

from __future__ import annotations

from datetime import datetime

from xfconsole.core.words.frozen import frozen


@frozen
class Reading:
    """One look at the machine's clocks.

    ``wall`` is aware UTC; ``boot`` are seconds since boot, sleep included; ``boot_id`` names that
    boot. ``ahead`` are the seconds by which the desk's own time runs ahead of a wall clock that was
    set back: a clock's own reading has 0. ``attended``: when it was kept, a console was looking
    out for what is due, and nobody had closed it; a clock's own reading does not know.
    """

    wall: datetime
    boot: float
    boot_id: str
    ahead: float = 0.0
    attended: bool = False
