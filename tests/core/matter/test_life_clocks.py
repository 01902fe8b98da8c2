"""What starts, stops, resumes and never pauses a clock, as a matter goes from hand to hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.desks import turn
from tests.issuing import issue_text
from tests.lives import FORM, MOVES, Walk, local
from xfconsole.core.facts.of_office import RosterImported
from xfconsole.core.facts.of_procedure import (
    DeadlineDropped,
    DeadlineMet,
    DeadlineSet,
    DutyPrompted,
)
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.matter.transitions import OF_RECEIPT
from xfconsole.core.words.desk import Channel, Identity, PromptKind, Purpose
from xfconsole.core.words.procedure import Act, Clock, State, Who
from xfconsole.core.words.refusal import Refused
from xfconsole.desk.verbs.registering import Imported

OTHER = replace(MOVES[Act.FORWARD], unit="水务局")


def targets(walk: Walk, clock: Clock) -> list[str]:
    return [each.target.isoformat() for each in walk.clocks(clock)]


def open_clocks(walk: Walk) -> set[Clock]:
    life = walk.life()
    return {clock for clock in Clock if life.open_clock(clock)}


def test_returned_the_first_clock_runs_on_as_if_it_had_never_stopped() -> None:
    walk = Walk("2026-03-02 09:00").do(Act.FORWARD).wait("2026-03-06 09:00")
    walk.do(Act.OBJECT).wait("2026-03-20 09:00").do(Act.RETURN)
    deal = walk.deadline(Clock.DEAL)
    assert (deal.started, deal.target) == (date(2026, 3, 2), date(2026, 3, 17))
    assert deal.overdue(walk.now())
    assert walk.prompted(Clock.DEAL)[-1][0] is PromptKind.OVERDUE
    life = walk.life()
    assert (life.state, life.holder) == (State.REGISTERED, "")
    for clock in (Clock.NOTICE, Clock.ACCEPT, Clock.OBJECT):
        assert life.open_clock(clock) is None


def test_an_objection_pauses_nothing() -> None:
    walk = Walk("2026-03-02 09:00").do(Act.FORWARD, Act.OBJECT).wait("2026-03-18 00:00")
    assert walk.deadline(Clock.ACCEPT).overdue(walk.now())
    assert walk.deadline(Clock.NOTICE).overdue(walk.now())
    walk.do(Act.UPHOLD)
    assert walk.deadline(Clock.ACCEPT).target == date(2026, 3, 17)


@pytest.mark.parametrize(
    ("act", "state"), [(Act.FORWARD, State.FORWARDED), (Act.ASSIGN, State.ASSIGNED)]
)
def test_upheld_a_matter_is_again_what_it_was(act: Act, state: State) -> None:
    assert Walk().do(act, Act.OBJECT, Act.UPHOLD).life().state is state


def test_the_next_unit_gets_its_own_days_and_the_office_keeps_its_own() -> None:
    walk = Walk("2026-03-02 09:00").do(Act.FORWARD).wait("2026-03-06 09:00")
    walk.do(Act.OBJECT, Act.RETURN, OTHER)
    assert targets(walk, Clock.ACCEPT) == ["2026-03-17", "2026-03-21"]
    assert targets(walk, Clock.NOTICE) == ["2026-03-17", "2026-03-21"]
    assert targets(walk, Clock.OBJECT) == ["2026-03-09", "2026-03-13"]
    assert targets(walk, Clock.DEAL) == ["2026-03-17"]


def test_passed_down_only_the_objection_is_counted_anew() -> None:
    walk = Walk("2026-03-02 09:00").do(Act.ASSIGN).wait("2026-03-06 09:00").do(Act.PASS_DOWN)
    assert targets(walk, Clock.ACCEPT) == ["2026-03-17"]
    assert targets(walk, Clock.OBJECT) == ["2026-03-13"]
    assert [each.clock for each in walk.facts(DeadlineDropped)] == [Clock.OBJECT]


@pytest.mark.parametrize("clock", [Clock.NOTICE, Clock.ACCEPT, Clock.REPORT])
def test_passed_down_the_next_unit_owes_what_the_first_did(clock: Clock) -> None:
    walk = Walk().do(Act.ASSIGN, Act.PASS_DOWN)
    assert walk.deadline(clock).unit == "房管所"
    assert [each.unit for each in walk.facts(DeadlineSet, clock)] == ["住建局", "房管所"]


def test_the_answer_to_a_suggestion_is_owed_by_whoever_has_it() -> None:
    walk = Walk(purpose=Purpose.SUGGESTION)
    assert walk.deadline(Clock.SUGGESTION).unit == ""
    assert walk.do(Act.FORWARD).deadline(Clock.SUGGESTION).unit == "住建局"
    assert walk.do(Act.RETRIEVE).deadline(Clock.SUGGESTION).unit == ""
    assert walk.do(OTHER).deadline(Clock.SUGGESTION).unit == "水务局"
    assert targets(walk, Clock.SUGGESTION) == ["2026-04-01"]


def test_what_a_unit_owes_is_asked_of_the_office_while_no_unit_has_it() -> None:
    walk = Walk("2026-03-02 09:00", purpose=Purpose.SUGGESTION).wait("2026-03-31 09:00")
    owners = walk.policy.procedure.owners
    assert walk.facts(DutyPrompted, Clock.SUGGESTION)[-1].post == owners["office"]
    walk.do(Act.FORWARD)
    assert walk.facts(DutyPrompted, Clock.SUGGESTION)[-1].post == owners["unit"]
    assert [each.who for each in walk.facts(DeadlineSet, Clock.SUGGESTION)] == [
        Who.OFFICE, Who.UNIT,
    ]  # fmt: skip
    walk.do(Act.RETRIEVE)
    assert walk.facts(DutyPrompted, Clock.SUGGESTION)[-1].post == owners["office"]


HEADS = RosterImported(
    "值班.csv",
    tuple(
        turn("unit_head", person, unit=unit, starts_at=local("2026-03-01 00:00"),
             ends_at=local("2026-06-30 00:00"))
        for person, unit in [("孙磊", "住建局"), ("郑岚", "水务局")]
    ),
)  # fmt: skip


def test_taken_back_from_a_unit_its_head_is_asked_no_more() -> None:
    """The 60 days go on through it; who is asked is whoever has the matter now."""
    walk = Walk("2026-03-02 09:00", roster=HEADS).do(Act.FORWARD, Act.ACCEPT)
    walk.wait("2026-04-30 09:00")
    asked = walk.facts(DutyPrompted, Clock.DECIDE)[-1]
    assert (asked.what, asked.person) == (PromptKind.DUE_SOON, "孙磊")
    walk.do(Act.RETRIEVE, OTHER)
    asked = walk.facts(DutyPrompted, Clock.DECIDE)[-1]
    assert (asked.what, asked.person) == (PromptKind.DUE_SOON, "郑岚")
    walk.do(Act.ACCEPT)
    assert targets(walk, Clock.DECIDE) == ["2026-05-01"]
    with walk.store.begin() as tx:
        (duty,) = [each for each in tx.standing_duties(9)[0] if each.clock is Clock.DECIDE]
    assert (duty.unit, duty.person) == ("水务局", "郑岚")


def test_no_notice_is_owed_to_nobody() -> None:
    """Anonymous, or with no name: the notice cannot be given (TG 23); all else is the same."""
    named, nobody = Walk().do(Act.FORWARD), Walk(anonymous=True).do(Act.FORWARD)
    unclear = Walk(identity=Identity()).do(Act.FORWARD)
    for other in (nobody, unclear):
        assert other.clocks(Clock.NOTICE) == []
        for clock in set(Clock) - {Clock.NOTICE}:
            assert targets(other, clock) == targets(named, clock)


def test_a_notice_made_out_ends_its_clock() -> None:
    walk = Walk().do(Act.FORWARD)
    issue_text(walk.desk, walk.number)
    assert walk.deadline(Clock.NOTICE).met_at == walk.now()
    assert walk.facts(DeadlineMet, Clock.NOTICE)[0].act is None


def test_new_facts_start_every_clock_anew() -> None:
    walk = Walk("2026-03-02 09:00").to(State.SERVED).wait("2026-06-01 09:00").do(Act.REOPEN)
    assert open_clocks(walk) == {*OF_RECEIPT}
    assert targets(walk, Clock.DEAL) == ["2026-03-17", "2026-06-16"]
    walk.do(Act.FORWARD)
    assert targets(walk, Clock.ACCEPT) == ["2026-03-17", "2026-06-16"]
    assert targets(walk, Clock.NOTICE) == ["2026-03-17", "2026-06-16"]
    assert walk.clocks(Clock.SHADOW) == []


def test_served_again_after_new_facts_there_are_thirty_days_again() -> None:
    walk = Walk("2026-03-02 09:00").to(State.SERVED).wait("2026-06-01 09:00")
    walk.do(Act.REOPEN, Act.FORWARD, Act.ACCEPT, Act.REPLY, Act.SERVE)
    assert targets(walk, Clock.ASK_REVIEW) == ["2026-04-01", "2026-07-01"]
    assert walk.do(Act.ASK_REVIEW).life().state is State.REVIEW


def test_a_matter_reopened_at_once_has_its_own_shadow() -> None:
    """What ended the first round ends no clock of the second, not even in the same second."""
    walk = Walk("2026-03-02 09:00").do(Act.WITHDRAW, Act.REOPEN, Act.FORWARD)
    walk.wait("2026-03-18 00:00")
    assert walk.deadline(Clock.SHADOW).open(walk.now())


def test_the_shadow_runs_until_the_matter_is_answered_not_until_it_is_accepted() -> None:
    walk = Walk("2026-03-02 09:00").do(Act.FORWARD).wait("2026-03-20 09:00").do(Act.ACCEPT)
    assert walk.deadline(Clock.SHADOW).open(walk.now())
    walk.do(Act.REPLY)
    shadow = walk.deadline(Clock.SHADOW)
    assert (shadow.met_at, shadow.met_by) == (walk.now(), Act.REPLY)


@pytest.mark.parametrize("purpose", [Purpose.SUGGESTION, Purpose.ACCUSATION])
def test_only_a_claim_is_to_be_accepted_and_decided(purpose: Purpose) -> None:
    walk = Walk(purpose=purpose).do(Act.FORWARD).days(30)
    for clock in (Clock.ACCEPT, Clock.DECIDE, Clock.SHADOW):
        assert walk.clocks(clock) == []
    assert bool(walk.clocks(Clock.SUGGESTION)) is (purpose is Purpose.SUGGESTION)


@pytest.mark.parametrize("state", [State.REVIEW, State.FINAL_REVIEW, State.REPLIED])
def test_a_report_is_owed_and_made_while_a_matter_is_reviewed(state: State) -> None:
    walk = Walk().to(state)
    assert walk.life().open_clock(Clock.REPORT)
    assert walk.do(Act.REPORT_BACK).deadline(Clock.REPORT).met_by is Act.REPORT_BACK


def test_a_split_ends_level_by_level() -> None:
    walk = Walk().do(replace(MOVES[Act.FORWARD], levels=3))

    def met() -> list[bool]:
        return [each.met_at is not None for each in walk.clocks(Clock.SPLIT)]

    assert met() == [True, False, False]
    walk.do(Act.PASS_DOWN)
    assert met() == [True, True, False]
    walk.do(Act.ACCEPT)
    assert met() == [True, True, True]


# -- replies that files bring --------------------------------------------------------------------

REF = "信.xlsx:1"


def with_reply(walk: Walk, text: str, at: str) -> None:
    form = MatterForm(Channel.LETTER, FORM.summary, source="信.xlsx", source_ref=REF)
    walk.desk.register_batch([Imported(form, text, local(at))])


def test_a_reply_in_a_file_stops_everything_and_was_served() -> None:
    walk = Walk("2026-03-02 09:00", source_ref=REF).do(Act.ASSIGN, Act.ACCEPT).days(10)
    with_reply(walk, "已办结", "2026-03-05 15:00")
    life = walk.life()
    assert (life.state, life.answered_at) == (State.SERVED, local("2026-03-05 15:00"))
    assert open_clocks(walk) == {Clock.ASK_REVIEW}
    assert targets(walk, Clock.ASK_REVIEW) == ["2026-04-04"]
    assert {each.clock for each in walk.facts(DeadlineMet)} == {
        Clock.DEAL, Clock.NOTICE, Clock.OBJECT, Clock.ACCEPT, Clock.REPORT, Clock.DECIDE,
    }  # fmt: skip


def test_a_second_reply_in_a_file_starts_the_thirty_days_again() -> None:
    walk = Walk("2026-03-02 09:00", source_ref=REF).days(60)
    with_reply(walk, "已办结", "2026-03-05 15:00")
    with_reply(walk, "补充答复", "2026-04-10 15:00")
    assert targets(walk, Clock.ASK_REVIEW) == ["2026-05-10"]
    with_reply(walk, "更早的答复", "2026-03-04 15:00")
    assert targets(walk, Clock.ASK_REVIEW) == ["2026-05-10"]


@pytest.mark.parametrize(
    "state",
    [State.REVIEW, State.REVIEW_REPLIED, State.REVIEW_SERVED, State.FINAL_REVIEW,
     State.FINAL_REPLIED, State.FINISHED, State.CONCLUDED, State.ARCHIVED, State.WITHDRAWN],
)  # fmt: skip
def test_a_reply_in_a_file_neither_ends_a_review_nor_opens_what_is_over(state: State) -> None:
    walk = Walk("2026-03-02 09:00", source_ref=REF).to(state).days(5)
    running = open_clocks(walk)
    with_reply(walk, "已办结", "2026-03-05 15:00")
    assert walk.life().state is state
    assert open_clocks(walk) == running


def test_a_row_that_came_with_its_reply_has_no_clock_but_the_complainants() -> None:
    walk = Walk("2026-03-20 09:00")
    form = MatterForm(
        Channel.LETTER, "停水", source="信.xlsx", source_ref="信.xlsx:9",
        received_at=local("2026-03-02 09:00"),
    )  # fmt: skip
    walk.desk.register_batch([Imported(form, "已恢复", local("2026-03-10 09:00"))])
    walk.number = "2026-000002"
    assert [each.clock for each in walk.facts(DeadlineSet)] == [Clock.ASK_REVIEW]


def test_a_row_without_a_reply_that_came_late_is_not_prompted_for() -> None:
    """No second officer vouches for its dates: the file itself is the record."""
    walk = Walk("2026-03-20 09:00")
    form = MatterForm(Channel.LETTER, "停水", received_at=local("2026-03-02 09:00"), source="信")
    walk.desk.register_batch([Imported(form)])
    walk.number = "2026-000002"
    assert Clock.DEAL in open_clocks(walk)
    assert walk.prompted(Clock.DEAL) == []


def test_withdrawing_ends_every_clock() -> None:
    walk = Walk().to(State.SERVED)
    walk.do(Act.WITHDRAW)
    assert open_clocks(walk) == set()
    with pytest.raises(Refused):
        walk.do(Act.ASK_REVIEW)
