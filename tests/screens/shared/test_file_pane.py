"""A file is chosen by keyboard, from the home folder on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from screens.shared.file_pane import FilePane
from screens.shared.files import above, entries, path_of
from tests.hostile import HOSTILE, assert_harmless
from tests.screens.fake_host import desk_pilot, settle, top
from tests.screens.golden import screen_text

ROSTER = "screens.roster.screen:RosterScreen"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    (folder / "来信").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(folder))
    for age, name in enumerate(("二月.csv", "一月.XLSX", "三月.et", "说明.txt", ".隐藏.csv")):
        (folder / name).touch()
        os.utime(folder / name, (1_700_000_000 - age,) * 2)
    return folder


def names(text: str) -> list[str]:
    return [each.name for each in entries(text)]


def test_folders_come_first_then_tables_the_newest_first(home: Path) -> None:
    assert names("") == names("~/") == ["来信/", "二月.csv", "一月.XLSX", "三月.et"]
    assert [each.text for each in entries("~/来")] == ["~/来信/"]
    assert names(f"'{home}/二月'") == ["二月.csv"]


def test_what_is_typed_filters_by_letters_and_by_pinyin(home: Path) -> None:
    assert names("~/lx") == ["来信/"]
    assert names("~/ey") == ["二月.csv"]
    assert names("~/月") == ["二月.csv", "一月.XLSX", "三月.et"]
    assert names("~/.")[0] == ".隐藏.csv"
    assert names("~/none") == names("/no/such/folder/") == []


def test_a_whole_path_typed_behind_the_folder_that_stood_there_is_meant(home: Path) -> None:
    assert names(f"~/{home}/二月") == ["二月.csv"]
    assert path_of(f"~/来信//{home}/二月.csv") == home / "二月.csv"
    assert path_of("/srv/~/二月.csv") == home / "二月.csv"


def test_a_file_named_in_full_can_be_of_any_kind(home: Path) -> None:
    assert names("~/说明") == []
    assert names("~/说明.txt") == ["说明.txt"]


def test_the_way_up_ends_at_the_root(home: Path) -> None:
    assert above("~/来信/") == f"{home}/"
    assert above("~/") == f"{home.parent}/"
    assert above("/") == "/"


async def test_keys_lead_into_a_folder_and_up_and_to_a_file(home: Path) -> None:
    (home / "来信" / "空.csv").write_text("")
    hostile = "".join(HOSTILE.values()).replace("/", "").replace("\0", "")[:60] + ".csv"
    (home / hostile).touch()
    async with desk_pilot(home.parent, ROSTER, ready=lambda _: None) as (pilot, _):
        await pilot.press("o")
        await settle(pilot)
        pane = top(pilot).query_one(FilePane)
        assert_harmless(screen_text(pilot.app))
        await pilot.press("enter")
        await settle(pilot)
        assert pane.field.value == "~/来信/"
        assert "空.csv" in screen_text(pilot.app)
        await pilot.press("backspace")
        await settle(pilot)
        assert pane.field.value == f"{home}/"
        await pilot.press("l", "x", "tab")
        await settle(pilot)
        assert pane.field.value == f"{home}/来信/"
        await pilot.press("down", "up", "enter")
        await settle(pilot)
        assert "空.csv is empty" in screen_text(pilot.app).replace("\n", " ")
        # What is mended is read again; what is typed leads on.
        await pilot.press("enter")
        await settle(pilot)
        assert "空.csv is empty" in screen_text(pilot.app).replace("\n", " ")
        await pilot.press("x")
        await settle(pilot)
        assert "No folder or table answers to this" in screen_text(pilot.app)
        assert "空.csv is empty" not in screen_text(pilot.app)
        await pilot.press("backspace", "escape", "o")
        await settle(pilot)
        assert top(pilot).query_one(FilePane).field.value == f"{home}/来信/空.csv"
