"""Handover (交接班): what goes to the next officer, and who kept which running clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple, TypeAlias
from uuid import UUID, uuid5

from xfconsole.core.days.night import shift_night
from xfconsole.core.due.list import DaysLeft, days_left
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import ClocksAccepted, RosterEntry, ShiftHandedOver
from xfconsole.core.identity.emergency_reading import ReadingToReview
from xfconsole.core.incident.instructed import Instruction
from xfconsole.core.incident.plan import Obligation
from xfconsole.core.night.daily import Signature
from xfconsole.core.night.situation import IncidentView, Situation, Waited
from xfconsole.core.office.journal_head import Head
from xfconsole.core.policy.pack import Policy
from xfconsole.core.roster.parties import HIDDEN
from xfconsole.core.roster.roster import Hole, Roster, day_ends
from xfconsole.core.rows import MatterRow, StandingDuty
from xfconsole.core.words.desk import Contact, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import among

SOON = timedelta(days=1)
"""How far ahead the next turn of duty is looked for."""
UNROSTERED = timedelta(hours=12)
"""How long the next shift is taken to be where the roster does not say."""


Said: TypeAlias = Mapping[Uid, str]
"""How live clocks were said back by whoever took them over, empty where that was aloud."""


def reports_clock(incident: Uid) -> Uid:
    """Return the name of what an incident still owes upward, as one clock."""
    return str(uuid5(UUID(incident), "reports"))


def keepers(events: Iterable[Event]) -> dict[Uid, str]:
    """Return the clocks that stayed with somebody at the last handover, and with whom.

    Reads the office's events only. Clocks are live incidents and matters with due work; all others
    are with whoever is on duty. What was kept from an earlier handover stays with its first keeper.
    """
    kept: dict[Uid, str] = {}
    for event in events:
        kept = keepers_after(kept, event)
    return kept


def keepers_after(kept: dict[Uid, str], event: Event) -> dict[Uid, str]:
    """Return who keeps what after one more event of the office."""
    match event.fact:
        case ShiftHandedOver(kept=left):
            # Each handover counts up all that runs: what it does not name is over by then.
            return {uid: kept.get(uid, event.officer) for uid in left}
        case ClocksAccepted(clocks=taken):
            return {uid: who for uid, who in kept.items() if uid not in taken}
    return kept


@frozen
class NextShift:
    """The turn of duty that comes next; without one on the roster the hours after now.

    ``holders`` are who is expected at the desk, the primary holder first.
    """

    starts_at: datetime
    ends_at: datetime
    holders: tuple[Contact, ...] = ()


@frozen
class OpenClock:
    """What runs at a live incident beside the posts: an instruction, or the reports still owed."""

    uid: Uid
    keeper: str
    instruction: Instruction | None = None


@frozen
class RunningIncident:
    """An incident on the sheet, live or with something open: duties it awaits, what runs out first.

    ``next_limit`` is an instant with the post whose limit it is, empty for a report.
    """

    view: IncidentView
    awaited: tuple[Obligation, ...]
    next_limit: tuple[datetime, str] | None
    clocks: tuple[OpenClock, ...] = ()


@frozen
class DueMatter:
    """A matter with due work on the sheet: its most pressing duty, and how many more there are.

    ``left`` is how that duty stands with its two last days.
    """

    duty: StandingDuty
    more: int
    left: DaysLeft
    keeper: str
    hidden: bool


@frozen
class Sheet:
    """Everything that goes to the next officer. ``head`` is where the journal ended then.

    ``daily`` is the night whose duty daily the handover signs; ``signed`` who did so before.
    ``contested`` are the matters of which somebody has to settle what two desks did at once.
    """

    at: datetime
    officer: str
    since: datetime | None
    shift: NextShift
    incidents: tuple[RunningIncident, ...]
    standing: tuple[Waited, ...]
    duties: tuple[DueMatter, ...]
    coming: tuple[MatterRow, ...]
    holes: tuple[Hole, ...]
    glass: tuple[ReadingToReview, ...]
    head: Head
    daily: date
    signed: tuple[Signature, ...]
    contested: tuple[MatterRow, ...] = ()


class RunningWork(NamedTuple):
    """What the desk alone knows: all due work, whose shift runs since when, the journal's head."""

    duties: Sequence[StandingDuty]
    officer: str
    since: datetime | None
    head: Head

    def daily(self, now: datetime, zone: tzinfo) -> date:
        """Return the night whose duty daily a handover now signs."""
        return shift_night(self.since, now, zone)


def next_shift(roster: Roster, post: str, officer: str, now: datetime) -> NextShift:
    """Return the turn of the duty post that the next officer takes.

    That is the one running now where its holders do not include the officer at the desk, else the
    next that begins within a day.
    """
    turns = [each for each in roster.entries(now, now + SOON) if each.post == post]
    running = [each for each in turns if each.starts_at <= now]
    if running and not among(officer, [each.person for each in running]):
        return _shift(running, now)
    later = [each for each in turns if each.starts_at > now]
    first = min((each.starts_at for each in later), default=None)
    if first is None:
        return NextShift(now, now + UNROSTERED)
    return _shift([each for each in later if each.starts_at == first], first)


def _shift(turns: Sequence[RosterEntry], starts_at: datetime) -> NextShift:
    turns = sorted(turns, key=lambda each: each.order)
    holders = tuple(Contact(e.post, e.person, e.phone, e.order, e.unit) for e in turns)
    return NextShift(starts_at, turns[0].ends_at, holders)


def sheet(
    situation: Situation,
    running: RunningWork,
    shift: NextShift,
    policy: Policy,
    coming: Iterable[MatterRow],
    glass: Iterable[ReadingToReview],
    zone: tzinfo,
    signed: Iterable[Signature],
) -> Sheet:
    """Compose the sheet. ``coming`` are rows in the order in which they are due.

    Of a matter that the officer at the desk is barred from it holds no text.
    """
    due = due_matters(running.duties, situation, zone)
    prompted = {each.duty.matter for each in due}
    running_here = [e for e in (*situation.incidents, *situation.followed) if e.keeping.here]
    return Sheet(
        situation.at,
        running.officer,
        running.since,
        shift,
        tuple(_incident(e, situation.kept) for e in running_here),
        (*situation.prompts, *situation.relief),
        due,
        tuple(each for each in coming if _falls_due(each, situation.at, shift, prompted)),
        _holes(situation, policy, shift, zone),
        tuple(glass),
        running.head,
        running.daily(situation.at, zone),
        tuple(signed),
    )


def _holes(
    situation: Situation, policy: Policy, shift: NextShift, zone: tzinfo
) -> tuple[Hole, ...]:
    """Return the roster's holes from now until both tonight and the next shift are over."""
    until = max(shift.ends_at, day_ends(situation.at, zone))
    return tuple(situation.roster.holes(policy.needed_posts(), situation.at, until))


def due_matters(
    duties: Iterable[StandingDuty], situation: Situation, zone: tzinfo
) -> tuple[DueMatter, ...]:
    """Return one line a matter, by its most pressing duty, in the order of the duties."""
    found: dict[Uid, list[StandingDuty]] = {}
    for duty in duties:
        found.setdefault(duty.matter, []).append(duty)
    today = situation.at.astimezone(zone).date()
    return tuple(_due(each, today, situation) for each in found.values())


def _due(duties: Sequence[StandingDuty], today: date, situation: Situation) -> DueMatter:
    first = duties[0]
    hidden = first.bars(situation.officer)
    if hidden:
        first = replace(first, summary=HIDDEN)
    keeper = situation.kept.get(first.matter, "")
    return DueMatter(first, len(duties) - 1, days_left(first, today), keeper, hidden)


def _falls_due(row: MatterRow, now: datetime, shift: NextShift, prompted: Collection[Uid]) -> bool:
    due = row.due_at
    return due is not None and now < due <= shift.ends_at and row.uid not in prompted


def _clocks(view: IncidentView, kept: Mapping[Uid, str]) -> Iterator[OpenClock]:
    if view.plan.owed or view.untaken:
        uid = reports_clock(view.uid)
        yield OpenClock(uid, kept.get(uid, ""))
    for each in view.instructions:
        if each.ended_at is None:
            yield OpenClock(each.uid, kept.get(each.uid, ""), each)


def _incident(view: IncidentView, kept: Mapping[Uid, str]) -> RunningIncident:
    awaited = tuple(each for each in view.plan.obligations if not each.done and not view.over)
    limits = [(at, each.post) for each in awaited if (at := each.running[1]) is not None]
    if view.plan.report_due is not None:
        limits.append((view.plan.report_due, ""))
    clocks = tuple(_clocks(view, kept))
    return RunningIncident(view, awaited, min(limits, default=None), clocks)
