"""What the header of a drawn roster's column says: a post, and maybe for which unit or shift."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from xfconsole.core.roster.shifts import hours_named, shift_named
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key
from xfconsole.core.words.text import neutral_line
from xfconsole.imports.table import Cell, Row, as_text, composed, header_key

DATE, DATE_TOO = (
    frozenset("日期 值班日期 date day".split()),
    frozenset("时间 值班时间 日".split()),
)
SHIFT = frozenset("班次 时段 时间 值班时间 值班时段 shift hours".split())
WEEKDAY = frozenset("星期 周 周几 星期几 礼拜 weekday week dayofweek".split())
PHONE = frozenset(
    "电话 联系电话 联系方式 手机 手机号 手机号码 电话号码 号码 phone mobile telephone tel".split()
)
ONE_A_ROW = frozenset("岗位 值班岗位 post role".split())
"""A roster of one official a row names his post in a column."""
NAME = frozenset("姓名 人员 name person".split())
PASSED = frozenset("备注 说明 序号 编号 节假日 remark remarks note notes no".split())
KNOWN = DATE | DATE_TOO | SHIFT | WEEKDAY | PHONE | PASSED
USUAL = {
    "值班领导": "duty_leader",
    "带班人": "duty_leader",
    "值班人员": "duty_officer",
    "值班人": "duty_officer",
    "值班干部": "duty_officer",
}
"""What rosters call posts of the default pack, where the office's pack has them too."""
OF_UNITS = dict.fromkeys(("责任单位", "责任单位值班", "责任单位值班人员"), "unit_head")
"""The same, but of one unit each: without a unit's name it would be every unit's."""
_IN_BRACKETS = re.compile(r"(.+?)\s*[(（]([^()（）]+)[)）]")
_SHIFT_FIRST = re.compile(r"(白班|日班|夜班|晚班)(.+)")
_UNIT = re.compile(
    r".{2,}(?:局|委|办|处|署|院|所|站|厅|中心|街道|镇|乡|大队|支队|公司|集团|bureau)", re.I
)
_TITLE = re.compile(r"\d|安排|值班表")
_NO_UNIT = re.compile(r"值班|带班|领导|负责|人员|主任|书记")


@frozen
class Meant:
    """A post, the unit it is held for, and the shift as it is written, where a header says so."""

    post: str
    unit: str = ""
    shift: str = ""


@frozen
class HeadWords:
    """What headers may say: posts by folded name, "" for one that is not read, and known units."""

    posts: Mapping[str, str]
    units: frozenset[str] = frozenset()

    def meant_by(self, header: str) -> Meant | None:
        """Return what a header means that says more than a post: ``带班领导（夜班）``.

        None where it could mean anything else.
        """
        name, inside = self.apart(header)
        post = self.posts.get(header_key(name))
        if post is None or not inside:
            return None
        return Meant(post, shift=inside) if is_shift(inside) else Meant(post, unit=inside)

    def apart(self, header: str) -> tuple[str, str]:
        """Return a header without the shift or the unit that it says, and that, if any."""
        if (found := _IN_BRACKETS.fullmatch(header)) and self._tells(inside := found[2].strip()):
            return found[1], inside
        found = _SHIFT_FIRST.fullmatch(header)
        return (found[2], found[1]) if found else (header, "")

    def said_alone(self, header: str, post: str) -> Meant:
        """Return what a header means of which somebody answered the post: a unit's, a shift's."""
        if is_shift(header):
            return Meant(post, shift=header)
        return Meant(post, unit=header if self.is_unit(header) else "")

    def is_unit(self, header: str) -> bool:
        """Whether a header is a unit that the office knows, or ends as the names of offices do."""
        ends_so = bool(_UNIT.fullmatch(header)) and not _NO_UNIT.search(header)
        return ends_so or name_key(header) in self.units

    def headers(
        self, row: Row, below: Row | None, titled: str, body: Sequence[Row]
    ) -> Iterator[str]:
        """Yield the header of each column as written; of two rows, the second says which is which.

        A unit or a shift under anything comes with that: ``带班领导(白班)``. So does a shift under
        a title that names a post, and a unit beside 责任单位值班 where nobody stands under that.
        """
        group = label = ""
        for at, (cell, lower) in enumerate(
            zip_longest(row.cells, below.cells if below else (), fillvalue=None)
        ):
            over, under = _written(cell), _written(lower)
            group = over or group
            if under != group and self._tells(under) and _is_group(group):
                yield f"{group}({under})"
            elif header_key(under) in NAME:
                yield group
            elif titled and is_shift(under or over):
                yield f"{titled}({under or over})"
            elif label and not under and self.is_unit(over):
                yield f"{label}({over})"
            elif not under and header_key(over) in OF_UNITS and _is_empty(body, at):
                label = over
                yield ""
            else:
                label = label if not over or header_key(over) in PHONE else ""
                yield under or over

    def is_second(self, row: Row, below: Row) -> bool:
        """Whether the row under one of headers is another: 姓名, 电话, units or shifts."""
        own = {
            _written(cell)
            for at, cell in enumerate(below.cells)
            if header_key(cell) and (at >= len(row.cells) or cell != row.cells[at])
        }
        telling = {each for each in own if header_key(each) in NAME or self._tells(each)}
        rest = {header_key(each) for each in own - telling}
        return (
            bool(telling)
            and rest <= PHONE
            and not any(isinstance(c, (int, float)) for c in below.cells)
        )

    def _tells(self, text: str) -> bool:
        return is_shift(text) or self.is_unit(text)


def is_shift(header: str) -> bool:
    """Whether a header is a shift or hours, and no column of shifts."""
    text = "".join(composed(header).split())
    return header_key(header) not in KNOWN and bool(shift_named(text) or hours_named(text))


def titled_post(titles: Iterable[Row], posts: Mapping[str, str]) -> str:
    """Return the folded name of the one post that titles name, nothing where it is none or two."""
    text = "\n".join(header_key(cell) for row in titles for cell in row.cells)
    found = {post: key for key, post in posts.items() if post and not key.isascii() and key in text}
    return next(iter(found.values())) if len(found) == 1 else ""


def _is_group(header: str) -> bool:
    """Whether what stands over a shift or a unit is what it is of, and no title of the table."""
    return header_key(header) not in {"", *KNOWN} and not _TITLE.search(header)


def _is_empty(body: Sequence[Row], at: int) -> bool:
    return not any(header_key(row.at(at)) for row in body)


def _written(cell: Cell) -> str:
    return neutral_line(as_text(cell)).strip()
