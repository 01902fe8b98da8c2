"""One matter in full, as lines of a given width; the identity is sealed and never shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from itertools import zip_longest
from zoneinfo import ZoneInfo

from screens.matter.clocks import clock_lines, link_lines, party_lines, standing_lines
from screens.matter.line import MatterLine, own_text, section, wrapped
from screens.shared.event_lines import LogLine, log_lines, without_machine
from screens.shared.event_words import LogTeller
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.following import Contest
from xfconsole.core.facts.of_matter import LINES, ReplyRecorded
from xfconsole.core.identity.erasure import erasure_of
from xfconsole.core.matter.life import MatterLife
from xfconsole.core.matter.limits import Rules
from xfconsole.core.policy.pack import Policy
from xfconsole.core.rows import MatterFile, MatterRow, RequestRow
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.text import neutral
from xfconsole.ui.keys.actions import action
from xfconsole.ui.keys.key_names import key_name
from xfconsole.ui.text.cells import width
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.text.marked import Source, without_start, wrapped_sources
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.contested import ContestWords
from xfconsole.ui.words.identity import stub_line
from xfconsole.ui.words.times import day, moment

_DEEP = re.compile(r"^[ \t]{5,}|^ {0,4}\t[ \t]*")
"""An indentation deeper than four cells."""
_SEARCHED = ("field.head.unit", "field.head.topic")


@frozen
class ShownMatter:
    """Everything a matter's lines are made of.

    ``incidents`` are the events of the incidents opened from it, ``links`` the matters that are
    the same as it, ``twice`` those that another desk made of the same letter. ``contests`` are what
    desks, told of by ``desks``, did at once about it or its incidents.
    """

    file: MatterFile
    life: MatterLife
    incidents: Sequence[Event] = ()
    links: Sequence[MatterRow] = ()
    twice: Sequence[MatterRow] = ()
    contests: Sequence[Contest] = ()
    desks: Mapping[str, str] = field(default_factory=dict)

    @property
    def events(self) -> list[Event]:
        """Everything told of it and its incidents."""
        return sorted((*self.file.events, *self.incidents), key=lambda each: each.place)

    def contest_words(self, teller: LogTeller, zone: ZoneInfo) -> ContestWords:
        """Return what tells the contested acts."""
        return ContestWords(self.events, teller.fact, self.desks, zone)


@frozen
class Sight:
    """What a matter is looked at with: words for events and posts, rules, and the time."""

    teller: LogTeller
    policy: Policy
    rules: Rules
    zone: ZoneInfo
    now: datetime


def matter_lines(shown: ShownMatter, sight: Sight, cells: int) -> list[MatterLine]:
    """Return everything about a matter in lines of at most ``cells`` cells.

    Where it stands and what is owed come first, then the file.
    """
    file, life, zone = shown.file, shown.life, sight.zone
    lines = [*standing_lines(file.row, life, cells), *_contested(shown, sight, cells)]
    lines += clock_lines(life, sight.rules, zone, sight.now, cells)
    lines += party_lines(life, sight.policy, cells)
    lines += link_lines(shown.links, shown.twice, zone, cells)
    lines += section("matter.section.file", _fields(file, zone, cells), cells)
    lines += section("field.head.summary", own_text(file.row.summary, cells), cells)
    lines += text_lines(file, zone, cells)
    told = _time_line(shown.events, sight.teller, zone, cells)
    return lines + section("ledger.matter.timeline", told, cells)


def _contested(shown: ShownMatter, sight: Sight, cells: int) -> list[MatterLine]:
    """Return what is to be settled, each act with who did it, and the key for that."""
    if not shown.contests:
        return []
    words = shown.contest_words(sight.teller, sight.zone)
    lines = [
        replace(line, event=act)
        for contest in shown.contests
        for act in contest.acts
        for line in wrapped(words.act(act), cells, "row--warn")
    ]
    press = key_name(action("matter.settle").key_list[0])
    lines += wrapped(say("contested.hint", press=press), cells)
    return section("contested.section", lines, cells)


def text_lines(file: MatterFile, zone: ZoneInfo, cells: int) -> list[MatterLine]:
    """Return what a matter says beyond its summary: its text, the requests, the replies."""
    lines: list[MatterLine] = []
    if file.text:
        lines += section("ledger.matter.text", _letter(file.text, cells), cells)
    if file.requests:
        lines += section("ledger.matter.requests", _requests(file.requests, cells), cells)
    replies = [each for each in effective(file.events) if isinstance(each.fact, ReplyRecorded)]
    if replies:
        lines += section("ledger.matter.replies", _replies(replies, zone, cells), cells)
    return lines


def _fields(file: MatterFile, zone: ZoneInfo, cells: int) -> Iterator[MatterLine]:
    row = file.row
    received, registered = moment(row.received_at, zone), moment(row.registered_at, zone)
    yield from _pair(
        "field.head.received", received, "field.head.registered",
        f"{registered} {row.officer}", cells,
    )  # fmt: skip
    written = "ledger.matter.file_words", file.file_words
    yield from _pair("field.head.channel", word(row.channel), *written, cells)
    purpose = word(row.purpose) if row.purpose else ""
    topic = " / ".join(row.topic)
    yield from _pair("field.head.purpose", purpose, "field.head.topic", topic, cells)
    told = [(f"field.head.{name}", getattr(row, name)) for name in LINES]
    for (key, value), (other, beside) in zip_longest(told[::2], told[1::2], fillvalue=("", "")):
        yield from _pair(key, value, other, beside, cells)
    people, concerned = (
        str(each) if each is not None else "" for each in (row.headcount, row.concerned)
    )
    yield from _pair("field.head.headcount", people, "field.head.concerned", concerned, cells)
    source = f"{row.source} {row.source_ref}".strip()
    yield from _pair("ledger.matter.source", source, "", "", cells)
    if stub := stub_line(file.events, zone):
        yield from wrapped(stub, cells, "row--strong")
    if marks := list(_marks(file)):
        yield from wrapped(f" {glyph('dot')} ".join(marks), cells, "row--strong")


def _marks(file: MatterFile) -> Iterator[str]:
    row = file.row
    if row.has_identity and erasure_of(file.events).erased is None:
        yield say("ledger.matter.sealed", press=key_name(action("matter.identity").key_list[0]))
    if row.anonymous:
        yield say("ledger.matter.anonymous")
    if row.confidential:
        yield say("ledger.matter.confidential")
    if row.publishable:
        yield say("ledger.mark.publishable")
    if row.read_back:
        yield say("ledger.matter.read_back")


def _pair(one: str, value: str, other: str, beside: str, cells: int) -> Iterator[MatterLine]:
    """Put two fields on a line if both fit into their halves; leave out what is empty."""
    left, skipped = _field(one, value)
    right, skipped_too = _field(other, beside)
    half = cells // 2
    if left and right and width(left) < half and width(right) <= cells - half:
        blank = " " * (half - width(left))
        own = without_start(left, skipped) + blank + without_start(right, skipped_too)
        yield MatterLine(left + blank + right, source=Source(own, 0, 0))
        return
    for each, skip in ((left, skipped), (right, skipped_too)):
        if each:
            yield from own_text(each, cells, skip=skip)


def _field(key: str, value: str) -> tuple[str, int]:
    """Return a field, nothing without a value, and how much of it no search looks at."""
    said = say("ledger.matter.field", name=say(key), value=value) if value else ""
    return said, len(said) - (len(value) if key in _SEARCHED else 0)


def _letter(text: str, cells: int, indent: str = "") -> Iterator[MatterLine]:
    """Show a text as it is, but for the blanks that web forms put around it."""
    blank = True
    for row in neutral(text).rstrip().split("\n"):
        if row.strip() or not blank:
            yield from own_text(_DEEP.sub(" " * 4, row).rstrip(" \t"), cells, "", indent)
        blank = not row.strip()


def _requests(requests: Sequence[RequestRow], cells: int) -> Iterator[MatterLine]:
    for number, each in enumerate(requests, start=1):
        asked = f"{number}  {each.text}"
        yield from own_text(asked, cells, skip=len(asked) - len(each.text))
        if each.answer:
            said = say("ledger.matter.answered", mark=glyph("ok"), text=each.answer)
            yield from own_text(said, cells, "row--ok", "   ", len(said) - len(each.answer))
        if each.on is not None:
            said = say("ledger.matter.step", mark=glyph("going"), on=day(each.on), text=each.step)
            yield from own_text(said, cells, "", "   ")
        if each.open:
            said = say("ledger.matter.open", mark=glyph("warn"))
            yield from wrapped(said, cells, "row--warn", "   ")


def _replies(replies: Sequence[Event], zone: ZoneInfo, cells: int) -> Iterator[MatterLine]:
    for event in replies:
        assert isinstance(event.fact, ReplyRecorded)
        yield MatterLine(moment(event.happened_at, zone), "row--strong", event)
        yield from _letter(event.fact.text, cells, "  ")


def _time_line(
    events: Sequence[Event], teller: LogTeller, zone: ZoneInfo, cells: int
) -> Iterator[MatterLine]:
    first = min(each.happened_at for each in events)
    before = ""
    for line in without_machine(log_lines(events, first)):
        date = day(line.at.astimezone(zone).date())
        if date != before:
            yield MatterLine(date, "row--quiet")
            before = date
        yield from _told(line, teller, cells)


def _told(line: LogLine, teller: LogTeller, cells: int) -> Iterator[MatterLine]:
    time = f"{teller.time(line):5} "
    told = _short(line, teller)
    style = "row--quiet" if line.corrects is not None else ""
    for text, source in wrapped_sources(f"{told}  {line.event.officer}", cells - 6, len(time)):
        yield MatterLine(time + text, style, line.event, source=source)
        time = " " * 6


def _short(line: LogLine, teller: LogTeller) -> str:
    """Return a line's sentence; the text of a reply stands above already."""
    if isinstance(line.event.fact, ReplyRecorded):
        return teller.apart(line) + say("ledger.matter.reply_came")
    return teller.sentence(line)
