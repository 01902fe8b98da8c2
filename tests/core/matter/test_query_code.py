"""The code that asks after a matter: nobody guesses it, and everybody can read it out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.issuing import query_code
from tests.lives import FORM, Walk
from xfconsole.core.facts.of_matter import QueryCodeGiven
from xfconsole.core.matter.promises import Promise, promises
from xfconsole.core.matter.query_code import LENGTH, SIGNS, drawn, spelled, typed
from xfconsole.core.words.documents import Document
from xfconsole.core.words.procedure import Act, Clock
from xfconsole.core.words.refusal import Refused


@given(st.uuids().map(str))
def test_a_code_is_ten_signs_that_are_taken_for_no_other(fresh: str) -> None:
    code = drawn(fresh)
    assert len(code) == LENGTH
    assert set(code) <= set(SIGNS)
    assert not set(SIGNS) & set("01OILU")


def test_codes_do_not_follow_each_other() -> None:
    codes = {drawn(f"0195-{n}") for n in range(10_000)}
    assert len(codes) == 10_000
    first = {code[0] for code in codes}
    assert first == set(SIGNS)


@given(st.uuids().map(str).map(drawn))
@pytest.mark.parametrize("told", [str.lower, spelled, lambda code: f" {code[:3]} {code[3:]}\n"])
def test_it_is_known_however_it_is_typed(told: object, code: str) -> None:
    assert typed(told(code)) == code  # type: ignore[operator]


@given(st.text())
def test_any_text_is_a_code_or_none(text: str) -> None:
    assert typed(text).isalnum() or typed(text) == ""


def test_it_is_drawn_once_and_stays() -> None:
    walk = Walk()
    code = query_code(walk.desk, walk.number)
    assert query_code(walk.desk, walk.number) == code == walk.life().code
    assert [each.code for each in walk.facts(QueryCodeGiven)] == [code]
    assert query_code(walk.desk, walk.desk.register(FORM).number) != code


def told(walk: Walk) -> dict[Clock, Promise]:
    found = promises(walk.life(), walk.desk.rules, walk.now())
    return {each.clock: each for each in found}


def test_a_promise_is_open_then_overdue_and_kept_late() -> None:
    walk = Walk("2026-03-06 10:30")
    assert told(walk)[Clock.DEAL].kept is None
    walk.wait("2026-03-23 23:59:59")
    assert told(walk)[Clock.DEAL].kept is None
    walk.wait("2026-03-24 00:00:00")
    deal = told(walk)[Clock.DEAL]
    assert (deal.kept, deal.last, deal.done, deal.late) == (False, date(2026, 3, 23), None, 1)
    walk.wait("2026-03-25 09:00").do(Act.FORWARD)
    deal = told(walk)[Clock.DEAL]
    assert (deal.kept, deal.done, deal.late) == (False, date(2026, 3, 25), 2)


def test_a_promise_done_in_time_is_kept() -> None:
    walk = Walk("2026-03-02 10:30").do(Act.FORWARD, Act.ACCEPT)
    accept = told(walk)[Clock.ACCEPT]
    assert (accept.kept, accept.done, accept.late) == (True, date(2026, 3, 2), 0)
    assert told(walk)[Clock.DECIDE].kept is None


def test_what_was_given_back_in_time_binds_nobody_and_late_was_not_kept() -> None:
    walk = Walk("2026-03-02 10:30").do(Act.FORWARD, Act.RETRIEVE)
    assert Clock.ACCEPT not in told(walk)
    walk = Walk("2026-03-02 10:30").do(Act.FORWARD).wait("2026-03-20 09:00").do(Act.RETRIEVE)
    accept = told(walk)[Clock.ACCEPT]
    assert (accept.kept, accept.done, accept.late) == (False, None, 3)


def test_what_offices_owe_each_other_is_no_promise() -> None:
    walk = Walk().do(Act.ASSIGN, Act.MARK_URGENT)
    assert not {Clock.REPORT, Clock.URGENT_PHONE, Clock.OBJECT} & told(walk).keys()


def test_a_paper_that_is_not_issued_draws_no_code() -> None:
    walk = Walk()

    def refuses(code: str) -> tuple[str, dict[str, str]]:
        assert code
        raise Refused("document.refused.field")

    with pytest.raises(Refused):
        walk.desk.issue(walk.number, Document.RECEIPT, refuses)
    assert walk.life().code == ""
    walk.desk.issue(walk.number, Document.ENDORSEMENT_SLIP, lambda code: (f"批办{code}", {}))
    assert walk.life().code == ""
