"""The officer names the unit of a live incident: picks, types, or says that it is not known yet."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot

from screens.live.name_place import PlacePicker
from screens.prompt.screen import PromptScreen
from tests.desks import turn
from tests.screens.fake_host import FakeOffice
from tests.screens.golden import check_golden
from tests.screens.live_desk import facts, live, press, shown
from xfconsole.core.facts.of_incident import PlaceNamed, PostRung, PostStoodDown
from xfconsole.core.facts.of_office import RosterEntry
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.night.situation import IncidentView
from xfconsole.core.words.desk import Channel, DutyState, Place, PromptKind, RingOutcome
from xfconsole.desk import Desk
from xfconsole.ui.words.catalogue import say

HEADS = (
    turn("unit_head", "孙磊", "139-0000-0006", unit="住房和城乡建设局"),
    turn("unit_head", "唐青", "139-0000-0016", unit="人社局"),
    turn("unit_head", "安宁", "139-0000-0017", unit="教育局"),
)
OTHERS = (
    turn("duty_leader", "王强", "139-0000-0001"),
    turn("receptionist", "赵颖", "139-0000-0002"),
    turn("hall_safety", "马骏", "139-0000-0003"),
    turn("township_head", "周平", "139-0000-0020", unit="东街道"),
    turn("township_head", "钱进", "139-0000-0021", unit="西乡"),
)


def _arrive(desk: Desk, post: str) -> object:
    return desk.arrive("02-001", post)


def opened(
    office: FakeOffice, unit: str = "", heads: tuple[RosterEntry, ...] = HEADS
) -> FakeOffice:
    """31 people came about unpaid wages; everybody of the office itself is here already."""
    office.verb(lambda desk: desk.import_roster("值班.csv", (*OTHERS, *heads)))
    form = MatterForm(Channel.GROUP_VISIT, "拖欠工资", unit=unit, township="东街道", headcount=31)
    office.verb(lambda desk: desk.register(form, opening=True))
    for post in ("duty_leader", "receptionist", "hall_safety", "township_head"):
        office.verb(partial(_arrive, post=post))
    return office.after(2)


def other_spelling(office: FakeOffice) -> FakeOffice:
    """The unit was typed as nobody on the roster writes it."""
    return opened(office, unit="住建局")


def view(pilot: Pilot[None]) -> IncidentView:
    return pilot.app.situation.incidents[0]  # type: ignore[attr-defined, no-any-return]


def head(pilot: Pilot[None]) -> tuple[DutyState, str]:
    duty = next(each for each in view(pilot).plan.obligations if each.post == "unit_head")
    return duty.state, duty.contact.person if duty.contact else ""


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_card_asks_which_unit(tmp_path: Path, language: str) -> None:
    async with live(tmp_path, language=language, ready=opened) as (pilot, _):
        check_golden(pilot.app, f"unit-live-{language}-80x24")
        await press(pilot, "f9")
        check_golden(pilot.app, f"unit-card-{language}-80x24")
        await press(pilot, "d")
        check_golden(pilot.app, f"unit-picker-{language}-80x24")


async def test_by_number_its_head_is_the_one_to_ring(tmp_path: Path) -> None:
    async with live(tmp_path, ready=opened) as (pilot, office):
        assert head(pilot) == (DutyState.UNIT_UNNAMED, "")
        await press(pilot, "f9", "d", "1", "enter")
        [named] = facts(office, PlaceNamed)
        assert (named.place, named.name) == (Place.UNIT, "人社局")
        assert named.prompt is not None
        assert head(pilot) == (DutyState.UNTOLD, "唐青")
        assert "139-0000-0016" in shown(pilot)


async def test_by_initials(tmp_path: Path) -> None:
    async with live(tmp_path, ready=opened) as (pilot, _):
        await press(pilot, "f9", "ctrl+u", *"jyj", "enter")
        assert head(pilot) == (DutyState.UNTOLD, "安宁")


async def test_no_outcome_of_a_ring_means_anything_before(tmp_path: Path) -> None:
    async with live(tmp_path, ready=opened) as (pilot, office):
        await press(pilot, "f9", "1", "2", "3", "4", "5", "6")
        assert facts(office, PostRung) == []
        assert isinstance(pilot.app.screen, PromptScreen)
        assert head(pilot)[0] is DutyState.UNIT_UNNAMED


async def test_another_spelling_is_offered_and_never_guessed(tmp_path: Path) -> None:
    async with live(tmp_path, ready=opened) as (pilot, office):
        await press(pilot, "f9", "d", *"住建局")
        assert "住房和城乡建设局" in shown(pilot)
        await press(pilot, "enter")
        assert facts(office, PlaceNamed) == []
        assert "Enter once more" in shown(pilot)
        await press(pilot, "enter")
        assert [each.name for each in facts(office, PlaceNamed)] == ["住房和城乡建设局"]
        assert head(pilot) == (DutyState.UNTOLD, "孙磊")


@pytest.mark.parametrize(
    ("key", "typed", "offered"),
    [
        ("d", "规划和自然资源局", "自然资源和规划局"),
        ("b", "东街办", "东街道"),
        ("b", "东街道办事处", "东街道"),
        ("d", "人\u3000社\u200b局", "人社局"),
    ],
)
async def test_what_the_roster_writes_otherwise_comes_first(
    tmp_path: Path, key: str, typed: str, offered: str
) -> None:
    heads = (*HEADS, turn("unit_head", "石坚", "139-0000-0018", unit="自然资源和规划局"))
    async with live(tmp_path, ready=lambda office: opened(office, heads=heads)) as (pilot, _):
        await press(pilot, key, *typed)
        picker = pilot.app.screen
        assert isinstance(picker, PlacePicker)
        assert picker._list.current is not None
        assert picker._list.current.row.name == offered


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_what_the_picker_says_of_another_spelling_fits(tmp_path: Path, language: str) -> None:
    async with live(tmp_path, language=language, ready=opened) as (pilot, _):
        await press(pilot, "d", *"住建局")
        assert say("place.near") in shown(pilot)
        await press(pilot, "enter")
        assert say("place.is_it", name="住房和城乡建设局") in shown(pilot)


async def test_what_was_typed_can_be_taken_all_the_same(tmp_path: Path) -> None:
    async with live(tmp_path, ready=opened) as (pilot, office):
        await press(pilot, "f9", "d", *"住建局", "down", "enter")
        assert [each.name for each in facts(office, PlaceNamed)] == ["住建局"]


async def test_not_known_yet_leaves_it_to_the_duty_leader(tmp_path: Path) -> None:
    async with live(tmp_path, ready=opened) as (pilot, office):
        await press(pilot, "f9", "d")
        assert "王强 139-0000-0001" in shown(pilot)
        await press(pilot, "4", "enter")
        assert [each.name for each in facts(office, PlaceNamed)] == [""]
        assert head(pilot) == (DutyState.UNIT_UNNAMED, "")
        kinds = [each.prompt.kind for each in pilot.app.situation.prompts]  # type: ignore[attr-defined]
        assert PromptKind.NAME_UNIT not in kinds


async def test_going_back_names_nothing(tmp_path: Path) -> None:
    async with live(tmp_path, ready=opened) as (pilot, office):
        await press(pilot, "f9", "d", "escape")
        assert isinstance(pilot.app.screen, PromptScreen)
        assert facts(office, PlaceNamed) == []


async def test_the_unit_turns_out_to_be_another(tmp_path: Path) -> None:
    async with live(tmp_path, ready=opened) as (pilot, office):
        await press(pilot, "d", "1", "enter")
        office.verb(lambda desk: desk.ring("02-001", "unit_head", RingOutcome.ANSWERED))
        await press(pilot, "d")
        assert isinstance(pilot.app.screen, PlacePicker)
        await press(pilot, "3", "enter")
        assert [(e.person, e.place) for e in facts(office, PostStoodDown)] == [("唐青", "人社局")]
        assert "唐青 was told for 人社局 and need not come" in shown(pilot)
        assert head(pilot) == (DutyState.UNTOLD, "安宁")


async def test_the_township_by_its_own_key(tmp_path: Path) -> None:
    async with live(tmp_path, ready=opened) as (pilot, office):
        await press(pilot, "ctrl+b", *"xx", "enter")
        assert [each.place for each in facts(office, PlaceNamed)] == [Place.TOWNSHIP]
        assert view(pilot).township == "西乡"


@pytest.mark.parametrize(
    ("line", "unit"),
    [("d 人社局", "人社局"), ("d 水利局", "水利局"), ("d 人 社 局", "人 社 局")],
)
async def test_by_the_command_line(tmp_path: Path, line: str, unit: str) -> None:
    async with live(tmp_path, ready=opened) as (pilot, office):
        await press(pilot, "f8", *line, "enter")
        assert [each.name for each in facts(office, PlaceNamed)] == [unit]


async def test_the_command_line_offers_another_spelling(tmp_path: Path) -> None:
    async with live(tmp_path, ready=opened) as (pilot, office):
        await press(pilot, "f8", *"d 住建局", "enter")
        assert isinstance(pilot.app.screen, PlacePicker)
        assert facts(office, PlaceNamed) == []


async def test_ringing_a_post_that_waits_for_its_unit_says_what_is_missing(tmp_path: Path) -> None:
    async with live(tmp_path, ready=opened) as (pilot, office):
        await press(pilot, "c", "4")
        assert "press d or b" in shown(pilot)
        await press(pilot, "escape", "f8", *"c4 2", "enter")
        assert facts(office, PostRung) == []


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_card_offers_how_the_roster_writes_it(tmp_path: Path, language: str) -> None:
    async with live(tmp_path, language=language, ready=other_spelling) as (pilot, office):
        await press(pilot, "f9")
        check_golden(pilot.app, f"unit-spelling-{language}-80x24")
        await press(pilot, "d", "1", "enter")
        assert [each.name for each in facts(office, PlaceNamed)] == ["住房和城乡建设局"]


@pytest.mark.parametrize("unit", ["人社局", "水利局"])
async def test_enter_by_itself_takes_nothing_back(tmp_path: Path, unit: str) -> None:
    def ready(office: FakeOffice) -> FakeOffice:
        return opened(office, unit=unit)

    async with live(tmp_path, ready=ready) as (pilot, office):
        await press(pilot, "d", "enter")
        assert not isinstance(pilot.app.screen, PlacePicker)
        assert facts(office, PlaceNamed) == []
        assert view(pilot).unit == unit
