"""What stands on the compare screen: what is being registered, and all that an earlier one says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from textual.content import Content

from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_matter import ReplyRecorded
from xfconsole.core.facts.of_procedure import MatterMoved
from xfconsole.core.matter.limits import Deadline
from xfconsole.core.rows import MatterFile, MatterRow, RequestRow
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import Act
from xfconsole.core.words.text import neutral
from xfconsole.ui.text.cells import width, wrap
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.times import day

_SAYS_THE_ANSWER = (Act.ANSWER, Act.REPLY, Act.DECIDE_REVIEW, Act.DECIDE_FINAL)
_BLANK_LINES = re.compile(r"\n[ \t\u3000]*(?:\n[ \t\u3000]*)+")


@frozen
class Typed:
    """The one side: what is being registered, or the matter one came from."""

    title: str
    summary: str
    text: str
    requests: str = ""


@frozen
class ComparedLine:
    """A line of at most as many cells as there are; titles stand out."""

    text: str
    title: bool = False


def content(lines: Sequence[ComparedLine]) -> Content:
    """Return lines as they are drawn; nothing in them is markup."""
    return Content.assemble(
        *((f"{each.text}\n", "bold $accent" if each.title else "") for each in lines)
    ).rstrip("\n")


def typed_lines(typed: Typed, cells: int) -> list[ComparedLine]:
    """Return the one side in full."""
    return [
        _title(typed.title, cells),
        *_section("same.section.summary", typed.summary, cells),
        *_section("same.section.text", typed.text, cells),
        *_section("same.section.requests", typed.requests, cells),
    ]


@frozen
class Other:
    """The other side: a matter, what it is linked with already, and its clocks."""

    file: MatterFile
    same: Sequence[MatterRow]
    clocks: Sequence[Deadline]


def matter_lines(other: Other, zone: ZoneInfo, cells: int) -> list[ComparedLine]:
    """Return the other side: how far it has come, what was answered, and all it says."""
    file = other.file
    steps = "\n".join(map(_request, file.requests))
    return [
        *_section("same.section.stage", "\n".join(_stage(other, zone)), cells),
        *_section("same.section.replies", "\n".join(_replies(file, zone)), cells),
        *_section("same.section.steps", steps, cells),
        *_section("same.section.summary", file.row.summary, cells),
        *_section("same.section.text", file.text, cells),
    ]


def _title(text: str, cells: int) -> ComparedLine:
    head = f"{glyph('rule') * 2} {text} "
    return ComparedLine(head + glyph("rule") * max(0, cells - width(head)), title=True)


def _section(key: str, text: str, cells: int) -> Iterator[ComparedLine]:
    clean = _BLANK_LINES.sub("\n", neutral(text)).strip()
    if clean:
        yield _title(say(key), cells)
        yield from map(ComparedLine, wrap(clean, cells))


def _stage(other: Other, zone: ZoneInfo) -> Iterator[str]:
    row = other.file.row
    yield say(
        "same.stage.received",
        received=day(row.received_at.astimezone(zone).date()),
        channel=word(row.channel),
        state=word(row.state),
        holder=row.holder or row.unit,
    ).rstrip()
    met = [(each.met_at, each.clock) for each in other.clocks if each.duty and each.met_at]
    if met:
        at, clock = max(met)
        on = day(at.astimezone(zone).date())
        yield say("same.stage.met", clock=word(clock), on=on)
    if row.due_on is not None and row.due_clock is not None:
        yield say("same.stage.due", clock=word(row.due_clock), on=day(row.due_on))
    else:
        yield say("same.stage.no_due")
    if other.same:
        numbers = say("ui.and").join(each.number for each in other.same)
        yield say("same.stage.same", numbers=numbers)


def _replies(file: MatterFile, zone: ZoneInfo) -> Iterator[str]:
    for event in effective(file.events):
        if text := _reply(event):
            yield say("same.reply", on=day(event.happened_at.astimezone(zone).date()))
            yield text


def _reply(event: Event) -> str:
    match event.fact:
        case ReplyRecorded(text=text):
            return text
        case MatterMoved(act=act, text=text, letter=letter) if act in _SAYS_THE_ANSWER:
            return letter.decision if letter is not None and letter.decision else text
    return ""


def _request(row: RequestRow) -> str:
    if row.answer:
        return say("same.answered", text=row.text, answer=row.answer)
    if row.on is not None:
        return say("same.step", text=row.text, on=day(row.on), step=row.step)
    return say("same.open", text=row.text)
