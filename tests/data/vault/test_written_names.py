"""An official is known by any spelling at the sign-in, and tries are told beside who was tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.vault import vault
from data.vault.vault import Cost
from tests.desks import Night, turn
from xfconsole.core.facts.of_office import RosterImported
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.words.posts import tries_words

CHEAP = Cost(8192, 1, 1)
SECRET, OTHER = "correct horse battery", "another long passphrase"


def test_an_officer_signs_in_and_is_known_under_any_spelling(tmp_path: Path) -> None:
    made = vault.create(tmp_path, "李敏", SECRET, cost=CHEAP)
    assert vault.unlock(tmp_path, SECRET, "李　敏").officer == "李敏"
    with pytest.raises(Refused, match=r"vault\.refused\.officer_known"):
        vault.add_officer(tmp_path, made.key, "李 敏", OTHER, cost=CHEAP)
    vault.reset_passphrase(tmp_path, made.key, "李\u200b敏", OTHER, cost=CHEAP)
    assert vault.unlock(tmp_path, OTHER, "李敏").officer == "李敏"


def test_tries_are_told_beside_who_was_tried() -> None:
    leaders = (turn("duty_leader", name, order=n) for n, name in enumerate("甲乙丙", 1))
    night = Night(roster=RosterImported("a", tuple(leaders))).open(5)
    night.ring("duty_leader", "refused").ring("duty_leader", "no_answer").after(3)
    night.ring("duty_leader", "no_answer")
    [prompt] = [
        each.prompt for each in night.desk.situation().prompts if each.prompt.duty == "duty_leader"
    ]
    assert prompt.contact is not None
    assert (prompt.contact.person, prompt.own_attempt, prompt.attempt) == ("丙", 0, 3)
    assert tries_words(prompt) == " (post rung 3×)"
    night.ring("duty_leader", "no_answer").after(3)
    [prompt] = [
        each.prompt for each in night.desk.situation().prompts if each.prompt.duty == "duty_leader"
    ]
    assert tries_words(prompt) == " (not reached 1×, post 4× in all)"
