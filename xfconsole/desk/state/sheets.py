"""Composes the handover sheet of an open office: what the desk knows, and what is looked up."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from xfconsole.core.ledger.listing import Listing, Sort
from xfconsole.core.ledger.terms import Compare, FilterKey, LedgerQuery, Timed
from xfconsole.core.night.handover import NextShift, RunningWork, Sheet, next_shift, sheet
from xfconsole.core.night.situation import Situation
from xfconsole.core.policy.pack import Policy
from xfconsole.core.ports import Views
from xfconsole.core.rows import MatterRow

MOST = 200
"""So many matters that fall due in one shift are looked at."""


def compose_sheet(
    views: Views, situation: Situation, running: RunningWork, policy: Policy, zone: ZoneInfo
) -> Sheet:
    """Return the sheet as whoever is on duty may read it; blocks for two look-ups."""
    shift = next_shift(situation.roster, policy.handover.post, running.officer, situation.at)
    coming = _coming(views, situation.at.astimezone(zone), shift)
    return sheet(situation, running, shift, policy, coming, views.glass_to_review(), zone)


def _coming(views: Views, now: datetime, shift: NextShift) -> list[MatterRow]:
    """Return matters whose next duty has its last day from today until the next shift ends."""
    last = shift.ends_at.astimezone(now.tzinfo).date()
    days = (
        Timed(FilterKey.DUE, Compare.AT_LEAST, now.date()),
        Timed(FilterKey.DUE, Compare.AT_MOST, last),
    )
    return views.matters(Listing(now, LedgerQuery(days), Sort.DUE), limit=MOST)
