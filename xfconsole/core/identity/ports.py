"""What the rules need from the outside about identities, as protocols."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from xfconsole.core.identity.due import ErasureRow
from xfconsole.core.identity.emergency_reading import ReadingToReview
from xfconsole.core.matter.limits import Rules
from xfconsole.core.policy.pack import Retention
from xfconsole.core.words.desk import Identity, Own, Uid


class IdentityWork(Protocol):
    """What a transaction can do about identities."""

    def seal(self, matter: Uid, identity: Identity) -> str:
        """Encrypt a new matter's identity under the key it gets with it; text-safe result."""
        ...

    def open_identity(self, matter: Uid, sealed: str) -> Identity:
        """Return what ``seal`` encrypted, for a caller that journals it in this transaction.

        Raises Refused where the matter's key is not here, or anything was changed.
        """
        ...

    def destroy_key(self, matter: Uid) -> None:
        """Destroy a matter's own key: what was sealed under it can't be opened any more."""
        ...

    def erasures_ripe(self, now: datetime, limit: int, own: Own = None) -> list[Uid]:
        """Return matters whose approved erasure can't be cancelled any more, the longest first."""
        ...

    def next_erasure(self, now: datetime, own: Own = None) -> datetime | None:
        """Return when the next approved erasure is to be carried out, or looked at, or None."""
        ...

    def set_aside(self) -> set[str]:
        """Return the other desks that two officers set aside: no erasure waits for them by now."""
        ...

    def linked_with(self, matter: Uid) -> list[Uid]:
        """Return the matters found to be the same as one, whichever of them names the other."""
        ...


class IdentityViews(Protocol):
    """What can be looked up about identities. None of it tells one."""

    def readings_to_review(self) -> list[ReadingToReview]:
        """Return the lone readings of an identity that another officer has yet to look into.

        The oldest first, those of matters that the reader may read. No identity is in it.
        """
        ...

    def erasures(self, rules: Rules, retention: Retention, now: datetime) -> Iterator[ErasureRow]:
        """Stream the matters whose identity is being erased, then those for which it is due.

        The oldest receipt first; what the reader is barred from is left out.
        """
        ...
