"""Facts about the desks of an office: one that joined, two machines as one, clocks that are apart.

Their subject is the office.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from xfconsole.core.facts.event import Fact
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen


@frozen
class DeskJoined(Fact, kind="desk.joined"):
    """A desk of its own was set up for the office from a backup of another, ``of_desk``, which
    goes on beside it; ``approved_by`` is the second officer, by their own passphrase.

    ``seq`` and ``mac`` are the head of the journal in the backup, ``made_at`` when that was made.
    """

    made_at: datetime
    seq: int
    mac: str
    of_desk: str
    approved_by: str


@frozen
class DeskKeyed(Fact, kind="desk.keyed"):
    """What this desk writes is signed from here on; ``key`` is the public half (Ed25519, hex).

    ``approved_by`` is the second officer, by their own passphrase, where it was put back before.
    """

    key: str
    approved_by: str = ""


@frozen
class DeskForked(Fact, kind="desk.forked"):
    """Line ``number`` of a desk came from elsewhere and is another than the one ``here``, or than
    the desk itself wrote, where that is empty; it was not taken in. ``name`` is what it is told by.
    """

    desk: str
    name: str
    number: int
    there: Uid
    here: Uid = ""


@frozen
class DeskDeparted(Fact, kind="desk.departed"):
    """What ``desk`` had written here after its line ``number`` is told as lines 1, 2, 3 … of
    ``as_desk``: a copy of the first wrote them, and takes a name of its own from there on.

    ``name`` is what the first one is told by. The copy itself says so once, with the second officer
    who approved it, and whether it ``goes_on`` as what it departed from, because no other laptop
    does; any desk that read those lines under their old name, once it reads them under the new one.
    """

    desk: str
    name: str
    number: int
    as_desk: str
    approved_by: str = ""
    goes_on: bool = False


@frozen
class DeskSetAside(Fact, kind="desk.set_aside"):
    """No erasure waits for a lost desk any more, until it has read this.

    It is told by ``letter`` and wrote as ``desks``; ``approved_by`` is the second officer, by their
    own passphrase.
    """

    letter: str
    desks: tuple[str, ...]
    approved_by: str


APART = timedelta(minutes=5)
"""How far the clocks of two desks may be apart without a word."""


@frozen
class ClocksApart(Fact, kind="clock.apart"):
    """The clock of another desk is at least so many minutes ahead of this one's: when its lines
    were read, they were recorded later than now. ``name`` is what that desk is told by."""

    desk: str
    name: str
    minutes: int
