"""Letters in numbers: one desk has none, two have two, whoever reads whom first."""

from __future__ import annotations

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from tests.data.files import NIGHT
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_office import DeskLettered, OfficeFounded, ShiftStarted
from xfconsole.core.office.letters import LETTERS, letter_of, letter_owed

SERIAL = count(1)


def said(desk: str, fact: Fact) -> Event:
    at = next(SERIAL)
    return Event(str(at), "office", NIGHT, NIGHT, "李敏", fact, at, (f"{at:027}", desk, at))


FOUNDED = said("one", OfficeFounded("市信访接待中心", "Asia/Shanghai"))


def test_the_only_desk_of_an_office_has_no_letter() -> None:
    events = [FOUNDED, said("one", ShiftStarted())]
    assert letter_owed(events, ("one",)) == letter_of(events, "one") == ""


def test_a_desk_that_was_put_back_is_still_the_only_one() -> None:
    assert letter_owed([FOUNDED, said("again", ShiftStarted())], ("again", "one")) == ""


def test_the_second_desk_gives_both_a_letter() -> None:
    events = [FOUNDED, said("two", ShiftStarted())]
    assert letter_owed(events, ("one",)) == "A"
    assert letter_owed(events, ("two",)) == "B"
    events.append(said("two", DeskLettered("B")))
    assert letter_owed(events, ("two",)) == ""
    assert letter_of(events, "two") == "B"


def test_a_desk_with_a_letter_takes_another_when_it_is_put_back() -> None:
    events = [FOUNDED, said("two", DeskLettered("B")), said("one", DeskLettered("A"))]
    assert letter_owed(events, ("two again", "two")) == "C"


def test_of_two_with_one_letter_the_later_takes_another() -> None:
    events = [FOUNDED, said("two", DeskLettered("B")), said("three", DeskLettered("B"))]
    assert letter_owed(events, ("two",)) == ""
    assert letter_owed(events, ("three",)) not in ("", "B")


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 9)), max_size=40))
def test_when_all_have_read_all_no_two_have_one_letter(turns: list[tuple[str, int]]) -> None:
    """Each writes having read some tenths of what there is; then all read all."""
    events = [FOUNDED]
    for desk, tenths in (*turns, *((desk, 10) for desk in "abcde" * 3)):
        here = len(events) * tenths // 10
        seen = [each for at, each in enumerate(events) if at <= here or each.desk == desk]
        owed = letter_owed(seen, (desk,))
        events.append(said(desk, DeskLettered(owed) if owed else ShiftStarted()))
    letters = {letter_of(events, desk) for desk in "abcde"}
    assert (len(letters), "" in letters) == (5, False)
    assert [letter_owed(events, (desk,)) for desk in "abcde"] == [""] * 5


def test_after_the_letters_come_pairs() -> None:
    events = [FOUNDED, *(said(f"desk {each}", DeskLettered(each)) for each in LETTERS)]
    assert letter_owed(events, ("new",)) == "AA"
