"""One matter in full: everything in the clear, the identity sealed, and what can be done."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from data.store.store import SqlStore
from screens.matter.questions import FIELDS, MORE, RECEIVED
from screens.matter.screen import MatterScreen
from tests.data.files import KEY
from tests.hostile import HOSTILE, assert_harmless
from tests.screens.fake_host import SIZES, START, FakeOffice, desk_pilot, settle
from tests.screens.golden import check_golden, screen_text
from tests.screens.matters import go_to, lines, text
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import EventCorrected, NoteAdded
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Identity, Purpose
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk
from xfconsole.ui.text.cells import width

LIVE = "screens.live.screen:LiveScreen"
LEDGER = "screens.ledger.screen:LedgerScreen"
NAME, PHONE = "吴越", "139-0000-0099"
TEXT = "\n\t\t\t\t\t　　尊敬的领导：\n\n\n\n小区[A区]\t三次停水。\n此致 [/b]\n\n"


def whole(office: FakeOffice) -> object:
    """Register a matter with everything, answer one request, date the next, leave one open."""
    office.with_roster()
    form = MatterForm(
        Channel.VISIT,
        "小区三次停水",
        text=TEXT,
        purpose=Purpose.CLAIM,
        topic=("城乡建设", "供水"),
        unit="住建局",
        township="河东街道",
        headcount=3,
        requests=("恢复供水", "公布原因", "减免水费"),
        identity=Identity(name=NAME, phone=PHONE),
        confidential=True,
        received_at=START - timedelta(hours=1),
    )
    done = office.verb(lambda desk: desk.register(form))
    wishes = [each.uid for each in done.events if each.kind == "request.recorded"]
    office.verb(lambda desk: desk.answer_request(done.number, wishes[0], "天亮前恢复"))
    office.verb(lambda desk: desk.set_next_step(done.number, wishes[1], "查明后答复", _in_march()))
    return office.verb(lambda desk: desk.note(done.number, "已给热水"))


def _in_march() -> date:
    return date(2026, 3, 2)


async def open_first(pilot: Pilot[None]) -> None:
    await pilot.press("f4", "enter")
    await settle(pilot)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_matter_fits(tmp_path: Path, language: str, size: str) -> None:
    async with desk_pilot(tmp_path, LEDGER, language=language, size=SIZES[size], ready=whole) as (
        pilot,
        _,
    ):
        await open_first(pilot)
        check_golden(pilot.app, f"matter-{language}-{size}")


async def test_everything_is_said_but_who_it_is(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=whole) as (pilot, _):
        await open_first(pilot)
        said = text(pilot)
        for words in (
            *("小区三次停水", "claim", "城乡建设 / 供水", "住建局", "河东街道", "confidential"),
            *("　　尊敬的领导：", "小区[A区]", "此致 [/b]"),
            *(
                "answered: 天亮前恢复",
                "(2026-03-02): 查明后答复",
                "neither an answer nor a next step",
            ),
            *("已给热水", "identity is sealed"),
        ):
            assert words in said
        assert NAME not in said
        assert PHONE not in said


async def test_a_long_text_can_be_read_to_its_end(tmp_path: Path) -> None:
    long = ("反映[二期]\t逾期　交付。" * 600)[:6_990] + "全文到此结束"

    def ready(office: FakeOffice) -> object:
        return office.verb(
            lambda desk: desk.register(MatterForm(Channel.LETTER, "长信", text=long))
        )

    async with desk_pilot(tmp_path, LEDGER, ready=ready) as (pilot, _):
        await open_first(pilot)
        await pilot.press("end", *["up"] * 4)
        assert "全文到此结束" in screen_text(pilot.app)
        shown = "".join(line.text for line in lines(pilot))
        assert shown.count("二期") == long.count("二期")
        await pilot.resize_terminal(120, 36)
        await settle(pilot)
        assert max(width(line.text) for line in lines(pilot)) > 90


async def test_a_note_appears_in_the_time_line(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=whole) as (pilot, office):
        await open_first(pilot)
        await pilot.press("t", *"已电话回访", "enter")
        await settle(pilot)
        assert "已电话回访" in text(pilot)
        assert office.events()[-1].fact == NoteAdded("已电话回访")


async def test_a_live_incident_opens_and_is_gone_to(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LIVE, intake=LEDGER, ready=whole) as (pilot, office):
        await open_first(pilot)
        await pilot.press("l", "backspace", *"33", "enter", "1")
        await settle(pilot)
        (incident,) = office.verb(lambda desk: desk.situation()).incidents
        assert incident.headcount == 33
        await open_first(pilot)
        assert "Incident 02-001 opened" in text(pilot)
        assert "open 02-001" in text(pilot)


async def test_what_happened_on_the_scene_stays_with_the_matter(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> object:
        office.with_roster().with_incident().after(1)
        office.verb(lambda desk: desk.note("02-001", "人已散去"))
        return office.verb(lambda desk: desk.close("02-001", "当场答复"))

    async with desk_pilot(tmp_path, LEDGER, ready=ready) as (pilot, _):
        await open_first(pilot)
        assert "人已散去" in text(pilot)
        assert "当场答复" in text(pilot)


async def test_the_registration_is_corrected_and_keeps_what_was_written(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=whole) as (pilot, office):
        await open_first(pilot)
        await pilot.press("k", "1", *"东区", "enter", *"漏写", "enter")
        await settle(pilot)
        fact = office.events()[-1].fact
        assert isinstance(fact, EventCorrected)
        assert fact.changes == {"summary": "小区三次停水东区"}
        assert "小区三次停水东区" in screen_text(pilot.app).splitlines()[1]
        assert "[corrected] " in text(pilot)
        assert "漏写" in text(pilot)


async def test_its_township_is_corrected_from_what_stands_there(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=whole) as (pilot, office):
        await open_first(pilot)
        await pilot.press("k", "3", *"北段", "enter", *"漏写", "enter")
        await settle(pilot)
        fact = office.events()[-1].fact
        assert isinstance(fact, EventCorrected)
        assert fact.changes == {"township": "河东街道北段"}


@pytest.mark.parametrize(
    ("field", "keys", "changes"),
    [
        ("concerned", (*"33", "enter"), {"concerned": 33}),
        ("publishable", ("1",), {"publishable": True}),
        ("place", (*"平安里", "enter"), {"place": "平安里"}),
    ],
)
async def test_what_a_register_has_besides_is_corrected_too(
    tmp_path: Path, field: str, keys: tuple[str, ...], changes: dict[str, object]
) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=whole) as (pilot, office):
        await open_first(pilot)
        names = (*FIELDS, RECEIVED, *MORE)
        await pilot.press("k", *["down"] * names.index(field), "enter", *keys)
        await pilot.press(*"漏写", "enter")
        await settle(pilot)
        fact = office.events()[-1].fact
        assert isinstance(fact, EventCorrected)
        assert fact.changes == changes


async def test_a_note_is_corrected_where_it_stands(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=whole) as (pilot, office):
        await open_first(pilot)
        go_to(pilot, "已给热水")
        await pilot.press("k", *"和毯子", "enter", *"漏写", "enter")
        await settle(pilot)
        fact = office.events()[-1].fact
        assert isinstance(fact, EventCorrected)
        assert fact.changes == {"text": "已给热水和毯子"}


async def test_what_cannot_be_corrected_says_so(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=whole) as (pilot, _):
        await open_first(pilot)
        go_to(pilot, "Answered on the spot")
        await pilot.press("k")
        await settle(pilot)
        assert "not corrected here" in screen_text(pilot.app)


async def test_nothing_from_outside_drives_a_matter(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> object:
        return office.verb(_register_hostile)

    async with desk_pilot(tmp_path, LEDGER, ready=ready) as (pilot, office):
        numbers = [row.number for row in office.views.matters()]
        for number in numbers:
            await _look_at(pilot, number)


async def _look_at(pilot: Pilot[None], number: str) -> None:
    await pilot.app.switch_screen(MatterScreen(number, "app.ledger"))
    await settle(pilot)
    for _ in range(2):
        shown = screen_text(pilot.app)
        assert_harmless(shown)
        assert max(width(line) for line in shown.splitlines()) <= 80
        await pilot.press("end")
    assert all(width(line.text) <= 80 for line in lines(pilot))


def _register_hostile(desk: Desk) -> None:
    """Register every string in every field, a few strings together in one matter."""
    strings = [each for each in HOSTILE.values() if each.strip()]
    for start in range(0, len(strings), 8):
        some = strings[start : start + 8]
        body = "\n".join(some)
        form = MatterForm(
            Channel.LETTER,
            some[0],
            text=body,
            unit=some[1 % len(some)][:60],
            requests=tuple(some),
            received_at=START,
        )
        desk.note(desk.register(form).number, body)


async def test_of_two_matters_of_one_number_the_one_under_the_cursor_opens(tmp_path: Path) -> None:
    """Two desks gave it before they read each other."""

    def ready(office: FakeOffice) -> object:
        fact = MatterRegistered(Channel.CALL, "停电", number="2026-000001")
        with SqlStore(office.engine, KEY).begin() as tx:
            tx.append([Event("other", "other", START, START, "王强", fact)])
        return office.verb(lambda desk: desk.register(MatterForm(Channel.CALL, "停水")))

    async with desk_pilot(tmp_path, LEDGER, ready=ready) as (pilot, _):
        opened = []
        for keys in (("f4", "home", "enter"), ("f4", "home", "down", "enter")):
            await pilot.press(*keys)
            await settle(pilot)
            opened.append(screen_text(pilot.app).splitlines()[1].split()[-1])
        assert sorted(opened) == ["停水", "停电"]


async def test_no_key_waits_for_a_matter_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise Refused("vault.refused.writer")

    async with desk_pilot(tmp_path, LEDGER, language="en", ready=whole) as (pilot, office):
        monkeypatch.setattr(office.views, "matter", fails)
        await open_first(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, MatterScreen)
        assert screen.read.is_set()
