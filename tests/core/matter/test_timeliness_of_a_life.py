"""What happens to a matter on the desk is what its timeliness says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.commanded import NOW, ZONE, TestOffices, throw_away_offices
from tests.due import EVERY_DAY
from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.matter.timeliness import By, Timeliness, measure
from xfconsole.core.words.desk import Channel, Purpose
from xfconsole.core.words.procedure import Act, Ground, Who
from xfconsole.desk.verbs.registering import Imported

TODAY = date(2026, 2, 20)
RECEIVED = NOW - timedelta(days=20)
ANSWER = Move(Act.ANSWER, text="已修复")
WITHDRAW = Move(Act.WITHDRAW, Who.COMPLAINANT, text="问题已解决")


@pytest.fixture
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        yield found


def register(offices: TestOffices, received: datetime = RECEIVED) -> str:
    form = MatterForm(
        Channel.LETTER,
        "路灯不亮",
        purpose=Purpose.SUGGESTION,
        unit="城管局",
        received_at=received,
    )
    return offices.desk.register(form).number


def replied(offices: TestOffices) -> str:
    """Return a matter whose reply came with it from a file, ten days after receipt."""
    form = MatterForm(Channel.LETTER, "停水", received_at=RECEIVED)
    offices.desk.register_batch([Imported(form, "已恢复", RECEIVED + timedelta(days=10))])
    return offices.office.views.matters(limit=1)[0].number


def figures(offices: TestOffices) -> Timeliness:
    rows = offices.office.views.timeliness_rows(ZoneInfo(ZONE), NOW)
    return measure(rows, TODAY, EVERY_DAY).total


def units(offices: TestOffices) -> dict[str, int]:
    rows = offices.office.views.timeliness_rows(ZoneInfo(ZONE), NOW)
    return {
        name: each.received
        for name, each in measure(rows, TODAY, EVERY_DAY, By.UNIT).groups.items()
    }


def test_a_matter_that_was_registered_waits_then_is_answered(offices: TestOffices) -> None:
    number = register(offices)
    assert (figures(offices).unanswered, figures(offices).unanswered_beyond_15) == (1, 1)
    vouched = replace(ANSWER, second="周平")
    offices.desk.move(number, vouched, at=NOW - timedelta(days=5))
    found = figures(offices)
    assert (found.answered, found.within_15, found.median_days) == (1, 1, 15)


@pytest.mark.parametrize(
    "move",
    [
        WITHDRAW,
        Move(Act.DIRECT, text="请到仲裁委员会"),
        Move(Act.LEAD, text="行政复议"),
        Move(Act.PASS, unit="纪委监委"),
        Move(Act.DECLINE, ground=Ground.FINISHED, remedy="复核意见已送达"),
    ],
    ids=lambda move: move.act.value,
)
def test_what_ends_without_an_answer_is_owed_none_until_it_reopens(
    offices: TestOffices, move: Move
) -> None:
    number = register(offices)
    offices.desk.move(number, move)
    assert (figures(offices).ended, figures(offices).beyond_15) == (1, 0)
    offices.desk.move(number, Move(Act.REOPEN, text="有新的事实"))
    assert (figures(offices).ended, figures(offices).unanswered) == (0, 1)
    assert figures(offices).first_time == 0


@pytest.mark.parametrize(
    "move",
    [
        Move(Act.REOPEN, text="又不亮了"),
        Move(Act.ASK_REVIEW, Who.COMPLAINANT, unit="市政府"),
    ],
    ids=lambda move: move.act.value,
)
def test_an_answer_that_was_not_the_last_is_not_the_first_time(
    offices: TestOffices, move: Move
) -> None:
    number = replied(offices)
    assert (figures(offices).first_time, figures(offices).median_days) == (1, 10)
    offices.desk.move(number, move)
    found = figures(offices)
    assert (found.answered, found.first_time, found.median_days) == (1, 0, 10)


def test_withdrawing_after_the_answer_leaves_it_answered(offices: TestOffices) -> None:
    offices.desk.move(replied(offices), WITHDRAW)
    found = figures(offices)
    assert (found.answered, found.ended, found.first_time) == (1, 0, 1)


def test_a_link_counts_while_it_stands(offices: TestOffices) -> None:
    number = replied(offices)
    other = register(offices, NOW - timedelta(days=1))
    offices.desk.link(other, number)
    assert figures(offices).first_time == 0
    offices.desk.unlink(other, number)
    assert figures(offices).first_time == 1


def test_the_unit_is_the_one_it_was_handed_to(offices: TestOffices) -> None:
    number = register(offices)
    assert units(offices) == {"城管局": 1}
    offices.desk.move(number, Move(Act.FORWARD, unit="住建局"))
    assert units(offices) == {"住建局": 1}
