"""What an act has to hold beyond the state it is done in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from tests.core.matter.test_life import EXPLAINED, law_named
from tests.desks import turn
from tests.lives import FORM, LETTER, MOVES, Walk, local
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.matter.transitions import TRANSITIONS
from xfconsole.core.words.desk import Purpose
from xfconsole.core.words.documents import DecisionLetter
from xfconsole.core.words.procedure import Act, Bar, Barred, Clock, Finding, Ground, Law, State
from xfconsole.core.words.refusal import Refused


def refused(walk: Walk, *acts: Any, at: str = "") -> Refused:
    """Return what an act is refused with; the journal stays as it was."""
    before = walk.journal()
    with pytest.raises(Refused) as found:
        walk.do(*acts, at=at)
    assert walk.journal() == before
    return found.value


def extend(days: int) -> Any:
    return replace(MOVES[Act.EXTEND], days=days)


def decline(ground: Ground, target: str) -> Any:
    return replace(MOVES[Act.DECLINE], ground=ground, target=target)


GUARDED: dict[str, tuple[str, Callable[[], Refused], Law]] = {
    "a-claim-at-the-unit-is-not-answered-but-accepted": (
        "not_a_claim", lambda: refused(Walk().to(State.FORWARDED), Act.ANSWER), Law.TG_31,
    ),
    "a-purpose-nobody-noted-counts-as-a-claim": (
        "not_a_claim", lambda: refused(Walk(purpose=None).to(State.HANDLING), Act.ANSWER),
        Law.TG_31,
    ),
    "supported-is-not-concluded-before-execution": (
        "executed", lambda: refused(Walk().to(State.SERVED), Act.CONCLUDE), Law.TG_32,
    ),
    "supported-by-the-review-is-executed-anew": (
        "executed",
        lambda: refused(
            Walk().to(State.SERVED).do(
                Act.EXECUTE, Act.ASK_REVIEW, Act.DECIDE_REVIEW, Act.SERVE
            ),
            Act.CONCLUDE,
        ),
        Law.TG_32,
    ),
    "supported-by-the-final-review-is-executed-too": (
        "executed", lambda: refused(Walk().to(State.FINISHED), Act.CONCLUDE), Law.TG_32,
    ),
    "explained-has-nothing-to-execute": (
        "supported", lambda: refused(Walk().to(State.SERVED, **EXPLAINED), Act.EXECUTE), Law.TG_32,
    ),
    "extended-twice": (
        "extended_once",
        lambda: refused(Walk().to(State.HANDLING).do(extend(10)), extend(20)), Law.TG_34,
    ),
    "extended-by-31": (
        "extension", lambda: refused(Walk().to(State.HANDLING), extend(31)), Law.TG_34,
    ),
    "extended-by-less-than-nothing": (
        "extension", lambda: refused(Walk().to(State.HANDLING), extend(-1)), Law.TG_34,
    ),
    "reported-back-without-an-order": (
        "was_assigned",
        lambda: refused(Walk().do(Act.FORWARD, Act.ACCEPT), Act.REPORT_BACK), Law.TG_22,
    ),
    "reported-back-twice": (
        "was_assigned",
        lambda: refused(Walk().to(State.ASSIGNED).do(Act.REPORT_BACK), Act.REPORT_BACK), Law.TG_22,
    ),
    "supervised-twice": (
        "not_supervised", lambda: refused(Walk().do(Act.SUPERVISE), Act.SUPERVISE), Law.TG_40,
    ),
    "supervision-that-never-began": (
        "supervised", lambda: refused(Walk(), Act.END_SUPERVISION), Law.TG_40,
    ),
    "urgent-twice": (
        "not_urgent", lambda: refused(Walk().do(Act.MARK_URGENT), Act.MARK_URGENT), Law.TG_25,
    ),
    "reported-upward-without-being-urgent": (
        "urgent", lambda: refused(Walk(), Act.REPORT_WRITTEN), Law.TG_25,
    ),
    "ordered-for-yesterday": (
        "ordered_past",
        lambda: refused(Walk(), replace(MOVES[Act.ASSIGN], on=date(2026, 3, 1))), Law.TG_22,
    ),
    "a-hearing-that-ends-before-it-begins": (
        "hearing",
        lambda: refused(
            Walk().to(State.FINAL_REVIEW), replace(MOVES[Act.HEAR], until=date(2026, 3, 1))
        ),
        Law.TG_31_36,
    ),
    "a-hearing-yet-to-come": (
        "hearing",
        lambda: refused(
            Walk().to(State.FINAL_REVIEW), replace(MOVES[Act.HEAR], until=date(2026, 3, 3))
        ),
        Law.TG_31_36,
    ),
    "down-no-level": (
        "levels", lambda: refused(Walk(), replace(MOVES[Act.FORWARD], levels=0)), Law.TG_22,
    ),
    "down-five-levels": (
        "levels", lambda: refused(Walk(), replace(MOVES[Act.ASSIGN], levels=5)), Law.TG_22,
    ),
    "upheld-is-not-objected-to-again": (
        "state",
        lambda: refused(Walk().to(State.OBJECTED).do(Act.UPHOLD), Act.OBJECT), Law.TG_23,
    ),
    "a-review-is-asked-once": (
        "state",
        lambda: refused(
            Walk().to(State.REVIEW_SERVED).do(Act.EXECUTE, Act.CONCLUDE), Act.ASK_REVIEW
        ),
        Law.TG_35,
    ),
    "what-was-answered-on-the-spot-has-no-decision-to-review": (
        "state", lambda: refused(Walk().do(Act.ANSWER, Act.CONCLUDE), Act.ASK_REVIEW), Law.TG_35,
    ),
    "after-the-final-review-there-is-none": (
        "state",
        lambda: refused(Walk().to(State.FINISHED).do(Act.EXECUTE, Act.CONCLUDE), Act.ASK_FINAL),
        Law.TG_36,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("guard", "provoke", "law"), GUARDED.values(), ids=GUARDED)
def test_a_guard_refuses_and_names_its_article(
    guard: str, provoke: Callable[[], Refused], law: Law
) -> None:
    found = provoke()
    assert found.key == f"life.refused.{guard}"
    law_named(found, law)


@pytest.mark.parametrize("purpose", [Purpose.SUGGESTION, Purpose.ACCUSATION])
def test_what_is_no_claim_is_answered_wherever_it_is(purpose: Purpose) -> None:
    walk = Walk(purpose=purpose).to(State.HANDLING).do(Act.ANSWER)
    assert walk.life().state is State.ANSWERED


def test_a_claim_may_be_answered_on_the_spot() -> None:
    walk = Walk().do(Act.ANSWER)
    assert walk.life().answered_at == walk.now()
    assert walk.life().state is State.ANSWERED


def test_a_supported_claim_stays_open_until_execution_is_recorded() -> None:
    walk = Walk().to(State.SERVED)
    refused(walk, Act.CONCLUDE)
    walk.days(400)
    refused(walk, Act.CONCLUDE)
    assert walk.do(Act.EXECUTE, Act.FOLLOW_UP, Act.CONCLUDE).life().state is State.CONCLUDED


@pytest.mark.parametrize("finding", [Finding.EXPLAINED, Finding.NOT_SUPPORTED])
def test_what_is_not_supported_is_concluded_at_once(finding: Finding) -> None:
    reply = replace(MOVES[Act.REPLY], finding=finding)
    walk = Walk().to(State.SERVED, reply=reply).do(Act.CONCLUDE)
    assert walk.life().finding is finding


def test_a_finding_slipped_in_with_another_act_changes_nothing() -> None:
    walk = Walk().to(State.SERVED)
    walk.do(replace(MOVES[Act.FOLLOW_UP], finding=Finding.EXPLAINED))
    assert refused(walk, Act.CONCLUDE).key == "life.refused.executed"


@pytest.mark.parametrize("part", ["requests", "facts", "decision", "basis"])
def test_a_decision_letter_has_its_four_parts(part: str) -> None:
    letter = DecisionLetter(
        **{**{each.name: getattr(LETTER, each.name) for each in fields(LETTER)}, part: " "}
    )
    found = refused(Walk().to(State.HANDLING), replace(MOVES[Act.REPLY], letter=letter))
    assert found.key == "document.refused.decision_part"


# -- declining -----------------------------------------------------------------------------------


def other_matter(walk: Walk, *ways: Act) -> str:
    """Register another matter on the same desk, walk it and return its number."""
    own, walk.number = walk.number, walk.desk.register(replace(FORM, source_ref="")).number
    walk.do(*ways)
    other, walk.number = walk.number, own
    return other


FINISHED = (
    Act.FORWARD, Act.ACCEPT, Act.REPLY, Act.SERVE, Act.ASK_REVIEW, Act.DECIDE_REVIEW, Act.SERVE,
    Act.ASK_FINAL, Act.DECIDE_FINAL, Act.SERVE,
)  # fmt: skip
CONCLUDED = (*FINISHED[:4], Act.EXECUTE, Act.CONCLUDE)


@pytest.mark.parametrize(
    ("ground", "ways"),
    [
        pytest.param(Ground.PENDING, (), id="pending-registered"),
        pytest.param(Ground.PENDING, FINISHED[:2], id="pending-accepted"),
        pytest.param(Ground.PENDING, FINISHED[:4], id="pending-served-and-reviewable"),
        pytest.param(Ground.FINISHED, FINISHED, id="finished"),
        pytest.param(
            Ground.FINISHED, (*FINISHED, Act.EXECUTE, Act.CONCLUDE, Act.ARCHIVE),
            id="finished-and-archived",
        ),
    ],
)  # fmt: skip
def test_a_matter_is_declined_on_a_ground_that_the_other_bears_out(
    ground: Ground, ways: tuple[Act, ...]
) -> None:
    walk = Walk()
    other = other_matter(walk, *ways)
    walk.do(decline(ground, other))
    assert walk.life().state is State.DECLINED
    fact = walk.done.events[0].fact
    assert getattr(fact, "target", "") == walk.desk.life(other).uid


@pytest.mark.parametrize(
    ("ground", "ways"),
    [
        pytest.param(Ground.PENDING, FINISHED, id="pending-but-finished"),
        pytest.param(Ground.PENDING, CONCLUDED, id="pending-but-concluded"),
        pytest.param(Ground.PENDING, (Act.WITHDRAW,), id="pending-but-withdrawn"),
        pytest.param(Ground.FINISHED, (), id="finished-but-registered"),
        pytest.param(Ground.FINISHED, FINISHED[:-1], id="finished-but-not-served"),
        pytest.param(Ground.FINISHED, CONCLUDED, id="finished-but-never-reviewed"),
        pytest.param(
            Ground.FINISHED, (*FINISHED, Act.REOPEN, Act.ANSWER, Act.CONCLUDE),
            id="finished-but-reopened-since",
        ),
    ],
)  # fmt: skip
def test_a_ground_that_the_other_matter_does_not_bear_out_is_refused(
    ground: Ground, ways: tuple[Act, ...]
) -> None:
    walk = Walk()
    found = refused(walk, decline(ground, other_matter(walk, *ways)))
    assert found.key == "life.refused.target_state"
    law_named(found, ground.law)


def test_a_matter_is_no_ground_for_declining_itself_nor_is_one_unknown() -> None:
    walk = Walk()
    assert refused(walk, decline(Ground.PENDING, walk.number)).key == "life.refused.target"
    unknown = refused(walk, decline(Ground.PENDING, "2020-000001\x1b[31m"))
    assert unknown.key == "desk.refused.no_matter"


# -- recording later than it happened ------------------------------------------------------------


def on_shift(begun: str = "2026-03-10 20:00") -> Walk:
    """Return a matter forwarded days before a shift that began at a time, on duty at 23:00."""
    walk = Walk("2026-03-02 09:00").do(Act.FORWARD).wait(begun)
    walk.desk.start_shift()
    return walk.wait("2026-03-10 23:00")


def test_within_the_shift_nobody_has_to_vouch() -> None:
    walk = on_shift().do(Act.ACCEPT, at="2026-03-10 20:00:00")
    assert walk.deadline(Clock.DECIDE).started.isoformat() == "2026-03-10"


@pytest.mark.parametrize("act", [Act.ACCEPT, Act.PASS_DOWN, Act.RETRIEVE, Act.WITHDRAW])
def test_a_second_before_the_shift_another_officer_has_to(act: Act) -> None:
    at = "2026-03-10 19:59:59"
    found = refused(on_shift(), act, at=at)
    assert found.key == "life.refused.second"
    law_named(found, TRANSITIONS[act].law)
    own = replace(MOVES[act], second="李敏")
    assert refused(on_shift(), own, at=at).key == "life.refused.second_same"
    walk = on_shift().do(replace(MOVES[act], second=" 周平\n"), at=at)
    assert getattr(walk.done.events[0].fact, "second", "") == "周平"


def test_nor_is_the_end_or_the_length_of_a_clock_back_dated_alone() -> None:
    walk = on_shift().do(Act.ACCEPT)
    walk.days(2)
    walk.desk.hand_over("何静")
    for act in (Act.REPLY, Act.EXTEND):
        assert refused(walk, act, at="2026-03-11 09:00").key == "life.refused.second"
    walk.do(Act.MEDIATE, at="2026-03-11 09:00")


@pytest.mark.parametrize(
    ("received", "source", "key"),
    [
        pytest.param("2026-03-10 20:00:00", "", "", id="receipt-at-the-shifts-first-second"),
        pytest.param(
            "2026-03-10 19:59:59", "", "life.refused.second_receipt", id="a-second-before"
        ),
        pytest.param("2026-03-01 09:00:00", "信.xlsx", "", id="but-a-file-is-the-record"),
    ],
)
def test_a_receipt_typed_in_takes_a_witness_too(received: str, source: str, key: str) -> None:
    walk = on_shift()
    form = replace(FORM, received_at=local(received), source=source)
    if not key:
        assert walk.desk.register(form).number
        return
    with pytest.raises(Refused) as found:
        walk.desk.register(form)
    assert found.value.key == key
    law_named(found.value, Law.TG_22)
    assert walk.desk.register(replace(form, second="周平")).number


def test_without_a_shift_nothing_is_back_dated_alone() -> None:
    walk = Walk().days(1)
    assert refused(walk, Act.FORWARD, at="2026-03-03 08:59:59").key == "life.refused.second"
    walk.do(Act.FORWARD)


def test_an_act_lies_neither_before_the_last_step_nor_to_come() -> None:
    walk = on_shift().do(Act.ACCEPT, at="2026-03-10 21:00")
    vouched = replace(MOVES[Act.REPLY], second="周平")
    early = refused(walk, vouched, at="2026-03-10 20:59:59")
    assert early.key == "life.refused.before_last"
    law_named(early, Law.TG_32)
    assert refused(walk, Act.REPLY, at="2026-03-10 23:00:01").key == "desk.refused.future"
    first = replace(MOVES[Act.FORWARD], second="周平")
    received = refused(Walk().days(1), first, at="2026-03-02 08:59:59")
    assert received.key == "life.refused.before_last"


def test_a_unit_has_what_was_passed_down_before_it_accepts() -> None:
    walk = on_shift().do(Act.PASS_DOWN, at="2026-03-10 22:00")
    found = refused(walk, Act.ACCEPT, at="2026-03-10 21:59:59")
    assert found.key == "life.refused.before_last"


def test_nobody_barred_vouches() -> None:
    walk = on_shift()
    walk.desk.import_roster(
        "值班.csv", [turn("unit_head", "孙磊", ends_at=local("2026-03-20 08:00"))]
    )
    walk.desk.bar(walk.number, Bar.RECUSED, person="孙磊")
    with pytest.raises(Refused, match=r"life\.refused\.barred"):
        walk.do(replace(MOVES[Act.ACCEPT], second="孙磊"), at="2026-03-09 09:00")
    assert walk.facts(AccessBlocked)[-1].barred is Barred.APPROVER
    assert walk.life().state is State.FORWARDED
