"""Plans the sessions of half a year from a pattern: weekday, hours, place, and leaders in turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta, tzinfo
from typing import NamedTuple

from xfconsole.core.days.workdays import Workdays
from xfconsole.core.facts.of_office import RosterEntry
from xfconsole.core.facts.of_reception import ReceptionSession
from xfconsole.core.incident.chain import upward
from xfconsole.core.policy.pack import Policy
from xfconsole.core.reception.sessions import Session
from xfconsole.core.roster.shifts import MAX_DAYS, Hours
from xfconsole.core.roster.spelled import apart
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key, same
from xfconsole.core.words.receiving import ReceptionForm
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.typed import narrow

_DAY = timedelta(days=1)


class Leader(NamedTuple):
    """A leader who receives people: the post they hold, and the field they are in charge of."""

    person: str
    post: str
    charge: str = ""


@frozen
class Pattern:
    """When, where and by whom people are received: the leaders take turns in their order."""

    first: date
    last: date
    weekdays: frozenset[int]
    hours: Hours
    place: str
    leaders: tuple[Leader, ...]
    form: ReceptionForm = ReceptionForm.FIXED
    units: tuple[str, ...] = ()


@frozen
class Planned:
    """The sessions of a pattern, not named yet, and the days left out because nobody works.

    ``assumed`` are the years whose holidays nobody has entered: there only weekends are free.
    """

    sessions: tuple[ReceptionSession, ...]
    left_out: tuple[date, ...] = field(default=())
    assumed: tuple[int, ...] = field(default=())


def leaders_named(text: str, roster: Iterable[RosterEntry], policy: Policy) -> tuple[Leader, ...]:
    """Return the leaders that ``王强=城乡建设、孙磊`` names, each with the post the roster gives.

    Raises Refused for nobody, and for a name that the roster does not have: a leader written
    otherwise than there would not be known as barred from a matter.
    """
    entries = tuple(roster)
    found = tuple(_leader(each, entries, policy) for each in apart(text) if each.strip())
    if not found:
        raise Refused("reception.refused.no_leader")
    return found


def _leader(text: str, entries: Sequence[RosterEntry], policy: Policy) -> Leader:
    name, _, charge = neutral_line(text).partition("＝" if "＝" in text else "=")
    person = " ".join(narrow(name).split())
    held = {each.post: each.person for each in entries if same(each.person, person)}
    posts = [post for post in held if post in policy.posts]
    if not posts:
        raise Refused("reception.refused.unknown_leader", person=person)
    post = min(posts, key=lambda each: len(upward(each, policy)))
    return Leader(held[post], post, charge.strip())


def planned(pattern: Pattern, workdays: Workdays, zone: tzinfo) -> Planned:
    """Return the sessions of a pattern; a holiday is left out, and no leader loses a turn by it.

    Raises Refused for days in the wrong order, too many of them, and for none.
    """
    days = (pattern.last - pattern.first).days + 1
    if days < 1:
        raise Refused("reception.refused.order")
    if days > MAX_DAYS:
        raise Refused("reception.refused.too_long", most=MAX_DAYS)
    if not pattern.place:
        raise Refused("reception.refused.no_place")
    every = [pattern.first + n * _DAY for n in range(days)]
    meant = [day for day in every if day.weekday() in pattern.weekdays]
    worked = [day for day in meant if workdays.works(day)]
    if not worked:
        raise Refused("reception.refused.no_day")
    sessions = tuple(_session(pattern, day, n, zone) for n, day in enumerate(worked))
    left_out = tuple(day for day in meant if day not in worked)
    years = dict.fromkeys(day.year for day in meant)
    return Planned(sessions, left_out, tuple(each for each in years if not workdays.covers(each)))


def _session(pattern: Pattern, day: date, turn: int, zone: tzinfo) -> ReceptionSession:
    person, post, charge = pattern.leaders[turn % len(pattern.leaders)]
    span = pattern.hours.on(day, zone)
    where, form, units = pattern.place, pattern.form, pattern.units
    return ReceptionSession("", person, post, *span, where, charge, form, units)


def clash(session: ReceptionSession, others: Iterable[Session]) -> Session | None:
    """Return the session that has the same leader or place at the same time, or None."""
    for each in others:
        other = each.planned
        overlap = other.starts_at < session.ends_at and session.starts_at < other.ends_at
        alike = same(other.leader, session.leader) or same(other.place, session.place)
        if overlap and alike and not each.cancelled and each.uid != session.uid:
            return each
    return None


def units_named(text: str) -> tuple[str, ...]:
    """Return the units that a typed text names, nobody twice."""
    named: Mapping[str, str] = {
        name_key(each): each.strip() for each in apart(neutral_line(text)) if name_key(each)
    }
    return tuple(named.values())
