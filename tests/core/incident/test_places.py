"""An incident whose unit or township is not named: it is asked for, nobody is rung by chance."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desks import START, Night, default_policy, turn
from xfconsole.core.due.asking import whom_to_ask
from xfconsole.core.facts.announced import ObligationAdded, ObligationMissed, PromptRaised
from xfconsole.core.facts.of_incident import IncidentOpened, PlaceNamed, PostStoodDown
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_office import RosterEntry, RosterImported
from xfconsole.core.incident.plan import Obligation
from xfconsole.core.incident.prompts import Prompt
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.roster.parties import NOBODY
from xfconsole.core.roster.roster import Roster
from xfconsole.core.words.desk import Channel, Contact, DutyState, PromptKind, RingOutcome
from xfconsole.core.words.procedure import Bar
from xfconsole.core.words.refusal import Refused

LEADER = turn("duty_leader", "王强", "139-0000-0001", unit="信访局")
HEADS = (
    turn("unit_head", "孙磊", "139-0000-0006", unit="住建局"),
    turn("unit_head", "唐青", "139-0000-0016", unit="人社局"),
    turn("unit_head", "安宁", "139-0000-0017", unit="教育局"),
)
TOWNS = (
    turn("township_head", "周平", "139-0000-0020", unit="东街道"),
    turn("township_head", "钱进", "139-0000-0021", unit="西乡"),
)
OTHERS = (LEADER, turn("receptionist", "赵颖"), turn("hall_safety", "马骏"))


def office(*entries: RosterEntry) -> Night:
    return Night(roster=RosterImported("测试", (*OTHERS, *entries)))


def three_units() -> Night:
    return office(*HEADS, turn("township_head", "周平")).open(31, unit="")


def asked(night: Night) -> list[PromptKind]:
    kinds = (PromptKind.NAME_UNIT, PromptKind.NAME_TOWNSHIP)
    return [
        each.prompt.kind for each in night.desk.situation().prompts if each.prompt.kind in kinds
    ]


def prompt_for(night: Night, post: str) -> Prompt:
    [found] = [each.prompt for each in night.desk.situation().prompts if each.prompt.duty == post]
    return found


def contact(night: Night, post: str = "unit_head") -> Contact:
    found = night.duty(post).contact
    assert found is not None
    return found


def name(night: Night, unit: str) -> None:
    night.do(lambda desk: desk.name_unit(night.incident, unit))


class TestNotNamed:
    def test_the_first_head_of_the_file_is_not_the_one(self) -> None:
        night = three_units()
        duty = night.duty("unit_head")
        assert (duty.state, duty.contact, duty.person) == (DutyState.UNIT_UNNAMED, None, "")
        assert prompt_for(night, "unit_head").kind is PromptKind.NAME_UNIT
        assert night.desk.situation().holders(night.view(), "unit_head") == ()

    def test_it_is_due_at_the_call_on_the_desks_own_clock(self) -> None:
        night = three_units()
        assert prompt_for(night, "unit_head").due == night.at(0)
        assert night.duty("unit_head").tell_by == night.at(10)
        night.after(minutes=10, seconds=1)
        assert [each.post for each in night.said(ObligationMissed, clock="tell")].count("unit_head")

    def test_whoever_holds_for_every_unit_is_rung_and_nothing_asked(self) -> None:
        night = office(*HEADS, turn("unit_head", "总值班", "139-0000-0099"), *TOWNS).open(
            31, unit=""
        )
        assert contact(night).person == "总值班"
        assert asked(night) == [PromptKind.NAME_TOWNSHIP]

    def test_one_unit_on_the_roster_is_no_reason_to_guess(self) -> None:
        night = office(HEADS[0], turn("township_head", "周平")).open(31, unit="")
        assert night.duty("unit_head").state is DutyState.UNIT_UNNAMED

    def test_unit_and_township_are_two_questions(self) -> None:
        night = office(*HEADS, *TOWNS).open(31, unit="")
        assert asked(night) == [PromptKind.NAME_UNIT, PromptKind.NAME_TOWNSHIP]
        night.do(lambda desk: desk.name_township(night.incident, "西乡"))
        assert asked(night) == [PromptKind.NAME_UNIT]
        assert contact(night, "township_head").person == "钱进"

    def test_a_post_of_the_whole_office_is_held_whatever_unit_its_holder_is_from(self) -> None:
        night = three_units()
        assert contact(night, "duty_leader").person == "王强"
        assert night.desk.situation().leader == Contact(
            "duty_leader", "王强", "139-0000-0001", 1, "信访局"
        )

    def test_ringing_the_post_without_a_name_is_refused(self) -> None:
        night = three_units()
        with pytest.raises(Refused) as refused:
            night.desk.ring(night.incident, "unit_head", RingOutcome.BUSY)
        assert refused.value.key == "desk.refused.unit_unnamed"

    def test_a_holder_for_every_unit_whose_turn_begins_is_rung_from_then_on(self) -> None:
        late = turn("unit_head", "总值班", "139-0000-0099", starts_at=Night().at(5))
        night = office(*HEADS, late, turn("township_head", "周平")).open(31, unit="")
        assert asked(night) == [PromptKind.NAME_UNIT]
        night.after(minutes=5)
        assert asked(night) == []
        assert contact(night).person == "总值班"


class TestNaming:
    def test_its_head_is_to_be_told_and_the_clock_starts_there(self) -> None:
        night = three_units().after(minutes=4)
        name(night, "人社局")
        duty = night.duty("unit_head")
        assert contact(night).person == "唐青"
        assert (duty.state, duty.added_at, duty.tell_by) == (
            DutyState.UNTOLD,
            night.at(4),
            night.at(14),
        )
        [named] = night.said(PlaceNamed)
        anchors = [each.anchor for each in night.said(ObligationAdded, post="unit_head")]
        [event] = [each for each in night.events() if each.fact == named]
        assert anchors[-1] == event.uid
        assert asked(night) == []
        assert night.view().unit == "人社局"

    def test_the_matters_own_unit_stays(self) -> None:
        night = three_units()
        name(night, "人社局")
        registered = night.events(night.view().matter)[0].fact
        assert isinstance(registered, MatterRegistered)
        assert registered.unit == ""

    def test_a_unit_nobody_holds_climbs_as_ever(self) -> None:
        night = office(*HEADS, turn("leader_in_charge", "郑岚")).open(31, unit="")
        name(night, "水利局")
        assert night.asks("unit_head") == ["next_rank 郑岚"]

    def test_the_same_unit_again_is_refused(self) -> None:
        night = three_units()
        name(night, "人社局")
        with pytest.raises(Refused) as refused:
            night.desk.name_unit(night.incident, " 人社局 ")
        assert refused.value.key == "desk.refused.unit_same"

    def test_the_unit_an_accused_leads_is_never_the_one(self) -> None:
        night = three_units()
        matter = night.view().matter_number
        night.do(lambda desk: desk.bar(matter, Bar.ACCUSED, person="孙磊", unit="住建局"))
        with pytest.raises(Refused) as refused:
            night.desk.name_unit(night.incident, "住建局")
        assert refused.value.key == "life.refused.barred"
        assert night.said(PlaceNamed) == []

    def test_named_before_the_post_is_called_the_call_keeps_its_clock(self) -> None:
        night = office(*HEADS, turn("township_head", "周平")).open(2, unit="").after(minutes=3)
        name(night, "人社局")
        night.after(minutes=2).count(31)
        assert night.duty("unit_head").added_at == night.at(5)
        assert contact(night).person == "唐青"


class TestNotKnownYet:
    def test_it_rests_for_the_pause_of_the_ladder_and_comes_back(self) -> None:
        night = three_units().after(minutes=1)
        pause = night.policy.ladders["default"].again_minutes
        name(night, "")
        assert asked(night) == []
        assert night.duty("unit_head").state is DutyState.UNIT_UNNAMED
        night.after(minutes=pause - 1, seconds=59)
        assert asked(night) == []
        night.after(seconds=1)
        assert asked(night) == [PromptKind.NAME_UNIT]
        name(night, "")
        assert asked(night) == []
        night.after(minutes=pause)
        assert asked(night) == [PromptKind.NAME_UNIT]
        assert len(night.said(PromptRaised, what=PromptKind.NAME_UNIT)) == 3

    def test_it_can_be_put_off_with_a_reason(self) -> None:
        night = three_units()
        uid = prompt_for(night, "unit_head").uid
        night.do(lambda desk: desk.snooze(uid, 5, "正在问"))
        assert asked(night) == []
        night.after(minutes=5)
        assert asked(night) == [PromptKind.NAME_UNIT]

    def test_a_name_taken_back_asks_again(self) -> None:
        night = three_units()
        name(night, "人社局")
        night.ring("unit_head", "answered").after(minutes=1)
        name(night, "")
        assert night.duty("unit_head").state is DutyState.UNIT_UNNAMED
        assert [each.person for each in night.said(PostStoodDown)] == ["唐青"]


class TestAnotherUnit:
    def told(self) -> Night:
        night = office(*HEADS, turn("township_head", "周平")).open(31, unit="住建局")
        night.ring("unit_head", "answered").after(minutes=6)
        name(night, "人社局")
        return night

    def test_the_one_told_need_not_come_and_the_new_one_is_told_anew(self) -> None:
        night = self.told()
        duty = night.duty("unit_head")
        assert (duty.state, contact(night).person) == (DutyState.UNTOLD, "唐青")
        assert (duty.told_at, duty.tell_by) == (None, night.at(16))
        assert night.said(PostStoodDown) == [
            PostStoodDown("unit_head", person="孙磊", place="住建局")
        ]

    def test_the_old_ones_arrival_does_not_end_it(self) -> None:
        night = self.told()
        night.do(lambda desk: desk.arrive(night.incident, "unit_head", person="孙磊"))
        assert not night.duty("unit_head").done
        night.ring("unit_head", "answered", person="唐青").after(minutes=3).arrive("unit_head")
        assert night.duty("unit_head").person == "唐青"
        assert night.duty("unit_head").state is DutyState.ARRIVED

    def test_who_had_come_already_does_not_count_for_the_other_unit(self) -> None:
        night = office(*HEADS, turn("township_head", "周平")).open(31, unit="住建局")
        night.ring("unit_head", "answered").after(minutes=2).arrive("unit_head").after(minutes=1)
        name(night, "人社局")
        assert night.duty("unit_head").state is DutyState.UNTOLD
        assert night.said(PostStoodDown) == []

    def test_who_holds_for_every_unit_stays_on_the_way(self) -> None:
        whole = turn("unit_head", "总值班", "139-0000-0099")
        night = (
            office(whole, turn("township_head", "周平"))
            .open(31, unit="")
            .ring("unit_head", "answered")
        )
        night.after(minutes=4)
        name(night, "人社局")
        duty = night.duty("unit_head")
        assert (duty.state, duty.added_at) == (DutyState.EN_ROUTE, night.at(0))
        assert night.said(PostStoodDown) == []

    def test_nobody_untold_is_stood_down(self) -> None:
        night = office(*HEADS, turn("township_head", "周平")).open(31, unit="住建局")
        night.ring("unit_head", "no_answer")
        name(night, "人社局")
        assert night.said(PostStoodDown) == []
        assert night.duty("unit_head").attempts == 0

    def test_a_correction_of_the_naming_moves_it_too(self) -> None:
        night = three_units()
        name(night, "住建局")
        named = next(each for each in night.events() if isinstance(each.fact, PlaceNamed))
        night.ring("unit_head", "answered").after(minutes=2)
        night.do(lambda desk: desk.correct(named.uid, {"name": "人社局"}, "听错"))
        assert (night.duty("unit_head").state, contact(night).person) == (DutyState.UNTOLD, "唐青")
        assert [each.person for each in night.said(PostStoodDown)] == ["孙磊"]
        night.do(lambda desk: desk.correct(named.uid, {"name": "住建局"}, "没听错"))
        # He was told that he need not come.
        assert (night.duty("unit_head").state, contact(night).person) == (DutyState.UNTOLD, "孙磊")

    def test_a_corrected_opening_moves_it_too(self) -> None:
        night = office(*HEADS, turn("township_head", "周平")).open(31, unit="住建局")
        opened = next(each for each in night.events() if isinstance(each.fact, IncidentOpened))
        night.ring("unit_head", "answered").after(minutes=2)
        night.do(lambda desk: desk.correct(opened.uid, {"unit": "人社局"}, "听错"))
        assert contact(night).person == "唐青"
        assert [each.person for each in night.said(PostStoodDown)] == ["孙磊"]


UNITS = ["住建局", "人社局", "教育局"]
ACTS = st.one_of(
    st.tuples(st.just("ring"), st.sampled_from(list(RingOutcome))),
    st.tuples(st.just("name"), st.sampled_from(["", *UNITS])),
    st.tuples(st.just("arrive"), st.just("")),
    st.tuples(st.just("wait"), st.sampled_from([1, 4, 11])),
)
HOLDERS = st.lists(st.tuples(st.sampled_from(["", *UNITS]), st.integers(1, 2)), max_size=6)


def _contacts(duty: Obligation, night: Night) -> list[Contact]:
    found = [each.prompt.contact for each in night.desk.situation().prompts]
    return [each for each in (*found, duty.contact) if each and each.post == "unit_head"]


@settings(max_examples=60, deadline=None)
@given(HOLDERS, st.lists(ACTS, max_size=12), st.sampled_from(["", *UNITS]))
def test_only_holders_of_the_unit_or_of_all_are_ever_to_be_rung(
    holders: list[tuple[str, int]], acts: list[tuple[str, object]], unit: str
) -> None:
    heads = (
        turn("unit_head", f"{i}号", f"139-0000-01{i:02}", unit=each, order=order)
        for i, (each, order) in enumerate(holders)
    )
    night = office(*heads, turn("township_head", "周平")).open(31, unit=unit)
    for do, value in acts:
        try:
            match do, value:
                case "ring", RingOutcome() as outcome:
                    night.ring("unit_head", outcome.value)
                case "name", str(named):
                    name(night, named)
                    unit = named
                case "arrive", _:
                    night.arrive("unit_head")
                case _, int(minutes):
                    night.after(minutes)
        except Refused:
            pass
        for each in _contacts(night.duty("unit_head"), night):
            assert each.unit in ("", unit)


def test_a_matter_that_was_opened_with_its_unit_is_asked_nothing() -> None:
    night = office(*HEADS, turn("township_head", "周平"))
    form = MatterForm(Channel.GROUP_VISIT, "欠薪", unit="教育局", township="东街道", headcount=31)
    done = night.do(lambda desk: desk.register(form, opening=True)).done
    assert asked(night) == []
    assert done.incident


@pytest.mark.parametrize(("unit", "asked_of"), [("", None), ("人社局", "唐青"), ("水利局", None)])
def test_due_work_of_no_unit_names_nobodys_head(unit: str, asked_of: str | None) -> None:
    leader = turn("leader_in_charge", "郑岚", "139-0000-0030")
    roster = Roster((*HEADS, leader))
    place = {"unit": unit, "township": ""}
    ranks = ("unit_head", "leader_in_charge")
    found = whom_to_ask(ranks, place, default_policy(), roster, NOBODY, START)
    assert (found.contact.person if found.contact else None) == asked_of
    assert found.deputy is not None
    assert found.deputy.person == "郑岚"
