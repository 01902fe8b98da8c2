"""F10: one page of all that goes on, the next officer signs in on it and accepts each clock."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from screens.handover.screen import HandoverScreen
from screens.shared.form import FormScreen
from tests.hostile import HOSTILE, assert_harmless
from tests.office_papers import paragraphs
from tests.screens.fake_host import PASSPHRASE, SIZES, FakeOffice, desk_pilot, settle, top
from tests.screens.golden import check_golden
from tests.screens.handovers import (
    NEXT,
    busy,
    handing_over,
    next_barred,
    next_signs_in,
    page,
    quiet,
)
from tests.screens.live_desk import LIVE, facts, press, shown
from tests.screens.matters import typed
from xfconsole.core.facts.of_identity import IdentityRead
from xfconsole.core.facts.of_incident import ClockSaidBack
from xfconsole.core.facts.of_office import (
    ClocksAccepted,
    DeskLeft,
    ShiftEnded,
    ShiftHandedOver,
    ShiftStarted,
)
from xfconsole.core.roster.parties import HIDDEN
from xfconsole.desk.verbs.handing_over import DRAFT

SAID = ("space", "1", *"33 at the door", "enter")
ALOUD = ("space", "2")
LOOKS = [("zh", "80x24"), ("en", "80x24"), ("zh", "120x36")]


@pytest.mark.parametrize(("language", "size"), LOOKS)
async def test_the_page_and_the_clocks_to_accept_fit(
    tmp_path: Path, language: str, size: str
) -> None:
    async with handing_over(tmp_path, language=language, size=SIZES[size]) as (pilot, _):
        await press(pilot, "f10")
        check_golden(pilot.app, f"handover-{language}-{size}")
        await next_signs_in(pilot)
        await press(pilot, "space")
        if size == "80x24":
            check_golden(pilot.app, f"handover-say-back-{language}-{size}")
        await press(pilot, "2")
        check_golden(pilot.app, f"handover-accept-{language}-{size}")


async def test_the_whole_handover_by_keyboard(tmp_path: Path) -> None:
    async with handing_over(tmp_path) as (pilot, office):
        await press(pilot, "f10", "t", *"lamp", "escape")
        await next_signs_in(pilot)
        await press(pilot, *SAID, "down", *ALOUD, "a", "ctrl+s")
        (fact,) = facts(office, ShiftHandedOver)
        assert (fact.to, fact.note, len(fact.accepted), fact.kept) == (NEXT, "lamp", 4, ())
        said = [each for each in office.events() if isinstance(each.fact, ClockSaidBack)]
        assert [each.officer for each in said] == [NEXT, NEXT]
        texts = {(each.fact.text, each.fact.aloud) for each in said}  # type: ignore[attr-defined]
        assert texts == {("33 at the door", False), ("", True)}
        assert office.officer == NEXT
        assert f"duty {NEXT}" in shown(pilot).splitlines()[0]
        assert "has taken over" in shown(pilot)
        assert office.backed_up == 1
        assert office.views.draft(DRAFT) is None
        assert not any(isinstance(e, HandoverScreen) for e in pilot.app.screen_stack)
        await press(pilot, "c", "1", "1", "enter")
        assert office.events()[-1].officer == NEXT
        assert fact.daily == date(2026, 2, 19)
        await press(pilot, "f10")
        signed = f"(02-19 noon to 02-20 noon): signed by 李敏 and {NEXT} at 02:35"
        assert signed in shown(pilot)


async def test_what_is_not_ticked_stays_and_says_with_whom(tmp_path: Path) -> None:
    async with handing_over(tmp_path) as (pilot, office):
        await press(pilot, "f10")
        await next_signs_in(pilot)
        await press(pilot, "a", "ctrl+s")
        (fact,) = facts(office, ShiftHandedOver)
        assert (len(fact.accepted), len(fact.kept)) == (2, 2)
        assert "with 李敏" in shown(pilot)
        assert "33*" in shown(pilot)
        await press(pilot, "f9")
        assert "Kept by 李敏" in shown(pilot)
        await press(pilot, "escape", "f10", "a")
        assert "with 李敏  02-001" in shown(pilot)
        await press(pilot, *ALOUD, "down", *ALOUD, "ctrl+s")
        assert len(facts(office, ClocksAccepted)) == 1
        assert len(facts(office, ClockSaidBack)) == 2
        assert isinstance(top(pilot), HandoverScreen)
        assert "with 李敏" not in shown(pilot)
        await press(pilot, "f3")
        assert "with 李敏" not in shown(pilot)


async def test_a_matter_that_stayed_says_so(tmp_path: Path) -> None:
    async with handing_over(tmp_path) as (pilot, _):
        await press(pilot, "f10")
        await next_signs_in(pilot)
        await press(pilot, "ctrl+s", "f4", "end", "enter")
        assert "with 李敏" in shown(pilot).splitlines()[1]


async def test_live_incidents_are_never_taken_by_the_dozen(tmp_path: Path) -> None:
    async with handing_over(tmp_path) as (pilot, _):
        await press(pilot, "f10")
        await next_signs_in(pilot)
        await press(pilot, "a")
        assert "accepted 2 · left 2" in shown(pilot)
        await press(pilot, "space", "escape")
        assert "accepted 2 · left 2" in shown(pilot)
        await press(pilot, *ALOUD, "space")
        assert "accepted 2 · left 2" in shown(pilot)
        await press(pilot, "enter", "2")
        assert "accepted 3 · left 1" in shown(pilot)
        await press(pilot, "up", "space")
        assert "heading" in shown(pilot)


async def test_what_the_next_is_barred_from_stays_and_shows_nothing(tmp_path: Path) -> None:
    async with handing_over(tmp_path, ready=next_barred) as (pilot, office):
        await press(pilot, "f10")
        await next_signs_in(pilot)
        text = shown(pilot)
        assert text.count("barred: left with 李敏") == 3
        assert text.count(HIDDEN) == 2
        assert "反映窗口" not in text
        assert "安置房逾期交付" not in text
        await press(pilot, "space", "a", "ctrl+s")
        (fact,) = facts(office, ShiftHandedOver)
        assert (len(fact.accepted), len(fact.kept)) == (2, 3)
        for key in ("f3", "f4", "f9", "f10"):
            await press(pilot, key)
            assert "反映窗口" not in shown(pilot), key


async def test_a_page_read_by_somebody_barred_holds_no_text(tmp_path: Path) -> None:
    async with handing_over(tmp_path, ready=next_barred) as (pilot, _):
        await pilot.app.sign_in(NEXT, PASSPHRASE)  # type: ignore[attr-defined]
        await press(pilot, "f10")
        text = "".join(_lines(page(pilot)))
        assert "反映窗口" not in text
        assert HIDDEN in text


async def test_nobody_takes_over_who_is_not_there(tmp_path: Path) -> None:
    async with handing_over(tmp_path, ready=quiet) as (pilot, office):
        await press(pilot, "f10")
        await next_signs_in(pilot, NEXT, "another")
        assert isinstance(top(pilot), FormScreen)
        assert "does not open" in shown(pilot)
        assert facts(office, ShiftHandedOver) == []
        assert "another" not in str(office.drafts)


async def test_whoever_hands_over_is_not_among_those_who_take_over(tmp_path: Path) -> None:
    async with handing_over(tmp_path, ready=quiet) as (pilot, office):
        await press(pilot, "f10", "enter")
        assert f"[1{NEXT}]" in shown(pilot)
        assert "2" not in shown(pilot).partition("Next officer")[2].partition("Their")[0]
        await press(pilot, "shift+tab", "backspace", "ctrl+s")
        assert "Nobody was chosen" in shown(pilot)
        assert facts(office, ShiftHandedOver) == []


async def test_ticks_and_note_are_there_again_after_a_crash(tmp_path: Path) -> None:
    async with handing_over(tmp_path) as (pilot, office):
        await press(pilot, "f10", "t", *"lamp", "escape")
        await next_signs_in(pilot)
        await press(pilot, *SAID)
        kept = office.views.draft(DRAFT)
    assert kept is not None
    assert kept.values["to"] == NEXT

    def after_the_crash(again: FakeOffice) -> None:
        busy(again)
        again.save_draft(DRAFT, kept.values).result(timeout=120)

    (tmp_path / "again").mkdir()
    async with handing_over(tmp_path / "again", ready=after_the_crash) as (pilot, office):
        await press(pilot, "f10")
        assert "lamp" in shown(pilot)
        assert "has begun: 1" in shown(pilot)
        await next_signs_in(pilot)
        assert "accepted 1 · left 3" in shown(pilot)
        await press(pilot, "escape", "escape")


async def test_somebody_else_begins_without_those_ticks(tmp_path: Path) -> None:
    async with handing_over(tmp_path) as (pilot, _):
        pilot.app.offices.officers = lambda: ("李敏", NEXT, "罗安")  # type: ignore[attr-defined]
        await press(pilot, "f10")
        await next_signs_in(pilot)
        await press(pilot, *ALOUD, "escape")
        await next_signs_in(pilot, "罗安")
        assert "罗安 takes over" in shown(pilot)
        assert "accepted 0 · left 4" in shown(pilot)


async def test_left_without_a_relief_the_shift_goes_on(tmp_path: Path) -> None:
    async with handing_over(tmp_path) as (pilot, office):
        await press(pilot, "f10")
        assert "the shift goes on" in shown(pilot)
        assert "Open incidents (1)" in shown(pilot)
        await press(pilot, "t", *"lamp", "f10")
        assert pilot.app._exit
        assert len(facts(office, DeskLeft)) == 1
        assert facts(office, ShiftEnded) == []
        assert facts(office, ShiftHandedOver) == []
        assert office.drafts[-1] == (DRAFT, {"note": "lamp"})


async def test_with_nothing_running_it_is_two_steps(tmp_path: Path) -> None:
    async with handing_over(tmp_path, ready=quiet) as (pilot, office):
        await press(pilot, "f10")
        await next_signs_in(pilot)
        assert "Nothing to accept" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert [each.officer for each in office.events()][-2:] == ["李敏", NEXT]
        assert len(facts(office, ShiftStarted)) == 2


async def test_escape_leads_back_to_where_one_was(tmp_path: Path) -> None:
    async with handing_over(tmp_path) as (pilot, _):
        await press(pilot, "f6", "f10", "t", "escape")
        assert isinstance(top(pilot), HandoverScreen)
        await press(pilot, "escape")
        assert getattr(top(pilot), "GROUP", "") == "log"


async def test_a_reading_nobody_looked_into_stands_on_the_page(tmp_path: Path) -> None:
    def broke_the_glass(office: FakeOffice) -> None:
        busy(office)
        number = office.verb(lambda desk: desk.situation().incidents[0].matter)
        office.verb(lambda desk: _read_alone(desk, number))

    async with handing_over(tmp_path, ready=broke_the_glass) as (pilot, _):
        await press(pilot, "f10")
        lines = [each for each in _lines(page(pilot)) if "fire" in each]
        assert len(lines) == 1
        assert "李敏" in lines[0]


async def test_hostile_words_do_no_harm(tmp_path: Path) -> None:
    async with handing_over(tmp_path) as (pilot, office):
        await press(pilot, "f10", "t")
        for text in HOSTILE:
            page(pilot)._note.load_text(text)
            await settle(pilot)
            assert_harmless(shown(pilot))
        note = page(pilot)._note.read()
        await press(pilot, "escape")
        await next_signs_in(pilot)
        await press(pilot, "ctrl+s")
        assert facts(office, ShiftHandedOver)[0].note == note.strip()
        await press(pilot, "f6")
        assert_harmless(shown(pilot))


async def test_a_demo_says_why_nobody_signs_in(tmp_path: Path) -> None:
    def demo(office: FakeOffice) -> None:
        quiet(office).guarded = False

    async with desk_pilot(tmp_path, LIVE, ready=demo) as (pilot, _):
        await press(pilot, "f10", "enter")
        assert isinstance(top(pilot), HandoverScreen)
        assert "demo" in shown(pilot).lower()


def _lines(screen: HandoverScreen) -> list[str]:
    rows = screen.query_one("#sheet")
    return [rows.row(n).text for n in range(rows.total)]  # type: ignore[attr-defined]


def _read_alone(desk: object, matter: str) -> object:
    with desk._work() as work:  # type: ignore[attr-defined]
        return work.add(matter, IdentityRead("fire in the hall", "", glass=True))


async def test_the_sheet_and_the_daily_are_saved_by_keyboard(tmp_path: Path) -> None:
    async with handing_over(tmp_path) as (pilot, _):
        await press(pilot, "f10", "t", *"lamp", "escape", "w", "1")
        assert typed(pilot, "file").endswith("Handover sheet-2026-02-19.docx")
        target = tmp_path / "sheet.docx"
        await press(pilot, "ctrl+u", *str(target), "enter")
        found = paragraphs(target.read_bytes())
        assert "lamp" in found
        assert any("安置房逾期交付" in each for each in found)
        await next_signs_in(pilot)
        await press(pilot, "ctrl+s", "f10", "w", "2")
        target = tmp_path / "daily.docx"
        await press(pilot, "ctrl+u", *str(target), "enter")
        found = paragraphs(target.read_bytes())
        assert found[found.index("Incoming (signs)") + 1] == NEXT
        assert found[found.index("Outgoing (signs)") + 1] == "李敏"
