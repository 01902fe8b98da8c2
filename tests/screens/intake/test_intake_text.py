"""Text from outside: pasted, committed by an input method, or hostile, in every field."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.widget import Widget

from screens.intake.fields import BOXES, FIELDS
from screens.widgets.field_line import LineField
from tests.hostile import HOSTILE, assert_harmless, in_groups
from tests.screens.fake_host import FakeOffice, desk_pilot, settle
from tests.screens.golden import screen_text
from tests.screens.intake_form import INTAKE, intake
from xfconsole.app.pasting import PasteParser
from xfconsole.core.words.text import neutral, neutral_line

LETTER = neutral(HOSTILE["long_letter"])
PASTED_KEYS = {"\n": "enter", "\t": "tab"}


def key_by_key(app: App[None], text: str) -> None:
    """Send a text as a hand types it, faster than the screen follows."""
    for sign in text:
        app.post_message(Key(PASTED_KEYS.get(sign, sign), "\r" if sign == "\n" else sign))


def without_marks(app: App[None], text: str) -> None:
    """Send a text as a terminal does that knows no bracketed paste, in reads of a hundred signs."""
    now = [0.0]
    parser = PasteParser(clock=lambda: now[0])
    now[0] = 10.0
    assert list(parser.tick()) == []
    for at in range(0, len(text), 100):
        for event in parser.feed(text[at : at + 100].replace("\n", "\r")):
            app.post_message(event)
        now[0] += 0.01
    now[0] += 1.0
    for event in parser.tick():
        app.post_message(event)


async def drained(pilot: Pilot[None]) -> None:
    while pilot.app.message_queue_size:
        await pilot.pause()
    await settle(pilot)


async def test_a_letter_pasted_in_brackets_arrives_whole(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, office):
        screen = intake(pilot)
        await pilot.press("1", "enter", "s")
        screen.go_to("text")
        pilot.app.post_message(Paste(HOSTILE["long_letter"]))
        await settle(pilot)
        assert len(LETTER) > 6_700
        assert screen.sheet.values()["text"] == LETTER
        await pilot.press("ctrl+s")
        await settle(pilot)
        matter = office.views.matter("2026-000001")
        assert matter is not None
        assert matter.text == LETTER


async def test_a_letter_pasted_without_marks_arrives_whole(tmp_path: Path) -> None:
    text = LETTER[:1_500].rstrip("\n\t") + "。"
    async with desk_pilot(tmp_path, INTAKE) as (pilot, _):
        screen = intake(pilot)
        screen.go_to("text")
        without_marks(pilot.app, text)
        await drained(pilot)
        assert screen.sheet.values()["text"] == text
        assert screen.here() == "text"


async def test_lines_pasted_without_marks_into_one_line_stay_there(tmp_path: Path) -> None:
    text = "一\n二\t三\n" * 30 + "完"
    async with desk_pilot(tmp_path, INTAKE) as (pilot, _):
        screen = intake(pilot)
        screen.go_to("summary")
        without_marks(pilot.app, text)
        await drained(pilot)
        assert screen.sheet.values()["summary"] == neutral_line(text)
        assert screen.here() == "summary"


async def test_keys_typed_ahead_are_no_paste(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, _):
        key_by_key(pilot.app, "2\n安置房\n\n事实\t要房\t")
        await drained(pilot)
        values = intake(pilot).sheet.values()
        assert (values["channel"], values["summary"]) == ("visit", "安置房")
        assert (values["text"], values["requests"]) == ("事实", "要房")
        assert intake(pilot).here() == "unit"


async def test_words_committed_at_once_arrive_whole(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, _):
        screen = intake(pilot)
        for name in ("summary", "text"):
            screen.go_to(name)
            pilot.app.post_message(
                Key("安置房，\u3000逾期👨\u200d👩", "安置房，\u3000逾期👨\u200d👩")
            )
            await settle(pilot)
            assert screen.sheet.values()[name] == "安置房，\u3000逾期👨\u200d👩"
        screen.go_to("channel")
        pilot.app.post_message(Key("集体访", "集体访"))
        await settle(pilot)


@pytest.mark.parametrize("name", ["summary", "text"])
async def test_the_cursor_is_where_a_candidate_window_should_be(tmp_path: Path, name: str) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, _):
        screen = intake(pilot)
        field: Widget = screen.fields[name]
        screen.set_focus(field)
        await pilot.press(*"中文")
        await settle(pilot)
        x, y = pilot.app.cursor_position
        assert y == field.content_region.y
        assert x in (field.content_region.x + 4, field.content_region.x + 5)


PARTS = 4
"""Hostile texts share a console, so each comes after what those before it left."""
TEXTS = in_groups(4)


@pytest.mark.parametrize("part", range(PARTS))
async def test_hostile_text_does_nothing_but_stand_there(tmp_path: Path, part: int) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, office):
        for name in list(TEXTS)[part::PARTS]:
            await stands_there(pilot, office, name)


async def stands_there(pilot: Pilot[None], office: FakeOffice, name: str) -> None:
    """Paste a hostile text into every field, be refused its time, and register all the rest."""
    screen, text = intake(pilot), TEXTS[name]
    line, registered = neutral_line(text), office.views.matter_count()
    assert not any(screen.sheet.values().values()), name
    pilot.app.post_message(Key("1", "1"))
    for field in FIELDS:
        widget = screen.fields[field]
        if isinstance(widget, LineField) or field in BOXES:
            widget.post_message(Paste(text))
    await pilot.pause()
    await settle(pilot)
    values = screen.sheet.values()
    assert (values["channel"], values["summary"]) == ("letter", line), name
    assert values["text"] == neutral(text), name
    harmless(pilot, name)
    await send(pilot, Key("ctrl+s", None))
    if not line.strip():
        assert screen.here() == "summary", name
        await pilot.press("ctrl+l")
        return
    assert screen.here() == "concerned", name
    await send(pilot, Key("ctrl+u", None), Key("ctrl+s", None))
    assert screen.here() == "received", name
    assert office.views.matter_count() == registered, name
    harmless(pilot, name)
    await send(pilot, Key("ctrl+u", None), Key("ctrl+s", None))
    if screen.here() == "representatives":
        # Signs in it part more names than may speak for a crowd.
        await send(pilot, Key("ctrl+u", None), Key("ctrl+s", None))
    matter = office.views.matter(f"2026-{registered + 1:06}")
    assert matter is not None, name
    assert (matter.row.summary, matter.text) == (line.strip(), neutral(text)), name
    harmless(pilot, name)


async def send(pilot: Pilot[None], *keys: Key) -> None:
    """Send keys as fast as they come, and wait for all they caused."""
    for key in keys:
        pilot.app.post_message(key)
    await pilot.pause()
    await settle(pilot)


def harmless(pilot: Pilot[None], name: str) -> None:
    shown = screen_text(pilot.app)
    assert len(shown.splitlines()) == 24, name
    try:
        assert_harmless(shown.replace("\n", ""))
    except AssertionError as fault:
        raise AssertionError(f"{name}: {fault}") from fault
