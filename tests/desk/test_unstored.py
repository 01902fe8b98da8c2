"""While the disk takes nothing the desk goes on prompting, and journals that once afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from tests.desks import OFFICE, ZONE, Night
from tests.due import asleep_until, at, each_once, events, forwarded
from xfconsole.core.due.load import desk_load
from xfconsole.core.facts.announced import AlarmPassed, PromptRaised
from xfconsole.core.facts.of_incident import NoteAdded
from xfconsole.core.facts.of_office import DeskBlind
from xfconsole.core.facts.of_procedure import DutyPrompted
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Purpose, RingOutcome
from xfconsole.core.words.refusal import NotStored
from xfconsole.desk.state.unstored import AGAIN
from xfconsole.drill.memory import MemoryStore


class TightStore(MemoryStore):
    """A journal whose disk can be full; then whatever is written fails at the commit."""

    full = False
    vain = 0
    """How often the disk took nothing."""

    @contextmanager
    def begin(self) -> Iterator[MemoryStore]:
        with super().begin() as tx:
            heartbeat, length = self._heartbeat, len(self.events)
            yield tx
            if self.full and (self._heartbeat is not heartbeat or len(self.events) > length):
                self.vain += 1
                raise NotStored("vault.refused.disk_full")


@pytest.fixture
def night() -> Night:
    return Night(store=TightStore(OFFICE)).open(33)


def disk(night: Night) -> TightStore:
    assert isinstance(night.store, TightStore)
    return night.store


def seconds(night: Night, count: int, step: int = 1) -> None:
    """Let the desk look once every so many seconds."""
    for _ in range(0, count, step):
        night.clock.advance(timedelta(seconds=step))
        night.desk.tick()


def raised(night: Night) -> list[PromptRaised]:
    return night.said(PromptRaised)


def test_prompts_come_on_a_full_disk_as_they_would_without(night: Night) -> None:
    other = Night(store=TightStore(OFFICE)).open(33)
    disk(night).full = True
    for _ in range(25):
        seconds(night, 60, 15)
        seconds(other, 60, 15)
        assert night.asks() == other.asks()
    assert len(raised(other)) > len(raised(night)), "the time was long enough for new prompts"


def test_the_situation_says_that_nothing_is_stored_and_changes_only_with_the_night(
    night: Night,
) -> None:
    seconds(night, 1)
    assert night.desk.situation().unstored is None
    disk(night).full = True
    seconds(night, 20)
    shown = night.desk.situation()
    assert shown.unstored is not None
    assert shown.unstored.key == "vault.refused.disk_full"
    seconds(night, 5)
    assert night.desk.situation().revision == shown.revision
    assert [each.uid for each in night.desk.situation().prompts] == [e.uid for e in shown.prompts]


def test_each_prompt_is_journaled_once_with_the_time_it_was_shown(night: Night) -> None:
    disk(night).full = True
    seconds(night, 1500, 15)
    shown = {each.uid: each.shown_at for each in night.desk.situation().prompts}
    before = {each.prompt for each in raised(night)}
    new = shown.keys() - before
    assert new, "the time was long enough for new prompts"
    disk(night).full = False
    seconds(night, 10)
    journaled = [each.prompt for each in raised(night)]
    assert len(journaled) == len(set(journaled))
    assert new <= set(journaled)
    at = {e.fact.prompt: e.happened_at for e in night.events() if isinstance(e.fact, PromptRaised)}
    assert {each: at[each] for each in new} == {each: shown[each] for each in new}
    assert all(each.late_s <= 15 for each in raised(night))
    assert night.desk.situation().unstored is None
    assert {each.uid: each.shown_at for each in night.desk.situation().prompts} == shown


def test_a_full_disk_is_no_blindness(night: Night) -> None:
    disk(night).full = True
    seconds(night, 120, 10)
    disk(night).full = False
    seconds(night, 10)
    assert [e for e in disk(night).events if isinstance(e.fact, DeskBlind)] == []


def test_a_sleep_on_a_full_disk_is_journaled_afterwards_once(night: Night) -> None:
    disk(night).full = True
    seconds(night, 10)
    night.sleep(minutes=90)
    assert night.desk.situation().blind is not None
    seconds(night, 30)
    disk(night).full = False
    seconds(night, 10)
    blind = [e.fact for e in disk(night).events if isinstance(e.fact, DeskBlind)]
    assert len(blind) == 1
    assert timedelta(minutes=89) < blind[0].until - blind[0].since < timedelta(minutes=92)


def test_a_console_reopened_on_a_full_disk_is_on_watch_and_tells_of_its_sleep(night: Night) -> None:
    seconds(night, 10)
    night.do(lambda desk: desk.leave())
    disk(night).full = True
    night.clock.advance(timedelta(minutes=60))
    night.restart()
    assert night.desk.situation().blind is None, "while it was closed nobody relied on it"
    seconds(night, 10)
    slept_at = night.now()
    night.sleep(minutes=90)
    assert night.desk.situation().blind == (slept_at, night.now())
    disk(night).full = False
    seconds(night, 10)
    blind = [e.fact for e in disk(night).events if isinstance(e.fact, DeskBlind)]
    assert blind == [DeskBlind(slept_at, slept_at + timedelta(minutes=90))]


def test_a_verb_on_a_full_disk_stores_nothing_and_the_night_stays_in_sight(night: Night) -> None:
    disk(night).full = True
    seconds(night, 5)
    length = len(disk(night).events)
    with pytest.raises(NotStored):
        night.desk.register(MatterForm(Channel.VISIT, "停水"))
    assert len(disk(night).events) == length
    seconds(night, 1)
    assert [each.uid for each in night.desk.situation().incidents] == [night.incident]


def test_what_was_shown_is_journaled_before_what_the_officer_did_about_it(night: Night) -> None:
    disk(night).full = True
    seconds(night, 1500, 15)
    before = {each.prompt for each in raised(night)}
    disk(night).full = False
    night.desk.note(night.incident, "磁盘腾出来了")
    kinds = [type(e.fact) for e in night.events()]
    assert {each.prompt for each in raised(night)} > before
    assert max(i for i, k in enumerate(kinds) if k is PromptRaised) < kinds.index(NoteAdded)


def test_nothing_is_tried_every_second(night: Night) -> None:
    disk(night).full = True
    seconds(night, 60)
    assert disk(night).vain <= 60 / AGAIN.total_seconds() + 2


def test_a_desk_that_starts_on_a_full_disk_shows_the_night(night: Night) -> None:
    disk(night).full = True
    night.restart()
    shown = night.desk.situation()
    assert [each.uid for each in shown.incidents] == [night.incident]
    assert shown.unstored is not None


@pytest.mark.parametrize("verb", ["tick", "chase"])
def test_due_work_shown_meanwhile_is_journaled_once_and_stays_one_card(
    night: Night, verb: str
) -> None:
    matters = [forwarded(night, f"第{number}件") for number in range(12)]
    disk(night).full = True
    asleep_until(night, "03-04", "09:00")
    shown_at = night.now()
    (bundle,) = night.desk.situation().bundles
    assert len(bundle.views) == 12
    seconds(night, 12, 4)
    disk(night).full = False
    if verb == "tick":
        seconds(night, 4, 4)
    else:
        night.desk.chase_bundle(bundle.prompts, RingOutcome.BUSY)
    assert each_once(night, *matters)
    prompted = [each for matter in matters for each in events(night, matter)]
    told = [each for each in prompted if isinstance(each.fact, DutyPrompted)]
    assert {each.happened_at for each in told} == {shown_at}
    assert len(told) == 12
    left = night.desk.situation()
    assert [each.prompts for each in left.bundles] == ([bundle.prompts] if verb == "tick" else [])
    assert len({each.uid for each in disk(night).events}) == len(disk(night).events)


def test_prompts_spread_over_a_full_disk_are_no_flood_when_they_are_stored() -> None:
    night = Night(store=TightStore(OFFICE))
    for number in range(12):
        claim = {"purpose": Purpose.CLAIM, "received_at": at("02-07")}
        night.desk.register(MatterForm(Channel.LETTER, f"第{number}件", **claim))  # type: ignore[arg-type]
        night.after(minutes=11 * (number % 6 == 5))
    for number, view in enumerate(night.desk.situation().duties):
        night.desk.snooze(view.uid, 1 + number, "开会")
    disk(night).full = True
    seconds(night, 900, 15)
    disk(night).full = False
    seconds(night, 10)
    told = [each.fact for each in disk(night).events]
    assert sum(isinstance(each, DutyPrompted) for each in told) == 24, "each was prompted for anew"
    assert not any(isinstance(each, AlarmPassed) for each in told)
    for desk in (night.desk, night.restart().desk):
        assert (len(desk.situation().duties), desk.situation().bundles) == (12, ())
    ((_, load),) = desk_load(disk(night).events, ZONE, night.policy.alarm).days
    assert (load.most_ten, load.most_hour) == (10, 24)


def test_an_outcome_that_could_not_be_stored_can_not_be_taken_back(night: Night) -> None:
    seconds(night, 60)
    disk(night).full = True
    with pytest.raises(NotStored):
        night.ring("unit_head")
    assert night.desk.situation().undo_until is None
    disk(night).full = False
    seconds(night, 5)
    assert night.desk.situation().undo_until is None


def test_an_outcome_that_could_not_be_taken_back_on_a_full_disk_still_can(night: Night) -> None:
    night.after(1).ring("unit_head")
    until = night.desk.situation().undo_until
    disk(night).full = True
    with pytest.raises(NotStored):
        night.desk.undo()
    seconds(night, 5)
    disk(night).full = False
    seconds(night, 10)
    assert night.desk.situation().undo_until == until is not None
    night.desk.undo()
    assert night.desk.situation().undo_until is None
