"""``handover``: the sheet for paper and as JSON, from a desk that can store nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from data.store.store import SqlStore
from tests.commanded import NOW, TestOffices, throw_away_offices
from xfconsole.commands.handover import CELLS, HandingView, handover_lines
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.office.journal_head import read_head
from xfconsole.core.roster.parties import HIDDEN
from xfconsole.core.words.desk import Channel, Hearing, Purpose
from xfconsole.core.words.procedure import Bar
from xfconsole.desk import Desk
from xfconsole.drill.demo_night import demo_roster
from xfconsole.ids import RandomIds
from xfconsole.ui.text.cells import width
from xfconsole.ui.words import catalogue as i18n
from xfconsole.ui.words.handover_sheet import ON_PAPER

KEYS = {
    *("office", "at", "officer", "since", "bell", "next", "incidents", "prompts", "due"),
    *("reception", "coming", "daily", "daily_reports", "signed"),
    *("holes", "glass", "last_backup", "note", "head"),
}


@pytest.fixture
def offices() -> Iterator[TestOffices]:
    """An office with a group at the door and one letter overdue; 李敏 is on shift."""
    with throw_away_offices() as made:
        desk = made.desk
        roster = demo_roster(NOW, desk.zone)
        desk.import_roster("值班.csv", roster.entries)
        desk.start_shift()
        letter(made, "小区停水没有人管")
        group = MatterForm(Channel.GROUP_VISIT, "安置房逾期交付", unit="住建局", headcount=33)
        desk.register(group, opening=True)
        yield made
    i18n.use("en")


def letter(offices: TestOffices, summary: str) -> str:
    received = NOW - timedelta(days=20)
    form = MatterForm(
        Channel.LETTER, summary, purpose=Purpose.CLAIM, received_at=received, second="何静"
    )
    return offices.desk.register(form).number


def view(offices: TestOffices, language: str = "en") -> HandingView:
    """Return the office as the command sees it: its desk reads from a file it may not write."""
    i18n.use(language)
    office, desk = offices.office, offices.desk
    looking = Desk(
        SqlStore(office.reader, office.key),
        desk._clock,
        RandomIds(),
        desk.policy,
        office.officer,
        desk._night.load_policy,
        desk.zone,
    )
    say = i18n.catalogue(language).say
    return HandingView(
        office.views,
        desk.zone,
        say,
        looking,
        office.name,
        None,
        blocks=offices.blocks,
        folder=offices.home,
    )


def printed(offices: TestOffices, language: str = "en", *, everything: bool = False) -> list[str]:
    found = view(offices, language)
    return list(handover_lines(found, everything=everything, as_json=False))


def as_json(offices: TestOffices) -> dict[str, Any]:
    (line,) = handover_lines(view(offices), everything=False, as_json=True)
    found = json.loads(line)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("language", "signed"),
    [("zh", ("交班人", "接班人", "带班领导")), ("en", ("Outgoing", "Incoming", "Duty leader"))],
)
def test_it_fits_on_paper_and_has_two_lines_to_sign(
    offices: TestOffices, language: str, signed: tuple[str, ...]
) -> None:
    lines = printed(offices, language)
    assert [each for each in lines if width(each) > CELLS] == []
    for line, who in zip(lines[-5::2], signed, strict=True):
        assert line.startswith(who)
    text = "\n".join(lines)
    for said in ("02-001", "安置房逾期交付", "小区停水没有人管", "王强", "李敏"):
        assert said in text


def test_the_head_is_the_journal_s_and_nothing_is_written(offices: TestOffices) -> None:
    with offices.office.store.begin() as tx:
        head = tx.head()
    typed = str(as_json(offices)["head"])
    printed(offices)
    assert read_head(typed) == head
    with offices.office.store.begin() as tx:
        assert tx.head() == head


@pytest.mark.parametrize(
    ("answer", "bell"), [(Hearing.HEARD, True), (Hearing.NOT_HEARD, False), (Hearing.LATER, None)]
)
def test_whether_the_bell_was_heard_goes_along(
    offices: TestOffices, answer: Hearing, bell: bool | None
) -> None:
    assert as_json(offices)["bell"] is None
    offices.desk.log_bell_answer(answer)
    assert as_json(offices)["bell"] is bell


def test_every_key_is_there(offices: TestOffices) -> None:
    found = as_json(offices)
    assert set(found) == KEYS
    assert found["officer"] == "李敏"
    (incident,) = found["incidents"]
    assert incident["with"] == "李敏"
    assert {each["post"] for each in incident["awaited"]} >= {"duty_leader", "unit_head"}
    (due,) = found["due"]
    assert due["days"] < 0
    assert due["due_at"].endswith("+08:00")


def test_a_long_list_is_cut_on_paper_unless_all_is_asked_for(offices: TestOffices) -> None:
    for number in range(ON_PAPER):
        letter(offices, f"第{number}封")
    offices.desk.tick()
    due = [each for each in printed(offices) if "register and forward" in each]
    assert len(due) == ON_PAPER
    assert any("1 more, see the ledger" in each for each in printed(offices))
    everything = printed(offices, everything=True)
    assert len([each for each in everything if "register and forward" in each]) == ON_PAPER + 1
    assert len(as_json(offices)["due"]) == ON_PAPER + 1


def test_a_barred_reader_gets_numbers_and_no_text(offices: TestOffices) -> None:
    number = letter(offices, "反映窗口人员刁难")
    offices.desk.bar(number, Bar.RECUSED, person="李敏")
    text = "\n".join(printed(offices, everything=True)) + json.dumps(as_json(offices))
    assert number in text
    assert HIDDEN in text
    assert "反映窗口" not in text
    assert json.dumps("反映窗口")[1:-1] not in text
