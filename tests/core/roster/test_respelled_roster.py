"""A roster comes in during the night that writes the same people otherwise: it changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.desks import Night, turn
from xfconsole.core.facts.announced import PromptRaised
from xfconsole.core.facts.of_office import RosterEntry, RosterImported
from xfconsole.core.words.desk import DutyState
from xfconsole.core.words.procedure import Bar
from xfconsole.core.words.refusal import Refused

POST = "duty_leader"
LEADERS = (
    turn(POST, "王强", "139-0000-0001"),
    turn(POST, "买买提·吐尔逊", "0571-88881234 转 12", order=2),
    turn("leader_in_charge", "郑岚", "139-0000-0018"),
)
SPELLINGS = {
    "wide blanks": ("　", "１３９ ００００ "),
    "hard blanks": ("\u00a0", "139\u00a00000\u00a0"),
    "signs nobody sees": ("\u200b", "139\u200d0000\u2060"),
    "marks of order": ("\ufeff\u00ad", "+86 139-0000-"),
    "the country's code": ("\u200c", "0086 (139) 0000–"),
}


def respelled(entries: Sequence[RosterEntry], blank: str, begins: str) -> list[RosterEntry]:
    """Return the entries with signs between those of each name, and their numbers otherwise."""
    dots = str.maketrans("·", "・")
    return [
        replace(
            each,
            person=blank.join(each.person.translate(dots)),
            phone=each.phone.replace("139-0000-", begins).replace("0571-", "（0571）"),
            unit=blank.join(each.unit),
        )
        for each in entries
    ]


FILES = [pytest.param(respelled(LEADERS, *each), id=name) for name, each in SPELLINGS.items()]
anew = pytest.mark.parametrize("entries", FILES)
"""The leaders as other files write them."""


def night() -> Night:
    return Night(roster=RosterImported("值班.csv", LEADERS)).open(33).after(1)


def asked(at: Night) -> list[str]:
    """Return what is asked about the post, with names as the first roster writes them."""
    return [each.split()[0] for each in at.asks(POST)]


@anew
def test_the_prompt_that_stands_stays_and_is_raised_once(entries: list[RosterEntry]) -> None:
    made = night()
    before = [each.uid for each in made.desk.situation().prompts]
    made.desk.import_roster("值班2.csv", entries)
    made.after(2)
    assert [each.uid for each in made.desk.situation().prompts] == before
    assert len(made.said(PromptRaised, duty=POST)) == 1


@anew
def test_whoever_was_reached_is_not_rung_again(entries: list[RosterEntry]) -> None:
    made = night().ring(POST, eta=20)
    made.desk.import_roster("值班2.csv", entries)
    assert asked(made.after(15)) == []
    assert made.duty(POST).state is DutyState.EN_ROUTE


@anew
def test_rings_in_vain_are_counted_on(entries: list[RosterEntry]) -> None:
    made = night().ring(POST, "no_answer")
    made.desk.import_roster("值班2.csv", entries)
    assert asked(made.after(3)) == ["retry"]
    assert made.duty(POST).own_attempts == 1
    made.ring(POST, "no_answer")
    assert asked(made) == ["deputy"]


@anew
def test_whoever_refused_is_not_asked_for_again(entries: list[RosterEntry]) -> None:
    made = night().ring(POST, "refused")
    made.desk.import_roster("值班2.csv", entries)
    made.after(1)
    assert asked(made) == ["deputy"]
    made.ring(POST, "refused")
    assert made.asks(POST)[0].startswith("next_rank")


@anew
def test_whoever_is_barred_stays_barred(entries: list[RosterEntry]) -> None:
    made = night()
    matter = made.view().matter_number
    made.do(lambda desk: desk.bar(matter, Bar.ACCUSED, person="王强"))
    made.desk.import_roster("值班2.csv", entries)
    [asks] = made.after(1).asks(POST)
    assert "吐" in asks
    with pytest.raises(Refused, match="barred"):
        made.ring(POST, person=entries[0].person)


@anew
def test_a_deputy_named_by_the_officer_is_the_one_the_roster_has(
    entries: list[RosterEntry],
) -> None:
    made = night()
    made.do(lambda desk: desk.relieve(made.incident, POST, "买买提•吐尔逊"))
    made.desk.import_roster("值班2.csv", entries)
    assert len(made.after(1).asks(POST)) == 1
    made.ring(POST, "refused", person="买买提・吐尔逊")
    people = " ".join(made.asks(POST))
    assert "吐" not in people


@pytest.mark.parametrize("written", ["何　静", "何\u200b静", "何\ufeff静", "\u00ad何\u2060静"])
def test_whoever_relieves_takes_no_clock_of_a_matter_that_bars_them(written: str) -> None:
    made = Night().open(33)
    made.desk.start_shift()
    matter = made.view().matter_number
    made.do(lambda desk: desk.bar(matter, Bar.RECUSED, person=written)).after(1)
    with pytest.raises(Refused, match="barred"):
        made.desk.hand_over("何 静", accepted=[made.incident])
    made.report("final")
    made.desk.hand_over("何 静")
    assert made.desk.situation().kept == {made.incident: "李敏"}
