"""Due work as the officer sees it: whom to ask now, how late it is, and how far it has climbed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import UTC, date, datetime, timedelta
from operator import is_
from typing import NamedTuple

from xfconsole.core.due.asking import Asked, whom_to_ask
from xfconsole.core.due.stages import climbs_at, ranks_of
from xfconsole.core.matter.limits import LIMITS, Rules, midnight, midnight_after
from xfconsole.core.policy.pack import Policy, Rule
from xfconsole.core.roster.parties import HIDDEN, NOBODY, Barring, Bars
from xfconsole.core.roster.roster import ANY_UNIT, Roster
from xfconsole.core.rows import StandingDuty
from xfconsole.core.words.desk import PromptKind, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import Bar, Clock, Law

BY_THE_MINUTE = (Clock.URGENT_PHONE, Clock.URGENT_WRITTEN)
"""Clocks of minutes; all others are of days."""


class DaysLeft(NamedTuple):
    """How due work stands with its two last days.

    ``days`` are left until the control date, below 0 once that is over, None for a limit in
    minutes. ``late`` are the days since the statutory last day, 0 while that is not over.
    """

    days: int | None
    late: int

    @property
    def past_control(self) -> bool:
        """Whether the control date is over and the statutory last day is not."""
        return self.days is not None and self.days < 0 and not self.late


@frozen
class DutyView:
    """Due work on one matter that is prompted for, and who can be asked about it by now.

    ``left`` is how it stands with its two last days; ``ends`` is the instant at which the limit is
    over, in the office's time zone. ``asked`` is
    whoever holds the post by now; nobody barred from the matter is named. ``climbed`` are the posts
    it came up through, its own first, and ``climbs_at`` is when it goes on to ``climbs_to``.
    ``hidden``: the officer at the desk is barred from the matter and reads nothing of it.
    """

    duty: StandingDuty
    law: Law
    rule: Rule | None
    left: DaysLeft
    ends: datetime
    asked: Asked
    climbed: tuple[str, ...]
    climbs_to: str
    climbs_at: datetime | None
    hidden: bool
    policy: Policy = field(compare=False)

    @property
    def uid(self) -> Uid:
        """The prompt's name in the journal."""
        return self.duty.prompt

    @property
    def place(self) -> str:
        """The unit or township whose post is asked, empty where it is the office's own."""
        return _place(self.duty).get(self.policy.posts[self.asked.post].scope, "")

    @property
    def topic(self) -> str:
        """What the matter is about, unless the officer may not read it."""
        return HIDDEN if self.hidden else self.duty.summary

    @property
    def shown_at(self) -> datetime:
        """When this desk first showed it."""
        return self.duty.prompted_at


class DueList:
    """Keeps the views for as long as nothing they depend on is another, neither day nor shift."""

    def __init__(self) -> None:
        self.views: tuple[DutyView, ...] = ()
        self._made_of: tuple[object, ...] = ()
        self._from = self._until = datetime.max.replace(tzinfo=UTC)

    def renew(
        self,
        duties: Sequence[StandingDuty],
        rules: Rules,
        policy: Policy,
        roster: Roster,
        officer: str,
        now: datetime,
    ) -> bool:
        """Bring the views up to an instant; returns whether they are others than before."""
        made_of = duties, roster, policy, officer
        same = len(self._made_of) == len(made_of) and all(map(is_, made_of, self._made_of))
        if same and self._from <= now < self._until:
            return False
        before = self.views
        self.views = tuple(_view(each, rules, policy, roster, officer, now) for each in duties)
        self._made_of, self._from = made_of, now
        self._until = _good_until(duties, rules, policy, roster, now)
        return self.views != before


def _view(
    duty: StandingDuty, rules: Rules, policy: Policy, roster: Roster, officer: str, now: datetime
) -> DutyView:
    ranks = ranks_of(duty.who, policy)
    step = min(duty.step, len(ranks) - 1)
    late = duty.what in (PromptKind.PAST_CONTROL, PromptKind.OVERDUE)
    since = duty.taken_at or _control_at(duty, rules)
    goes_on = climbs_at(since, step, duty.who, policy) if late else None
    return DutyView(
        duty,
        LIMITS[duty.clock].law,
        policy.rule("procedure.climb" if late else "procedure.due_soon"),
        days_left(duty, now.astimezone(rules.zone).date()),
        duty.due_at.astimezone(rules.zone),
        _asked(duty, ranks[step:], policy, roster, now),
        ranks[: step + 1],
        ranks[step + 1] if goes_on else "",
        goes_on,
        duty.bars(officer),
        policy,
    )


def days_left(duty: StandingDuty, today: date) -> DaysLeft:
    """Return how a duty stands on a day with its two last days."""
    if duty.clock in BY_THE_MINUTE:
        return DaysLeft(None, 0)
    return DaysLeft((duty.target - today).days, max(0, (today - duty.rolled).days))


def _control_at(duty: StandingDuty, rules: Rules) -> datetime:
    minutes = duty.clock in BY_THE_MINUTE
    return duty.due_at if minutes else midnight_after(duty.target, rules.zone)


def _asked(
    duty: StandingDuty, posts: Sequence[str], policy: Policy, roster: Roster, now: datetime
) -> Asked:
    return whom_to_ask(posts, _place(duty), policy, roster, duty_bars(duty), now)


def duty_bars(duty: StandingDuty) -> Bars:
    """Return who is barred by now; since when and why makes no difference to whom to ask."""
    long_since = Barring(Bar.ACCUSED, datetime.min.replace(tzinfo=UTC), "")
    people, units = (
        tuple((name, long_since) for name in sorted(names))
        for names in (duty.barred, duty.barred_units)
    )
    return Bars(people, units) if people or units else NOBODY


def _place(duty: StandingDuty) -> dict[str, str]:
    return {"unit": duty.unit, "township": duty.township}


def _good_until(
    duties: Sequence[StandingDuty], rules: Rules, policy: Policy, roster: Roster, now: datetime
) -> datetime:
    """Return when the day ends, or a turn of duty of anybody who may be asked."""
    tomorrow = now.astimezone(rules.zone).date() + timedelta(days=1)
    places = {
        (post, _place(duty).get(policy.posts[post].scope, ANY_UNIT))
        for duty in duties
        for post in ranks_of(duty.who, policy)
    }
    changes = [roster.next_change(post, unit, now) for post, unit in places]
    return min([midnight(tomorrow, rules.zone), *(each for each in changes if each is not None)])
