"""Due work above the alarm budget: what shares whom to ask and the kind of duty is one card.

Computed at every look like the prompts themselves, never scheduled. What a live incident asks for
is never in a bundle, nor is due work on its matter, what is due within minutes, and what the
officer at the desk may not read: each of these stands alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from xfconsole.core.due.asking import Asked
from xfconsole.core.due.list import BY_THE_MINUTE, DutyView
from xfconsole.core.due.load import recent
from xfconsole.core.incident.prompts import prompt_uid
from xfconsole.core.policy.pack import Alarm, Rule
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key
from xfconsole.core.words.procedure import Clock

LASTING = timedelta(days=1)
"""For so long what came above the budget stays bundled: an hour later it is no easier to answer."""


@frozen
class DutyBundle:
    """Due work that one call is about, two pieces or more, in the order in which it is due.

    All of it asks the same person for the same post, for duties of one kind, and was kept by the
    same officer at a handover (``keeper``, empty for none).
    """

    uid: Uid
    views: tuple[DutyView, ...]
    keeper: str
    rule: Rule

    @property
    def first(self) -> DutyView:
        """The most pressing part."""
        return self.views[0]

    @property
    def asked(self) -> Asked:
        """Who is asked about all of it."""
        return self.first.asked

    @property
    def clock(self) -> Clock:
        """The kind of duty."""
        return self.first.duty.clock

    @property
    def prompts(self) -> tuple[Uid, ...]:
        """The parts' names in the journal."""
        return tuple(each.uid for each in self.views)


class PromptBudget(NamedTuple):
    """What is held against the budget: ``raised`` tells in order when prompts were new."""

    alarm: Alarm
    raised: Sequence[datetime]
    now: datetime

    def passed_at(self) -> list[datetime]:
        """Return, in order, when it was passed within the last day; now, if it is."""
        found = sorted({self.now, *self.raised[bisect_right(self.raised, self.now - LASTING) :]})
        return [at for at in found if recent(self.raised, at).above(self.alarm)]


def bundles(
    office: Uid,
    views: Sequence[DutyView],
    budget: PromptBudget,
    *,
    live: Collection[Uid],
    kept: Mapping[Uid, str],
) -> tuple[DutyBundle, ...]:
    """Return the bundles of some due work; what is in none stands alone.

    ``live`` are the matters with a live incident, ``kept`` says who kept which at a handover.
    """
    groups: dict[tuple[object, ...], list[DutyView]] = {}
    for view in views:
        if not (view.hidden or view.duty.clock in BY_THE_MINUTE or view.duty.matter in live):
            groups.setdefault(_shared(view, kept), []).append(view)
    several = {shared: group for shared, group in groups.items() if len(group) > 1}
    if not several:
        return ()
    passed_at = budget.passed_at()
    return tuple(
        DutyBundle(
            prompt_uid(office, budget.alarm.rule.id, "", *map(str, shared)),
            tuple(group),
            kept.get(group[0].duty.matter, ""),
            budget.alarm.rule,
        )
        for shared, group in several.items()
        if budget.now in passed_at or any(_came(each, passed_at) for each in group)
    )


def _came(view: DutyView, passed_at: Sequence[datetime]) -> bool:
    """Whether the budget was passed when it came, or since it was due where it came again."""
    since = bisect_left(passed_at, view.duty.prompt_due)
    return since < bisect_right(passed_at, view.shown_at)


def _shared(view: DutyView, kept: Mapping[Uid, str]) -> tuple[object, ...]:
    post, contact, _ = view.asked
    return view.duty.clock, post, name_key(view.place), contact, kept.get(view.duty.matter, "")
