"""Whatever is due, bundling loses nothing, adds nothing and never takes in what is live."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desks import Night, changed_pack, default_policy
from tests.due import asleep_until, letter
from xfconsole.core.due.bundles import DutyBundle, PromptBudget, bundles
from xfconsole.core.due.list import BY_THE_MINUTE
from xfconsole.core.due.load import recent
from xfconsole.core.matter.acts import Move
from xfconsole.core.night.situation import PromptView, Situation
from xfconsole.core.policy.pack import Policy
from xfconsole.core.words.desk import RingOutcome
from xfconsole.core.words.procedure import Act, Bar

PACKS = [
    default_policy(),
    changed_pack(("per_ten_minutes = 10", "per_ten_minutes = 1")),
    changed_pack(
        ("per_ten_minutes = 10", "per_ten_minutes = 1000"), ("per_hour = 30", "per_hour = 4")
    ),
]
UNITS = ["", "住建局", "人社局", " 住建局 "]
BARRED = ["", "孙磊", "李敏", "郑岚"]


class Due(NamedTuple):
    """A matter: whom it was handed to, who is barred from it, and what else befell it."""

    unit: str
    barred: str
    urgent: bool
    live: bool


dues = st.builds(
    Due,
    st.sampled_from(UNITS),
    st.sampled_from(BARRED),
    st.sampled_from([False] * 5 + [True]),
    st.sampled_from([False] * 5 + [True]),
)
acts = st.lists(
    st.tuples(
        st.sampled_from(["chase", "snooze", "wait", "restart", "alone"]),
        st.integers(0, 3),
        st.integers(1, 15),
    ),
    max_size=6,
)


def prepared(found: Sequence[Due], policy: Policy) -> Night:
    """Play to the morning on which all of it is due soon."""
    night = Night(policy)
    matters = [letter(night, f"第{number}件") for number in range(len(found))]
    for matter, each in zip(matters, found, strict=True):
        if each.unit:
            night.desk.move(matter, Move(Act.FORWARD, unit=each.unit))
        if each.urgent and not each.unit:
            night.desk.move(matter, Move(Act.MARK_URGENT, text="有人受伤"))
    asleep_until(night, "03-04", "09:00")
    for matter, each in zip(matters, found, strict=True):
        if each.barred and each.barred != "李敏":
            night.desk.bar(matter, Bar.RECUSED, person=each.barred)
        if each.live:
            night.desk.open_incident(matter, headcount=33)
        if each.barred == "李敏":
            night.desk.bar(matter, Bar.RECUSED, person=each.barred)
    return night


def holds(night: Night, situation: Situation) -> None:
    """Hold a situation to what bundling may do."""
    parts = [each for found in situation.bundles for each in found.views]
    alone = [each for each in situation.ranked if each in situation.duties]
    assert sorted(each.uid for each in (*parts, *alone)) == sorted(e.uid for e in situation.duties)
    live = {each.matter for each in situation.incidents}
    assert not live & {each.duty.matter for each in parts}
    assert not any(each.hidden or each.duty.clock in BY_THE_MINUTE for each in parts)
    for found in situation.bundles:
        assert len(found.views) > 1
        assert len({(e.asked.post, e.asked.contact, e.duty.clock) for e in found.views}) == 1
        assert {each.place.strip() for each in found.views} == {found.first.place.strip()}
        order = [situation.duties.index(each) for each in found.views]
        assert order == sorted(order)
    ranked = situation.ranked
    assert ranked[: len(situation.prompts)] == situation.prompts
    assert not any(isinstance(each, PromptView) for each in ranked[len(situation.prompts) :])
    assert situation.cards == len(ranked) + situation.waiting - len(situation.duties)
    assert situation.due == situation.cards + sum(len(e.views) - 1 for e in situation.bundles)
    for place, each in enumerate(ranked, 1):
        assert situation.rank(each.uid) == place
        for part in each.views if isinstance(each, DutyBundle) else ():
            assert situation.rank(part.uid) == place
            assert situation.standing(part.uid) is part
    beside = night.new_desk().read_situation()[0]
    assert beside.bundles == situation.bundles


@settings(deadline=None, max_examples=40)
@given(st.lists(dues, max_size=14), st.sampled_from(PACKS), acts)
def test_the_parts_are_what_would_stand_without_and_no_live_incident_is_among_them(
    found: list[Due], policy: Policy, doings: list[tuple[str, int, int]]
) -> None:
    night = prepared(found, policy)
    holds(night, night.desk.situation())
    for do, which, minutes in doings:
        standing = night.desk.situation().bundles
        bundle = standing[which % len(standing)] if standing else None
        match do:
            case "chase" if bundle:
                night.desk.chase_bundle(bundle.prompts, RingOutcome.NO_ANSWER)
            case "snooze" if bundle:
                night.desk.snooze_bundle(bundle.prompts, minutes, "开会")
            case "alone" if bundle:
                night.desk.snooze(bundle.views[which % len(bundle.views)].uid, minutes, "开会")
            case "restart":
                night.restart()
            case _:
                night.after(minutes=minutes)
        holds(night, night.desk.situation())


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 7200), max_size=50), st.integers(0, 90_000), st.integers(1, 12))
def test_within_the_budget_nothing_is_bundled_and_above_it_all_that_can_be(
    seconds: list[int], later: int, figure: int
) -> None:
    night = prepared([Due("住建局", "", urgent=False, live=False)] * 3, PACKS[0])
    views = night.desk.situation().duties
    start = night.now()
    raised = sorted(start + timedelta(seconds=each) for each in seconds)
    alarm = changed_pack(("per_ten_minutes = 10", f"per_ten_minutes = {figure}")).alarm
    now = start + timedelta(seconds=later)
    one = bundles(night.store.office, views, PromptBudget(alarm, raised, now), live=(), kept={})
    instants = {now} | ({start} if later < 86_400 else set())
    above = any(recent(raised, at).above(alarm) for at in instants)
    assert [each.views for each in one] == ([views] if above else [])
