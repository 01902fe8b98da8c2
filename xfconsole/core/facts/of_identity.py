"""Facts about erasing what a complainant said of themselves (subject: the matter).

The matter, its texts and its acts stay; the sealed identity in its registration can't be opened
any more once the matter's own key is destroyed. They tell of officers, rules and times alone.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from xfconsole.core.facts.event import Fact
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen


class Kept(StrEnum):
    """Why an identity is not erased, or not yet."""

    NONE = "none"
    """There is none, or it was erased."""
    OPEN = "open"
    """Somebody still has something to do on the matter."""
    LIVE = "live"
    """People are here about it."""
    CLOCK = "clock"
    """A time limit runs, for the office or for what the complainant may ask."""
    LINKED = "linked"
    """A matter that was found to be the same is not at rest."""
    PERIOD = "period"
    """It is kept for some time yet."""
    RESTORED = "restored"
    """The office was put back as a backup has it: what was decided since may not be known."""


@frozen
class ErasureProposed(Fact, kind="erasure.proposed"):
    """An officer proposed to erase the matter's identity, by a rule of the pack.

    ``reason`` is why, where the complainant asked for it.
    """

    rule: str
    reason: str = ""


@frozen
class ErasureApproved(Fact, kind="erasure.approved"):
    """Another officer, ``second``, approved the proposal ``of``; their passphrase was proven.

    Nothing happens before ``after``: until then anybody on duty may cancel it.
    """

    of: Uid
    second: str
    after: datetime


@frozen
class ErasureCancelled(Fact, kind="erasure.cancelled"):
    """The proposal ``of`` is off: an officer said why, or the desk itself found ``because``."""

    of: Uid
    reason: str = ""
    because: Kept | None = None


@frozen
class IdentityErased(Fact, kind="identity.erased"):
    """The matter's key is destroyed: nobody can open its identity any more.

    ``of`` is the approval. In an office that was restored, ``first_at`` is when it was erased first
    and ``known_from`` the folder that told of it.
    """

    rule: str
    proposed_by: str
    approved_by: str
    of: Uid = ""
    first_at: datetime | None = None
    known_from: str = ""


@frozen
class IdentityRead(Fact, kind="identity.read"):
    """An officer read the matter's identity, and why; journaled before anything is shown.

    ``second`` is the other officer who was there; ``glass``: none was, for danger to life, and
    another officer has yet to look into it. ``export`` is the name of the file it was written to.
    """

    reason: str
    second: str = ""
    glass: bool = False
    export: str = ""


@frozen
class GlassReviewed(Fact, kind="identity.reviewed"):
    """Another officer looked into a reading without a second officer; ``of`` is that event."""

    of: Uid
    note: str
