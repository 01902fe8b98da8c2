"""Past duty is a fact: no verb of the desk changes who held what before now."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desks import START, Night, turn
from xfconsole.core.facts.of_incident import EventCorrected
from xfconsole.core.facts.of_office import RosterImported
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk
from xfconsole.desk.verbs.rostering import Turn

HOUR = timedelta(hours=1)
POSTS = ("duty_leader", "unit_head")
HELD = RosterImported(
    "值班.csv",
    tuple(
        turn(post, person, starts_at=START + begin * HOUR, ends_at=START + (begin + 6) * HOUR)
        for begin in (0, 6)
        for post, person in zip(POSTS, ("王强", "孙磊"), strict=True)
    ),
)
MINUTES = st.integers(-300, 900).map(lambda minutes: timedelta(minutes=minutes))


def history(night: Night, until: datetime) -> list[object]:
    """Return who held what, every minute until an instant."""
    roster = night.desk.roster()
    minutes = int((until - START).total_seconds() // 60)
    return [
        tuple((each.person, each.phone) for each in roster.holders(post, "", at))
        for minute in range(minutes)
        for at in [START + timedelta(minutes=minute)]
        for post in POSTS
    ]


def verbs(start: datetime, end: datetime) -> list[Callable[[Desk], object]]:
    turns = [Turn(p, who, start, end, "1") for p, who in zip(POSTS, ("王强", "孙磊"), strict=True)]
    return [
        lambda desk: desk.import_roster(
            "新.csv", [turn(POSTS[0], "高远", starts_at=start, ends_at=end)]
        ),
        lambda desk: desk.replace_on_roster(POSTS[0], "王强", "高远", "139", start, end),
        lambda desk: desk.swap_on_roster(*turns),
        lambda desk: desk.record_leave("王强", start, end),
    ]


@given(st.integers(1, 400), MINUTES, MINUTES, st.integers(0, 3))
def test_no_verb_changes_who_held_what_before_now(
    passed: int, start: timedelta, length: timedelta, which: int
) -> None:
    night = Night(roster=HELD)
    night.clock.advance(timedelta(minutes=passed, seconds=20))
    night.desk.tick()
    now = night.now()
    before = history(night, now)
    assert ("王强", "139-0000-0100") in [each for at in before for each in at]  # type: ignore[attr-defined]
    with suppress(Refused):
        verbs(now + start, now + start + length)[which](night.desk)
    assert history(night, now) == before
    assert history(night.restart(), now) == before


@pytest.mark.parametrize("seconds", [1, 30, 60])
def test_from_now_typed_a_moment_ago_begins_now(seconds: int) -> None:
    night = Night(roster=HELD).after(90)
    begun = night.now() - timedelta(seconds=seconds)
    night.do(
        lambda d: d.replace_on_roster(
            POSTS[0], "王强", "高远", "139", begun, begun + timedelta(hours=1)
        )
    )
    (fact,) = (each.fact for each in night.done.events)
    assert getattr(fact, "starts_at", None) == night.now()


def test_no_correction_reaches_the_roster() -> None:
    night = Night(roster=HELD)
    night.do(
        lambda d: d.replace_on_roster(
            POSTS[0], "王强", "高远", "139", START, START + timedelta(hours=1)
        )
    )
    for event in night.events(night.store.office):
        with pytest.raises(Refused, match=r"desk\.refused\.not_correctable"):
            night.desk.correct(event.uid, {"by": "何静"}, "记错了")
    kinds = {type(event.fact) for event in night.events(night.store.office)}
    assert EventCorrected not in kinds
    assert RosterImported in kinds
