"""Handover (交接班): who answers for which running clock after the desk changed hands."""

from __future__ import annotations

from collections.abc import Iterable

from xfconsole.core.events import ClocksAccepted, Event, ShiftHandedOver
from xfconsole.core.model import Uid


def keepers(events: Iterable[Event]) -> dict[Uid, str]:
    """Return the clocks that stayed with somebody at the last handover, and with whom.

    Reads the office's events only. Clocks are live incidents and matters with due work; all others
    are with whoever is on duty. What was kept from an earlier handover stays with its first keeper.
    """
    kept: dict[Uid, str] = {}
    for event in events:
        kept = kept_after(kept, event)
    return kept


def kept_after(kept: dict[Uid, str], event: Event) -> dict[Uid, str]:
    """Return who keeps what after one more event of the office."""
    match event.fact:
        case ShiftHandedOver(kept=left):
            # Each handover counts up all that runs: what it does not name is over by then.
            return {uid: kept.get(uid, event.officer) for uid in left}
        case ClocksAccepted(clocks=taken):
            return {uid: who for uid, who in kept.items() if uid not in taken}
    return kept
