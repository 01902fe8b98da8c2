"""Any acts of desks that now and then read a part of each other: every pair that parted is listed
with both sides and nothing else is, and all come to the same once it is settled."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from tests.data.many_desks import bring, desks, known, own
from tests.data.parting import Office
from tests.data.planted import Planted
from tests.lives import MOVES
from xfconsole.core.matter.acts import possible_acts
from xfconsole.core.words.refusal import Refused


def act_somehow(office: Office, at: int, data: DataObject) -> None:
    """Let a desk move a matter, correct its registration, or settle what is contested."""
    matter, desk = data.draw(st.sampled_from(office.matters)), office.nights[at].desk
    life = desk.life(matter)
    sides = [act for each in life.contests for act in each.acts]
    what = data.draw(st.sampled_from(["move", "move", "correct", *(["settle"] * bool(sides))]))
    if what == "settle":
        desk.settle(data.draw(st.sampled_from(sides)).uid, "先到")
    elif what == "move":
        acts = [row.act for row in possible_acts(life)]
        desk.move(matter, MOVES[data.draw(st.sampled_from(acts))])
    else:
        changes = data.draw(
            st.dictionaries(
                st.sampled_from(["summary", "unit"]), st.sampled_from("甲乙丙"), min_size=1
            )
        )
        desk.correct(office.events(at, matter)[0].uid, changes, "看错了")


def come_apart(data: DataObject) -> None:
    count = data.draw(st.sampled_from([2, 2, 3]))
    with tempfile.TemporaryDirectory() as name, desks(Path(name), count) as files:
        office, planted = Office(files, 2), Planted()
        for _ in range(data.draw(st.integers(2, 16))):
            at = data.draw(st.integers(0, count - 1))
            if data.draw(st.sampled_from([True, False, False])):
                hear_some(office, at, data)
                continue
            before = {m: office.events(at, m) for m in office.matters}
            with suppress(Refused):
                act_somehow(office, at, data)
            for matter, events in before.items():
                for each in office.events(at, matter):
                    if each not in events:
                        planted.note(events, each)
        office.meet()
        assert all(office.contested(at) == planted.sides() for at in range(count))
        office.assert_alike(Path(name))
        settle_all(office)
        assert not any(office.contested(at) for at in range(count))
        office.assert_alike(Path(name))


def hear_some(office: Office, at: int, data: DataObject) -> None:
    source = data.draw(
        st.sampled_from([each for each in office.files if each is not office.files[at]])
    )
    name = data.draw(st.sampled_from(sorted(known(source))))
    if name != own(office.files[at]):
        bring(source, office.files[at], name, data.draw(st.integers(1, 40)))
    office.nights[at].desk.look_again()
    office.nights[at].desk.tick()


def settle_all(office: Office) -> None:
    for matter in office.matters:
        desk = office.nights[0].desk
        while found := desk.life(matter).contests:
            desk.settle(found[0].acts[-1].uid, "以后到的为准")
    office.meet()


@pytest.mark.long
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_every_pair_that_parted_is_listed_and_nothing_else(data: DataObject) -> None:
    come_apart(data)


@pytest.mark.torture
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_thousand_times_every_pair_is_listed(data: DataObject) -> None:
    """As many times as the profile says."""
    come_apart(data)
