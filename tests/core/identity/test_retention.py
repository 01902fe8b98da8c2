"""When an identity is to be erased: never while anything is open, and not a day too soon."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from tests.desks import ZONE
from tests.lives import FORM, MOVES, Walk, local
from tests.random_lives import begin, handle, step
from xfconsole.core.facts.of_identity import ErasureCancelled, IdentityErased, Kept
from xfconsole.core.identity.due import (
    ENDED,
    Held,
    Verdict,
    held_of,
    months_after,
    verdict,
    verdict_on_request,
)
from xfconsole.core.matter.limits import deadlines
from xfconsole.core.policy.retention import REQUEST, default_retention
from xfconsole.core.words.desk import Identity, Purpose
from xfconsole.core.words.procedure import Act, State

DONE = datetime(2026, 3, 10, 4, tzinfo=UTC)
RESTING = Held(has_identity=True, purpose=Purpose.CLAIM, finished_at=DONE)


def judged(held: Held, now: datetime) -> Verdict:
    return verdict(held, default_retention(), ZONE, now)


def test_answered_or_over_is_finished_and_served_is_not() -> None:
    assert set(State) - ENDED == {
        *(State.REGISTERED, State.SUBMITTED, State.FORWARDED, State.ASSIGNED, State.OBJECTED),
        *(State.ACCEPTED, State.HANDLING, State.REPLIED, State.SERVED),
        *(State.REVIEW, State.REVIEW_REPLIED, State.REVIEW_SERVED),
        *(State.FINAL_REVIEW, State.FINAL_REPLIED),
    }


@pytest.mark.parametrize(
    ("purpose", "confidential", "rule", "since"),
    [
        (Purpose.SUGGESTION, False, "suggestion", "2027-03-11 00:00"),
        (Purpose.ACCUSATION, False, "accusation", "2031-03-11 00:00"),
        (Purpose.CLAIM, False, "claim", "2031-03-11 00:00"),
        (None, False, "claim", "2031-03-11 00:00"),
        (Purpose.SUGGESTION, True, "confidential", "2029-03-11 00:00"),
        (Purpose.CLAIM, True, "confidential", "2029-03-11 00:00"),
    ],
)
def test_each_class_has_its_period_and_its_last_day_still_counts(
    purpose: Purpose | None, confidential: bool, rule: str, since: str
) -> None:
    held, due = replace(RESTING, purpose=purpose, confidential=confidential), local(since)
    before = judged(held, due - timedelta(microseconds=1))
    assert before == (f"retention.{rule}", due, Kept.PERIOD)
    assert judged(held, due) == (f"retention.{rule}", due, None)


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"has_identity": False}, Kept.NONE),
        ({"finished_at": None}, Kept.OPEN),
        ({"clock_runs": True}, Kept.CLOCK),
        ({"live": True}, Kept.LIVE),
        ({"linked_open": True}, Kept.LINKED),
    ],
)
def test_whatever_is_open_keeps_it_however_old_it_is(change: dict[str, object], kept: Kept) -> None:
    held = replace(RESTING, **change)  # type: ignore[arg-type]
    late = DONE + timedelta(days=366 * 50)
    assert judged(held, late) == ("retention.claim", None, kept)
    assert verdict_on_request(held) == (REQUEST, None, kept)


def test_on_request_no_period_has_to_be_over() -> None:
    assert judged(RESTING, DONE).kept is Kept.PERIOD
    assert verdict_on_request(RESTING) == (REQUEST, DONE, None)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-03-10", 12, "2027-03-10"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-11-30", 3, "2027-02-28"),
        ("9000-06-15", 1200 * 12, "9998-12-31"),
    ],
)
def test_months_are_those_of_the_calendar(day: str, months: int, then: str) -> None:
    assert months_after(date.fromisoformat(day), months).isoformat() == then


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 1200))
def test_months_never_end_early_nor_go_back(day: date, months: int) -> None:
    then = months_after(day, months)
    gone = (then.year - day.year) * 12 + then.month - day.month
    assert gone == months
    assert then.day == day.day or (then.day < day.day and (then + timedelta(days=1)).day == 1)


def held(walk: Walk) -> Held:
    return held_of(walk.journal(), walk.desk.rules, walk.now())


def test_reopening_begins_the_period_anew() -> None:
    walk = Walk().to(State.WITHDRAWN)
    first = held(walk).finished_at
    walk.days(30).do(Act.REOPEN)
    assert held(walk).finished_at is None
    walk.days(30).do(Act.WITHDRAW)
    again = held(walk).finished_at
    assert first is not None
    assert again == first + timedelta(days=60)


def test_archiving_does_not_lengthen_it() -> None:
    walk = Walk().to(State.CONCLUDED)
    done = held(walk).finished_at
    walk.days(200).do(Act.ARCHIVE)
    assert held(walk).finished_at == done


def test_while_a_review_may_still_be_asked_for_a_clock_runs() -> None:
    walk = Walk().to(State.CONCLUDED)
    assert held(walk).clock_runs
    walk.days(60)
    assert not held(walk).clock_runs


def test_what_was_promised_or_is_supervised_is_open() -> None:
    promised = Walk().to(State.FINISHED)
    assert held(promised).finished_at is None
    assert held(promised.do(Act.EXECUTE)).finished_at is not None
    watched = Walk().do(Act.SUPERVISE).to(State.ANSWERED, answer=MOVES[Act.WITHDRAW])
    assert held(watched).finished_at is None
    assert held(watched.do(Act.END_SUPERVISION)).finished_at is not None


def test_who_did_not_say_who_they_are_has_nothing_to_be_erased() -> None:
    walk = Walk(form=replace(FORM, identity=Identity(), anonymous=True)).to(State.WITHDRAWN)
    assert not held(walk).has_identity


@given(st.data())
def test_a_random_life_is_never_due_while_anything_of_it_is_open(data: DataObject) -> None:
    walk = Walk(purpose=data.draw(st.sampled_from([*Purpose, None])))
    begin(walk, data)
    for _ in range(data.draw(st.integers(0, 6))):
        step(walk, data)
        handle(walk, data)
    now = walk.now() + timedelta(days=data.draw(st.sampled_from([0, 20, 100, 400, 3000])))
    found = held_of(walk.journal(), walk.desk.rules, now)
    asked, due = verdict_on_request(found), judged(found, now)
    life = walk.life()
    open_clocks = [each for each in deadlines(life, walk.desk.rules, now) if each.open(now)]
    if asked.kept is None:
        assert life.state in ENDED
        assert open_clocks == []
    if due.kept is None:
        assert asked.kept is None
        assert due.since is not None
        assert due.since <= now
        assert life.moved_at is not None
        assert found.finished_at is not None
        assert now - found.finished_at > timedelta(days=364)


@given(st.data())
def test_what_is_opened_in_the_window_is_not_erased(data: DataObject) -> None:
    """Whatever is done between the approval and the end of the window, by whomever."""
    walk = Walk(purpose=Purpose.SUGGESTION).do(Act.ANSWER).days(400)
    walk.desk.propose_erasures([walk.number])
    walk.desk.approve_erasures([walk.number], "王强")
    for _ in range(data.draw(st.integers(0, 2))):
        walk.clock.advance(timedelta(hours=data.draw(st.integers(0, 20))))
        acts = [Act.REOPEN, Act.FOLLOW_UP, Act.CONCLUDE, Act.ARCHIVE, Act.FORWARD]
        _try(walk, data.draw(st.sampled_from(acts)))
    walk.clock.advance(timedelta(hours=73))
    if data.draw(st.booleans()):
        walk.restart()
    walk.desk.tick()
    at_rest = held(walk).at_rest
    assert len(walk.facts(IdentityErased)) == at_rest
    assert [each.because for each in walk.facts(ErasureCancelled)] == [Kept.OPEN] * (not at_rest)
    before = walk.journal()
    walk.days(3)
    walk.desk.tick()
    facts = (IdentityErased, ErasureCancelled)
    assert [each for each in walk.journal() if isinstance(each.fact, facts)] == [
        each for each in before if isinstance(each.fact, facts)
    ], "once and for all"


def _try(walk: Walk, act: Act) -> None:
    from contextlib import suppress

    from xfconsole.core.words.refusal import Refused

    with suppress(Refused):
        walk.do(act)
