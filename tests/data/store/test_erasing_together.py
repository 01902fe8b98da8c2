"""The time to cancel an erasure, in an office of several desks: each has to have read of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from data.vault.wiping import Wiper
from tests.data.erasing import SECOND, SUGGESTION, WINDOW, YEAR
from tests.data.files import File, Uids
from tests.data.many_desks import desks, received, sent
from tests.desks import Night
from xfconsole.core.facts.of_office import OfficeFounded, RosterImported
from xfconsole.core.identity.due import ErasureRow
from xfconsole.core.matter.acts import Move
from xfconsole.core.words.procedure import Act
from xfconsole.core.words.refusal import Refused

HOUR = timedelta(hours=1)


@dataclass
class Office:
    """Three desks; the first keeps a matter whose identity it is asked to erase."""

    files: list[File]
    nights: list[Night]
    number: str = ""

    def carried(self, source: int, *targets: int) -> list[bool]:
        """Take a file from one desk to others; return which learnt that it had been set aside."""
        found = sent(self.files[source])
        told = [received(self.files[target], found).aside for target in targets]
        for target in targets:
            self.nights[target].desk.look_again()
        return told

    def later(self, by: timedelta) -> None:
        for night in self.nights:
            night.clock.advance(by)
            night.desk.tick()

    @property
    def keys(self) -> list[int]:
        """How many keys each desk has."""
        return [int(f.rows("SELECT count(*) FROM matter_key")[0][0]) for f in self.files]

    def row(self) -> ErasureRow:
        desk = self.nights[0].desk
        rows = self.files[0].views.erasures(desk.rules, desk.policy.retention, desk.now())
        return next(iter(rows))


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Office]:
    with desks(tmp_path, 3) as files:
        files[0].add(files[0].store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        nobody = RosterImported("", ())
        nights = [Night(store=files[0].store, roster=nobody, ids=Uids(1000))]
        first = nights[0].desk
        number = first.register(SUGGESTION).number
        first.move(number, Move(Act.ANSWER, text="已答复"))
        for at in (1, 2):
            received(files[at], sent(files[0]))
            nights.append(Night(store=files[at].store, roster=nobody, ids=Uids(1000 * at + 1000)))
        office = Office(files, nights, number)
        for at in (0, 1, 2):
            office.carried(at, *{0, 1, 2} - {at})
        office.later(YEAR)
        for at in (0, 1, 2):
            office.carried(at, *{0, 1, 2} - {at})
        first.propose_erasures([number])
        first.approve_erasures([number], SECOND)
        yield office


def test_an_erasure_waits_until_every_desk_has_read_of_it_and_been_heard_from(
    three: Office,
) -> None:
    three.later(WINDOW)
    assert (three.keys, three.row().awaits) == ([1, 1, 1], ("B", "C"))
    # It costs a look an hour, and holds up nothing else that is to be wiped.
    first = three.nights[0].desk
    assert first.next_change() == first.now() + HOUR
    three.carried(0, 1, 2)
    three.carried(1, 0)
    assert three.row().awaits == ("C",)
    three.later(HOUR)
    assert three.keys == [1, 1, 1]
    three.carried(2, 0)
    three.later(HOUR)
    assert three.keys == [0, 1, 1]
    assert Wiper(three.files[0].engine).step()
    three.carried(0, 1, 2)
    assert three.keys == [0, 0, 0]


def test_who_cancels_before_their_desk_is_heard_from_is_in_time(three: Office) -> None:
    three.later(WINDOW)
    three.carried(0, 1, 2)
    three.nights[2].desk.cancel_erasure(three.number, "信访人又来信")
    three.carried(1, 0)
    three.carried(2, 0)
    three.later(HOUR)
    three.carried(0, 1, 2)
    assert three.keys == [1, 1, 1]


def test_a_lost_desk_is_set_aside_by_two_and_waited_for_again_once_it_has_read_that(
    three: Office,
) -> None:
    first = three.nights[0].desk
    three.carried(0, 1)
    three.carried(1, 0)
    three.later(WINDOW)
    assert three.row().awaits == ("C",)
    for letter, second, key in (
        ("C", first.officer, "keeping.refused.same_officer"),
        ("C", " ", "keeping.refused.same_officer"),
        ("A", SECOND, "keeping.refused.own"),
        ("Q", SECOND, "keeping.refused.no_desk"),
    ):
        with pytest.raises(Refused) as refused:
            first.set_aside(letter, second)
        assert refused.value.key == key
    first.set_aside("c", SECOND)
    with pytest.raises(Refused, match=r"keeping\.refused\.aside"):
        first.set_aside("C", SECOND)
    assert [(each.letter, each.aside) for each in first.other_desks()] == [
        ("B", False),
        ("C", True),
    ]
    first.tick()
    assert three.keys == [0, 1, 1]
    # Another desk goes by it as well. The lost one comes back and is told.
    assert three.carried(0, 1, 2) == [False, True]
    assert [each.aside for each in three.nights[1].desk.other_desks()] == [False, True]
    assert three.keys == [0, 0, 0]
    three.carried(2, 0)
    assert not any(each.aside for each in first.other_desks())


def test_a_file_that_ended_too_early_is_no_answer(three: Office) -> None:
    """How far a desk had read counts once all that it wrote by then is here."""
    three.later(WINDOW)
    three.carried(0, 1, 2)
    three.carried(1, 0)
    three.nights[2].desk.cancel_erasure(three.number, "信访人又来信")
    found = sent(three.files[2])
    cut = 60 + int.from_bytes(found[40:44])
    assert received(three.files[0], found[:cut]).refused
    three.nights[0].desk.look_again()
    assert three.row().awaits == ("C",)
    three.later(HOUR)
    assert three.keys == [1, 1, 1]
