"""What an officer said of the bell holds for their shift, whatever dies in between."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.desks import START, Night
from xfconsole.core.facts.of_office import BellTried
from xfconsole.core.night.shift import ASK_AGAIN
from xfconsole.core.words.desk import Hearing

NEXT = "何静"


def asks(night: Night) -> bool:
    """Return whether the desk asks now if the bell is heard."""
    return night.desk.situation().asks_bell


def heard(night: Night) -> bool | None:
    """Return whether the officer on duty hears the bell."""
    return night.desk.situation().heard


def test_nobody_is_asked_before_a_shift_began(night: Night) -> None:
    night.after(1)
    assert (asks(night), heard(night)) == (False, None)


def test_a_journal_that_has_no_word_of_it_asks(night: Night) -> None:
    night.desk.start_shift()
    assert (asks(night.restart()), heard(night)) == (True, None)


@pytest.mark.parametrize(("answer", "hears"), [(Hearing.HEARD, True), (Hearing.NOT_HEARD, False)])
def test_a_restart_keeps_the_answer_and_the_next_shift_is_asked(
    night: Night, answer: Hearing, hears: bool
) -> None:
    night.desk.start_shift()
    done = night.desk.log_bell_answer(answer)
    assert [each.fact for each in done.events] == [BellTried(answer)]
    assert (asks(night.restart().after(60)), heard(night)) == (False, hears)
    night.desk.hand_over(NEXT)
    assert (asks(night.restart()), heard(night)) == (True, None)
    night.desk.log_bell_answer(Hearing.HEARD)
    night.desk.sign_in("罗安")
    assert (asks(night), heard(night)) == (True, None)


def test_put_off_it_rests_for_ten_minutes_of_the_journal(night: Night) -> None:
    night.desk.start_shift()
    night.desk.log_bell_answer(Hearing.LATER)
    assert timedelta(minutes=10) == ASK_AGAIN
    assert not asks(night.after(minutes=9, seconds=59))
    assert not asks(night.restart())
    assert asks(night.after(seconds=1))
    assert night.desk.situation().ask_bell == START + ASK_AGAIN


def test_a_no_that_is_put_off_stays_a_no(night: Night) -> None:
    night.desk.start_shift()
    night.desk.log_bell_answer(Hearing.NOT_HEARD)
    night.desk.log_bell_answer(Hearing.LATER)
    assert (asks(night.restart()), heard(night)) == (False, False)
    assert asks(night.after(minutes=10))


def test_nobody_is_asked_while_somebody_waits(night: Night) -> None:
    night.desk.start_shift()
    assert asks(night)
    night.open(33).after(minutes=1)
    assert night.desk.situation().ringing
    assert not asks(night)
    night.desk.close(night.incident, "散了")
    assert asks(night.after(minutes=1))
