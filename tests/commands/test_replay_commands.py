"""``replay`` and ``rehearse``: what would be asked for, in sentences and under stable keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests import sources
from tests.commanded import NOW, ZONE, TestOffices, throw_away_offices
from tests.packs import TEXT
from tests.sheets import write_csv
from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Purpose
from xfconsole.core.words.procedure import Act, Bar
from xfconsole.core.words.refusal import Refused
from xfconsole.drill.demo_night import play
from xfconsole.ui.words.catalogue import use


@pytest.fixture(scope="module")
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        play(found.office.store, NOW, ZoneInfo(ZONE), "李敏")
        yield found


def journal(offices: TestOffices) -> int:
    with offices.office.store.begin() as tx:
        return tx.last_seq()


def test_a_night_under_a_pack_that_tells_sooner(offices: TestOffices, tmp_path: Path) -> None:
    pack = tmp_path / "sooner.toml"
    pack.write_text(TEXT.replace("retry_minutes = 3", "retry_minutes = 1"), encoding="utf-8")
    before = journal(offices)
    found = offices.run_json("replay", "2026-02-19", "--policy", pack)
    assert journal(offices) == before
    changed = found["changed"]
    assert {each["after"]["kind"] for each in changed} == {"retry"}
    assert {each["after"]["duty"] for each in changed} == {"township_head"}
    assert all(each["after"]["at"] < each["before"]["at"] for each in changed)


def test_limits_of_the_matters_received_that_night_are_told_where_they_end_otherwise(
    offices: TestOffices, tmp_path: Path
) -> None:
    form = MatterForm(Channel.LETTER, "申请低保", purpose=Purpose.CLAIM, topic=("民政", "低保"))
    number, hidden = (offices.desk.register(form).number for _ in range(2))
    for each in (number, hidden):
        offices.desk.move(each, Move(Act.FORWARD, unit="民政局"))
        offices.desk.move(each, Move(Act.ACCEPT))
    offices.desk.bar(hidden, Bar.ACCUSED, person="李敏")
    pack = tmp_path / "sooner.toml"
    pack.write_text(TEXT.replace("workdays = 30", "workdays = 20"), encoding="utf-8")
    found = offices.run_json("replay", "2026-02-19", "--policy", pack)
    assert found["changed"] == []
    # The Spring Festival is over on 23 February, and Saturday, the 28th, is worked.
    assert found["limits"] == [
        {
            "number": number,
            "clock": "allowance",
            "before": "2026-04-03",
            "after": "2026-03-20",
        }
    ]
    last = offices.run("replay", "2026-02-19", "--policy", pack).stdout.splitlines()[-1]
    assert last.startswith(f"2026-04-03: after 2026-03-20, number {number}, limit ")
    assert offices.run_json("replay", "2026-02-18", "--policy", pack)["limits"] == []
    assert offices.run_json("replay", "2026-02-19")["limits"] == []


def test_a_night_as_it_was_differs_in_nothing(offices: TestOffices) -> None:
    lines = offices.run("replay", "2026-02-19").stdout.splitlines()
    assert lines[0] == "Replay of 2026-02-19 12:00 to 2026-02-20 12:00; the journal stays as it is"
    assert "09:48: number 02-001, what ring, post duty leader, person 王强" in lines
    assert lines[-1] == "Different from before: 0"


def test_another_roster_is_read_from_a_file(offices: TestOffices, tmp_path: Path) -> None:
    rows = [["日期", "班次", "岗位", "姓名", "电话"]]
    rows += [[f"2026-02-{day}", "全天", "带班领导", "石坚", "13900000055"] for day in (19, 20)]
    roster = write_csv(tmp_path / "other.csv", rows)
    found = offices.run_json("replay", "2026-02-19", "--roster", roster)
    rung = {each["duty"]: each["person"] for each in found["asked"] if each["kind"] == "ring"}
    assert rung["duty_leader"] == "石坚"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (["replay", "last night"], "cli.refused.date"),
        (["replay", "2026-02-19", "--policy", "none.toml"], "drill.refused.no_policy"),
        (["rehearse", "--at", "noon"], "figures.refused.time"),
    ],
)
def test_what_cannot_be_meant_is_refused(offices: TestOffices, words: list[str], key: str) -> None:
    with pytest.raises(Refused) as refused:
        offices.run(*words)
    assert refused.value.key == key


def test_a_pack_with_a_fault_names_its_line(offices: TestOffices, tmp_path: Path) -> None:
    pack = tmp_path / "faulty.toml"
    pack.write_text(TEXT.replace("retry_minutes = 3", "retry_minutes = -3"), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        offices.run("replay", "2026-02-19", "--policy", pack)
    assert refused.value.key == "drill.refused.bad_policy"


def test_tonights_roster_is_rung_through(
    offices: TestOffices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offices, "language", "zh")
    use("zh")
    try:
        lines = offices.run("rehearse").stdout.splitlines()
    finally:
        use("en")
    assert lines[0] == "演练 2026-02-21 02:00，集体访 33 人，无人接听"
    assert lines[2] == "02:00：应到场 带班领导，岗位 带班领导，姓名 王强，电话 139-0000-0004"
    ends = lines[lines.index("各岗位打到哪里为止") + 1 :]
    assert [each.partition("：")[0] for each in ends if "再没有别人" in each] != []
    assert len(ends) == 5


def test_so_few_that_nobody_is_called(offices: TestOffices) -> None:
    lines = offices.run("rehearse", "--people", "4").stdout.splitlines()
    assert lines[1:] == ["With so many people the policy calls nobody."]


def test_a_rehearsal_is_of_the_next_time_the_clock_shows_it(offices: TestOffices) -> None:
    before = journal(offices)
    for at, day in (("02:00", "21"), ("10:00", "20"), ("09:59", "21"), ("２３：３０", "20")):
        assert offices.run_json("rehearse", "--at", at)["at"].startswith(f"2026-02-{day}T")
    assert journal(offices) == before


@pytest.mark.parametrize("command", [["replay", "2026-02-19"], ["rehearse"]], ids=" ".join)
def test_every_key_is_documented(offices: TestOffices, command: list[str]) -> None:
    text = (sources.ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    section = text.split(f"## `{command[0]} --json`")[1].split("\n## ")[0]
    documented = set(re.findall(r"`(\w+)`", section))
    said = offices.run_json(*command)
    lists = [each[0] for each in said.values() if isinstance(each, list) and each]
    assert {key for each in [said, *lists] for key in each} <= documented
