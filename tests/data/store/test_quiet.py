"""Quiet after one exchange: what the desk that keeps something has yet to say once it read a deed.

An exchange: each desk has said what is due by its own clock, each sends, each reads all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import permutations
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.data.answers import KEEPER, last_seq, why_answered
from tests.data.many_desks import bring_all, desks
from tests.data.store.test_keepers import Office
from tests.lives import MOVES
from tests.receptions import planned_by
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, CountSource, ReportKind, RingOutcome
from xfconsole.core.words.procedure import Act

Deed: TypeAlias = Callable[["AtNight"], object]
LETTER = MatterForm(Channel.LETTER, "反映欠薪")


class AtNight(Office):
    """Two desks that know each other; the first keeps an incident and a letter."""

    def begin(self) -> None:
        self.first.open(33)
        self.incident = self.first.incident
        self.letter = self.first.desk.register(LETTER).number
        self.meet()
        self.later(2)
        self.meet()

    def exchange(self) -> list[set[str]]:
        """Let each desk send, then read, then look; return why each wrote something."""
        before = [last_seq(file) for file in self.files]
        for source, target in permutations(self.files, 2):
            bring_all(source, target)
        for night in self.nights:
            night.desk.look_again()
            night.desk.tick()
        return [why_answered(*each) for each in zip(self.files, before, strict=True)]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[AtNight]:
    with desks(tmp_path, 2) as files:
        office = AtNight(files)
        office.begin()
        yield office


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param(lambda o: o.second.desk.note(o.incident, "灯坏了"), id="a note"),
        pytest.param(
            lambda o: o.second.desk.ring(o.incident, "duty_leader", RingOutcome.NO_ANSWER),
            id="a ring that nobody answered",
        ),
        pytest.param(
            lambda o: o.second.desk.arrive(o.incident, "duty_leader", person="王强"),
            id="somebody came",
        ),
        pytest.param(
            lambda o: o.second.desk.count(o.incident, 34, CountSource.COUNTED),
            id="a count that calls nobody",
        ),
        pytest.param(
            lambda o: o.second.desk.report(o.incident, ReportKind.FIRST, "停水"), id="a report"
        ),
        pytest.param(lambda o: o.second.desk.close(o.incident), id="the end"),
        pytest.param(lambda o: o.second.desk.register(LETTER), id="another letter"),
        pytest.param(lambda o: o.second.open(40), id="another incident"),
        pytest.param(lambda o: planned_by(o.second.desk), id="reception days"),
        pytest.param(
            lambda o: o.second.desk.take_over(o.first.view().number), id="a take-over"
        ),
        pytest.param(lambda o: o.second.desk.take_over_desk("A"), id="all taken over"),
    ],
)  # fmt: skip
def test_after_one_exchange_nobody_has_anything_to_add(two: AtNight, deed: Deed) -> None:
    deed(two)
    assert two.exchange() == [set(), set()]


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param(
            lambda o: o.second.desk.count(o.incident, 60, CountSource.COUNTED),
            id="a count that calls somebody",
        ),
        pytest.param(
            lambda o: o.second.desk.relieve(o.incident, "duty_leader", "钱进"),
            id="a deputy to be rung",
        ),
        pytest.param(
            lambda o: o.second.desk.instruct(o.incident, "王局", "尽快核实", ["duty_leader"]),
            id="an instruction to be relayed",
        ),
        pytest.param(
            lambda o: o.second.desk.move(o.letter, MOVES[Act.FORWARD]), id="limits that begin"
        ),
    ],
)  # fmt: skip
def test_what_is_newly_due_the_desk_that_keeps_it_says_after_one_and_no_more(
    two: AtNight, deed: Deed
) -> None:
    deed(two)
    assert two.exchange() == [{KEEPER}, set()]
    assert two.exchange() == [set(), set()]
