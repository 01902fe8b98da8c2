"""The export that petition systems hand out: each of nineteen columns goes where it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.commanded import TestOffices, throw_away_offices
from tests.imports.test_other_formats import xls
from tests.sheets import book, read_table, saved, write_csv
from xfconsole.core.words.desk import Channel, Uid
from xfconsole.core.words.refusal import Refused
from xfconsole.imports.columns import known_headers, match_columns
from xfconsole.imports.letter_words import channel_of

EXPORT = (
    "信访件编号 姓名 信访人数 住址 手机号码 问题属地 信访目的 内容分类 信访日期 登记日期 限办时间 "
    "信访形式 概况 是否办结 是否全国初次信访 联名信或集体访 信访件状态 登记部门 登记人"
).split()
ROW: dict[str, Any] = {
    "信访件编号": "000123",
    "姓名": "某甲",
    "信访人数": 12,
    "住址": "平安里三号楼",
    "手机号码": 13900000001,
    "问题属地": "东城区_城关街道",
    "信访目的": "申诉",
    "内容分类": "城乡建设_城市建设和市政管理-自来水供应",
    "信访日期": "2026-02-12",
    "登记日期": "2026-02-13",
    "限办时间": "2026-04-12",
    "信访形式": "手机信访",
    "概况": "三号楼水压不足。",
    "是否办结": "否",
    "是否全国初次信访": "初次甲",
    "联名信或集体访": "否",
    "信访件状态": "办理中",
    "登记部门": "接待科",
    "登记人": "李敏",
}
NEVER = (
    "扬言 特殊人员 重点人员 民族 政治面貌 证件号码 证件类型 身份证号 是否逐级走访 "
    "是否全国初次信访 初次信访"
).split()


@pytest.fixture
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        yield found


def export(**changed: Any) -> list[Any]:
    return list({**ROW, **changed}.values())


def test_the_export_comes_in_with_every_column_where_it_belongs(
    offices: TestOffices, tmp_path: Path
) -> None:
    rows = [EXPORT, export(), export(信访件编号="9", 姓名="匿名", 信访人数="")]
    path = saved(book(("信访件", rows)), tmp_path / "导出.xlsx")
    found = offices.run_json("import", "letters", path)
    assert (found["added"], found["bad"]) == (2, [])
    assert found["never_read"] == ["是否全国初次信访"]
    not_used = "登记日期 限办时间 是否办结 是否全国初次信访 信访件状态 登记部门 登记人".split()
    assert found["unused"] == not_used
    signed, nameless = sorted(offices.run_json("matters"), key=lambda each: each["anonymous"])
    assert signed["source_ref"].startswith("000123#")
    assert (signed["channel"], signed["purpose"], signed["headcount"]) == ("online", "claim", 12)
    assert (signed["township"], signed["received_at"]) == ("城关街道", "2026-02-12T00:00:00+08:00")
    assert (signed["place"], signed["concerned"]) == ("东城区_城关街道", None)
    assert signed["topic"] == ["城乡建设", "城市建设和市政管理", "自来水供应"]
    assert nameless["headcount"] is None
    assert signed["file_words"] == "手机信访、申诉"
    assert "Words of the file: 手机信访、申诉" in offices.run("show", signed["number"]).stdout
    plain = [
        EXPORT,
        export(信访件编号="8", 信访形式="来信", 信访目的="申诉求决", 联名信或集体访="联名信"),
    ]
    offices.run("import", "letters", write_csv(tmp_path / "plain.csv", plain))
    (ours,) = (each for each in offices.run_json("matters") if each["channel"] == "joint_letter")
    assert ours["file_words"] == ""
    shown = offices.run("matters", "--json").output + everything(offices)
    assert not [word for word in ("某甲", "平安里", "13900000001") if word in shown]
    who = offices.desk.read_identity(matter_uid(offices, signed["number"]), "核对地址")
    assert (who.name, who.phone, who.address) == ("某甲", "13900000001", "平安里三号楼")


def test_what_a_register_has_besides_comes_in_too(offices: TestOffices, tmp_path: Path) -> None:
    heads = [*EXPORT, "受信人", "涉及人数", "信访原因", "是否公开", "街道乡镇"]
    rows = [
        [*export(), "市长", "３３人", "答复不及时", "是", "平安镇"],
        [*export(信访件编号="8", 信访形式="来信", 信访目的=""), "", "", "", "部分公开", ""],
        [*export(信访件编号="9"), "", "许多", "", "否", ""],
    ]
    found = offices.run_json("import", "letters", write_csv(tmp_path / "more.csv", [heads, *rows]))
    assert [(bad["row"], bad["key"]) for bad in found["bad"]] == [(4, "letters.bad.headcount")]
    plain, full = sorted(offices.run_json("matters"), key=lambda each: each["publishable"])
    told = "addressed_to", "concerned", "cause", "publishable", "place", "township"
    assert [full[name] for name in told] == [
        *("市长", 33, "答复不及时", True, "东城区_城关街道", "平安镇"),
    ]  # fmt: skip
    assert [plain[name] for name in told] == ["", None, "", False, "东城区_城关街道", "城关街道"]
    assert plain["file_words"] == "部分公开"


def matter_uid(offices: TestOffices, number: str) -> Uid:
    file = offices.office.views.matter(number)
    assert file is not None
    return file.row.uid


def everything(offices: TestOffices) -> str:
    """Return every value of every table of the office."""
    with offices.office.engine.connect() as connection:
        run = connection.execute
        tables = list(run("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
        rows = [row for table in tables for row in run(f'SELECT * FROM "{table}"')]
    return "\n".join(str(value) for row in rows for value in row)


@pytest.mark.parametrize(
    ("form", "joint", "channel"),
    [
        *(
            (word, "", Channel.ONLINE)
            for word in "网上信访 手机信访 微信信访 网上建议 领导信箱".split()
        ),
        *((word, "", Channel.CALL) for word in "来电 电话信访 12345转办 １２３４５转办".split()),
        ("来信", "联名信", Channel.JOINT_LETTER),
        ("来信", "是", Channel.JOINT_LETTER),
        ("来访", "集体访", Channel.GROUP_VISIT),
        ("走访", "是", Channel.GROUP_VISIT),
        ("来访", "否", Channel.VISIT),
        ("网上信访", "是", Channel.ONLINE),
        ("", "", Channel.ONLINE),
        ("飞鸽", "集体访", None),
    ],
)
def test_every_form_in_use_is_one_of_ours(form: str, joint: str, channel: Channel | None) -> None:
    assert channel_of(form, joint) is channel


def test_every_purpose_in_use_is_one_of_ours(offices: TestOffices, tmp_path: Path) -> None:
    ours = {
        **dict.fromkeys(("求决", "申诉", "申诉求决"), "claim"),
        **dict.fromkeys(("意见建议", "建议意见"), "suggestion"),
        **dict.fromkeys(("揭发控告", "检举控告"), "accusation"),
        "其他": None,
    }
    rows = [export(信访件编号=word, 信访目的=word) for word in ours]
    offices.run("import", "letters", write_csv(tmp_path / "a.csv", [EXPORT, *rows]))
    read = {each["source_ref"].partition("#")[0]: each for each in offices.run_json("matters")}
    assert {word: matter["purpose"] for word, matter in read.items()} == ours


def test_what_no_desk_keeps_is_dropped_named_and_stored_nowhere(
    offices: TestOffices, tmp_path: Path
) -> None:
    kept_out = [f"不留{n}号" for n in range(len(NEVER))]
    head = ["标题", "来信时间", *NEVER, "内容"]
    rows = [head, ["路灯不亮", "2026-02-12", *kept_out, "x"]]
    said = offices.run("import", "letters", write_csv(tmp_path / "a.csv", rows))
    assert said.exit_code == 0
    assert "not registered and not stored: " + ", ".join(NEVER) in said.output
    stored = everything(offices)
    assert "路灯不亮" in stored
    assert [value for value in kept_out if value in stored or value in said.output] == []


def test_what_no_desk_keeps_can_not_be_asked_for(tmp_path: Path) -> None:
    for header in NEVER:
        for field in ("text", "writer", "number"):
            with pytest.raises(Refused, match="map_never"):
                match_columns(["标题", "来信时间", header], {header: field})
    assert not set(NEVER) & set(known_headers())
    assert match_columns(["标题", "首次来信日期"], {"首次来信日期": "received_at"}).used


def test_a_number_of_people_that_is_none_is_a_bad_row(offices: TestOffices, tmp_path: Path) -> None:
    counts = ["一群", "-3", "12.5", 99_999_999, "１２人"]
    rows = [EXPORT, *(export(信访件编号=n, 信访人数=each) for n, each in enumerate(counts))]
    result = offices.run("import", "letters", write_csv(tmp_path / "a.csv", rows))
    assert result.exit_code == 1
    for row in (2, 3, 4, 5):
        assert f"Row {row} can't come in: The column 信访人数" in result.output
    assert [each["headcount"] for each in offices.run_json("matters")] == [12]


def test_a_header_in_two_rows_is_one(tmp_path: Path) -> None:
    rows = [
        ["来信登记表"],
        ["编号", "来信人", "", "来信", "", "内容"],
        ["", "姓名", "电话", "日期", "标题", ""],
        ["1", "某甲", "139-0000-0001", "2026-02-12", "标题", "x"],
    ]
    made = book(("a", rows))
    for cells in ("A2:A3", "B2:C2", "D2:E2", "F2:F3"):
        made["a"].merge_cells(cells)
    known = known_headers()
    for path in (saved(made, tmp_path / "a.xlsx"), write_csv(tmp_path / "a.csv", rows)):
        table = read_table(path, known)
        assert table.headers == ("编号", "姓名", "电话", "日期", "标题", "内容")
        assert [row.number for row in table.rows] == [4]


def test_a_first_letter_whose_words_are_headers_too_is_a_letter(tmp_path: Path) -> None:
    rows = [["title", "date", "kind"], ["text", "2026-02-12", "letter"], ["b", "2026-02-12", "x"]]
    table = read_table(write_csv(tmp_path / "a.csv", rows), known_headers())
    assert [row.number for row in table.rows] == [2, 3]


def test_totals_and_notes_below_the_letters_are_no_letters_and_are_said(
    offices: TestOffices, tmp_path: Path
) -> None:
    below = ["合计", "合计：", "总计 2 件", "Total", "备注：以上为二月来信", "制表：李敏"]
    rows: list[list[Any]] = [["编号", "标题", "来信时间", "信访人数"]]
    rows += [["1", "甲", "2026-02-12", 3], *([each, "", "", 3] for each in below)]
    first = offices.run("import", "letters", write_csv(tmp_path / "a.csv", rows))
    assert first.exit_code == 0
    named = "Rows that are totals or notes, not letters: 3, 4, 5, 6, 7, 8"
    assert named in first.output
    path = xls(tmp_path / "a.xls", [[*row, None] for row in (*rows[:2], *rows[1:])])
    assert offices.run_json("import", "letters", path)["no_letter"] == [
        "4",
        "5",
        "6",
        "7",
        "8",
        "9",
    ]
    assert len(offices.run_json("matters")) == 1


def test_a_letter_that_begins_like_a_total_is_a_letter(
    offices: TestOffices, tmp_path: Path
) -> None:
    rows = [["标题", "来信时间"], ["合计", "2026-02-12"], ["合计二百元没有退", "昨天"]]
    said = offices.run_json("import", "letters", write_csv(tmp_path / "a.csv", rows), "--dry-run")
    assert (said["added"], len(said["bad"]), said["no_letter"]) == (1, 1, [])
