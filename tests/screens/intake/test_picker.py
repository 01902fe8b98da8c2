"""Picking by number, pinyin initials or text; nothing but the keyboard."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from screens.shared.pick import Picker
from screens.shared.picks import settled, topic_rows, unit_rows
from screens.widgets.picker_rows import PickRow, answering, exactly, numbered
from tests.screens.fake_host import FakeOffice, desk_pilot, settle
from tests.screens.golden import check_golden, screen_text
from tests.screens.intake_form import INTAKE, go_to, intake
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel
from xfconsole.desk import Desk
from xfconsole.ui.text.pinyin import initials, rank

UNITS = ("住建局", "城管局", "民政局", "重庆路街道", "人社局", "财政局")
TOPICS = (("城乡建设", "安全生产", "事故处理"), ("城乡建设", "住房"), ("民政", "救灾", "补助"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("", UNITS, id="nothing typed"),
        pytest.param("3", ("民政局",), id="number"),
        pytest.param("zjj", ("住建局",), id="initials"),
        pytest.param("ZJJ", ("住建局",), id="capitals"),
        pytest.param("cqljd", ("重庆路街道",), id="one reading of 重"),
        pytest.param("zqljd", ("重庆路街道",), id="the other reading of 重"),
        pytest.param("zj", ("住建局", "民政局", "财政局"), id="beginnings first"),
        pytest.param("政局", ("民政局", "财政局"), id="text"),
        pytest.param("qq", (), id="nobody"),
    ],
)
def test_rows_answer_to_number_initials_and_text(query: str, found: tuple[str, ...]) -> None:
    rows = numbered(unit_rows(UNITS))
    assert tuple(each.row.value for each in answering(query, rows)) == found


def test_numbers_stay_with_their_rows() -> None:
    rows = numbered(unit_rows(UNITS))
    assert [each.number for each in answering("政局", rows)] == [3, 6]


@pytest.mark.parametrize(
    ("sign", "letters"), [("单", "dsc"), ("重", "zc"), ("A", "a"), ("〇", "〇")]
)
def test_a_sign_answers_to_each_of_its_readings(sign: str, letters: str) -> None:
    assert set(letters) <= initials(sign)


def test_the_best_answer_ranks_first() -> None:
    ranks = [rank("zj", text) for text in ("zj", "zj 1", "住建局", "x zj", "民住建", "交通")]
    assert ranks == [0, 1, 2, 3, 4, -1]


def test_subjects_of_all_levels_are_searched_at_once() -> None:
    rows = numbered(topic_rows(TOPICS))
    assert [each.row.name for each in rows[:4]] == ["城乡建设", "安全生产", "事故处理", "住房"]
    assert [each.row.value for each in answering("sgcl", rows)] == [
        "城乡建设 / 安全生产 / 事故处理"
    ]
    under = [each.row.name for each in answering("cxjs", rows)]
    assert under == ["城乡建设", "安全生产", "事故处理", "住房"]
    assert [each.row.name for each in answering("民政 bz", rows)] == ["补助"]


def test_only_one_row_of_a_name_is_exact() -> None:
    rows = [PickRow("1", "其他", "甲"), PickRow("2", "其他", "乙"), PickRow("3", "住房", "甲")]
    assert exactly("其他", rows) is None
    assert exactly(" 住房 ", rows) == rows[2]


@pytest.mark.parametrize(
    ("text", "value"),
    [("", ""), ("住建局", "住建局"), ("mz", None), ("水务集团", "水务集团"), ("政局", None)],
)
def test_a_typed_text_is_asked_about_only_if_rows_answer_to_it(
    text: str, value: str | None
) -> None:
    assert settled(text, unit_rows(UNITS)) == value


def _register(form: MatterForm, desk: Desk) -> object:
    return desk.register(form)


def known_units(office: FakeOffice) -> None:
    for unit in UNITS:
        form = MatterForm(Channel.LETTER, "路灯", unit=unit)
        office.verb(partial(_register, form))


async def test_initials_and_enter_pick_a_unit_and_go_on(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE, ready=known_units) as (pilot, _):
        await go_to(pilot, "unit")
        await pilot.press("z", "j", "j", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, Picker)
        await pilot.press("enter")
        await settle(pilot)
        assert intake(pilot).sheet.values()["unit"] == "住建局"
        assert intake(pilot).here() == "township"


async def test_new_words_are_taken_as_they_are(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE, ready=known_units) as (pilot, _):
        await go_to(pilot, "unit")
        await pilot.press(*"政局", "ctrl+o")
        await settle(pilot)
        assert "take these words" in screen_text(pilot.app)
        await pilot.press("pagedown", "enter")
        await settle(pilot)
        assert intake(pilot).sheet.values()["unit"] == "政局"


async def test_escape_leaves_the_field_as_it_was(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE, ready=known_units) as (pilot, _):
        await go_to(pilot, "unit")
        await pilot.press("z", "ctrl+o")
        await settle(pilot)
        await pilot.press("x", "escape")
        await settle(pilot)
        assert intake(pilot).sheet.values()["unit"] == "z"
        assert intake(pilot).here() == "unit"


async def test_channel_and_purpose_have_a_list_too(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE, language="zh") as (pilot, _):
        await pilot.press("ctrl+o")
        await settle(pilot)
        await pilot.press("j", "t", "enter")
        await settle(pilot)
        assert intake(pilot).sheet.values()["channel"] == "group_visit"
        await go_to(pilot, "purpose")
        await pilot.press("ctrl+o")
        await settle(pilot)
        await pilot.press("2", "enter")
        await settle(pilot)
        assert intake(pilot).sheet.values()["purpose"] == "accusation"


async def test_how_people_were_counted_has_a_list(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, _):
        await pilot.press("5")
        await go_to(pilot, "source")
        await pilot.press("ctrl+o")
        await settle(pilot)
        assert "counted or estimate" in screen_text(pilot.app)
        await pilot.press("2", "enter")
        await settle(pilot)
        assert intake(pilot).sheet.values()["source"] == "estimate"
        assert intake(pilot).here() == "received"


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        (("2",), "visit"),
        (("l", "x"), "letter"),
        (("j",), "group_visit"),
        (("来", "电"), "call"),
        (("right", "right"), "visit"),
        (("left",), "joint_letter"),
        (("space", "space", "space"), "call"),
        (("2", "backspace"), ""),
        (("9",), ""),
    ],
)
async def test_a_choice_in_sight_takes_digits_letters_and_arrows(
    tmp_path: Path, keys: tuple[str, ...], chosen: str
) -> None:
    async with desk_pilot(tmp_path, INTAKE, language="zh") as (pilot, _):
        await pilot.press(*keys)
        assert intake(pilot).sheet.values()["channel"] == chosen


async def test_a_field_without_a_list_says_so(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, _):
        await pilot.press("enter", "ctrl+o")
        await settle(pilot)
        assert "This field has no list" in screen_text(pilot.app)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_subject_list_fits(tmp_path: Path, language: str) -> None:
    async with desk_pilot(tmp_path, INTAKE, language=language) as (pilot, _):
        await go_to(pilot, "topic")
        await pilot.press("a", "q", "ctrl+o")
        await settle(pilot)
        check_golden(pilot.app, f"intake-picker-{language}-80x24")
