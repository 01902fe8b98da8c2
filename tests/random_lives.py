"""Random walks through a matter's life: any act that is possible, any time between."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from tests.desks import ZONE
from tests.issuing import issue_text
from tests.lives import MOVES, WAYS, Walk
from xfconsole.core.matter.acts import Move, possible_acts
from xfconsole.core.words.desk import RingOutcome
from xfconsole.core.words.procedure import Act, Clock, Finding, State
from xfconsole.core.words.refusal import Refused

GAPS = st.sampled_from([0, 0, 0.3, 1, 3, 8, 16, 40, 70])
"""Days between two acts."""
UNITS = st.sampled_from(["住建局", "水务局", "房管所"])
ENDS_EARLY = {Act.WITHDRAW, Act.DECLINE, Act.DIRECT, Act.LEAD, Act.PASS, Act.ANSWER}


def step(walk: Walk, data: DataObject) -> Act | None:
    """Let some days pass and carry out a possible act; return it, or None if it was refused."""
    walk.days(data.draw(GAPS))
    acts = [row.act for row in possible_acts(walk.life())]
    often = [act for act in acts if act not in ENDS_EARLY]
    act = data.draw(st.sampled_from([*often, *often, *acts]))
    with suppress(Refused):
        walk.do(_drawn(walk, data, MOVES[act]))
        return act
    return None


def begin(walk: Walk, data: DataObject) -> None:
    """Walk to any state there is, with some days between the acts."""
    for act in WAYS[data.draw(st.sampled_from(State))]:
        walk.days(data.draw(st.sampled_from([0, 0.5, 2])))
        walk.do(MOVES[act])


def handle(walk: Walk, data: DataObject) -> None:
    """Do something about a matter that moves it nowhere: chase, issue, correct, or restart."""
    with suppress(Refused):
        match data.draw(st.sampled_from(["chase", "issue", "purpose", "topic", "time", "restart"])):
            case "chase":
                outcome = data.draw(st.sampled_from(RingOutcome))
                walk.desk.chase(walk.number, data.draw(st.sampled_from(Clock)), outcome)
            case "issue":
                issue_text(walk.desk, walk.number)
            case "purpose":
                purpose = data.draw(st.sampled_from(["claim", "suggestion", "accusation", None]))
                _correct(walk, 0, {"purpose": purpose})
            case "topic":
                _correct(walk, 0, {"topic": data.draw(st.sampled_from([[], ["民政", "低保"]]))})
            case "time":
                place = data.draw(st.integers(0, 30))
                _correct(walk, place, {}, timedelta(hours=data.draw(st.integers(-80, 80))))
            case _:
                walk.restart()


def _correct(
    walk: Walk, place: int, changes: dict[str, Any], later: timedelta | None = None
) -> None:
    timed = [each for each in walk.journal() if each.kind in ("matter.registered", "matter.moved")]
    event = timed[place % len(timed)]
    at = None if later is None else event.happened_at + later
    walk.desk.correct(event.uid, changes, "登记有误", happened_at=at, second="周平")


def _drawn(walk: Walk, data: DataObject, move: Move) -> Move:
    """Return the move with a unit, dates and numbers of its own."""
    today = walk.now().astimezone(ZONE).date()
    match move.act:
        case Act.FORWARD | Act.PASS_DOWN:
            levels = data.draw(st.integers(1, 4)) if move.act is Act.FORWARD else 1
            return replace(move, unit=data.draw(UNITS), levels=levels)
        case Act.ASSIGN:
            return replace(move, unit=data.draw(UNITS), on=_later(today, data))
        case Act.EXTEND:
            return replace(move, days=data.draw(st.integers(1, 30)))
        case Act.HEAR:
            return replace(move, since=today - timedelta(days=data.draw(GAPS)), until=today)
        case Act.REPLY | Act.DECIDE_REVIEW | Act.DECIDE_FINAL:
            return replace(move, finding=data.draw(st.sampled_from(Finding)))
    return move


def _later(today: date, data: DataObject) -> date:
    return today + timedelta(days=data.draw(st.integers(0, 90)))
