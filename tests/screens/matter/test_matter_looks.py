"""How a matter, its acts and its dates look, in both languages and both sizes."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.screens.fake_host import SIZES, FakeOffice, settle
from tests.screens.golden import check_golden
from tests.screens.live_desk import press
from tests.screens.matters import NUMBER, go_to, letter, matter, open_matter, shown
from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Purpose
from xfconsole.core.words.documents import Document
from xfconsole.core.words.procedure import Act, Bar
from xfconsole.ui.text.cells import width
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word


def under_way(office: FakeOffice) -> FakeOffice:
    """A letter was forwarded and supervised; two weeks later a visit says the same."""
    letter(office)
    office.verb(lambda desk: desk.move(NUMBER, Move(Act.FORWARD, unit="住建局")))
    office.verb(lambda desk: desk.move(NUMBER, Move(Act.SUPERVISE, text="领导批示")))
    office.verb(lambda desk: desk.bar(NUMBER, Bar.RECUSED, person="孙磊"))
    later = MatterForm(Channel.VISIT, "安置房还没交", purpose=Purpose.CLAIM)
    number = office.verb(lambda desk: desk.register(later)).number
    office.verb(lambda desk: desk.link(number, NUMBER))
    office.after(20)
    return office


LOOKS = pytest.mark.parametrize("size", SIZES)
BOTH = pytest.mark.parametrize("language", ["zh", "en"])


def check(pilot: Pilot[None], name: str, language: str, size: str) -> None:
    """Compare with the golden file; nothing is wider than the terminal."""
    check_golden(pilot.app, f"{name}-{language}-{size}")
    assert max(width(line) for line in shown(pilot).splitlines()) <= SIZES[size][0]


@LOOKS
@BOTH
async def test_a_matter_with_its_clocks(tmp_path: Path, language: str, size: str) -> None:
    async with matter(tmp_path, language=language, size=SIZES[size], ready=under_way) as (pilot, _):
        await open_matter(pilot, NUMBER)
        check(pilot, "matter-clocks", language, size)


@LOOKS
@BOTH
async def test_the_acts_possible_now(tmp_path: Path, language: str, size: str) -> None:
    async with matter(tmp_path, language=language, size=SIZES[size], ready=under_way) as (pilot, _):
        await open_matter(pilot, NUMBER)
        await press(pilot, "a")
        check(pilot, "matter-acts", language, size)


@LOOKS
@BOTH
async def test_the_form_of_a_reply(tmp_path: Path, language: str, size: str) -> None:
    def ready(office: FakeOffice) -> object:
        under_way(office)
        return office.verb(lambda desk: desk.move(NUMBER, Move(Act.ACCEPT)))

    async with matter(tmp_path, language=language, size=SIZES[size], ready=ready) as (pilot, _):
        await open_matter(pilot, NUMBER)
        await press(pilot, "a", *word(Act.REPLY), "enter")
        await press(pilot, "ctrl+s")
        check(pilot, "matter-reply", language, size)


@LOOKS
@BOTH
async def test_the_form_of_a_decision_letter(tmp_path: Path, language: str, size: str) -> None:
    """It has more parts than a screen has lines: it begins at its head, what is wrong stays."""
    async with matter(tmp_path, language=language, size=SIZES[size]) as (pilot, _):
        await open_matter(pilot, NUMBER)
        await press(pilot, "i", *word(Document.DECISION_LETTER), "enter")
        check(pilot, "matter-document", language, size)
        await press(pilot, *["tab"] * 5, "ctrl+s")
        check(pilot, "matter-document-refused", language, size)


@LOOKS
@BOTH
async def test_how_a_date_was_computed(tmp_path: Path, language: str, size: str) -> None:
    async with matter(tmp_path, language=language, size=SIZES[size], ready=under_way) as (pilot, _):
        await open_matter(pilot, NUMBER)
        go_to(pilot, word_of_objecting())
        await press(pilot, "d")
        check(pilot, "derivation", language, size)


def word_of_objecting() -> str:
    return say("word.clock.object")


async def test_the_dates_of_a_matter_are_gone_through(tmp_path: Path) -> None:
    async with matter(tmp_path, ready=under_way) as (pilot, _):
        await open_matter(pilot, NUMBER)
        await press(pilot, "home", "d")
        first = shown(pilot).splitlines()[:3]
        seen = set()
        for _ in range(4):
            seen.add(shown(pilot).splitlines()[0])
            await press(pilot, "right")
        assert len(seen) == 4
        assert shown(pilot).splitlines()[:3] == first
        await press(pilot, "left", "escape")
        assert "Time limits" in shown(pilot)


async def test_the_ledger_shows_the_dates_of_its_row(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, _):
        await press(pilot, "f4", "d")
        await settle(pilot)
        said = " ".join(shown(pilot).split())
        assert f"{NUMBER} register and forward · petition office" in said
        assert "2026-03-09 Mon, that day included" in said
        await press(pilot, "escape")
        assert NUMBER in shown(pilot)


async def test_a_long_stretch_is_told_as_one(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> object:
        letter(office)
        return office.verb(lambda desk: desk.move(NUMBER, Move(Act.FORWARD, unit="住建局")))

    async with matter(tmp_path, ready=ready) as (pilot, _):
        await open_matter(pilot)
        go_to(pilot, "time to object")
        await press(pilot, "enter")
        said = " ".join(shown(pilot).split())
        assert "3 days not worked: 2026-02-21 to 02-23 Spring Festival." in said
        assert "2026-02-28 Sat" in said
        assert "a make-up working day, so nothing moves" in said
