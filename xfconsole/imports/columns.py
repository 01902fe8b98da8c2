"""Which column of a letters table is which field: known headers in both languages, and --map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.imports.letter_words import is_never_read
from xfconsole.imports.table import header_key, shown

KNOWN_HEADERS: dict[str, tuple[str, ...]] = {
    "number": tuple(
        "留言编号 信访编号 信访件编号 来信编号 信件编号 编号 序号 "
        "letter_number letter_no number no no. letter_id id ref reference".split()
    ),
    "writer": tuple(
        "留言用户 信访人 信访人姓名 来信人 来信人姓名 写信人 留言人 反映人 投诉人 姓名 用户 "
        "writer writer_name sender complainant from author name user".split()
    ),
    "summary": tuple(
        "留言主题 留言标题 来信标题 来信主题 信件标题 标题 主题 摘要 内容摘要 概况 事由 "
        "summary title subject headline".split()
    ),
    "received_at": tuple(
        "留言时间 来信时间 来信日期 收信时间 收信日期 信访时间 信访日期 提交时间 登记时间 登记日期 "
        "接收时间 时间 日期 received_at received receipt_date sent_at sent date_received "
        "date_sent date_time datetime timestamp date time".split()
    ),
    "text": tuple(
        "留言详情 留言内容 来信内容 信访内容 信件内容 反映内容 详细内容 详情 内容 正文 "
        "text body content contents details message letter".split()
    ),
    "reply": tuple(
        "答复意见 答复内容 回复内容 回复意见 答复 回复 reply reply_text answer response".split()
    ),
    "replied_at": tuple(
        "答复时间 答复日期 回复时间 回复日期 "
        "replied_at replied reply_time reply_date answered_at answered".split()
    ),
    "unit": tuple(
        "责任单位 承办单位 办理单位 处理单位 答复单位 单位 "
        "unit responsible_unit department office".split()
    ),
    "topic": tuple(
        "一级分类 二级分类 三级分类 一级标签 二级标签 三级标签 内容分类 问题分类 分类 类别 "
        "level1 level2 level3 topic category class".split()
    ),
    "channel": tuple("信访形式 信访方式 来信方式 渠道 来源 channel form medium".split()),
    "joint": ("联名信或集体访",),
    "purpose": tuple("信访目的 目的 purpose".split()),
    "township": tuple("街道乡镇 乡镇街道 township".split()),
    "headcount": tuple("信访人数 人数 headcount".split()),
    "concerned": tuple("涉及人数 concerned people_concerned".split()),
    "place": tuple("问题属地 属地 place".split()),
    "addressed_to": tuple("受信人 addressed_to recipient".split()),
    "cause": tuple("信访原因 cause".split()),
    "publishable": tuple("是否公开 可否公开 publishable".split()),
    "phone": tuple("手机号码 手机号 手机 联系电话 电话号码 电话 phone mobile telephone".split()),
    "address": tuple("住址 地址 联系地址 家庭住址 address".split()),
}
"""Every field, and the headers that mean it, the more telling ones first."""

FIELDS = tuple(KNOWN_HEADERS)
TIMES = ("received_at", "replied_at")
_DAY_AND_TIME = (("日期", "时间"), ("date", "time"), ("时间", "日期"), ("time", "date"))
"""来信日期 goes with 来信时间, and ``date`` with ``time``."""
_MOST_LISTED = 30


@frozen
class Columns:
    """Which columns carry which field, as positions from 0, and the headers nobody reads.

    Only ``topic`` may have several columns, its levels, the first level first; and a time may have
    two: the day in one, the time of day in the other.
    """

    headers: tuple[str, ...]
    of_field: Mapping[str, tuple[int, ...]]
    used: Mapping[str, str]
    unused: tuple[str, ...]

    def header(self, field: str) -> str:
        """Return the header of a field's column, of both where it has two; nothing without one."""
        return " / ".join(self.headers[at] for at in self.of_field.get(field, ()))


def match_columns(headers: Sequence[str], mapping: Mapping[str, str]) -> Columns:
    """Return what each column means: ``mapping`` (header → field) first, then the known headers.

    A column mapped to an empty field is not read. Raises Refused for a mapped column or field that
    does not exist, for more columns than a field may have, and when nothing would tell what a
    letter says or when it came.
    """
    names = [header_key(each) for each in headers]
    of_field = _mapped(headers, names, mapping)
    taken = {position for positions in of_field.values() for position in positions}
    for field in FIELDS:
        if field not in of_field and (found := _known(names, field, taken)):
            of_field[field] = found
            taken.update(found)
    taken.difference_update(of_field.pop("", ()))
    _check_sufficient(headers, of_field)
    used = {headers[at]: field for field in FIELDS for at in of_field.get(field, ())}
    unused = tuple(header for at, header in enumerate(headers) if at not in taken and header)
    return Columns(tuple(headers), of_field, used, unused)


def known_headers() -> list[str]:
    """Return every header that means a field, in every spelling."""
    return [each for field in FIELDS for each in _spellings(field)]


def known_field(header: str) -> str:
    """Return the field that a header means by itself, empty for none."""
    key = header_key(header)
    found = (each for each in FIELDS if key in map(header_key, _spellings(each)))
    return next(found, "")


def _spellings(field: str) -> list[str]:
    """``date_sent`` is also written ``Date sent``; blanks and case count for nothing."""
    return [each for name in KNOWN_HEADERS[field] for each in (name, name.replace("_", " "))]


def parse_mapping(options: Sequence[str]) -> dict[str, str]:
    """Return header → field from ``COLUMN=FIELD`` options; raises Refused for any other form."""
    mapping: dict[str, str] = {}
    for option in options:
        # Headers of a file are neutralised when it is read; what names them has to be as well.
        header, mark, field = neutral_line(option).rpartition("=")
        if not (header.strip() and mark and field.strip()):
            raise Refused("letters.refused.map_form", option=shown(neutral_line(option)))
        mapping[header.strip()] = field.strip()
    return mapping


def _mapped(
    headers: Sequence[str], names: Sequence[str], mapping: Mapping[str, str]
) -> dict[str, tuple[int, ...]]:
    of_field: dict[str, tuple[int, ...]] = {}
    for header, field in mapping.items():
        if is_never_read(header):
            raise Refused("letters.refused.map_never", column=shown(header))
        if field and field not in FIELDS:
            raise Refused("letters.refused.map_field", field=shown(field), fields=_listed(FIELDS))
        if header_key(header) not in names:
            columns = _listed(headers)
            raise Refused("letters.refused.map_column", column=shown(header), columns=columns)
        if field and not may_have_more(field, len(of_field.get(field, ()))):
            raise Refused("letters.refused.map_twice", field=shown(field))
        of_field[field] = (*of_field.get(field, ()), names.index(header_key(header)))
    return of_field


def _known(names: Sequence[str], field: str, taken: set[int]) -> tuple[int, ...]:
    known = [header_key(each) for each in _spellings(field)]
    found = [at for at, name in enumerate(names) if name in known and at not in taken]
    found.sort(key=lambda at: known.index(names[at]))
    if field == "topic" or not found:
        return tuple(found)
    return (found[0], *(_partner(names, found[0], taken) if field in TIMES else ()))


def _partner(names: Sequence[str], at: int, taken: set[int]) -> tuple[int, ...]:
    """Return the column that says the time of day of another's day, or its day."""
    wanted = {names[at].replace(one, other) for one, other in _DAY_AND_TIME if one in names[at]}
    found = (n for n, name in enumerate(names) if name in wanted and n != at and n not in taken)
    return tuple(found)[:1]


def may_have_more(field: str, count: int) -> bool:
    """Whether a field of which there are so many columns can have one more."""
    return field == "topic" or count < (2 if field in TIMES else 1)


def _check_sufficient(headers: Sequence[str], of_field: Mapping[str, tuple[int, ...]]) -> None:
    if "summary" not in of_field and "text" not in of_field:
        raise Refused("letters.refused.no_content_column", columns=_listed(headers))
    if "received_at" not in of_field:
        raise Refused("letters.refused.no_time_column", columns=_listed(headers))


def _listed(names: Sequence[str]) -> str:
    named = [each for each in names if each]
    more = [] if len(named) <= _MOST_LISTED else ["…"]
    return ", ".join([shown(each) for each in named[:_MOST_LISTED]] + more)
