"""The subject tree: built in, or the office's own, checked row by row."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwt  # type: ignore[import-untyped]

from tests import sources
from tests.hostile import HOSTILE, assert_harmless
from xfconsole.core.words.refusal import Refused
from xfconsole.office_files.subjects import OFFICE_FILE, load_subjects, parse_subjects

FIRST_LEVEL = (
    "城乡建设 党务政务 国土资源 环境保护 纪检监察 交通运输 经济管理 科技与信息产业 民政 农村农业 "
    "商贸旅游 卫生计生 政法 教育文体 劳动和社会保障"
).split()
REAL = sources.ROOT.parent / "shared" / "real" / OFFICE_FILE


def test_the_built_in_tree_has_the_fifteen_classes_with_three_levels_each() -> None:
    tree = load_subjects()
    assert tree.below() == tuple(FIRST_LEVEL)
    assert {len(subject) for subject in tree.subjects} == {3}
    for first in tree.below():
        assert len(tree.below([first])) >= 2
        assert all(tree.below([first, second]) for second in tree.below([first]))


def test_an_office_without_a_file_of_its_own_has_the_built_in_tree(tmp_path: Path) -> None:
    assert load_subjects(tmp_path) == load_subjects()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("headers", ["一级分类,二级分类,三级分类", "Level1;level2;level3"])
def test_an_office_has_its_own_tree(tmp_path: Path, headers: str, encoding: str) -> None:
    between = "," if "," in headers else ";"
    rows = ["供水,水压,高层", "供水,水压,低层", "供水,水质", "路灯"]
    text = "\r\n".join([headers, *(row.replace(",", between) for row in rows)])
    (tmp_path / OFFICE_FILE).write_bytes(text.encode(encoding))
    tree = load_subjects(tmp_path)
    assert tree.below() == ("供水", "路灯")
    assert tree.below(["供水"]) == ("水压", "水质")
    assert tree.below(["供水", "水压"]) == ("高层", "低层")
    assert tree.below(["路灯"]) == tree.below(["供水", "水质"]) == ()


def test_a_tree_may_be_a_workbook_whose_upper_levels_are_merged(tmp_path: Path) -> None:
    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("分类")
    for at, row in enumerate(
        [["一级分类", "二级分类", "三级分类"], ["", "水压", "高层"], ["", "水质"]]
    ):
        for column, cell in enumerate(row):
            if cell:
                sheet.write(at, column, cell)
    sheet.write_merge(1, 2, 0, 0, "供水")
    made.save(str(tmp_path / "subjects.xls"))
    assert load_subjects(tmp_path).subjects == (("供水", "水压", "高层"), ("供水", "水质"))
    (tmp_path / OFFICE_FILE).write_text("level1,level2,level3\n路灯\n", encoding="utf-8")
    assert load_subjects(tmp_path).subjects == (("路灯",),)


@pytest.mark.parametrize(
    ("text", "key", "row"),
    [
        ("", "header", None),
        ("甲,乙,丙\n", "header", None),
        ("level1,level2\n供水,水压\n", "header", None),
        ("level1,level2,level3\n", "empty", None),
        ("level1,level2,level3\n供水,,高层\n", "gap", 2),
        ("level1,level2,level3\na,b,c\n,水压,高层\n", "gap", 3),
        ("level1,level2,level3\na,b,c\nx,y,z\na,b,c\n", "twice", 4),
        (f"level1,level2,level3\na,{'长' * 61},c\n", "long", 2),
        ('level1,level2,level3\n"a"x,b,c\n', "row", 2),
        ("level1,level2,level3\n" + "长" * 400_000, "too_large", None),
    ],
)
def test_a_faulty_file_is_refused_with_its_row(text: str, key: str, row: int | None) -> None:
    with pytest.raises(Refused) as refused:
        parse_subjects(text.encode(), OFFICE_FILE)
    assert refused.value.key == f"subjects.refused.{key}"
    assert refused.value.values.get("row") == row


def test_a_file_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / OFFICE_FILE).mkdir()
    with pytest.raises(Refused, match="unreadable"):
        load_subjects(tmp_path)


@pytest.mark.parametrize(
    "name", ["csi_colour", "bidi_override", "zalgo", "c1_csi", "tag_characters"]
)
def test_hostile_names_are_harmless(name: str) -> None:
    text = f"level1,level2,level3\n{HOSTILE[name][:50]},b,c\n"
    (subject,) = parse_subjects(text.encode(), OFFICE_FILE).subjects
    assert_harmless(subject[0])


@pytest.mark.skipif(not REAL.is_file(), reason="the real subjects are not in ../shared/real")
def test_a_real_tree_is_taken_whole() -> None:
    tree = parse_subjects(REAL.read_bytes(), OFFICE_FILE)
    assert len(tree.subjects) == 517
    assert set(tree.below()) == set(FIRST_LEVEL)
