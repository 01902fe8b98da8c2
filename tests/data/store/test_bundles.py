"""Above the alarm budget due work becomes one card."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from tests.core.due.test_due_properties import Dying
from tests.data.store.test_past import row
from tests.desks import OFFICE, START, ZONE, Night, changed_pack, turn
from tests.due import asleep_until, at, events, letter, told, until
from xfconsole.core.due.bundles import LASTING, DutyBundle
from xfconsole.core.due.load import desk_load
from xfconsole.core.facts.announced import AlarmPassed, PromptRaised
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import PromptSnoozed
from xfconsole.core.facts.of_procedure import DutyPrompted, MatterChased
from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.night.situation import PromptView, Situation
from xfconsole.core.words.desk import Channel, Purpose, RingOutcome, Uid
from xfconsole.core.words.procedure import Act, Bar, Clock
from xfconsole.core.words.refusal import Refused

HOUSING, LABOUR = "住建局", "人社局"
SMALL = changed_pack(("per_ten_minutes = 10", "per_ten_minutes = 2"))


def handed_to(night: Night, unit: str, count: int) -> list[Uid]:
    """Register claims and forward them to a unit that is to accept them by 03-07."""
    matters = [letter(night, f"{unit}第{number}件") for number in range(count)]
    for matter in matters:
        night.desk.move(matter, Move(Act.FORWARD, unit=unit))
    return matters


def morning(night: Night, housing: int, labour: int = 0) -> tuple[list[Uid], list[Uid]]:
    """Let so many fall due soon while the laptop sleeps, and look until all were prompted for."""
    matters = handed_to(night, HOUSING, housing), handed_to(night, LABOUR, labour)
    asleep_until(night, "03-04", "09:00")
    night.desk.tick()
    return matters


def shape(situation: Situation) -> list[str | tuple[str, Clock, int]]:
    """Return the cards: a bundle as unit, kind and how many, any other by its kind."""
    return [
        (each.first.place, each.clock, len(each.views))
        if isinstance(each, DutyBundle)
        else type(each).__name__
        for each in situation.ranked
    ]


def cards(night: Night) -> list[str | tuple[str, Clock, int]]:
    return shape(night.desk.situation())


def bundle(night: Night, number: int = 0) -> DutyBundle:
    return night.desk.situation().bundles[number]


def passed(night: Night) -> list[AlarmPassed]:
    return told(night, night.store.office, AlarmPassed)


# --- when it is one card -------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "one"), [(10, False), (11, True)])
def test_above_ten_in_ten_minutes_what_shares_unit_and_kind_is_one_card(
    night: Night, *, count: int, one: bool
) -> None:
    morning(night, count)
    assert cards(night) == ([(HOUSING, Clock.ACCEPT, 11)] if one else ["DutyView"] * count)
    assert passed(night) == ([AlarmPassed(11, 11, 10, 30)] if one else [])


@pytest.mark.parametrize(("count", "one"), [(30, False), (31, True)])
def test_above_thirty_in_an_hour_too(night: Night, *, count: int, one: bool) -> None:
    for _ in range(count):
        form = MatterForm(Channel.LETTER, "停水", purpose=Purpose.CLAIM, received_at=at("02-07"))
        night.desk.register(form)
        night.after(minutes=1.5)
    situation = night.desk.situation()
    assert situation.due == count
    assert [len(each.views) for each in situation.bundles] == ([count] if one else [])
    assert passed(night) == ([AlarmPassed(7, 31, 10, 30)] if one else [])


def test_each_unit_and_each_kind_is_a_card_of_its_own_and_one_alone_stays_alone(
    night: Night,
) -> None:
    letter(night, "未转办")
    morning(night, 40, 20)
    assert set(cards(night)) == {
        "DutyView",
        (HOUSING, Clock.ACCEPT, 40),
        (LABOUR, Clock.ACCEPT, 20),
    }
    situation = night.desk.situation()
    assert (situation.due, situation.cards, situation.waiting) == (61, 3, 61)


def test_a_person_of_another_number_is_another_call(night: Night) -> None:
    roster = (turn("unit_head", "石坚", unit=HOUSING, ends_at=START + timedelta(days=30)),)
    morning(night, 6, 6)
    assert len(night.desk.situation().bundles) == 2
    night.desk.import_roster("more.csv", roster)
    asked = {each.first.place: each.asked.contact for each in night.desk.situation().bundles}
    people = {place: contact.person for place, contact in asked.items() if contact}
    assert people == {HOUSING: "石坚", LABOUR: "孙磊"}


def test_the_packs_own_figure_counts(night: Night) -> None:
    morning(night, 3)
    assert cards(night) == ["DutyView"] * 3
    night.policy = SMALL
    night.restart()
    assert cards(night) == [(HOUSING, Clock.ACCEPT, 3)]


# --- what is never in a bundle -------------------------------------------------------------------


def test_a_live_incident_and_its_matter_stay_outside_and_first(night: Night) -> None:
    housing, _ = morning(night, 12)
    night.desk.open_incident(housing[3], headcount=33)
    night.after(minutes=30)
    situation = night.desk.situation()
    live = len(situation.prompts)
    assert live > 0
    assert shape(situation)[:live] == ["PromptView"] * live
    assert set(shape(situation)[live:]) == {"DutyView", (HOUSING, Clock.ACCEPT, 11)}
    assert housing[3] not in {each.duty.matter for each in situation.bundles[0].views}


def test_what_is_due_within_minutes_stands_alone(night: Night) -> None:
    morning(night, 12)
    urgent = letter(night, "急件")
    night.desk.move(urgent, Move(Act.MARK_URGENT, text="有人受伤"))
    assert cards(night) == ["DutyView", "DutyView", (HOUSING, Clock.ACCEPT, 12)]


def test_what_the_officer_may_not_read_stands_alone(night: Night) -> None:
    housing, _ = morning(night, 12)
    night.desk.bar(housing[5], Bar.RECUSED, person="李敏")
    assert set(cards(night)) == {(HOUSING, Clock.ACCEPT, 11), "DutyView"}
    found = bundle(night)
    night.desk.chase_bundle(found.prompts, RingOutcome.ANSWERED)
    assert told(night, housing[5], MatterChased) == []


# --- how long ------------------------------------------------------------------------------------


def test_an_hour_later_it_is_still_one_card_and_a_day_later_each_stands_alone(
    night: Night,
) -> None:
    morning(night, 12)
    before = night.desk.situation()
    night.after(minutes=61)
    assert cards(night) == [(HOUSING, Clock.ACCEPT, 12)]
    assert night.restart().desk.situation().bundles == before.bundles
    night.after(minutes=LASTING / timedelta(minutes=1) - 62)
    assert cards(night) == [(HOUSING, Clock.ACCEPT, 12)]
    revision = night.desk.situation().revision
    night.after(minutes=2)
    assert cards(night) == ["DutyView"] * 12
    assert night.desk.situation().revision > revision
    assert night.restart().desk.situation().bundles == ()


def test_a_restart_and_a_desk_beside_it_see_the_same_cards(night: Night) -> None:
    morning(night, 20, 15)
    night.open(33)
    before = cards(night)
    assert cards(night.restart()) == before
    beside = night.new_desk()
    assert shape(beside.read_situation()[0]) == before


# --- one outcome for all -------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", list(RingOutcome))
def test_one_ring_is_journaled_for_each_in_one_transaction(
    night: Night, outcome: RingOutcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    housing, labour = morning(night, 12, 3)
    found, once = bundle(night), iter([night.store.begin])
    with monkeypatch.context() as patch:  # A second transaction finds no way to begin.
        patch.setattr(night.store, "begin", lambda: next(once)())
        done = night.desk.chase_bundle(found.prompts, outcome, text="本周内", person="孙磊")
    chased = [each for each in done.events if isinstance(each.fact, MatterChased)]
    assert {each.subject for each in chased} == set(housing)
    assert {each.fact.prompt for each in chased} == set(found.prompts)  # type: ignore[attr-defined]
    assert {(f.person, f.outcome, f.text) for f in chased_of(night, housing)} == {
        ("孙磊", outcome, "本周内")
    }
    assert chased_of(night, labour) == []
    assert cards(night) == [(LABOUR, Clock.ACCEPT, 3)]
    assert cards(night.restart()) == [(LABOUR, Clock.ACCEPT, 3)]


def test_as_if_each_had_been_chased_alone(night: Night) -> None:
    housing, _ = morning(night, 12)
    alone = bundle(night).first
    one = alone.duty.matter
    night.desk.chase(one, Clock.ACCEPT, RingOutcome.BUSY, prompt=alone.uid, person="孙磊")
    night.desk.chase_bundle(bundle(night).prompts, RingOutcome.BUSY, person="孙磊")
    facts = chased_of(night, housing)
    assert len({(f.clock, f.post, f.person, f.outcome, f.again_at, f.text) for f in facts}) == 1
    night.after(minutes=60)
    assert cards(night) == [(HOUSING, Clock.ACCEPT, 12)]


def chased_of(night: Night, matters: Iterable[Uid]) -> list[MatterChased]:
    return [each for matter in matters for each in told(night, matter, MatterChased)]


def test_put_off_all_of_it_rests_and_comes_back(night: Night) -> None:
    housing, _ = morning(night, 12)
    found = bundle(night)
    with pytest.raises(Refused):
        night.desk.snooze_bundle(found.prompts, 16, "开会")
    with pytest.raises(Refused):
        night.desk.snooze_bundle(found.prompts, 5, " ")
    night.desk.snooze_bundle(found.prompts, 5, "开会")
    rests = [each for matter in housing for each in told(night, matter, PromptSnoozed)]
    assert {(each.reason, each.until) for each in rests} == {
        ("开会", night.now() + timedelta(minutes=5))
    }
    assert len(rests) == 12
    assert cards(night) == []
    night.after(minutes=5)
    assert cards(night) == [(HOUSING, Clock.ACCEPT, 12)]


def test_one_ring_taken_back_is_one_card_again_and_nothing_of_it_is_new(night: Night) -> None:
    housing, _ = morning(night, 12)
    before = bundle(night).prompts
    night.after(minutes=70)
    night.desk.chase_bundle(before, RingOutcome.BUSY)
    assert cards(night) == []
    night.after(seconds=20)
    night.desk.undo()
    assert bundle(night).prompts == before
    assert bundle(night.restart()).prompts == before
    for one in (housing[0], housing[1]):
        view = next(each for each in bundle(night).views if each.duty.matter == one)
        night.desk.snooze(view.uid, 1, "开会")
    night.after(minutes=2)
    assert passed(night) == [AlarmPassed(12, 12, 10, 30)]
    assert len(bundle(night).views) == 12


def test_one_taken_out_leaves_the_others(night: Night) -> None:
    housing, _ = morning(night, 12)
    one = bundle(night).views[4]
    night.desk.chase(one.duty.matter, one.duty.clock, RingOutcome.BUSY, prompt=one.uid)
    assert cards(night) == [(HOUSING, Clock.ACCEPT, 11)]
    assert len(chased_of(night, housing)) == 1


def test_what_is_over_meanwhile_is_passed_over_and_of_nothing_left_it_is_refused(
    night: Night,
) -> None:
    housing, _ = morning(night, 12)
    found = bundle(night)
    for matter in housing[:11]:
        night.desk.move(matter, Move(Act.ACCEPT))
    night.desk.chase_bundle(found.prompts, RingOutcome.ANSWERED)
    assert len(chased_of(night, housing)) == 1
    before = len(events(night, housing[11]))
    with pytest.raises(Refused, match="prompt_gone"):
        night.desk.chase_bundle(found.prompts, RingOutcome.ANSWERED)
    with pytest.raises(Refused, match="prompt_gone"):
        night.desk.snooze_bundle(found.prompts, 5, "开会")
    assert len(events(night, housing[11])) == before


def test_a_person_barred_from_one_of_them_is_refused_for_all(night: Night) -> None:
    housing, _ = morning(night, 12)
    found = bundle(night)
    night.desk.bar(housing[7], Bar.RECUSED, person="孙磊")
    with pytest.raises(Refused):
        night.desk.chase_bundle(found.prompts, RingOutcome.ANSWERED, person="孙磊")
    assert chased_of(night, housing) == []
    assert [len(each.views) for each in night.desk.situation().bundles] == [11]


# --- told in the log -----------------------------------------------------------------------------


def test_it_is_told_once_an_hour_however_much_comes(night: Night) -> None:
    morning(night, 40)
    assert passed(night) == [AlarmPassed(40, 40, 10, 30)]
    night.restart()
    found = bundle(night)
    night.desk.snooze_bundle(found.prompts, 10, "开会")
    night.after(minutes=10)
    assert [len(each.views) for each in night.desk.situation().bundles] == [40]
    assert len(passed(night)) == 1
    night.after(minutes=50)
    night.desk.snooze_bundle(bundle(night).prompts, 1, "开会")
    night.after(minutes=1)
    assert passed(night)[1:] == [AlarmPassed(40, 80, 10, 30)]


def test_a_desk_that_dies_in_the_midst_of_it_says_so_once_and_shows_the_same() -> None:
    store = Dying(OFFICE)
    night = Night(store=store)
    handed_to(night, HOUSING, 30)
    night.clock.advance(at("03-04", "09:00") - night.now())
    store.deaths = 3
    for _ in range(3):
        with pytest.raises(OSError, match="lights"):
            night.desk.tick()
        night.desk = night.new_desk()
    night.desk.tick()
    assert passed(night) == [AlarmPassed(30, 30, 10, 30)]
    assert cards(night) == [(HOUSING, Clock.ACCEPT, 30)]


# --- a night -------------------------------------------------------------------------------------


def test_a_night_with_sixty_due_and_a_thousand_letters_in_its_middle(night: Night) -> None:
    """Nothing is lost and tonight's incident stays first, whatever comes in."""
    handed_to(night, HOUSING, 32)
    handed_to(night, LABOUR, 28)
    until(night, "03-03", "23:40")
    night.open(33)
    seen: set[Uid] = set()
    for step in range(30):
        if step == 8:
            _import(night, 1000)
        night.after(minutes=5)
        situation = night.desk.situation()
        live = situation.incidents[0]
        first = situation.ranked[0]
        assert isinstance(first, PromptView)
        assert first.incident == live.uid
        parts = [each for found in situation.bundles for each in found.prompts]
        assert len(parts) == len(set(parts))
        assert not set(parts) & {each.uid for each in situation.prompts}
        assert situation.due == len(situation.prompts) + situation.waiting + len(situation.past)
        assert situation.cards == len(situation.ranked)
        seen |= set(parts)
    assert {each for each in shape(situation) if isinstance(each, tuple)} == {
        (HOUSING, Clock.ACCEPT, 32),
        (LABOUR, Clock.ACCEPT, 28),
        ("", Clock.DEAL, 20),
    }
    assert {each.uid for each in situation.duties} <= seen
    assert passed(night)
    live_ones = len(told(night, live.uid, PromptRaised))
    load = desk_load(everything(night), ZONE, night.policy.alarm)
    assert sum(each.load.due for each in load.days) == 80
    assert sum(each.load.live for each in load.days) == live_ones > 0
    assert night.restart().desk.situation().ranked[0] == situation.ranked[0]


def everything(night: Night) -> list[Event]:
    """Return the journal of all that is in the story."""
    with night.store.begin() as tx:
        duties, _ = tx.standing_duties(1000)
        subjects = [night.store.office, night.incident, *(each.matter for each in duties)]
        found = [each for subject in dict.fromkeys(subjects) for each in tx.events_of(subject)]
    return sorted(found, key=lambda each: each.seq)


def _import(night: Night, count: int) -> None:
    """Bring in letters of which twenty fall due soon and all others were overdue long before."""
    now = night.now()
    ages = [13 if number < 20 else 40 + number for number in range(count)]
    received = [
        datetime.combine((now - timedelta(days=each)).astimezone(ZONE), now.timetz())
        for each in ages
    ]
    night.desk.register_batch([row(f"第{n}封", each) for n, each in enumerate(received)])


def test_no_prompt_was_raised_twice(night: Night) -> None:
    housing, labour = morning(night, 20, 12)
    for _ in range(3):
        for found in night.desk.situation().bundles:
            night.desk.snooze_bundle(found.prompts, 5, "开会")
        night.after(minutes=5)
        night.restart()
    names = [f.prompt for m in (*housing, *labour) for f in told(night, m, DutyPrompted)]
    assert len(names) == len(set(names)) == 32 * 4
