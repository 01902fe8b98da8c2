"""``xfconsole reception`` and ``report reception`` as they are typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from tests.commanded import NOW, TestOffices, throw_away_offices
from tests.sheets import write_csv
from xfconsole.commands.handover import handover_lines
from xfconsole.core.facts.of_reception import ReceptionNoticed
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.procedure import Bar
from xfconsole.core.words.refusal import Refused

ROWS = [
    ["日期", "岗位", "姓名", "电话"],
    ["2026-02-21~2026-02-28", "带班领导", "王强", "139-0000-0001"],
    ["2026-02-21~2026-02-28", "分管领导", "钱进", "139-0000-0002"],
]
PLAN = (
    *("reception", "plan", "--from", "2026-02-21", "--to", "2026-03-31", "--weekday", "周一"),
    *("--hours", "9:00-11:30", "--place", "大厅", "--leaders", "王强=城建、钱进"),
    *("--units", "住建局、水务局"),
)


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        found.run("import", "roster", write_csv(tmp_path / "r.csv", ROWS))
        yield found


def test_a_plan_is_shown_first_and_holidays_are_named(offices: TestOffices) -> None:
    said = offices.run(*PLAN, "--dry-run").stdout
    assert "2026-02-23 is a holiday" in said
    assert said.endswith("5 reception day(s) can be planned; nothing was stored.\n")
    assert offices.run_json("reception")["sessions"] == []
    offices.run(*PLAN)
    [first, second, *_] = offices.run_json("reception")["sessions"]
    assert first["starts_at"] == "2026-03-02T09:00:00+08:00"
    assert (first["leader"], first["post"], first["charge"]) == ("王强", "duty_leader", "城建")
    assert (second["leader"], second["untold"]) == ("钱进", ["住建局", "水务局"])


def test_a_plan_says_of_which_year_the_holidays_are_not_known_yet(offices: TestOffices) -> None:
    beyond = ["2027-01-31" if each == "2026-03-31" else each for each in PLAN]
    said = offices.run(*beyond, "--dry-run").stdout
    assert "The holidays of 2027 are not entered yet" in said
    assert "holidays of 2026" not in said
    assert "not entered yet" not in offices.run(*PLAN, "--dry-run").stdout


def test_a_day_is_swapped_noticed_told_and_cancelled(offices: TestOffices, tmp_path: Path) -> None:
    offices.run(*PLAN)
    offices.run("reception", "swap", "2026-03-02", "2026-03-09", "--reason", "出差")
    offices.run("reception", "swap", "2026年3月16日", "--to", "2026-03-17", "--reason", "会议")
    paper = tmp_path / "公告.docx"
    with pytest.raises(Refused, match=r"reception\.refused\.no_paper"):
        offices.run("reception", "paper", paper)
    text = offices.run("reception", "notice").stdout
    offices.run("reception", "paper", paper)
    shown = [each.text.strip() for each in Document(str(paper)).paragraphs]
    assert shown[0] == "信访接待中心: notice of the leaders' reception days"
    assert [each for each in shown if each] == [each.strip() for each in text.splitlines() if each]
    with pytest.raises(Refused, match="exists"):
        offices.run("reception", "paper", paper)
    pages = tmp_path / "公告.txt"
    offices.run("reception", "paper", pages)
    assert "1. 2026-03-02" in pages.read_text(encoding="utf-8")
    assert "信访接待中心" in text
    assert "钱进" in text
    office = offices.office.store.office
    noticed = [e.fact for e in offices.office.views.events_of(office)][-1]
    assert isinstance(noticed, ReceptionNoticed)
    assert noticed.text + "\n" == text
    with pytest.raises(Refused, match="nothing_to_notice"):
        offices.run("reception", "notice")
    said = offices.run("reception", "told", "2026-03-02", "住建局", "--person", "孙磊").stdout
    assert said == "Not told yet: 水务局\n"
    said = offices.run("reception", "cancel", "2026-03-17", "--reason", "停电").stdout
    assert "notice again" in said
    owed = offices.run_json("reception")["owed"]
    assert [each["what"] for each in owed] == ["reception_notice_again"]
    assert "cancelled" in offices.run("reception", "notice", "2026-03-17").stdout
    offices.run("reception", "cancel", "2026-03-02", "--reason", "停电")
    said = offices.run("reception", "day", "2026-03-02").stdout
    assert "It is cancelled: tell 住建局\n" in said, "who was told of it would come in vain"
    assert "Not told yet" not in offices.run("reception", "day", "2026-03-17").stdout


@pytest.mark.parametrize(
    ("given", "key"),
    [
        (("--weekday", "八"), "reception.refused.weekday"),
        (("--hours", "9点"), "reception.refused.hours"),
        (("--hours", "22:00-6:00"), "reception.refused.hours"),
        (("--from", "2026-13-01"), "timeliness.refused.date"),
        (("--to", "2026-02-01"), "reception.refused.order"),
        (("--to", "2028-02-01"), "reception.refused.too_long"),
        (("--place", " "), "reception.refused.no_place"),
        (("--leaders", "王二"), "reception.refused.unknown_leader"),
        (("--leaders", " "), "reception.refused.no_leader"),
        (("--to", "2026-02-22"), "reception.refused.no_day"),
    ],
)
def test_what_is_mistyped_is_one_sentence(
    offices: TestOffices, given: tuple[str, ...], key: str
) -> None:
    with pytest.raises(Refused) as refused:
        offices.run(*PLAN, *given)
    assert refused.value.key == key


def test_a_day_is_named_with_its_hour_where_there_are_several(offices: TestOffices) -> None:
    offices.run(*PLAN)
    other = [each if each != "9:00-11:30" else "14:00-16:00" for each in PLAN]
    offices.run(*other)
    with pytest.raises(Refused, match=r"reception\.refused\.several"):
        offices.run("reception", "day", "2026-03-02")
    assert offices.run_json("reception", "day", "2026-03-02 14:00")["order"] == []
    with pytest.raises(Refused, match=r"reception\.refused\.no_session"):
        offices.run("reception", "day", "2026-03-03")


def test_the_order_has_numbers_and_topics_and_nothing_for_who_is_barred(
    offices: TestOffices,
) -> None:
    offices.run(*PLAN)
    desk = offices.desk
    number = desk.register(MatterForm(Channel.VISIT, "停水三天", headcount=3)).number
    other = desk.register(MatterForm(Channel.VISIT, "反映李敏")).number
    assert offices.run("reception", "queue", "2026-03-02", number).stdout == "It has place 1.\n"
    offices.run("reception", "queue", "2026-03-02", other)
    desk.bar(other, Bar.ACCUSED, person=offices.office.officer)
    said = offices.run("reception", "day", "2026-03-02").stdout
    assert f"no. 1  {number}  停水三天" in said
    assert f"no. 2  {other}  ***" in said
    assert "反映李敏" not in said
    assert "反映李敏" not in offices.run("reception", "ledger", "--to", "2026-03-31").stdout
    [own, hidden] = offices.run_json("reception", "day", "2026-03-02")["order"]
    assert (own["people"], own["result"], hidden["topic"]) == (3, "unheard", None)
    with pytest.raises(Refused, match=r"reception\.refused\.not_begun"):
        offices.run(
            *("reception", "decide", "2026-03-02", number),
            *("--decision", "settled", "--text", "已答复"),
        )
    with pytest.raises(Refused, match=r"reception\.refused\.not_begun"):
        offices.run("reception", "held", "2026-03-02")


def test_what_is_owed_goes_to_the_next_officer(offices: TestOffices) -> None:
    told = "王强: make out the notice of the reception day"
    plan = [each if each != "2026-02-21" else "2026-02-24" for each in PLAN]
    plan = [each if each != "周一" else "周二" for each in plan]
    offices.run(*plan)
    offices.desk.tick()
    with offices.handing() as office:
        lines = list(handover_lines(office, everything=False, as_json=False))
        [sheet] = handover_lines(office, everything=False, as_json=True)
    assert "Reception days: tasks (1)" in "\n".join(lines)
    assert told in "\n".join(lines)
    assert [each["what"] for each in json.loads(sheet)["reception"]] == ["reception_notice"]


def test_a_quarter_is_reported_on_and_its_name_checked(
    offices: TestOffices, tmp_path: Path
) -> None:
    offices.run(*PLAN)
    found = offices.run_json("report", "reception", "--quarter", "2026Q1")
    assert (found["first"], found["planned"], found["held"]) == ("2026-01-01", 5, 0)
    assert [each["post"] for each in found["by_post"]] == ["duty_leader", "leader_in_charge"]
    with pytest.raises(Refused, match=r"reception\.refused\.quarter"):
        offices.run("report", "reception", "--quarter", "一季度")
    with pytest.raises(Refused, match="empty_quarter"):
        offices.run("report", "reception", "--issue", "--quarter", f"{NOW.year}q3")
    asked = ("report", "reception", "--quarter", "2026Q1")
    assert "5 planned, 0 held (0.0%)" in offices.run(*asked).stdout
    with pytest.raises(Refused, match="quarter_runs"):
        offices.run(*asked, "--issue")
    with pytest.raises(Refused, match=r"reception\.refused\.no_paper"):
        offices.run("reception", "paper", tmp_path / "结果.docx", "--result")
    assert not list(tmp_path.glob("结果*")), "what is refused leaves no file"
