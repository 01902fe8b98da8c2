"""Where a matter stands, as lines: state, holder, every clock, barred parties, linked matters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from screens.matter.line import MatterLine, section, wrapped
from xfconsole.core.matter.life import MatterLife
from xfconsole.core.matter.limits import Deadline, Rules, deadlines
from xfconsole.core.policy.pack import Policy
from xfconsole.core.rows import MatterRow
from xfconsole.ui.keys.actions import action
from xfconsole.ui.keys.key_names import key_name
from xfconsole.ui.text.cells import width, wrap
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.deadlines import last_day, owner, standing
from xfconsole.ui.words.identity import summary_words
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.times import day


def standing_lines(row: MatterRow, life: MatterLife, cells: int) -> Iterator[MatterLine]:
    """Yield where it stands, who has it, and what is beside that."""
    state = say("contested.state") if life.contested else word(life.state)
    said = [say("matter.stands.state", state=state)]
    if life.holder and not life.contested:
        said.append(say("matter.stands.holder", unit=life.holder))
    if life.leader:
        said.append(say("matter.stands.leader", person=life.leader))
    if life.finding is not None:
        said.append(word(life.finding))
    said += [say(key) for key in _flags(row, life)]
    if row.live:
        said.append(say("ledger.live", incident=row.incident))
    yield from wrapped(_joined(said), cells, "row--strong")
    if life.holder_barred:
        yield from wrapped(say("party.retrieve", unit=life.holder), cells, "row--warn")


def _flags(row: MatterRow, life: MatterLife) -> Iterator[str]:
    if row.undecided:
        yield "matter.stands.undecided"
    if life.supervised:
        yield "matter.stands.supervised"
    if life.urgent:
        yield "matter.stands.urgent"
    if life.simple:
        yield "matter.stands.simple"


def clock_lines(
    life: MatterLife, rules: Rules, zone: ZoneInfo, now: datetime, cells: int
) -> list[MatterLine]:
    """Return every clock, the nearest open one first, then what the complainant may do, then met.

    Without any clock there is no section.
    """
    found = sorted(deadlines(life, rules, now), key=lambda each: _order(each, now))
    lines = [
        line
        for each in found
        for line in _clock(each, now, zone, rules.procedure.due_soon_days, cells)
    ]
    return section("matter.section.clocks", lines, cells) if lines else []


def _order(deadline: Deadline, now: datetime) -> tuple[int, datetime]:
    if deadline.met_at is not None or not deadline.open(now):
        return 2, deadline.due_at
    return (0 if deadline.duty else 1), deadline.due_at


def _clock(
    deadline: Deadline, now: datetime, zone: ZoneInfo, soon: int, cells: int
) -> Iterator[MatterLine]:
    stands = standing(deadline, now, zone, soon)
    over = deadline.met_at is not None or not deadline.open(now)
    mark = glyph("warn") if stands.pressing else glyph("ok") if over else glyph("going")
    step = say("matter.clock.part", part=deadline.part) if deadline.part else ""
    parts = [word(deadline.clock) + step, owner(deadline), last_day(deadline, zone), stands.said]
    if deadline.provisional:
        parts.append(say("matter.clock.provisional"))
    style = "row--warn" if stands.pressing else "row--quiet" if over else ""
    for number, text in enumerate(_folded(parts, cells - 2)):
        yield MatterLine(f"{mark if number == 0 else ' '} {text}", style, clock=deadline.key)


def _folded(parts: Sequence[str], cells: int) -> Iterator[str]:
    """Yield the parts in lines broken between them, all but the first set in."""
    between, line = f" {glyph('dot')} ", parts[0]
    for part in parts[1:]:
        if width(line + between + part) <= cells:
            line += between + part
        else:
            yield from wrap(line, cells)
            line = f"  {part}"
    yield from wrap(line, cells)


def party_lines(life: MatterLife, policy: Policy, cells: int) -> list[MatterLine]:
    """Return the officials and units that may have no hand in the matter, with the article."""
    lines = [
        line
        for party in life.parties
        for line in wrapped(
            say(
                "matter.party",
                bar=party.bar,
                named=_joined(
                    filter(
                        None,
                        (
                            post_name(policy, party.post) if party.post else "",
                            party.person,
                            party.unit,
                        ),
                    )
                ),
                law=party.bar.law,
            ),
            cells,
        )
    ]
    return section("matter.section.parties", lines, cells) if lines else []


def link_lines(
    links: Sequence[MatterRow], twice: Sequence[MatterRow], zone: ZoneInfo, cells: int
) -> list[MatterLine]:
    """Return the matters that are the same as this one, with the stage each has reached.

    Before them those that another desk made of the same letter, with the key that compares.
    """
    key = key_name(action("matter.same").key_list[0])
    lines = [
        MatterLine(line.text, "row--warn", matter=row.uid)
        for row in twice
        for line in wrapped(say("matter.same_letter", number=row.number, press=key), cells)
    ]
    lines += [
        MatterLine(line.text, matter=row.uid)
        for row in links
        for line in wrapped(_joined(_link(row, zone)), cells)
    ]
    return section("matter.section.links", lines, cells) if lines else []


def _link(row: MatterRow, zone: ZoneInfo) -> Iterator[str]:
    yield row.number
    if row.barred is not None:
        yield summary_words(row)
        return
    yield day(row.received_at.astimezone(zone).date())
    yield word(row.channel)
    yield word(row.state)
    if row.holder:
        yield row.holder
    if row.due_on is not None and row.due_clock is not None:
        yield f"{word(row.due_clock)} {day(row.due_on)}"
    yield summary_words(row)


def _joined(parts: Iterator[str] | filter[str] | Sequence[str]) -> str:
    return f" {glyph('dot')} ".join(parts)
