"""Verbs of special periods: so many officials on a post, from one day to another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from xfconsole.core.facts.of_office import PeriodEnded, PeriodSet, PostNumber
from xfconsole.core.roster.periods import days_of
from xfconsole.core.roster.roster import DAY_BEGINS
from xfconsole.core.words.official import name_key, same
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.desk.state.base import DeskBase
from xfconsole.desk.state.work import Done


class PeriodVerbs(DeskBase):
    """A period is known by its name: set again under the same one, it is changed."""

    def set_period(
        self,
        name: str,
        first: date,
        last: date,
        posts: Sequence[PostNumber],
        former: str = "",
        rhythm: str = "",
    ) -> Done:
        """Set a period, or change the one of that name; ``former`` is the name it had.

        ``rhythm`` is the pack's rhythm of reports that holds in it, from now on.
        """
        name, former = _clean(name), _clean(former)
        if not name_key(name):
            raise Refused("roster.refused.period_name")
        if last < first:
            raise Refused("roster.refused.period_order")
        if not posts and not rhythm:
            raise Refused("roster.refused.period_posts")
        starts_at, ends_at = (
            datetime.combine(day, DAY_BEGINS, self.zone).astimezone(UTC)
            for day in (first, last + timedelta(days=1))
        )
        with self._work() as work:
            for each in posts:
                if each.post not in self._policy.posts:
                    raise Refused("desk.refused.no_post", post=neutral_line(each.post))
            if ends_at <= work.now:
                raise Refused("roster.refused.period_past")
            offered = [each.name for each in self._policy.reporting.offered]
            if rhythm and rhythm not in offered:
                known = "、".join(offered)
                raise Refused("roster.refused.period_rhythm", rhythm=_clean(rhythm), known=known)
            said_at = work.now
            for other in self._night.roster.periods:
                if same(other.name, former) and not same(former, name):
                    work.add(work.office, PeriodEnded(other.name))
                again = same(other.name, name) or same(other.name, former)
                if again and other.rhythm == rhythm:
                    said_at = other.rhythm_from or work.now
                if not again and other.starts_at < ends_at and starts_at < other.ends_at:
                    since, until = days_of(other, self.zone)
                    values = {"name": other.name, "first": since, "last": until}
                    raise Refused("roster.refused.period_overlaps", **values)
            holds_from = max(starts_at, said_at) if rhythm else None
            work.add(
                work.office, PeriodSet(name, starts_at, ends_at, tuple(posts), rhythm, holds_from)
            )
        return Done(tuple(work.events), work.office)

    def end_period(self, name: str) -> Done:
        """End a period from now on, or take one back that lies ahead."""
        name = _clean(name)
        with self._work() as work:
            known = [each.name for each in self._night.roster.periods if same(each.name, name)]
            if not known:
                raise Refused("roster.refused.period_unknown", name=name)
            work.add(work.office, PeriodEnded(known[0]))
        return Done(tuple(work.events), work.office)


def _clean(name: str) -> str:
    return " ".join(neutral_line(name).split())
