"""What binds the office at an incident of which desks told different things at once (待核定)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from xfconsole.core.incident.prompts import Prompt

if TYPE_CHECKING:
    from datetime import datetime

    from xfconsole.core.incident.plan import Obligation, Plan
    from xfconsole.core.policy.pack import Attendance


class _Due(Protocol):
    @property
    def due(self) -> datetime: ...


T = TypeVar("T")
DueT = TypeVar("DueT", bound=_Due)


def binding(plans: Sequence[Plan], attendance: Iterable[Attendance]) -> Plan:
    """Return what holds while any of several plans may: what one of them asks for is asked for, at
    the earliest; what one of them has open is open."""
    places = {each.rule.id: place for place, each in enumerate(attendance)}
    duties = _each(plans, lambda it: it.obligations, lambda it: (it.post, it.rule), _stricter)
    prompts = _each(plans, lambda it: it.prompts, lambda it: it.uid, _longer)
    misses = _each(plans, lambda it: it.misses, lambda it: (it.post, it.rule, it.clock), _earlier)
    owed = _each(plans, lambda it: it.owed, lambda it: it.kind, min)
    limits = _each(plans, lambda it: it.report_limits, lambda it: it[0], min)
    return replace(
        plans[0],
        level=max((each.level for each in plans), key=lambda level: level.rank),
        obligations=tuple(sorted(duties, key=lambda each: places[each.rule])),
        prompts=tuple(sorted(prompts, key=lambda each: each.due)),
        misses=tuple(sorted(misses, key=lambda each: each.due)),
        report_due=_first(each.report_due for each in plans),
        good_until=_first(each.good_until for each in plans),
        owed=tuple(owed),
        report_limits=tuple(limits),
    )


def _each(
    plans: Sequence[Plan],
    part: Callable[[Plan], Iterable[T]],
    name: Callable[[T], Hashable],
    stricter: Callable[[T, T], T],
) -> Iterable[T]:
    """Return what any plan has under one of its parts, once by its name, as it binds the office."""
    found: dict[Hashable, T] = {}
    for plan in plans:
        for each in part(plan):
            known = found.get(name(each))
            found[name(each)] = each if known is None else stricter(known, each)
    return found.values()


def _stricter(one: Obligation, two: Obligation) -> Obligation:
    """Return a duty as whichever binds the office has it: open where one is, else ended later."""
    leads, other = sorted((one, two), key=_open_first)
    begun = min((one, two), key=lambda each: each.tell_by)
    return replace(
        leads,
        anchor=begun.anchor,
        added_at=begun.added_at,
        tell_by=begun.tell_by,
        told_at=_last(one.told_at, two.told_at),
        arrive_by=_first((one.arrive_by, two.arrive_by)),
        ended_at=_last(one.ended_at, two.ended_at),
        corrected=leads.corrected and other.corrected,
    )


def _open_first(duty: Obligation) -> tuple[bool, bool, float]:
    ended, told = duty.ended_at, duty.told_at
    last = ended or told
    return ended is not None, told is not None, -last.timestamp() if last else 0.0


def _longer(one: Prompt, two: Prompt) -> Prompt:
    """Return a prompt from when it is first asked for until nothing asks for it any more."""
    first = _earlier(one, two)
    return replace(
        first,
        until=_last(one.until, two.until),
        limit=min(one.ends, two.ends) if one.limit or two.limit else None,
        corrected=one.corrected and two.corrected,
    )


def _earlier(one: DueT, two: DueT) -> DueT:
    return two if two.due < one.due else one


def _first(times: Iterable[datetime | None]) -> datetime | None:
    return min((each for each in times if each is not None), default=None)


def _last(one: datetime | None, two: datetime | None) -> datetime | None:
    """Return the later of two instants; None, which is never, is later than any."""
    return max(one, two) if one and two else None
