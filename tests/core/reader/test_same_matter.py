"""Registered as the same as an earlier matter: linked with it, or registered all the same."""

from __future__ import annotations

import pytest

from tests.desks import OFFICER, Night
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_procedure import AccessBlocked, MatterLinked
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.procedure import Bar, Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk

LETTER = MatterForm(Channel.LETTER, "搅拌站扰民")
VISIT = MatterForm(Channel.VISIT, "搅拌站夜里还在施工")


@pytest.fixture
def desk() -> Desk:
    return Night().desk


def test_both_keep_their_number_and_clocks(desk: Desk) -> None:
    letter = desk.register(LETTER)
    visit = desk.register(VISIT, same_as=letter.number)
    assert visit.same_as == letter.number
    assert visit.number != letter.number
    assert [each.fact for each in visit.events if isinstance(each.fact, MatterLinked)] == [
        MatterLinked(letter.subject)
    ]
    assert list(desk.life(visit.number).links) == [letter.subject]
    clocks = [[each.clock for each in desk.life(done.number).clocks] for done in (letter, visit)]
    assert clocks[0] == clocks[1] != []
    assert {each.subject for each in visit.events} == {visit.subject}


def test_a_group_visit_is_linked_and_opened_at_once(desk: Desk) -> None:
    letter = desk.register(LETTER)
    form = MatterForm(Channel.GROUP_VISIT, "搅拌站扰民", headcount=33)
    visit = desk.register(form, opening=True, same_as=letter.number)
    assert (visit.same_as, visit.incident_number) == (letter.number, "02-001")


@pytest.mark.parametrize("number", ["2026-009999", "nothing", "\ud800", " "])
def test_what_is_not_there_keeps_nobody_from_registering(desk: Desk, number: str) -> None:
    visit = desk.register(VISIT, same_as=number)
    assert visit.same_as == ""
    assert isinstance(visit.events[0].fact, MatterRegistered)
    assert not desk.life(visit.number).links


def test_who_is_barred_from_it_registers_without_the_link_and_it_is_journaled(desk: Desk) -> None:
    letter = desk.register(LETTER)
    desk.bar(letter.number, Bar.ACCUSED, person=OFFICER)
    visit = desk.register(VISIT, same_as=letter.number)
    assert visit.same_as == ""
    assert not desk.life(visit.number).links
    blocked = [each for each in visit.events if isinstance(each.fact, AccessBlocked)]
    assert [(each.subject, each.fact) for each in blocked] == [
        (letter.subject, AccessBlocked(Barred.READER, Bar.ACCUSED, person=OFFICER))
    ]


def test_a_refused_form_links_nothing(desk: Desk) -> None:
    letter = desk.register(LETTER)
    with pytest.raises(Refused):
        desk.register(MatterForm(Channel.VISIT, " "), same_as=letter.number)
    assert desk.register(VISIT).number == "2026-000002"
