"""A correction moves, drops and starts clocks; no start moves over a shift without a witness."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.core.matter.test_life import EXPLAINED, law_named
from tests.desks import turn
from tests.lives import FORM, MOVES, Walk, local
from xfconsole.core.facts.of_incident import EventCorrected
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_procedure import (
    AccessBlocked,
    DeadlineDropped,
    DeadlineMet,
    DeadlineMoved,
    DeadlineSet,
    MatterMoved,
)
from xfconsole.core.words.desk import Purpose
from xfconsole.core.words.procedure import Act, Bar, Clock, Law, State
from xfconsole.core.words.refusal import Refused


def event_of(walk: Walk, act: Act | None) -> str:
    """Return the uid of an act's last event, or of the registration."""
    found = [
        each.uid
        for each in walk.journal()
        if (act is None and isinstance(each.fact, MatterRegistered))
        or (isinstance(each.fact, MatterMoved) and each.fact.act is act)
    ]
    return found[-1]


def correct(
    walk: Walk, _act: Act | None, at: str = "", second: str = "周平", **changes: Any
) -> list[object]:
    """Correct an act or the registration; return the facts that came of it."""
    done = walk.desk.correct(
        event_of(walk, _act),
        changes,
        "登记有误",
        happened_at=local(at) if at else None,
        second=second,
    )
    return [each.fact for each in done.events]


def refused(walk: Walk, *args: Any, **more: Any) -> Refused:
    before = walk.journal()
    with pytest.raises(Refused) as found:
        correct(walk, *args, **more)
    assert walk.journal() == before
    return found.value


# -- what was entered ----------------------------------------------------------------------------


def test_a_claim_that_is_a_suggestion_loses_the_clocks_of_a_claim() -> None:
    walk = Walk().do(Act.FORWARD, Act.ACCEPT)
    facts = correct(walk, None, purpose="suggestion")
    dropped = {each.clock for each in facts if isinstance(each, DeadlineDropped)}
    begun = {each.clock: each.unit for each in facts if isinstance(each, DeadlineSet)}
    assert dropped == {Clock.ACCEPT, Clock.DECIDE}
    assert begun == {Clock.SUGGESTION: "住建局"}
    back = correct(walk, None, purpose="claim")
    assert {each.clock for each in back if isinstance(each, DeadlineSet)} == {Clock.DECIDE}
    assert {each.clock for each in back if isinstance(each, DeadlineDropped)} == {Clock.SUGGESTION}


def test_the_shadow_goes_with_the_claim() -> None:
    walk = Walk().do(Act.FORWARD).days(20)
    assert walk.clocks(Clock.SHADOW)
    facts = correct(walk, None, purpose="accusation")
    assert Clock.SHADOW in {each.clock for each in facts if isinstance(each, DeadlineDropped)}


def test_a_topic_starts_the_allowances_clock_and_ends_it() -> None:
    walk = Walk()
    begun = correct(walk, None, topic=["民政", "低保"])
    (allowance,) = [each for each in begun if isinstance(each, DeadlineSet)]
    assert (allowance.clock, allowance.target) == (Clock.ALLOWANCE, date(2026, 4, 14))
    ended = correct(walk, None, topic=["民政"])
    assert [each.clock for each in ended if isinstance(each, DeadlineDropped)] == [Clock.ALLOWANCE]


def test_a_unit_written_wrong_is_put_right_with_its_duties() -> None:
    walk = Walk().do(Act.FORWARD)
    correct(walk, Act.FORWARD, unit="水务局")
    assert walk.life().holder == "水务局"
    assert {each.unit for each in walk.clocks(Clock.ACCEPT)} == {"水务局"}


@pytest.mark.parametrize(
    ("act", "state", "changes", "clock", "target"),
    [
        (Act.ASSIGN, State.REGISTERED, {"on": "2026-03-31"}, Clock.REPORT, "2026-03-31"),
        (Act.EXTEND, State.HANDLING, {"days": 10}, Clock.DECIDE, "2026-05-11"),
        (
            Act.HEAR, State.FINAL_REVIEW, {"since": "2026-03-01", "until": "2026-03-01"},
            Clock.FINAL, "2026-04-01",
        ),
    ],
    ids=["the-date-ordered", "the-days-of-an-extension", "the-days-of-a-hearing"],
)  # fmt: skip
def test_what_an_act_said_is_put_right(
    act: Act, state: State, changes: dict[str, Any], clock: Clock, target: str
) -> None:
    walk = Walk().to(state)
    if act is Act.HEAR:
        walk.wait("2026-03-03 09:00")
        walk.do(replace(MOVES[act], until=date(2026, 3, 3)))
    else:
        walk.do(act)
    facts = correct(walk, act, **changes)
    assert [each.clock for each in facts if isinstance(each, DeadlineMoved)] == [clock]
    assert walk.deadline(clock).target.isoformat() == target


REFUSED_CHANGES = [
    (Act.EXTEND, {"days": 31}, "life.refused.extension"),
    (Act.EXTEND, {"approver": " "}, "life.refused.need"),
    (Act.EXTEND, {"text": ""}, "life.refused.need"),
    (Act.ASSIGN, {"on": "2026-03-01"}, "life.refused.ordered_past"),
    (Act.ASSIGN, {"unit": ""}, "life.refused.need"),
    (Act.ASSIGN, {"on": "soon"}, "desk.refused.correction_value"),
    (Act.ASSIGN, {"on": None}, "life.refused.need"),
    (Act.REPLY, {"finding": "explained"}, "desk.refused.correction_field"),
    (Act.ASSIGN, {"act": "forward"}, "desk.refused.correction_field"),
    (Act.ASSIGN, {"to": "archived"}, "desk.refused.correction_field"),
    (Act.ASSIGN, {"by": "office"}, "desk.refused.correction_field"),
    (Act.ASSIGN, {"unit": "住建局"}, "desk.refused.no_change"),
]


@pytest.mark.parametrize(
    ("act", "changes", "key"), REFUSED_CHANGES, ids=lambda value: str(value)[:40]
)
def test_a_correction_is_refused_what_the_act_would_have_been(
    act: Act, changes: dict[str, Any], key: str
) -> None:
    walk = Walk().to(State.HANDLING).do(Act.EXTEND, Act.REPLY)
    assert refused(walk, act, **changes).key == key


def test_nor_does_it_hand_a_matter_to_whom_it_accuses() -> None:
    walk = Walk().do(Act.FORWARD)
    walk.desk.bar(walk.number, Bar.ACCUSED, unit="水务局")
    with pytest.raises(Refused, match=r"life\.refused\.barred"):
        correct(walk, Act.FORWARD, unit="水务局")
    assert walk.facts(AccessBlocked)[-1].unit == "水务局"
    assert walk.life().holder == "住建局"


def test_nobody_corrects_a_matter_they_are_barred_from() -> None:
    walk = Walk().do(Act.FORWARD)
    walk.desk.bar(walk.number, Bar.RECUSED, person="李敏")
    with pytest.raises(Refused, match=r"life\.refused\.barred"):
        correct(walk, None, summary="不相干")
    assert walk.facts(EventCorrected) == []


# -- when it happened ----------------------------------------------------------------------------


def on_shift(*acts: Act) -> Walk:
    """Return a matter whose shift began at 08:00 on 2026-03-10, received the day before."""
    walk = Walk("2026-03-09 20:00", source_ref="").wait("2026-03-10 08:00")
    walk.desk.start_shift()
    return walk.wait("2026-03-10 10:00").do(*acts).wait("2026-03-10 12:00")


def test_a_receipt_put_right_moves_what_was_counted_from_it() -> None:
    walk = Walk("2026-03-09 09:00", form=replace(FORM, topic=("低保",))).days(1)
    facts = correct(walk, None, "2026-03-06 09:00")
    moved = {each.clock: each for each in facts if isinstance(each, DeadlineMoved)}
    assert set(moved) == {Clock.DEAL, Clock.ALLOWANCE}
    deal = moved[Clock.DEAL]
    assert (deal.started, deal.old_target, deal.target) == (
        date(2026, 3, 6), date(2026, 3, 24), date(2026, 3, 21),
    )  # fmt: skip
    assert deal.rolled == date(2026, 3, 23)
    assert walk.facts(EventCorrected)[0].second == "周平"


@pytest.mark.parametrize(
    ("act", "old", "new"),
    [
        pytest.param(None, "", "2026-03-09 19:00", id="receipt-back"),
        pytest.param(None, "", "2026-03-10 09:00", id="receipt-forward-into-the-shift"),
        pytest.param(
            Act.FORWARD, "", "2026-03-10 07:59:59", id="forward-a-second-before-the-shift"
        ),
        pytest.param(
            Act.FORWARD, "2026-03-10 07:30", "2026-03-10 11:00", id="forward-out-of-the-last-shift"
        ),
    ],
)
def test_a_start_does_not_move_over_a_shift_without_another_officer(
    act: Act | None, old: str, new: str
) -> None:
    walk = on_shift(Act.FORWARD)
    if old:
        correct(walk, act, old)
    key = "life.refused.second_receipt" if act is None else "life.refused.second"
    found = refused(walk, act, new, second=" ")
    assert found.key == key
    law_named(found, Law.TG_22)
    assert refused(walk, act, new, second="李敏").key == "life.refused.second_same"
    assert correct(walk, act, new)


def test_within_the_shift_it_moves_alone() -> None:
    walk = on_shift(Act.FORWARD)
    correct(walk, Act.FORWARD, "2026-03-10 08:00:00", second="")
    assert walk.deadline(Clock.ACCEPT).started_at == local("2026-03-10 08:00")


def test_so_do_words_whenever_they_were_written() -> None:
    walk = on_shift(Act.FORWARD)
    facts = correct(walk, None, second="", summary="物业拒不退押金")
    assert [type(each) for each in facts] == [EventCorrected]
    assert walk.life().summary == "物业拒不退押金"


def test_a_time_that_no_clock_follows_from_moves_alone() -> None:
    walk = on_shift(Act.SUPERVISE)
    before = walk.clocks(Clock.DEAL)
    (fact,) = correct(walk, Act.SUPERVISE, "2026-03-10 07:00", second="")
    assert isinstance(fact, EventCorrected)
    assert (fact.happened_at, fact.second) == (local("2026-03-10 07:00"), "")
    assert walk.life().supervised
    assert walk.clocks(Clock.DEAL) == before != []


def test_a_step_does_not_move_before_the_last_one_nor_after_the_next() -> None:
    walk = on_shift(Act.FORWARD).do(Act.ACCEPT)
    early = refused(walk, Act.ACCEPT, "2026-03-10 09:59")
    assert early.key == "life.refused.before_last"
    law_named(early, Law.TG_23_44)
    late = refused(walk, Act.FORWARD, "2026-03-10 12:00:01")
    assert late.key == "desk.refused.future"
    walk.wait("2026-03-10 14:00")
    late = refused(walk, Act.FORWARD, "2026-03-10 12:00:01")
    assert late.key == "life.refused.after_next"
    law_named(late, Law.TG_22)
    assert refused(walk, None, "2026-03-10 10:00:01").key == "life.refused.after_next"
    correct(walk, Act.FORWARD, "2026-03-10 12:00:00")


def test_a_window_that_was_missed_is_not_reached_by_a_correction() -> None:
    walk = Walk("2026-03-02 09:00").to(State.SERVED).wait("2026-04-01 20:00")
    walk.do(Act.ASK_REVIEW).wait("2026-04-03 09:00")
    found = refused(walk, Act.ASK_REVIEW, "2026-04-02 00:00")
    assert found.key == "life.refused.in_time"


def test_an_acceptance_that_was_late_after_all_starts_the_shadow() -> None:
    walk = Walk("2026-03-02 09:00").do(Act.FORWARD).wait("2026-03-17 20:00").do(Act.ACCEPT)
    walk.wait("2026-03-18 09:00")
    facts = correct(walk, Act.ACCEPT, "2026-03-18 00:30")
    kinds = {(type(each), each.clock) for each in facts if hasattr(each, "clock")}
    assert (DeadlineSet, Clock.SHADOW) in kinds
    assert (DeadlineMet, Clock.ACCEPT) in kinds
    assert (DeadlineMoved, Clock.DECIDE) in kinds
    back = correct(walk, Act.ACCEPT, "2026-03-17 23:00")
    assert (DeadlineDropped, Clock.SHADOW) in {
        (type(each), each.clock) for each in back if hasattr(each, "clock")
    }


def test_a_reply_that_was_served_later_gives_thirty_days_from_then() -> None:
    walk = Walk("2026-03-02 09:00").to(State.SERVED, **EXPLAINED).wait("2026-03-12 09:00")
    correct(walk, Act.SERVE, "2026-03-10 09:00")
    assert walk.deadline(Clock.ASK_REVIEW).target == date(2026, 4, 9)


def test_a_purpose_that_nobody_noted_is_a_claims_until_it_is() -> None:
    walk = Walk(purpose=None).do(Act.FORWARD)
    assert walk.clocks(Clock.ACCEPT)
    correct(walk, None, purpose=Purpose.ACCUSATION.value)
    assert walk.clocks(Clock.ACCEPT) == []


def test_an_officer_who_is_nobody_may_not_vouch() -> None:
    walk = on_shift(Act.FORWARD)
    walk.desk.import_roster(
        "值班.csv", [turn("unit_head", "孙磊", ends_at=local("2026-04-01 00:00"))]
    )
    walk.desk.bar(walk.number, Bar.RECUSED, person="孙磊")
    with pytest.raises(Refused, match=r"life\.refused\.barred"):
        correct(walk, None, "2026-03-09 19:00", second="孙磊")
