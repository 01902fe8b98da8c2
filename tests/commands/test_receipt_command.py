"""``receipt check``: what a code answers, and that it answers nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.commanded import NOW, TestOffices, throw_away_offices
from tests.issuing import query_code
from xfconsole.commands.log import log_lines
from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.query_code import spelled
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Identity, Purpose
from xfconsole.core.words.procedure import Act
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.words.catalogue import use

FORM = MatterForm(
    Channel.LETTER,
    "安置房逾期",
    text="合同约定二零二四年交房",
    purpose=Purpose.CLAIM,
    identity=Identity(name="某甲", phone="13900000001"),
)


@pytest.fixture
def offices() -> Iterator[TestOffices]:
    use("en")
    with throw_away_offices() as found:
        yield found


def test_it_answers_what_was_promised_and_nothing_of_the_matter(offices: TestOffices) -> None:
    number = offices.desk.register(FORM).number
    code = query_code(offices.desk, number)
    offices.desk.move(number, Move(Act.FORWARD, unit="住建局"))
    before = len(offices.office.views.events_of(offices.desk.life(number).uid))
    for typed in ((number, code), (number.replace("-", " "), f"  {spelled(code).lower()} ")):
        said = offices.run("receipt", "check", *typed).stdout
        assert number in said
        assert "register and forward (petition office): by " in said
        assert "done in time on " in said
        assert "accept (住建局): by " in said
        assert "not due yet, under way" in said
        assert not [word for word in ("安置房", "合同", "某甲", "1390000", code) if word in said]
    after = len(offices.office.views.events_of(offices.desk.life(number).uid))
    assert after == before


def test_its_json_has_the_documented_keys(offices: TestOffices) -> None:
    number = offices.desk.register(FORM).number
    told = offices.run_json("receipt", "check", number, query_code(offices.desk, number))
    assert told.keys() == {"number", "received_on", "promises"}
    (deal,) = told["promises"]
    assert {name: deal.pop(name) for name in ("last_day", "who", "unit")}["who"] == "office"
    assert deal == {"clock": "deal", "done_on": None, "kept": None, "late_days": 0}


@pytest.mark.parametrize(
    "wrong", ["", "K7M4X9QWTR", "2026-000009", "\x1b[31m", "\ud800", "x" * 999]
)
def test_a_wrong_code_is_refused_as_a_wrong_number_is(offices: TestOffices, wrong: str) -> None:
    number, neighbour = (offices.desk.register(FORM).number for _ in range(2))
    code = query_code(offices.desk, number)
    last = code[:-1] + ("3" if code[-1] == "2" else "2")
    codes = [(number, each) for each in (wrong, code[:-1], code + "2", last)]
    numbers = [(each, code) for each in (wrong, neighbour, number[:-1], "2026-999999")]
    for typed in (*codes, *numbers, (neighbour, "")):
        with pytest.raises(Refused) as refused:
            offices.run("receipt", "check", *typed)
        assert (refused.value.key, refused.value.values) == ("receipt.refused.unknown", {})


def test_the_log_says_that_a_code_was_given_and_never_which(offices: TestOffices) -> None:
    number = offices.desk.register(FORM).number
    code = query_code(offices.desk, number)
    with offices.duty() as office:
        hour = timedelta(hours=1)
        log = "\n".join(log_lines(office, NOW - hour, NOW + hour, as_json=False))
    assert "Enquiry code given" in log
    for said in (log, offices.run("show", number).stdout):
        assert code not in said
        assert spelled(code) not in said
    assert code not in offices.run("matters", "--json").stdout
