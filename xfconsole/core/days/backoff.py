"""How long whoever guesses at a passphrase has to wait, from how often it was wrong before."""

from __future__ import annotations

from xfconsole.core.days.reading import Reading
from xfconsole.core.words.frozen import frozen

FREE = 2
"""So many wrong guesses in a row cost no waiting: fingers slip."""
LONGEST = 300
"""Seconds that nobody ever waits longer than."""


@frozen
class Guesses:
    """Guesses in a row that were wrong, or not answered yet, and when the last one was begun."""

    wrong: int
    last: Reading


def wait_after(wrong: int) -> int:
    """Return the seconds to wait after so many wrong guesses: 2, 4, 8 … from the third on."""
    if wrong <= FREE:
        return 0
    return min(LONGEST, 1 << min(wrong - FREE, LONGEST.bit_length()))


def seconds_left(guesses: Guesses, now: Reading) -> float:
    """Return how long the next guess has to wait, at most ``LONGEST``.

    Within one boot only the time since boot counts, so that setting the wall clock changes
    nothing. After a restart at least the time since then has passed; the wall clock may tell of
    more, never of less. A reading of this boot that lies ahead was never made: no wait follows.
    """
    wait, last = wait_after(guesses.wrong), guesses.last
    if last.boot_id and last.boot_id == now.boot_id:
        passed = now.boot - last.boot if now.boot >= last.boot else wait
    else:
        passed = max(now.boot, (now.wall - last.wall).total_seconds())
    return max(0.0, wait - passed)
