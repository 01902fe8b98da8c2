"""How far the erasure of a matter's identity has come, as the matter's events tell it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_identity import (
    ErasureApproved,
    ErasureCancelled,
    ErasureProposed,
    IdentityErased,
)
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen


@frozen
class Erasure:
    """What stands: a proposal, its approval, the erasure itself; each None where there is none.

    A proposal that was cancelled stands no more, nor does one that was carried out.
    """

    proposal: Event | None = None
    approval: Event | None = None
    erased: Event | None = None

    @property
    def rule(self) -> str:
        """The id of the rule it was proposed by, empty without a proposal."""
        fact = self.proposal.fact if self.proposal else None
        return fact.rule if isinstance(fact, ErasureProposed) else ""

    @property
    def approved_by(self) -> str:
        """Who approved it, empty while nobody has."""
        fact = self.approval.fact if self.approval else None
        return fact.second if isinstance(fact, ErasureApproved) else ""

    @property
    def after(self) -> datetime | None:
        """The instant up to which it can be cancelled, None while nobody has approved it."""
        fact = self.approval.fact if self.approval else None
        return fact.after if isinstance(fact, ErasureApproved) else None

    def apply(self, event: Event) -> Erasure:
        """Return what stands after one more event."""
        match event.fact:
            case ErasureProposed():
                return Erasure(event, None, self.erased)
            case ErasureApproved(of=of) if self._proposed(of):
                return Erasure(self.proposal, event, self.erased)
            case ErasureCancelled(of=of) if self._proposed(of):
                return Erasure(None, None, self.erased)
            case IdentityErased():
                return Erasure(None, None, event)
        return self

    def _proposed(self, uid: Uid) -> bool:
        return self.proposal is not None and self.proposal.uid == uid


def erasure_of(events: Iterable[Event]) -> Erasure:
    """Fold a matter's events, oldest first. No correction alters any of these facts."""
    standing = Erasure()
    for event in events:
        standing = standing.apply(event)
    return standing
