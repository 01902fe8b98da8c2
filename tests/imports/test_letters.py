"""Letters from spreadsheets: each once, whole, and every bad row with its reason."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pexpect
import pyte
import pytest

from tests import sources
from tests.commanded import TestOffices, throw_away_offices
from tests.hostile import HOSTILE, assert_harmless
from tests.sheets import Rows, write_csv, write_xlsx
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line
from xfconsole.imports.bring_in import BATCH

FIELDS = ["number", "writer", "title", "sent", "text", "reply", "replied"]
CHINESE = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]
LETTER: list[Any] = [
    *(188006, "A00045581", "楼道灯不亮", "2019/4/25 9:32:09", "\n\t\t三号楼的灯[两盏]坏了。"),
    *("已经修好。", "2019/5/10 14:56"),
]
WRITERS: dict[str, Callable[[Path, Rows], Path]] = {
    "xlsx": write_xlsx,
    "csv": write_csv,
    "csv with BOM": lambda path, rows: write_csv(path, rows, "utf-8-sig"),
    "csv in GB18030": lambda path, rows: write_csv(path, rows, "gb18030"),
}


@pytest.fixture
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        yield found


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "letters.xlsx", [CHINESE, LETTER])


def changed(**cells: Any) -> list[Any]:
    """Return the letter with some cells changed, by their English header."""
    return [cells.get(field, cell) for field, cell in zip(FIELDS, LETTER, strict=True)]


def bring(offices: TestOffices, path: Path, *options: str) -> Any:
    return offices.run_json("import", "letters", path, *options)


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("headers", [CHINESE, FIELDS], ids=["Chinese", "English"])
def test_a_letter_comes_in_whole(
    offices: TestOffices, tmp_path: Path, form: str, headers: list[str]
) -> None:
    path = WRITERS[form](tmp_path / f"letters.{form[:4].strip()}", [headers, LETTER])
    assert offices.run("import", "letters", path).exit_code == 0
    (matter,) = offices.run_json("matters")
    assert matter["summary"] == "楼道灯不亮"
    assert matter["text"] == "\n\t\t三号楼的灯[两盏]坏了。"
    assert matter["channel"] == "online"
    assert matter["received_at"] == "2019-04-25T09:32:09+08:00"
    assert matter["replies"] == [{"at": "2019-05-10T14:56:00+08:00", "text": "已经修好。"}]
    assert matter["state"] == "served"
    assert matter["source"] == path.name
    assert matter["source_ref"].startswith("188006#")


def test_the_writer_is_sealed_and_shown_nowhere(offices: TestOffices, letters: Path) -> None:
    said = offices.run("import", "letters", letters)
    number = offices.run_json("matters")[0]["number"]
    shown = [said.output, offices.run("matters").output, offices.run("matters", "--json").output]
    shown += [offices.run("show", number).output, offices.run("show", number, "--json").output]
    assert not [text for text in shown if "A00045581" in text]
    file = offices.office.views.matter(number)
    assert file is not None
    assert file.row.has_identity
    assert "A00045581" not in repr(file)


@pytest.mark.parametrize("word", ["匿名", "Anonymous", " 匿名网友 "])
def test_a_writer_called_anonymous_is_nobody(
    offices: TestOffices, tmp_path: Path, word: str
) -> None:
    bring(offices, write_csv(tmp_path / "a.csv", [FIELDS, changed(writer=word)]))
    (matter,) = offices.run_json("matters")
    assert matter["anonymous"]
    file = offices.office.views.matter(matter["number"])
    assert file is not None
    assert not file.row.has_identity


def test_the_same_file_again_adds_nothing(offices: TestOffices, letters: Path) -> None:
    first, again = bring(offices, letters), bring(offices, letters)
    assert (first["added"], first["known"], first["replies"]) == (1, 0, 1)
    assert (again["added"], again["known"], again["replies"]) == (0, 1, 0)
    assert len(offices.run_json("matters")[0]["replies"]) == 1


@pytest.mark.parametrize(
    "row",
    [
        changed(number="188006"),
        changed(number=188006.0),
        changed(sent="2019-04-25 09:32"),
        changed(sent=datetime(2019, 4, 25, 9, 32, 9)),  # noqa: DTZ001 - as in cells
        changed(sent="2019年4月25日 9时32分"),
        changed(title=" 楼道灯不亮 ", text="三号楼的灯[两盏]坏了。\r\n"),
        changed(writer="", reply="", replied=""),
    ],
)
@pytest.mark.parametrize("write", [write_xlsx, write_csv])
def test_a_letter_saved_in_another_form_is_known(
    offices: TestOffices,
    letters: Path,
    tmp_path: Path,
    write: Callable[[Path, Rows], Path],
    row: list[Any],
) -> None:
    bring(offices, letters)
    found = bring(offices, write(tmp_path / "renamed", [FIELDS, row]))
    assert (found["added"], found["known"], found["bad"]) == (0, 1, [])


@pytest.mark.parametrize(
    "row", [changed(number=7), changed(title="楼道灯又不亮"), changed(text="坏了三盏。")]
)
def test_a_changed_letter_is_a_new_matter(
    offices: TestOffices, letters: Path, tmp_path: Path, row: list[Any]
) -> None:
    bring(offices, letters)
    assert bring(offices, write_xlsx(tmp_path / "b.xlsx", [CHINESE, row]))["added"] == 1


def test_a_reply_that_comes_later_is_added_to_the_known_letter(
    offices: TestOffices, tmp_path: Path
) -> None:
    before = write_csv(tmp_path / "a.csv", [FIELDS, changed(reply="", replied="")])
    assert bring(offices, before)["replies"] == 0
    after = bring(offices, write_csv(tmp_path / "b.csv", [FIELDS, LETTER]))
    assert (after["added"], after["known"], after["replies"]) == (0, 1, 1)
    (matter,) = offices.run_json("matters")
    assert [each["text"] for each in matter["replies"]] == ["已经修好。"]


def test_equal_letters_without_a_number_are_as_many_letters(
    offices: TestOffices, tmp_path: Path
) -> None:
    rows = [FIELDS[2:5], *[LETTER[2:5]] * 3]
    path = write_csv(tmp_path / "form_letters.csv", rows)
    assert bring(offices, path)["added"] == 3
    assert bring(offices, path)["added"] == 0


def test_a_row_that_stands_twice_under_its_number_is_one_letter(
    offices: TestOffices, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "twice.csv", [FIELDS, LETTER, LETTER])
    found = bring(offices, path)
    assert (found["added"], found["known"], found["replies"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (changed(title=" ", text="\n\t"), "letters.bad.nothing"),
        (changed(sent=""), "letters.bad.time_missing"),
        (changed(sent="昨天"), "letters.bad.time_unreadable"),
        (changed(sent="2019/2/29"), "letters.bad.time_impossible"),
        (changed(sent="03/04/2019"), "letters.bad.time_ambiguous"),
        (changed(sent="2026-02-20 10:01"), "letters.bad.time_future"),
        (changed(replied="很快"), "letters.bad.time_unreadable"),
        (changed(replied="2019-04-24 23:59"), "letters.bad.reply_first"),
    ],
)
def test_a_bad_row_stays_out_with_number_and_reason_and_good_ones_go_in(
    offices: TestOffices, tmp_path: Path, row: list[Any], reason: str
) -> None:
    path = write_csv(tmp_path / "mixed.csv", [FIELDS, changed(number=1), row, changed(number=3)])
    result = offices.run("import", "letters", path, "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert (found["rows"], found["added"]) == (3, 2)
    assert [(bad["row"], bad["key"]) for bad in found["bad"]] == [(3, reason)]
    plain = offices.run("import", "letters", path)
    assert plain.exit_code == 1
    assert "Row 3 can't come in" in plain.stderr
    assert "A00045581" not in plain.output + result.output


def test_an_unknown_channel_is_a_bad_row_and_a_known_one_is_kept(
    offices: TestOffices, tmp_path: Path
) -> None:
    rows = [[*FIELDS, "信访形式"], [*LETTER, "来信"], [*changed(number=2), "飞鸽"]]
    found = bring(offices, write_csv(tmp_path / "c.csv", rows))
    assert [(bad["row"], bad["key"]) for bad in found["bad"]] == [(3, "letters.bad.channel")]
    assert [each["channel"] for each in offices.run_json("matters")] == ["letter"]


def test_unit_and_subject_come_in_and_applause_does_not(
    offices: TestOffices, tmp_path: Path
) -> None:
    headers = [*CHINESE, "责任单位", "二级分类", "一级分类", "点赞数", "反对数"]
    rows = [headers, [*LETTER, "住建局", "供水", "城乡建设", 900, 3]]
    found = bring(offices, write_xlsx(tmp_path / "d.xlsx", rows))
    assert found["unused"] == ["点赞数", "反对数"]
    (matter,) = offices.run_json("matters")
    assert (matter["unit"], matter["topic"]) == ("住建局", ["城乡建设", "供水"])


def test_a_subject_in_one_cell_is_split_into_its_levels(
    offices: TestOffices, tmp_path: Path
) -> None:
    rows = [[*FIELDS, "topic"], [*LETTER, "城乡建设 / 供水 > 水压"]]
    bring(offices, write_csv(tmp_path / "e.csv", rows))
    assert offices.run_json("matters")[0]["topic"] == ["城乡建设", "供水", "水压"]


def test_a_letter_without_a_title_is_summed_up_by_its_beginning(
    offices: TestOffices, tmp_path: Path
) -> None:
    text = "\n\t  " + "灯" * 80 + "\n第二行"
    bring(offices, write_csv(tmp_path / "f.csv", [FIELDS, changed(title="", text=text)]))
    (matter,) = offices.run_json("matters")
    assert (matter["summary"], matter["text"]) == ("灯" * 60, text)


def test_a_real_date_cell_is_midnight_at_the_office(offices: TestOffices, tmp_path: Path) -> None:
    bring(offices, write_xlsx(tmp_path / "g.xlsx", [FIELDS, changed(sent=date(2019, 4, 25))]))
    assert offices.run_json("matters")[0]["received_at"] == "2019-04-25T00:00:00+08:00"


def test_columns_are_mapped_by_hand(offices: TestOffices, tmp_path: Path) -> None:
    rows = [["写给谁", "哪天", "写了什么"], ["市长", "2019-04-25", "灯坏了。"]]
    path = write_csv(tmp_path / "h.csv", rows)
    found = bring(offices, path, "--map", "哪天=received_at", "--map", "写了什么=text")
    assert found["used"] == {"哪天": "received_at", "写了什么": "text"}
    assert found["unused"] == ["写给谁"]
    assert offices.run_json("matters")[0]["text"] == "灯坏了。"


@pytest.mark.parametrize(
    ("option", "key", "named"),
    [
        ("留言主题", "letters.refused.map_form", "留言主题"),
        ("=text", "letters.refused.map_form", "=text"),
        ("留言主题=心情", "letters.refused.map_field", "summary"),
        ("不存在=text", "letters.refused.map_column", "留言主题"),
    ],
)
def test_a_wrong_mapping_is_refused_naming_what_there_is(
    offices: TestOffices, letters: Path, option: str, key: str, named: str
) -> None:
    with pytest.raises(Refused) as refused:
        offices.run("import", "letters", letters, "--map", option)
    assert refused.value.key == key
    assert named in str(refused.value.values)
    assert offices.run_json("matters") == []


def test_two_columns_for_one_field_are_refused(offices: TestOffices, letters: Path) -> None:
    two = ["--map", "留言主题=text", "--map", "留言详情=text"]
    with pytest.raises(Refused, match=r"letters\.refused\.map_twice"):
        offices.run("import", "letters", letters, *two)


@pytest.mark.parametrize(
    ("headers", "key"),
    [
        (["编号", "标题"], "letters.refused.no_time_column"),
        (["编号", "时间"], "letters.refused.no_content_column"),
        (["甲", "乙"], "letters.refused.no_header"),
    ],
)
def test_a_file_that_tells_too_little_is_refused(
    offices: TestOffices, tmp_path: Path, headers: list[str], key: str
) -> None:
    path = write_csv(tmp_path / "i.csv", [headers, ["1", "2"]])
    with pytest.raises(Refused) as refused:
        offices.run("import", "letters", path)
    assert refused.value.key == key


def test_a_dry_run_says_what_would_come_in_and_writes_nothing(
    offices: TestOffices, letters: Path, tmp_path: Path
) -> None:
    bring(offices, letters)
    both = write_csv(tmp_path / "both.csv", [FIELDS, LETTER, changed(number=2), changed(sent="")])
    before = events(offices)
    found = bring(offices, both, "--dry-run")
    assert (found["added"], found["known"], len(found["bad"])) == (1, 1, 1)
    assert "Nothing was written" in offices.run("import", "letters", both, "--dry-run").stdout
    assert events(offices) == before
    assert bring(offices, both)["added"] == found["added"]


def events(offices: TestOffices) -> list[str]:
    with offices.office.engine.connect() as connection:
        return list(connection.execute("SELECT uid FROM event ORDER BY seq").scalars())


def test_many_letters_tell_their_progress_on_stderr(offices: TestOffices, tmp_path: Path) -> None:
    rows = [changed(number=number) for number in range(BATCH * 4 + 1)]
    result = offices.run("import", "letters", write_csv(tmp_path / "many.csv", [FIELDS, *rows]))
    assert result.stderr.splitlines() == ["1000 rows read", "2000 rows read"]
    assert offices.office.views.matter_count() == BATCH * 4 + 1


def test_at_a_terminal_progress_is_a_bar_that_leaves_no_trace(tmp_path: Path) -> None:
    rows = [changed(number=number) for number in range(3)]
    path = write_csv(tmp_path / "few.csv", [FIELDS, *rows])
    command = ["-m", "tests.commanded", "import", "letters", str(path)]
    child = pexpect.spawn(
        sys.executable, command, cwd=str(sources.ROOT), encoding="utf-8", dimensions=(24, 120)
    )
    screen = pyte.Screen(120, 24)
    printed = child.read()
    pyte.Stream(screen).feed(printed)
    assert "Importing" in printed
    assert not [line for line in screen.display if "Importing" in line]
    assert "few.csv: 3 rows, 3 registered" in "\n".join(screen.display)


def test_a_file_that_breaks_off_keeps_what_came_before(
    offices: TestOffices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xfconsole.imports.csv_grid.MAX_ROWS", 61)
    rows = [changed(number=number) for number in range(70)]
    result = offices.run("import", "letters", write_csv(tmp_path / "j.csv", [FIELDS, *rows]))
    assert result.exit_code == 1
    assert "j.csv" in result.stderr
    assert "60 registered" in result.stdout


IN_XLSX = sorted(HOSTILE)
# No text file can hold half a character.
IN_CSV = sorted(name for name in HOSTILE if "surrogate" not in name)


@pytest.mark.parametrize(
    ("write", "names"), [(write_xlsx, IN_XLSX), (write_csv, IN_CSV)], ids=["xlsx", "csv"]
)
def test_hostile_letters_come_in_whole_and_harmless(
    offices: TestOffices,
    tmp_path: Path,
    write: Callable[[Path, Rows], Path],
    names: list[str],
) -> None:
    rows = [hostile_row(name) for name in names]
    path = write(tmp_path / "hostile", [[*FIELDS, "unit", "topic"], *rows])
    found = bring(offices, path)
    assert (found["added"], found["bad"]) == (len(names), [])
    matters = {each["source_ref"].partition("#")[0]: each for each in offices.run_json("matters")}
    for name in names:
        assert matters[name]["text"] == neutral(HOSTILE[name])
        assert matters[name]["summary"] == neutral_line("题 " + HOSTILE[name]).strip()
        (reply,) = matters[name]["replies"]
        assert reply["text"] == neutral("答 " + HOSTILE[name])
    shown = [offices.run("matters").output, offices.run("matters", "--json").output]
    shown += [offices.run("show", each["number"]).output for each in matters.values()]
    for text in shown:
        assert_harmless(text)


def hostile_row(name: str) -> list[Any]:
    text = HOSTILE[name]
    reply = "答 " + text
    return [name, text, "题 " + text, "2019-04-25", text, reply, "2019-05-01", text, text]


@pytest.mark.parametrize("name", ["csi_colour", "osc_title", "rich_closing", "format_names"])
def test_hostile_headers_and_names_reach_no_message(
    offices: TestOffices, tmp_path: Path, name: str
) -> None:
    rows = [[*FIELDS, HOSTILE[name]], [*LETTER, ""], changed(sent=HOSTILE[name])]
    path = write_csv(tmp_path / (HOSTILE[name].replace("/", "") + ".csv"), rows)
    assert_harmless(offices.run("import", "letters", path).output)
    assert_harmless(offices.run("import", "letters", path, "--json").output)
    mapped = bring(offices, path, "--map", f"{HOSTILE[name]}=unit")
    assert mapped["used"][neutral_line(HOSTILE[name])] == "unit"
