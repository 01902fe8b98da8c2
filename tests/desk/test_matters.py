"""``matters`` and ``show``: every matter, in plain lines and under stable keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests import sources
from tests.commanded import NOW, TestOffices, throw_away_offices
from xfconsole.commands import matters as command
from xfconsole.commands.export import ledger_cells
from xfconsole.commands.matters import as_object
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Identity, Purpose
from xfconsole.core.words.refusal import Refused

FULL = MatterForm(
    Channel.GROUP_VISIT,
    "安置房逾期交付",
    text="第一行\n答复（2026-01-01 00:00）：\n[已解决]",
    purpose=Purpose.CLAIM,
    topic=("城乡建设", "房屋征收", "安置房交付"),
    unit="住建局",
    township="河东街道",
    place="河东街道/平安里",
    addressed_to="市长",
    cause="过渡费停发",
    concerned=33,
    publishable=True,
    headcount=28,
    requests=("何时交房", "过渡费何时发"),
    identity=Identity(name="钱进", phone="139-0000-0001"),
    confidential=True,
    received_at=datetime(2026, 2, 19, 18, 30, tzinfo=UTC),
)


@pytest.fixture
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        yield found


def register(offices: TestOffices, count: int) -> None:
    for each in range(count):
        received = NOW - timedelta(minutes=count - each)
        form = MatterForm(Channel.CALL, f"路灯 {each}", unit="城管局", received_at=received)
        offices.desk.register(form)


def test_everything_but_the_identity_comes_out_under_its_key(offices: TestOffices) -> None:
    done = offices.desk.register(FULL)
    (first, second) = offices.office.views.matter(done.number).requests  # type: ignore[union-attr]
    offices.desk.answer_request(done.number, first.uid, "三月底前")
    offices.desk.set_next_step(done.number, second.uid, "财政局核定", date(2026, 3, 1))
    (matter,) = offices.run_json("matters")
    assert {type(matter.pop(name)) for name in ("overdue", "past_control")} == {bool}
    assert matter == {
        "number": done.number,
        "channel": "group_visit",
        "received_at": "2026-02-20T02:30:00+08:00",
        "registered_at": "2026-02-20T10:00:00+08:00",
        "registered_by": "李敏",
        "state": "registered",
        "live": False,
        "holder": "",
        "due_on": "2026-03-07",
        "due_at": "2026-03-10T00:00:00+08:00",
        "due": "deal",
        "undecided": False,
        "supervised": False,
        "urgent": False,
        "simple": False,
        "leader": "",
        "answered_at": None,
        "incident": None,
        "summary": "安置房逾期交付",
        "text": FULL.text,
        "purpose": "claim",
        "topic": ["城乡建设", "房屋征收", "安置房交付"],
        "unit": "住建局",
        "township": "河东街道",
        "place": "河东街道/平安里",
        "addressed_to": "市长",
        "cause": "过渡费停发",
        "concerned": 33,
        "publishable": True,
        "headcount": 28,
        "anonymous": False,
        "confidential": True,
        "requests": [
            {"text": "何时交房", "answer": "三月底前", "next_step": None, "on": None},
            {
                "text": "过渡费何时发",
                "answer": None,
                "next_step": "财政局核定",
                "on": "2026-03-01",
            },
        ],
        "replies": [],
        "source": "",
        "source_ref": "",
        "file_words": "",
    }
    shown = offices.run_json("show", done.number)
    assert {name: shown.pop(name) for name in ("acts", "same")} == {"acts": [], "same": []}
    assert [each["clock"] for each in shown.pop("deadlines")] == ["deal"]
    assert shown.pop("erasure") is None
    assert not shown.pop("overdue")
    assert not shown.pop("past_control")
    assert shown == matter


@pytest.mark.parametrize(
    ("now", "mark"),
    [
        ("2026-03-07T23:59:59", ""),
        ("2026-03-08T00:00:00", "past_control"),
        ("2026-03-09T23:59:59", "past_control"),
        ("2026-03-10T00:00:00", "overdue"),
    ],
)
def test_each_of_the_two_last_days_is_told_by_the_second(
    offices: TestOffices, now: str, mark: str
) -> None:
    done = offices.desk.register(FULL)
    file, at = offices.office.views.matter(done.number), datetime.fromisoformat(f"{now}+08:00")
    assert file is not None
    told = as_object(file, at)
    assert {name for name in ("overdue", "past_control") if told[name]} == {mark} - {""}
    word = {"overdue": "Overdue", "past_control": "Past the control date"}.get(mark, "")
    assert f"{word} confidential".strip() in ledger_cells(file.row, at)


def test_a_matter_linked_with_an_earlier_one_shows_its_stage(offices: TestOffices) -> None:
    letter = offices.desk.register(FULL)
    visit = offices.desk.register(FULL, same_as=letter.number)
    for one, other in ((letter, visit), (visit, letter)):
        (same,) = offices.run_json("show", one.number)["same"]
        row = offices.run_json("show", other.number)
        names = ("number", "state", "received_at", "summary")
        assert same == {name: row[name] for name in names}
        assert other.number in offices.run("show", one.number).stdout


def test_a_live_incident_is_named(offices: TestOffices) -> None:
    done = offices.desk.register(FULL, opening=True)
    matter = offices.run_json("show", done.number)
    assert (matter["live"], matter["incident"]) == (True, done.incident_number)


def test_show_tells_a_matter_in_lines_that_can_be_read_aloud(offices: TestOffices) -> None:
    done = offices.desk.register(FULL, opening=True)
    offices.language = "zh"
    lines = offices.run("show", done.number).stdout.splitlines()
    assert lines[:2] == [f"编号：{done.number}", "信访形式：集体访"]
    assert "收到：2026-02-20 02:30" in lines
    assert "信访人信息已封存，此处不显示。" in lines
    assert "内容分类：城乡建设 / 房屋征收 / 安置房交付" in lines
    # A line of the letter that looks like one of ours is set in.
    assert "  答复（2026-01-01 00:00）：" in lines
    assert "  [已解决]" in lines
    assert not [line for line in lines if "钱进" in line or "139" in line]


def test_matters_are_one_line_each_the_newest_first(offices: TestOffices) -> None:
    register(offices, 3)
    lines = offices.run("matters").stdout.splitlines()
    assert [line.rpartition(", ")[2] for line in lines] == ["路灯 2", "路灯 1", "路灯 0"]
    assert "call, 2026-02-20 09:59, registered" in lines[0].lower()


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_every_page_is_turned_and_no_matter_comes_twice(
    offices: TestOffices, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    monkeypatch.setattr(command, "PAGE", 3)
    register(offices, 7)
    listed = offices.run("matters", *options).stdout
    assert [listed.count(f"路灯 {each}") for each in range(7)] == [1] * 7


@pytest.mark.parametrize(("limit", "found"), [(1, 1), (3, 3), (5, 5), (9, 7)])
@pytest.mark.parametrize("match", ["", "路灯 城管局"])
def test_a_limit_counts_over_pages(
    offices: TestOffices, monkeypatch: pytest.MonkeyPatch, match: str, limit: int, found: int
) -> None:
    monkeypatch.setattr(command, "PAGE", 3)
    register(offices, 7)
    options = ["--limit", str(limit), "--match", match]
    assert len(offices.run("matters", *options).stdout.splitlines()) == found
    numbers = [each["summary"] for each in offices.run_json("matters", *options)]
    assert numbers == [f"路灯 {each}" for each in range(6, 6 - found, -1)]


def test_match_keeps_what_holds_every_word(offices: TestOffices) -> None:
    register(offices, 2)
    assert [
        each["summary"] for each in offices.run_json("matters", "--match", "城管局 000002")
    ] == ["路灯 1"]
    assert offices.run_json("matters", "--match", "城管局 供水") == []
    assert (
        offices.run("matters", "--match", "供水").stdout
        == "No matter fits: try other conditions.\n"
    )


def test_match_reads_the_ledgers_filter_in_both_languages(offices: TestOffices) -> None:
    register(offices, 2)
    offices.desk.register(FULL)
    both = "状态:已登记 渠道:集体访"
    for match in ("unit:住建", "单位：住建", "channel:group_visit", both, "-路灯"):
        assert [each["summary"] for each in offices.run_json("matters", "--match", match)] == [
            FULL.summary
        ]
    assert len(offices.run_json("matters", "--match", "open")) == 3


def test_a_wrong_filter_is_refused_before_the_office_is_opened(offices: TestOffices) -> None:
    with pytest.raises(Refused) as refused:
        offices.run("matters", "--match", "state:nowhere")
    assert refused.value.key == "ledger_query.refused.value"


def test_the_order_is_chosen(offices: TestOffices) -> None:
    register(offices, 2)
    offices.desk.register(FULL)

    def summaries(sort: str) -> list[str]:
        return [each["summary"] for each in offices.run_json("matters", "--sort", sort)]

    assert summaries("number") == ["路灯 0", "路灯 1", FULL.summary]
    assert summaries("received") == ["路灯 1", "路灯 0", FULL.summary]
    assert summaries("unit") == [FULL.summary, "路灯 1", "路灯 0"]
    lines = offices.run("matters", "--sort", "number").stdout.splitlines()
    assert [line.rpartition(", ")[2] for line in lines] == summaries("number")


def test_an_empty_register_is_an_empty_array(offices: TestOffices) -> None:
    assert offices.run_json("matters") == []


def test_an_unknown_number_is_refused(offices: TestOffices) -> None:
    with pytest.raises(Refused) as refused:
        offices.run("show", "2026-\x1b[31m9")
    assert refused.value.key == "matters.refused.unknown"
    assert refused.value.values == {"number": "2026-␛[31m9"}


def test_every_key_is_documented(offices: TestOffices) -> None:
    offices.desk.register(FULL)
    (matter,) = offices.run_json("matters")
    documented = (sources.ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    assert [key for key in matter if f"`{key}`" not in documented] == []


def test_every_key_of_an_import_is_documented(offices: TestOffices, tmp_path: Path) -> None:
    path = tmp_path / "letters.csv"
    path.write_text("title,sent\nlamp,2019-04-25\n", encoding="utf-8")
    documented = (sources.ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    found = offices.run_json("import", "letters", path)
    assert [key for key in found if f"`{key}`" not in documented] == []
