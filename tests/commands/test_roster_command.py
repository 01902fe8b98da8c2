"""``roster`` and ``import roster`` on a desk in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from xfconsole.commands.block_log import BlockLog
from xfconsole.commands.context import OfficeContext
from xfconsole.commands.roster import RosterView, import_file, roster_lines
from xfconsole.core.days.reading import Reading
from xfconsole.core.facts.event import Event
from xfconsole.core.policy.load import load, parse
from xfconsole.core.ports import Views
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk
from xfconsole.drill.demo_night import demo_roster
from xfconsole.drill.memory import MemoryStore
from xfconsole.ids import RandomIds
from xfconsole.ui.words import catalogue as i18n

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 2, 20, 2, 0, tzinfo=SHANGHAI).astimezone(UTC)
ROWS = (
    "日期,班次,岗位,姓名,电话,顺序,备注\n"
    "2026-02-19~2026-03-10,全天,带班领导,王强,139-0000-0001,1,\n"
    "2026-02-19~2026-03-10,全天,接待人,王强,,1,\n"
)


class StandingClock:
    """A clock that stands at two in the morning."""

    def read(self) -> Reading:
        return Reading(NOW, 100.0, "boot")


class _NamesNoUnit:
    """An office whose matters name no unit yet."""

    def units(self) -> list[str]:
        return []

    def events_of(self, _: str) -> list[Event]:
        return []


@pytest.fixture
def office() -> Iterator[OfficeContext]:
    before = i18n.language()
    i18n.use("en")
    clock = StandingClock()
    policy = load(
        files("xfconsole").joinpath("policies", "default.toml").read_bytes(), "default.toml"
    )
    store = MemoryStore("00000000-0000-7000-8000-000000000000")
    desk = Desk(
        store, clock, RandomIds(), policy, "李敏", lambda text: parse(text, "kept"), SHANGHAI
    )
    blocks = BlockLog(lambda: nullcontext(store), "李敏", clock, RandomIds())
    yield OfficeContext(
        cast(Views, _NamesNoUnit()), SHANGHAI, i18n.say, desk, "", blocks=blocks, folder=Path()
    )
    i18n.use(before)


def written(folder: Path, content: str = ROWS) -> Path:
    path = folder / "二月.csv"
    path.write_text(content, encoding="utf-8")
    return path


def lines_of(office: OfficeContext, days: int, *, as_json: bool = False) -> list[str]:
    desk = office.desk
    view = RosterView(
        *(
            office.views,
            office.zone,
            office.say,
            desk.roster(),
            desk.policy,
            desk.now(),
            "市信访局",
        ),
        blocks=office.blocks,
        folder=office.folder,
    )
    return list(roster_lines(view, days, as_json=as_json))


def as_json(office: OfficeContext, days: int = 14) -> dict[str, Any]:
    found: dict[str, Any] = json.loads("".join(lines_of(office, days, as_json=True)))
    return found


def test_without_a_roster_every_post_that_the_policy_needs_is_a_hole(office: OfficeContext) -> None:
    found = as_json(office)
    needed = set(office.desk.policy.needed_posts())
    assert {hole["post"] for hole in found["holes"]} == needed
    assert {hole["kind"] for hole in found["holes"]} == {"unheld"}
    assert {hole["ends_at"] for hole in found["holes"]} == {"2026-03-06T02:00:00+08:00"}
    assert found["on_duty"] == found["entries"] == []


@pytest.mark.parametrize("dry_run", [True, False])
def test_an_import_says_which_rows_went_on_with_the_one_above(
    office: OfficeContext, tmp_path: Path, capsys: pytest.CaptureFixture[str], dry_run: bool
) -> None:
    path = tmp_path / "二月.csv"
    path.write_text(
        "日期,班次,岗位,姓名,电话,顺序,单位\n"
        "2026-02-19~2026-03-10,全天,责任单位负责人,甲一,139-0000-0001,主班,住建局\n"
        + "".join(f",,,甲{n},139-0000-0002,,\n" for n in "二三四")
        + "2026-02-19~2026-03-10,,责任单位负责人,丙一,139-0000-0003,,\n",
        encoding="utf-8",
    )
    assert import_file(office, path, dry_run=dry_run) == 0
    said = capsys.readouterr().out
    assert "Row 3-5: 日期, 班次, 岗位, 单位 taken from the cell above." in said
    assert "Row 6: no unit, so for every unit;" in said
    assert "Row 6: no shift, so all day;" in said


def test_an_import_is_shown_with_its_holes(
    office: OfficeContext, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_file(office, written(tmp_path), dry_run=False) == 0
    said = capsys.readouterr().out
    assert "Columns not used: 备注" in said
    assert "二月.csv was imported (rows 2, shifts 40)" in said
    listed = said.splitlines()
    assert len([line for line in listed if line.startswith("  ")]) == len(as_json(office)["holes"])
    found = as_json(office)
    assert [(each["post"], each["person"], each["phone"]) for each in found["on_duty"]] == [
        ("duty_leader", "王强", "139-0000-0001"),
        ("receptionist", "王强", ""),
    ]
    kinds = {hole["post"]: hole["kind"] for hole in found["holes"] if hole["kind"] != "unheld"}
    assert kinds == {"duty_leader": "double_booked", "receptionist": "no_phone"}
    assert "duty_leader" not in {
        hole["post"] for hole in found["holes"] if hole["kind"] == "unheld"
    }


def test_an_import_reaches_back_no_further_than_now(office: OfficeContext, tmp_path: Path) -> None:
    import_file(office, written(tmp_path), dry_run=False)
    entries = office.desk.roster().entries(NOW - timedelta(days=9), NOW + timedelta(days=9))
    assert min(entry.starts_at for entry in entries) == NOW


def test_the_demo_office_has_no_hole_and_says_so(office: OfficeContext) -> None:
    office.desk.import_roster("demo", demo_roster(NOW, SHANGHAI).entries)
    lines = lines_of(office, 14)
    assert lines[0] == "On duty now (2026-02-20 02:00):"
    assert "  duty leader  primary  王强  139-0000-0004" in lines
    assert lines[-1] == "The roster of the next 14 days has no gaps."


def test_holes_are_said_with_post_people_and_span(office: OfficeContext, tmp_path: Path) -> None:
    import_file(office, written(tmp_path), dry_run=False)
    lines = lines_of(office, 1)
    assert "  2026-02-20 02:00 to 2026-02-21 02:00  receptionist: 王强 has no phone number" in lines
    assert "  2026-02-20 02:00 to 2026-02-21 02:00  hall safety: vacant" in lines


def test_a_dry_run_stores_nothing(
    office: OfficeContext, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_file(office, written(tmp_path), dry_run=True) == 0
    assert "can be imported" in capsys.readouterr().out
    assert not office.desk.roster()


def test_bad_rows_are_said_on_stderr_and_leave_the_roster_alone(
    office: OfficeContext, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = ROWS + "2026-02-20,白班,门卫,甲,139-1111-2222,1,\n,,,,,,乙\n"
    assert import_file(office, written(tmp_path, bad), dry_run=False) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.split(":")[0] for line in err.splitlines()[:2]] == ["Row 4", "Row 5"]
    assert "rows to put right: 2" in err
    assert "1111" not in err
    assert not office.desk.roster()


def test_a_file_of_past_duty_only_is_refused(office: OfficeContext, tmp_path: Path) -> None:
    past = "日期,岗位,姓名\n2026-01-01,带班领导,王强\n"
    with pytest.raises(Refused, match="roster_past"):
        import_file(office, written(tmp_path, past), dry_run=False)
