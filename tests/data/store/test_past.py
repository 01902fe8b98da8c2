"""What a file brought overdue does not ring; it is one line an import."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data.files import File
from tests.desks import START, ZONE, Night
from tests.due import at, events, raised, standing, told, until
from xfconsole.core.due.past import PastView
from xfconsole.core.facts.of_incident import PromptSnoozed
from xfconsole.core.facts.of_matter import LettersImported, MatterRegistered
from xfconsole.core.facts.of_procedure import DeadlineSet, DutyPrompted
from xfconsole.core.ledger.filter import parse
from xfconsole.core.ledger.listing import Listing
from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, PromptKind, Purpose, RingOutcome, Uid
from xfconsole.core.words.procedure import Act, Bar, Clock
from xfconsole.core.words.refusal import Refused
from xfconsole.desk.verbs.registering import Imported

NAME = "2026-02-20 02:29 信.xlsx"


def row(name: str, received: datetime, source: str = "信.xlsx") -> Imported:
    """Return a letter of a file."""
    form = MatterForm(
        Channel.LETTER,
        name,
        purpose=Purpose.CLAIM,
        received_at=received,
        source=source,
        source_ref=f"{source}{name}",
    )
    return Imported(form)


def brought(night: Night, *received: datetime, source: str = "信.xlsx") -> list[Uid]:
    """Bring letters in and return their matters."""
    before = registered(night)
    rows = [row(f"第{n}封", each, source) for n, each in enumerate(received)]
    night.desk.register_batch(rows)
    return [each for each in registered(night) if each not in before]


def registered(night: Night) -> list[Uid]:
    with night.store.begin() as tx:
        refs = [f"{source}第{n}封" for source in ("信.xlsx", "二.xlsx") for n in range(1000)]
        found = tx.matters_of_sources(refs)
    return [found[ref] for ref in refs if ref in found]


def past(night: Night) -> list[tuple[str, int]]:
    """Return the lines of imports."""
    lines = night.desk.situation().past
    return [(e.brought.name, e.brought.count) for e in lines if isinstance(e, PastView)]


def test_old_letters_are_one_line_and_tonight_stays_first(night: Night) -> None:
    night.open(33)
    before = len(night.desk.situation().prompts)
    old = brought(night, *[START - timedelta(days=40 + n) for n in range(30)])
    assert past(night) == [(NAME, 30)]
    assert standing(night) == []
    night.after(minutes=30)
    situation = night.desk.situation()
    assert len(situation.prompts) >= before
    assert situation.ranked[0].number == situation.incidents[0].number  # type: ignore[union-attr]
    assert isinstance(situation.ranked[-1], PastView)
    assert situation.ranked[-1].uid not in situation.ringing
    until(night, "03-20")
    assert [told(night, each, DutyPrompted) for each in old] == [[]] * 30
    assert past(night) == [(NAME, 30)]


def test_what_falls_due_after_the_import_rings_as_ever(night: Night) -> None:
    soon, later = brought(night, START - timedelta(days=13), START - timedelta(days=2))
    assert past(night) == []
    assert [each.duty.matter for each in standing(night)] == [soon]
    until(night, "03-20")
    assert raised(night, later)[0] == "03-02 00:00 due_soon 0 duty_officer 李敏"


def test_the_next_clock_of_an_old_letter_rings_in_its_time(night: Night) -> None:
    """Forwarded, the unit has fifteen days to accept it, like any other."""
    (matter,) = brought(night, at("01-02"))
    night.desk.move(matter, Move(Act.FORWARD, unit="住建局"))
    assert (past(night), standing(night)) == ([], [])
    until(night, "03-05")
    assert raised(night, matter) == ["03-04 00:00 due_soon 0 unit_head 孙磊"]


def test_it_rings_once_an_officer_takes_it_up_and_climbs_from_then(night: Night) -> None:
    taken, left = brought(night, at("01-02"), at("01-03"))
    night.desk.bar(taken, Bar.RECUSED, person="郑岚")
    assert past(night) == [(NAME, 1)]
    assert raised(night, taken) == ["02-20 02:29 overdue 0 duty_officer 李敏"]
    assert [each.climbs_at for each in standing(night)] == [night.at(0) + timedelta(days=2)]
    until(night, "02-23")
    assert raised(night, taken)[1:] == ["02-22 02:29 overdue 1 duty_leader 王强"]
    night.desk.move(taken, Move(Act.FORWARD, unit="住建局"))
    assert standing(night) == []
    assert told(night, left, DutyPrompted) == []


@pytest.mark.parametrize("act", ["bar", "chase"])
def test_any_act_on_it_takes_it_up(night: Night, act: str) -> None:
    (matter,) = brought(night, at("01-02"))
    if act == "bar":
        night.desk.bar(matter, Bar.RECUSED, person="郑岚")
    else:
        night.desk.chase(matter, Clock.DEAL, RingOutcome.ANSWERED)
    assert past(night) == []
    assert standing(night)


def test_typed_in_late_it_rings(night: Night) -> None:
    night.desk.register(MatterForm(Channel.LETTER, "停水", received_at=at("01-02")))
    assert past(night) == []
    assert [each.duty.what for each in standing(night)] == [PromptKind.OVERDUE]


def test_each_import_has_its_line_and_the_journal_its_name(night: Night) -> None:
    brought(night, at("01-02"), at("01-03"))
    night.after(1)
    brought(night, at("01-04"), source="二.xlsx")
    assert past(night) == [(NAME, 2), ("2026-02-20 02:30 二.xlsx", 1)]
    office = [each.fact for each in events(night, night.store.office)]
    assert [each for each in office if isinstance(each, LettersImported)] == [
        LettersImported(NAME, "信.xlsx", 2, 0, 0),
        LettersImported("2026-02-20 02:30 二.xlsx", "二.xlsx", 1, 0, 0),
    ]
    (matter, *_) = registered(night)
    assert [each.brought for each in told(night, matter, MatterRegistered)] == [NAME]
    kinds = len(office)
    brought(night, at("01-02"), at("01-03"))
    assert len(events(night, night.store.office)) == kinds


def test_the_line_is_put_off_to_the_next_working_morning(night: Night) -> None:
    brought(night, at("01-02"))
    (line,) = night.desk.situation().past
    with pytest.raises(Refused):
        night.desk.put_off(line.uid, " ")
    with pytest.raises(Refused):
        night.desk.put_off("nothing", "明早分办")
    night.desk.put_off(line.uid, "明早分办")
    (snoozed,) = (
        each.fact
        for each in events(night, night.store.office)
        if isinstance(each.fact, PromptSnoozed)
    )
    assert snoozed.until.astimezone(ZONE).isoformat() == "2026-02-20T08:30:00+08:00"
    assert past(night) == []
    night.restart()
    assert past(night) == []
    until(night, "02-20", "08:29")
    assert past(night) == []
    until(night, "02-20", "08:30")
    assert past(night) == [(NAME, 1)]


def test_a_restart_changes_nothing(night: Night) -> None:
    brought(night, at("01-02"), at("02-15"))
    before = night.desk.situation()
    night.restart()
    after = night.desk.situation()
    assert (after.past, after.duties) == (before.past, before.duties)


def test_the_ledger_finds_exactly_the_matters_of_the_line(file: File) -> None:
    night = Night(store=file.store)
    brought(night, at("01-02"), at("01-03"), at("02-15"))
    night.after(1)
    brought(night, at("01-04"), source="二.xlsx")

    def found(text: str) -> set[str]:
        now = night.now().astimezone(ZONE)
        rows = file.views.matters(Listing(now, parse(text, {})), limit=100)
        return {each.summary for each in rows}

    assert found(f'import:"{NAME}" past') == {"第0封", "第1封"}
    assert found("导入：二.xlsx 导入时超期") == {"第0封"}
    assert len(file.views.matters(Listing(night.now(), parse("import:xlsx", {})), limit=9)) == 4
    assert len(file.views.matters(Listing(night.now(), parse("-past", {})), limit=9)) == 1
    night.desk.bar(registered(night)[0], Bar.RECUSED, person="郑岚")
    assert found(f'import:"{NAME}" past') == {"第1封"}


def test_a_night_with_a_thousand_letters_in_its_middle(night: Night) -> None:
    """Tonight's incident stays first, and not one of the letters is prompted for till morning."""
    night.open(33).after(20)
    received = [START - timedelta(days=40 + n % 2000) for n in range(1000)]
    rows = [row(f"第{n}封", each) for n, each in enumerate(received)]
    done = night.desk.register_batch(rows[:500])
    night.desk.register_batch(rows[500:], done.brought)
    assert past(night) == [(NAME.replace("02:29", "02:49"), 1000)]
    for _ in range(24):
        night.after(15)
        situation = night.desk.situation()
        assert situation.ranked[0].number == situation.incidents[0].number  # type: ignore[union-attr]
        assert (situation.duties, situation.waiting, len(situation.past)) == ((), 0, 1)
        assert situation.due == len(situation.prompts) + 1
    assert not told(night, registered(night)[0], DutyPrompted)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=8), st.integers(1, 30))
def test_the_past_never_rings(ages: list[int], days: int) -> None:
    """Whatever was overdue when it came is never prompted for while nobody touches it."""
    night = Night()
    matters = brought(night, *[START - timedelta(days=each) for each in ages])
    came = night.now()
    night.after(minutes=days * 1440)
    for matter in matters:
        over = {
            (each.clock, each.anchor, each.part): each.due_at
            for each in told(night, matter, DeadlineSet)
        }
        for prompt in told(night, matter, DutyPrompted):
            assert over[prompt.clock, prompt.anchor, prompt.part] > came
    late = [
        matter
        for matter in matters
        if any(each.due_at <= came for each in told(night, matter, DeadlineSet))
    ]
    assert sum(count for _, count in past(night)) == len(late)
