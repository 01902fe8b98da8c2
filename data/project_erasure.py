"""What the facts of an erasure do to the tables; the key itself goes with the transaction."""

from __future__ import annotations

from data.codec import instant_text
from data.tables_erasure import ErasureTable
from data.writes import Write, change, upsert
from xfconsole.core.events import (
    ErasureApproved,
    ErasureCancelled,
    ErasureProposed,
    Event,
    IdentityErased,
)

_PROPOSE = upsert(ErasureTable)
_APPROVE = change(
    "UPDATE erasure SET erase_after = :after WHERE matter = :matter AND proposal = :of"
)
_CANCEL = change("DELETE FROM erasure WHERE matter = :matter AND proposal = :of")
_DONE = change("DELETE FROM erasure WHERE matter = :matter")
_BLANK = change("UPDATE matter SET sealed = '' WHERE uid = :matter")


def proposed(event: Event, fact: ErasureProposed) -> list[Write]:
    """Note that somebody proposed it."""
    return [(_PROPOSE, {"matter": event.subject, "proposal": event.uid, "erase_after": None})]


def approved(event: Event, fact: ErasureApproved) -> list[Write]:
    """Note from when on it is to be carried out."""
    row = {"matter": event.subject, "of": fact.of, "after": instant_text(fact.after)}
    return [(_APPROVE, row)]


def cancelled(event: Event, fact: ErasureCancelled) -> list[Write]:
    """Forget a proposal that is off."""
    return [(_CANCEL, {"matter": event.subject, "of": fact.of})]


def erased(event: Event, fact: IdentityErased) -> list[Write]:
    """Take the sealed identity, which nobody can open any more, out of the ledger's row."""
    own = {"matter": event.subject}
    return [(_DONE, own), (_BLANK, own)]
