"""The acts possible on a matter: a list of them, and for each a form that asks what it needs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from screens.shared.form import Form, Kind, Part, Values
from screens.shared.moments import day_meant, done_at
from screens.shared.picks import known_units, official_rows, unit_rows
from screens.shared.witness import FAULTS, proven, signers, signing_in
from screens.widgets.picker_rows import PickRow
from xfconsole.core.matter.acts import Move, possible_acts
from xfconsole.core.matter.life import MatterLife
from xfconsole.core.matter.transitions import TRANSITIONS, Transition, next_state
from xfconsole.core.words.documents import DecisionLetter, LetterPart
from xfconsole.core.words.procedure import (
    Act,
    Finding,
    Ground,
    Manner,
    Need,
    Opinion,
    Satisfaction,
    Signing,
    Who,
)
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.typed import whole_number
from xfconsole.ui.host import Host
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import short_law, word

_DOWN = (Act.FORWARD, Act.ASSIGN)
"""Acts that may pass a matter down several levels at once."""
_CLOSED: Mapping[Need, type[StrEnum]] = {
    Need.FINDING: Finding,
    Need.MANNER: Manner,
    Need.SIGNING: Signing,
    Need.OPINION: Opinion,
    Need.SATISFACTION: Satisfaction,
}
"""What is one of a closed list of words, under its own name."""
_OF_NEED = {Need.HELD: "since", Need.LETTER: LetterPart.REQUESTS.value}
_OF_REFUSAL = {
    "life.refused.who": "by",
    "life.refused.extension": "days",
    "life.refused.ordered_past": "on",
    "life.refused.hearing": "since",
    "life.refused.levels": "levels",
    "life.refused.target": "target",
    "life.refused.target_state": "target",
    "life.refused.before_last": "when",
    "life.refused.second": "second",
    "life.refused.second_same": "second",
    "desk.refused.future": "when",
    "desk.refused.no_matter": "target",
    "matter.refused.when": "when",
    **FAULTS,
}
"""The part that a refusal is about."""


def act_rows(life: MatterLife) -> list[PickRow[Act]]:
    """Return the acts that can be recorded now, each with who does it and on what it rests."""
    return [
        PickRow(row.act, word(row.act), f"{word(row.who)} {glyph('dot')} {short_law(row.law)}")
        for row in possible_acts(life)
    ]


def act_form(host: Host, life: MatterLife, act: Act) -> Form:
    """Return the form of an act: what it needs, when it was done, and who else vouches for that."""
    row = TRANSITIONS[act]

    async def run(values: Values) -> object:
        now, zone = host.now(), host.zone
        move = await _with_target(host, move_of(row, values, now, zone))
        at = done_at(values["when"], now, zone)
        if values["second"]:
            second = await proven(host, values["second"], values["passphrase"])
            move = replace(move, second=second)
        return await host.desk_do(lambda desk: desk.move(life.uid, move, at=at))

    return Form(
        heading=f"{life.number} {word(act)}",
        parts=tuple(_parts(host, life, row)),
        run=run,
        lines=tuple(_lines(life, row)),
        faults=_OF_REFUSAL,
        fault=_missing,
        calls={"life.refused.second": ("second", "passphrase")},
        draft=f"act:{life.uid}:{act.value}",
    )


def move_of(row: Transition, values: Values, now: datetime, zone: ZoneInfo) -> Move:
    """Return the act that a form's texts mean. Raises Refused for what cannot be read."""
    ground = values.get("ground")
    chosen: dict[str, Any] = {
        need.value: members(found)
        for need, members in _CLOSED.items()
        if (found := values.get(need.value))
    }
    return Move(
        row.act,
        Who.COMPLAINANT if values.get("by") else None,
        unit=values.get("unit", ""),
        text=values.get("text", ""),
        on=_day(values, "on", now, zone),
        ground=Ground(ground) if ground else None,
        remedy=values.get("remedy", ""),
        letter=_letter(row, values),
        approver=values.get("approver", ""),
        leader=values.get("leader", ""),
        days=whole(values, "days", 0),
        since=_day(values, "since", now, zone),
        until=_day(values, "until", now, zone),
        target=values.get("target", ""),
        levels=whole(values, "levels", 1),
        **chosen,
    )


async def _with_target(host: Host, move: Move) -> Move:
    """Name the other matter by its uid; the desk refuses a number that nobody carries."""
    if not move.target:
        return move
    other = await asyncio.to_thread(host.views.matter, move.target)
    return replace(move, target=other.row.uid) if other else move


def letter_parts() -> Iterator[Part]:
    """Yield a box for each part that a decision letter must contain (TG 32)."""
    for each in LetterPart:
        yield Part(each.value, word(each), Kind.BOX)


def _lines(life: MatterLife, row: Transition) -> Iterator[str]:
    to = next_state(row.act, life.state, assigned=life.assigned)
    if to is not None and to is not life.state:
        moved = f"{word(life.state)} {glyph('to')} {word(to)}"
        yield say("matter.act.moves", moved=moved, who=row.who, law=row.law)
    else:
        yield say("matter.act.stays", who=row.who, law=row.law)
    if row.who is Who.COMPLAINANT:
        yield say("matter.act.complainant", act=row.act)


def _parts(host: Host, life: MatterLife, row: Transition) -> Iterator[Part]:
    if row.who is Who.COMPLAINANT:
        options = (("yes", say("matter.act.asked_for")),)
        yield Part("by", say("matter.act.confirm"), Kind.CHOICE, options)
    for need in (*row.needs, *row.may):
        yield from _need(host, life, need)
    if row.act in _DOWN:
        yield Part("levels", say("matter.act.levels"), initial="1", offered=True)
    yield Part("when", say("matter.act.when"), hint=say("matter.act.when_hint"))
    yield from signing_in(signers(host), late=True)


def _need(host: Host, life: MatterLife, need: Need) -> Iterator[Part]:
    label, hint = word(need), say("matter.act.day_hint")
    match need:
        case Need.TEXT | Need.REMEDY:
            yield Part(need.value, label, Kind.BOX)
        case Need.UNIT:
            yield Part("unit", label, rows=lambda: unit_rows(known_units(host)))
        case Need.APPROVER:
            yield Part("approver", label, rows=lambda: _may_act(host, life))
        case Need.LEADER:
            yield Part("leader", label, rows=lambda: _may_act(host, life))
        case Need.GROUND:
            grounds = tuple((each.value, word(each)) for each in Ground)
            yield Part("ground", label, Kind.CHOICE, grounds)
            yield Part("target", say("matter.act.target"), hint=say("matter.act.target_hint"))
        case Need.FINDING | Need.MANNER | Need.SIGNING | Need.OPINION | Need.SATISFACTION:
            members = tuple((each.value, word(each)) for each in _CLOSED[need])
            yield Part(need.value, label, Kind.CHOICE, members)
        case Need.LETTER:
            yield from letter_parts()
        case Need.HELD:
            yield Part("since", say("matter.act.since"), hint=hint)
            yield Part("until", say("matter.act.until"), hint=hint)
        case Need.DAYS:
            yield Part("days", label)
        case Need.ON:
            yield Part("on", label, hint=hint)


def _may_act(host: Host, life: MatterLife) -> list[PickRow[str]]:
    """Return the officials to pick from: nobody who is barred from the matter is offered."""
    situation = host.situation
    roster = situation.roster.without(life.bars) if situation else None
    return [each for each in official_rows(host) if not (roster and roster.barring(each.value))]


def _missing(refused: Refused) -> str:
    """Return the part that an act needs and a refusal misses, or an empty text."""
    need = refused.values.get("need")
    if isinstance(need, Need):
        return _OF_NEED.get(need, need.value)
    part = refused.values.get("part")
    return part.value if isinstance(part, LetterPart) else ""


def _letter(row: Transition, values: Values) -> DecisionLetter | None:
    if Need.LETTER not in row.needs:
        return None
    return DecisionLetter(*(values[each.value] for each in LetterPart))


def _day(values: Values, name: str, now: datetime, zone: ZoneInfo) -> date | None:
    return day_meant(values.get(name, ""), now, zone)


def whole(values: Values, name: str, empty: int) -> int:
    """Return the number typed, ``empty`` for none. Raises Refused for anything else."""
    text = values.get(name, "")
    if not text:
        return empty
    number = whole_number(text)
    if number is None or number > 999:
        raise Refused("matter.refused.number", text=text)
    return number
