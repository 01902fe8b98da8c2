"""Reads the ledger's filter (docs/ledger.md): ``unit:住建 state:handling due<3d overdue 拆迁``.

Every part but the last, while it is still being typed, is either understood or refused in one
sentence. Signs that a Chinese input method puts in place of ASCII ones mean the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from enum import StrEnum

from xfconsole.core.ledger.terms import (
    AMOUNTS,
    CLOSED_LISTS,
    FIELDS,
    FLAGS,
    NEARS,
    TIMES,
    Compare,
    Counted,
    FilterKey,
    Flagged,
    Holds,
    LedgerQuery,
    Near,
    OneOf,
    Term,
    Timed,
    When,
    Word,
)
from xfconsole.core.words.desk import MAX_HEADCOUNT
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.typed import iso_day, keyed, whole_number

Names = Mapping[FilterKey, Mapping[str, StrEnum]]
"""The words for the members of closed lists in every language, beside their English values."""

_MOST_DAYS = 36_500
_YEARS = range(1900, 3000)
_LONGEST_SHOWN = 24
_QUOTES = {'"': '"', "“": "”", "”": "”", "「": "」"}
_HEAD = re.compile(
    r"(?P<sign>[-－]?)(?P<key>[^\W\d_]+)(?P<compare>[<＜‹〈]=|[>＞›〉]=|[:：=<>＜＞《》‹›〈〉≤≥])"
)
_COMPARES: Mapping[str, Compare] = {
    **dict.fromkeys(":：=", Compare.IS),
    **dict.fromkeys("<＜《‹〈", Compare.LESS),
    **dict.fromkeys(">＞》›〉", Compare.MORE),
    **dict.fromkeys(("<=", "＜=", "‹=", "〈=", "≤"), Compare.AT_MOST),
    **dict.fromkeys((">=", "＞=", "›=", "〉=", "≥"), Compare.AT_LEAST),
}
_COMMAS = ",，、"
_WIDE = str.maketrans("０１２３４５６７８９＝", "0123456789=")
_STRETCH = re.compile(r"(\d{1,6})(d|h|天|日|小时)", re.ASCII)


def _narrow(text: str) -> str:
    """Return a filter on one line, full-width digits and signs as a Chinese keyboard has them."""
    return neutral_line(text).translate(_WIDE)


def parse(text: str, names: Names) -> LedgerQuery:
    """Return what a filter asks for. Raises Refused that names the part at fault."""
    return LedgerQuery(tuple(_term(part, names) for part in _parts(_narrow(text))))


def parse_typing(text: str, names: Names) -> tuple[LedgerQuery, str]:
    """Return what a filter asks for while it is being typed, and the end that is left out of it.

    The last part is left out as long as a term could still become of it. Raises Refused for the
    parts before it.
    """
    line = _narrow(text)
    parts = list(_parts(line))
    if not parts or line[parts[-1].end :]:
        return parse(line, names), ""
    *done, last = parts
    terms = [_term(part, names) for part in done]
    if _unfinished(last, names):
        return LedgerQuery(tuple(terms)), last.raw
    return LedgerQuery((*terms, _term(last, names))), ""


@frozen
class _Part:
    """One part of a filter: a term (``compare``) with its values, or a word."""

    raw: str
    end: int
    negated: bool
    values: tuple[str, ...]
    quoted: bool = False
    key: str = ""
    compare: str = ""


def _parts(line: str) -> Iterator[_Part]:
    at = 0
    while at < len(line):
        if line[at].isspace():
            at += 1
            continue
        part = _part(line, at)
        at = part.end
        yield part


def _part(line: str, start: int) -> _Part:
    head = _HEAD.match(line, start)
    if head and _is_term(head):
        values, end = _values(line, head.end())
        negated = bool(head["sign"])
        raw = line[start:end]
        return _Part(
            raw, end, negated, values, key=keyed(head["key"]).lower(), compare=head["compare"]
        )
    negated = line[start] in "-－" and start + 1 < len(line) and not line[start + 1].isspace()
    at = start + negated
    quoted = line[at] in _QUOTES
    text, end = _quoted(line, at) if quoted else _run(line, at, "")
    return _Part(line[start:end], end, negated, (text,), quoted)


def _is_term(head: re.Match[str]) -> bool:
    """A colon after letters is meant as a term even when there is none of that name."""
    return keyed(head["key"]).lower() in FIELDS or head["compare"] in ":："


def _values(line: str, start: int) -> tuple[tuple[str, ...], int]:
    values: list[str] = []
    at = start
    while True:
        quoted = at < len(line) and line[at] in _QUOTES
        value, at = _quoted(line, at) if quoted else _run(line, at, _COMMAS)
        values.append(value)
        if at >= len(line) or line[at] not in _COMMAS:
            return tuple(values), at
        at += 1


def _run(line: str, start: int, stops: str) -> tuple[str, int]:
    end = start
    while end < len(line) and not line[end].isspace() and line[end] not in stops:
        end += 1
    return line[start:end], end


def _quoted(line: str, start: int) -> tuple[str, int]:
    """Return what stands in quotes, a doubled one for itself; an open quote ends with the line."""
    closing = _QUOTES[line[start]]
    found: list[str] = []
    at = start + 1
    while at < len(line):
        if line[at] == closing:
            if line[at + 1 : at + 2] != closing:
                return "".join(found), at + 1
            at += 1
        found.append(line[at])
        at += 1
    return "".join(found), at


# --- what a part means ----------------------------------------------------------------------------


def _term(part: _Part, names: Names) -> Term:
    if part.compare:
        return _keyed(part, names)
    (text,) = part.values
    flag = None if part.quoted else FLAGS.get(keyed(text).lower())
    if flag is not None:
        return Flagged(flag, part.negated)
    if not text.strip():
        raise Refused("ledger_query.refused.empty", term=_shown(part.raw))
    return Word(text.casefold(), part.negated)


def _keyed(part: _Part, names: Names) -> Term:
    field = FIELDS.get(part.key)
    if field is None:
        raise Refused("ledger_query.refused.unknown", term=_shown(part.raw), name=_shown(part.key))
    if not all(value.strip() for value in part.values):
        raise Refused("ledger_query.refused.empty", term=_shown(part.raw))
    compare = _COMPARES[part.compare]
    if field in TIMES:
        return _timed(part, field, compare)
    if field in AMOUNTS:
        return _counted(part, field, compare)
    if compare is not Compare.IS:
        raise Refused("ledger_query.refused.compare", term=_shown(part.raw), name=part.key)
    if field in CLOSED_LISTS:
        values = (_member(value, field, part, names) for value in part.values)
        return OneOf(field, tuple(dict.fromkeys(values)), part.negated)
    texts = map(keyed, part.values) if field is FilterKey.NUMBER else part.values
    return Holds(field, tuple(text.casefold() for text in texts), part.negated)


def _timed(part: _Part, field: FilterKey, compare: Compare) -> Timed:
    when = _when(keyed(part.values[0]).lower()) if len(part.values) == 1 else None
    due = field is FilterKey.DUE
    if when is None or (not due and _by_the_hour(when)):
        key = "ledger_query.refused.due" if due else "ledger_query.refused.received"
        raise Refused(key, term=_shown(part.raw))
    return Timed(field, compare, when, part.negated)


def _counted(part: _Part, field: FilterKey, compare: Compare) -> Counted:
    amount = whole_number(part.values[0]) if len(part.values) == 1 else None
    if amount is None or amount > MAX_HEADCOUNT:
        raise Refused("ledger_query.refused.amount", term=_shown(part.raw), most=MAX_HEADCOUNT)
    return Counted(field, compare, amount, part.negated)


def _when(value: str) -> When | None:
    if value in NEARS:
        return NEARS[value]
    if stretch := _STRETCH.fullmatch(value):
        amount = min(int(stretch[1]), _MOST_DAYS)
        return timedelta(hours=amount) if stretch[2] in ("h", "小时") else timedelta(amount)
    day = iso_day(value)
    return day if day and day.year in _YEARS else None


def _by_the_hour(when: When) -> bool:
    return when is Near.HOUR or (isinstance(when, timedelta) and when != timedelta(when.days))


def _member(value: str, field: FilterKey, part: _Part, names: Names) -> StrEnum:
    """Return the one member meant: by its word, else the one beginning so, else holding it."""
    asked = _folded(value)
    words = {_folded(each.value): each for each in CLOSED_LISTS[field]}
    words |= {_folded(word): member for word, member in names.get(field, {}).items()}
    found = {words[asked]} if asked in words else set()
    found = found or {member for word, member in words.items() if _core(word) == _core(asked)}
    found = found or {member for word, member in words.items() if word.startswith(asked)}
    found = found or {member for word, member in words.items() if asked in word}
    if len(found) == 1:
        return found.pop()
    key = "ledger_query.refused.ambiguous" if found else "ledger_query.refused.value"
    most = [each for each in CLOSED_LISTS[field] if not found or each in found]
    raise Refused(key, term=_shown(part.raw), value=_shown(value), one=most[0], other=most[-1])


def _folded(word: str) -> str:
    return keyed(word).casefold().replace("_", " ")


def _core(word: str) -> str:
    """Return a state's word without the sign that says it is done or under way: 已受理, 办理中."""
    return word.removeprefix("已").removesuffix("中")


def _unfinished(part: _Part, names: Names) -> bool:
    if part.compare or part.quoted:
        try:
            _term(part, names)
        except Refused:
            return True
        return False
    typed = keyed(part.values[0]).lower()
    longer = (word for word in (*FIELDS, *FLAGS) if word.startswith(typed))
    return typed not in FLAGS and any(longer)


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
