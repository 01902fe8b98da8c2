"""A relief that does not come prompts by itself: once a turn, up the ladder, until one comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.roster.test_respelled_roster import SPELLINGS, respelled
from tests.desks import OFFICE, OFFICER, START, Night, changed_pack, turn
from xfconsole.core.facts.announced import PromptCleared, PromptRaised
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import ReliefRung, RosterEntry, RosterImported
from xfconsole.core.night.relief import ReliefView
from xfconsole.core.words.desk import RingOutcome
from xfconsole.core.words.refusal import Refused

HOUR = timedelta(hours=1)
POST = "duty_officer"


def held(person: str, since: float, until: float, order: int = 1, phone: str = "") -> RosterEntry:
    """Return a turn at the desk between two hours after the night's start."""
    number = phone or f"139-0000-{hash_of(person):04}"
    return RosterEntry(POST, person, number, START + since * HOUR, START + until * HOUR, order)


def hash_of(person: str) -> int:
    return sum(map(ord, person)) % 10_000


LEADER = turn("duty_leader", "王强", "139-0000-0100", ends_at=START + 24 * HOUR)
TURNS = (held(OFFICER, -8, 2), held("何静", 2, 10), held("罗安", 2, 10, 2), LEADER)


def night(*entries: RosterEntry, started: bool = True) -> Night:
    """李敏 sits at the desk until two hours from now; then it is the turn of 何静, deputy 罗安."""
    made = Night(roster=RosterImported("值班.csv", entries or TURNS))
    if started:
        made.desk.start_shift()
    return made


def views(at: Night) -> Sequence[ReliefView]:
    return at.desk.situation().relief


def asks(at: Night) -> list[str]:
    """Return what stands about the relief, as ``kind person``."""
    return [
        f"{each.prompt.kind} {each.prompt.contact.person if each.prompt.contact else ''}".strip()
        for each in views(at)
    ]


def said(at: Night, kind: type) -> list[Event]:
    return [each for each in at.events(OFFICE) if isinstance(each.fact, kind)]


def raised(at: Night) -> list[tuple[float, str]]:
    """Return each prompt as (minutes after the start when due, person)."""
    found = [each.fact for each in said(at, PromptRaised)]
    assert all(isinstance(each, PromptRaised) for each in found)
    return [((each.due - START).total_seconds() / 60, each.person) for each in found]  # type: ignore[attr-defined]


def ring(at: Night, outcome: str, eta: int | None = None) -> None:
    at.desk.ring_relief(views(at)[0].uid, RingOutcome(outcome), eta)


def test_nobody_is_rung_until_the_turn_is_so_many_minutes_old() -> None:
    made = night().until(134, 59)
    assert asks(made) == []
    made.until(135)
    assert asks(made) == ["ring 何静"]
    assert views(made)[0].missing.person == "何静"
    assert [each.person for each in [views(made)[0].deputy] if each] == ["罗安"]
    assert raised(made) == [(135, "何静")]


def test_the_minutes_are_the_pack_s() -> None:
    pack = changed_pack(("# 晚到多少分钟（1–1440）。 · Minutes late (1 to 1440).\nminutes = 15",
                         "minutes = 5"))  # fmt: skip
    made = Night(policy=pack, roster=RosterImported("值班.csv", TURNS))
    made.desk.start_shift()
    assert raised(made.until(125)) == [(125, "何静")]


@pytest.mark.parametrize(
    "come",
    [
        pytest.param(lambda at: at.desk.sign_in("何静"), id="the one expected"),
        pytest.param(lambda at: at.desk.sign_in("罗安"), id="the deputy"),
        pytest.param(lambda at: at.desk.sign_in("周平"), id="somebody else"),
        pytest.param(lambda at: at.desk.hand_over("何静"), id="by a handover"),
    ],
)
def test_whoever_takes_over_clears_it_for_good(come: object) -> None:
    made = night().until(136)
    come(made)  # type: ignore[operator]
    assert asks(made) == []
    assert len(said(made, PromptCleared)) == 1
    made.until(590)
    assert len(raised(made)) == 1


def test_whoever_came_in_time_is_not_rung() -> None:
    made = night().until(134)
    made.desk.hand_over("何静")
    assert raised(made.until(590)) == []


def test_who_sat_down_within_a_turn_stands_in_for_its_holder() -> None:
    made = night(held("何静", -1, 3), held("罗安", 3, 9))
    assert raised(made.until(170)) == []
    assert raised(made.until(200)) == [(195, "罗安")]


def test_nobody_waits_for_a_relief_where_no_shift_runs() -> None:
    assert raised(night(started=False).until(200)) == []


def test_a_deputy_of_the_next_turn_who_sits_there_already_is_its_relief() -> None:
    made = night(held(OFFICER, -8, 2), held("何静", 2, 10), held(OFFICER, 2, 10, 2))
    assert raised(made.until(200)) == []


def test_it_climbs_to_the_deputy_and_then_to_the_duty_leader() -> None:
    made = night().until(135)
    ring(made, "no_answer")
    assert asks(made) == []
    made.after(5)
    assert asks(made) == ["retry 何静"]
    while asks(made)[0].endswith("何静"):
        ring(made, "busy")
        made.after(5)
    assert asks(made) == ["deputy 罗安"]
    ring(made, "refused")
    assert asks(made) == ["next_rank 王强"]
    assert [each.fact.post for each in said(made, ReliefRung)][-1] == POST  # type: ignore[attr-defined]


def test_a_promise_rests_it_and_a_broken_one_brings_it_back() -> None:
    made = night().until(135)
    ring(made, "answered", 40)
    assert asks(made.until(174, 59)) == []
    assert asks(made.until(175)) == ["eta_broken 何静"]


def test_reached_without_a_time_comes_back_by_itself() -> None:
    made = night().until(135)
    ring(made, "answered")
    assert asks(made) == []
    assert asks(made.after(10)) == ["arrival_late 何静"]


def test_put_off_it_comes_back() -> None:
    made = night().until(135)
    made.desk.snooze(views(made)[0].uid, 5, "在路上")
    assert asks(made.until(139, 59)) == []
    assert asks(made.until(140)) == ["ring 何静"]


def test_another_holder_on_the_roster_is_another_relief() -> None:
    made = night().until(136)
    span = (START + 2 * HOUR, START + 10 * HOUR)
    made.desk.replace_on_roster(POST, "何静", "沈宁", "139-0000-0009", made.now(), span[1], "病了")
    assert asks(made) == []
    assert asks(made.until(151)) == ["ring 沈宁"]
    assert raised(made) == [(135, "何静"), (151, "沈宁")]


def test_the_officer_who_takes_the_turn_on_needs_no_relief() -> None:
    made = night().until(136)
    made.desk.replace_on_roster(
        POST, "何静", OFFICER, "139-0000-0001", made.now(), START + 10 * HOUR, "替班"
    )
    assert asks(made) == []


def test_a_turn_without_a_holder_goes_to_the_duty_leader() -> None:
    made = night(held(OFFICER, -8, 2), LEADER).until(135)
    assert asks(made) == ["next_rank 王强"]
    assert views(made)[0].missing.person == ""


def test_where_nobody_can_be_rung_it_says_so() -> None:
    made = night(held(OFFICER, -8, 2)).until(135)
    assert asks(made) == ["nobody"]
    with pytest.raises(Refused):
        ring(made, "answered")


def test_it_ranks_behind_those_who_are_here_and_before_what_is_due() -> None:
    made = night().open(20).until(136)
    situation = made.desk.situation()
    assert situation.ranked[len(situation.prompts)] == situation.relief[0]
    assert situation.due == len(situation.prompts) + 1
    assert situation.standing(situation.relief[0].uid) == situation.relief[0]


def test_asleep_through_it_all_it_is_raised_once() -> None:
    made = night().until(60)
    made.sleep(180)
    assert raised(made) == [(135, "何静")]
    assert said(made, PromptRaised)[0].fact.late_s == 105 * 60  # type: ignore[attr-defined]


@pytest.mark.parametrize("jump", [-25, -1, 1], ids=["a day back", "an hour back", "an hour ahead"])
def test_a_clock_that_is_set_raises_nothing_twice(jump: int) -> None:
    made = night().until(136)
    made.clock.jump(jump * HOUR)
    made.desk.tick()
    made.restart().after(30)
    assert len(raised(made)) == 1


@settings(max_examples=25)
@given(
    steps=st.lists(
        st.tuples(
            st.integers(1, 60), st.sampled_from(["", "no_answer", "answered", "snooze", "refused"])
        ),
        max_size=8,
    ),
    restarts=st.sets(st.integers(0, 7)),
)
def test_a_restart_changes_nothing(steps: list[tuple[int, str]], restarts: set[int]) -> None:
    def run(dying: bool) -> list[tuple[str, object]]:
        made = night().until(120)
        for number, (minutes, act) in enumerate(steps):
            made.after(minutes)
            if dying and number in restarts:
                made.restart()
            if act and views(made) and views(made)[0].prompt.contact:
                if act == "snooze":
                    made.desk.snooze(views(made)[0].uid, 5, "等等")
                else:
                    ring(made, act)
        return [
            (each.kind, each.happened_at)
            for each in made.events(OFFICE)
            if not each.kind.startswith("desk.")
        ]

    assert run(dying=True) == run(dying=False)


# --- somebody whom the roster does not name ------------------------------------------------------


def ring_other(at: Night, outcome: str = "answered", eta: int | None = None) -> None:
    at.desk.ring_relief(
        views(at)[0].uid, RingOutcome(outcome), eta, person="石坚", phone="139-0000-0066"
    )


def test_somebody_else_says_that_he_comes_and_is_waited_for() -> None:
    made = night().until(135)
    ring_other(made, eta=20)
    assert asks(made.until(154, 59)) == []
    assert asks(made.until(155)) == ["eta_broken 石坚"]
    assert views(made)[0].missing.person == "何静", "it is still the turn of whom the roster names"


def test_whoever_refused_is_not_offered_and_the_roster_goes_on() -> None:
    made = night().until(135)
    ring_other(made, "refused")
    assert [each.kind for each in made.events(OFFICE) if each.kind == "roster.added"] == []
    assert asks(made) == ["ring 何静"]


def test_whoever_did_not_answer_is_rung_once_more_before_the_roster_goes_on() -> None:
    made = night(held(OFFICER, -8, 2), held("何静", 2, 10)).until(135)
    ring_other(made, "busy")
    assert asks(made.after(3)) == ["retry 石坚"]
    assert views(made)[0].prompt.own_attempt == 1
    ring(made, "busy")
    assert asks(made) == ["ring 何静"]


def test_where_the_roster_names_nobody_it_still_names_nobody() -> None:
    made = night(held(OFFICER, -8, 2)).until(135)
    assert asks(made) == ["nobody"]
    ring_other(made, "no_answer")
    assert asks(made.after(3)) == ["retry 石坚"]
    assert views(made)[0].missing.person == ""


def test_he_takes_over_by_signing_in_and_is_relieved_in_his_turn() -> None:
    turns = (held(OFFICER, -8, 2), held("何静", 2, 5), held("罗安", 5, 9))
    made = night(*turns).until(135)
    ring_other(made, eta=5)
    made.after(4)
    made.desk.hand_over("石 坚")
    assert asks(made) == []
    assert raised(made.until(310))[1:] == []
    assert asks(made.until(315)) == ["ring 罗安"]


@pytest.mark.parametrize("officer", [OFFICER, "李　敏"])
def test_the_officer_who_waits_is_not_rung(officer: str) -> None:
    made = night().until(135)
    with pytest.raises(Refused, match="waiting"):
        made.desk.ring_relief(
            views(made)[0].uid, RingOutcome.BUSY, person=officer, phone="139-0000-0001"
        )


def test_no_time_is_promised_by_whoever_was_not_reached() -> None:
    made = night().until(135)
    with pytest.raises(Refused, match="eta_unanswered"):
        ring_other(made, "busy", 5)


# --- the same roster once more -------------------------------------------------------------------


ANEW = SPELLINGS["wide blanks"]


def test_a_roster_that_spells_its_people_anew_rings_nobody_again() -> None:
    made = night().until(136)
    ring(made, "answered", 39)
    made.after(4)
    made.desk.import_roster("值班.csv", respelled(TURNS, *ANEW))
    assert asks(made.until(174)) == []
    assert raised(made) == [(135, "何静")]
    assert [each.split()[0] for each in asks(made.until(175))] == ["eta_broken"]


def test_a_roster_spelt_anew_keeps_the_prompt_that_stands() -> None:
    made = night().until(136)
    before = views(made)[0].uid
    made.desk.import_roster("值班.csv", respelled(TURNS, *ANEW))
    assert [each.uid for each in views(made.after(5))] == [before]


def test_who_stands_in_for_a_turn_is_not_told_of_it_anew_by_an_import() -> None:
    turns = (held("何静", -1, 3), held("罗安", 3, 9))
    made = night(*turns).until(30)
    made.desk.import_roster("值班.csv", respelled(turns, *ANEW))
    assert raised(made.until(170)) == []
    assert [each for _, each in raised(made.until(195))] == ["罗　安"]
