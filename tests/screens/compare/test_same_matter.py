"""The same matter by letter and by visit, as the officer meets it: keys in, screen and file out."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from screens.compare.screen import CompareScreen
from tests.hostile import HOSTILE, assert_harmless
from tests.screens.fake_host import SIZES, START, FakeOffice, desk_pilot, settle
from tests.screens.golden import check_golden, screen_text
from tests.screens.intake_form import INTAKE, intake
from xfconsole.core.facts.of_procedure import AccessBlocked, MatterLinked
from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.rows import Similar
from xfconsole.core.words.desk import Channel, Uid
from xfconsole.core.words.procedure import Act, Bar, Barred
from xfconsole.desk import Desk, Imported

SUMMARY = "丽发新城小区旁建搅拌站，噪音和粉尘扰民"
TEXT = "小区西侧两百米处新建搅拌站，昼夜施工，粉尘飘进家里，孩子咳嗽。\n多次打电话没有结果。"
SAID = "丽发新城旁边的搅拌站噪音粉尘扰民"


def earlier(office: FakeOffice) -> FakeOffice:
    """A letter about the plant, and another matter that has nothing to do with it."""
    office.with_roster()
    return enter(
        office,
        MatterForm(Channel.LETTER, SUMMARY, text=TEXT, unit="住建局", requests=("搬走搅拌站",)),
        MatterForm(Channel.ONLINE, "公积金贷款多久能办下来", text="材料交了两个月。"),
    )


def enter(office: FakeOffice, *forms: MatterForm) -> FakeOffice:
    """Register some matters."""

    def work(desk: Desk) -> None:
        for form in forms:
            desk.register(form)

    office.verb(work)
    return office


def links(office: FakeOffice) -> list[tuple[str, str]]:
    """Return which number was linked with which, by the journal."""
    found = [each for each in office.events() if isinstance(each.fact, MatterLinked)]
    pairs = [(each.subject, cast("MatterLinked", each.fact).target) for each in found]
    names = office.views.numbers([uid for pair in pairs for uid in pair])
    return [(names[one], names[other]) for one, other in pairs]


def same(office: FakeOffice, number: str) -> list[str]:
    """Return the numbers a matter is linked with by now."""
    file = office.views.matter(number)
    assert file is not None
    return [row.number for row in office.views.linked_matters(file.row.uid)]


def draft(office: FakeOffice) -> dict[str, str]:
    office.verb(lambda desk: None)
    found = office.views.draft("intake")
    return dict(found.values) if found else {}


async def type_it(pilot: Pilot[None], summary: str = SAID) -> str:
    """Type a visit's summary and return the screen once the look-up is done."""
    await pilot.press("2", "enter", *summary)
    await settle(pilot)
    return screen_text(pilot.app)


async def press(pilot: Pilot[None], *keys: str) -> str:
    await pilot.press(*keys)
    await settle(pilot)
    await settle(pilot)
    return screen_text(pilot.app)


async def test_what_is_alike_is_named_while_the_summary_is_typed(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE, ready=earlier) as (pilot, _):
        shown = await type_it(pilot)
        assert "alike 2026-000001 letter 02-20 registered · 丽发新城" in shown
        assert "2026-000002" not in shown
        assert intake(pilot).here() == "summary"


async def test_nothing_is_shown_when_nothing_is_alike(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE, ready=earlier) as (pilot, _):
        shown = await type_it(pilot, "咨询户口迁移需要什么材料")
        assert "2026-00000" not in shown
        shown = await press(pilot, "ctrl+u", *SAID)
        assert "2026-000001" in shown
        shown = await press(pilot, "ctrl+u", *"别的事")
        assert "2026-00000" not in shown


async def test_only_summary_and_text_are_ever_looked_up(tmp_path: Path) -> None:
    values = {
        "summary": SAID,
        "text": "昼夜施工",
        "requests": "搬走",
        "name": "来访人甲",
        "native_place": "某地",
        "occupation": "司机",
        "phone": "139-0000-0001",
        "address": "某路 1 号",
        "representatives": "代表乙、代表丙",
    }
    asked: list[str] = []
    async with desk_pilot(tmp_path, INTAKE, ready=earlier) as (pilot, office):
        similar = office.views.similar

        def listening(text: str, *, limit: int = 5, exclude: Uid = "") -> list[Similar]:
            asked.append(text)
            return similar(text, limit=limit, exclude=exclude)

        office.views.similar = listening  # type: ignore[method-assign]
        for name, text in reversed(values.items()):
            field = intake(pilot).fields[name]
            intake(pilot).set_focus(field)
            await pilot.pause()
            pilot.app.post_message(Paste(text))
            await settle(pilot)
        # Once more: what came of the last paste may have begun to look only now.
        await settle(pilot)
        assert intake(pilot).sheet.all_values().items() >= values.items()
    assert f"{SAID}\n昼夜施工" in asked
    assert set("".join(asked)) <= set(SAID + "昼夜施工" + "\n")


async def test_compared_marked_and_registered_with_one_commit(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE, ready=earlier) as (pilot, office):
        await type_it(pilot)
        shown = await press(pilot, "ctrl+t")
        for said in (
            SUMMARY,
            "孩子咳嗽",
            "搬走搅拌站 · not answered yet",
            "registered 住建局",
            SAID,
        ):
            assert said in shown
        assert "Next time limit: register and forward 2026-03-07" in shown
        shown = await press(pilot, "enter")
        assert "same as 2026-000001" in shown
        assert intake(pilot).here() == "summary"
        assert draft(office)["same_as"] == "2026-000001"
        assert links(office) == []
        before = len(office.events())
        shown = await press(pilot, "ctrl+s")
        assert "Registered 2026-000003  visit · same as 2026-000001 (registered)" in shown
        assert links(office) == [("2026-000003", "2026-000001")]
        added = office.events()[before:]
        assert [each.kind for each in added][:2] == ["matter.registered", "matter.linked"]
        assert len({each.recorded_at for each in added}) == 1
        assert [same(office, f"2026-00000{n}") for n in (1, 2, 3)] == [
            ["2026-000003"],
            [],
            ["2026-000001"],
        ]
        assert office.views.matter_count() == 3
        assert draft(office) == {}


async def test_escape_marks_nothing_and_enter_takes_a_mark_off(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE, ready=earlier) as (pilot, office):
        await type_it(pilot)
        assert "same as" not in await press(pilot, "ctrl+t", "escape")
        await press(pilot, "ctrl+t", "enter")
        assert draft(office)["same_as"] == "2026-000001"
        assert "marked as the same matter" in await press(pilot, "ctrl+t")
        assert "same as" not in await press(pilot, "enter")
        assert "same_as" not in draft(office)
        await press(pilot, "ctrl+s")
        assert links(office) == []


async def test_nobody_has_to_tell_the_story_twice(tmp_path: Path) -> None:
    def answered(office: FakeOffice) -> None:
        at = START - timedelta(days=20)
        letter = MatterForm(
            Channel.ONLINE, SUMMARY, text=TEXT, requests=("搬走搅拌站",), received_at=at
        )
        reply = Imported(letter, "已责令夜间停工，正在选址。", at + timedelta(days=6))
        done = enter(office.with_roster()).verb(lambda desk: desk.register_batch([reply]))
        assert done.replies == 1
        file = office.views.matter("2026-000001")
        assert file is not None
        wish, on = file.requests[0].uid, date(2026, 3, 2)
        office.verb(lambda desk: desk.set_next_step("2026-000001", wish, "选址后答复", on))

    async with desk_pilot(tmp_path, INTAKE, ready=answered) as (pilot, _):
        await pilot.press("2", "enter", *SAID, "ctrl+t")
        await settle(pilot)
        shown = screen_text(pilot.app)
        for said in (
            "online of 2026-01-31 · served",
            "Last time limit: ",
            "Replied 2026-02-06:",
            "已责令夜间停工，正在选址。",
            "搬走搅拌站 · 2026-03-02 选址后答复",
            "孩子咳嗽",
        ):
            assert said in shown


def long_letter(office: FakeOffice) -> FakeOffice:
    text = "\n".join(f"第 {n} 段：搅拌站昼夜施工，粉尘飘进家里。" for n in range(60))
    form = MatterForm(Channel.LETTER, SUMMARY, text=f"{text}\n最后一句")
    return enter(office.with_roster(), form)


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_is_marked_before_its_last_line_was_shown(tmp_path: Path, size: str) -> None:
    async with desk_pilot(tmp_path, INTAKE, ready=long_letter, size=SIZES[size]) as (pilot, office):
        await type_it(pilot)
        shown = await press(pilot, "ctrl+t", "enter")
        assert isinstance(pilot.app.screen, CompareScreen)
        assert "press PgDn to the last line" in shown
        for _ in range(2):
            shown = await press(pilot, "pagedown")
        shown = await press(pilot, "pagedown", "pagedown")
        assert "最后一句" in shown
        assert "same as 2026-000001" in await press(pilot, "enter")
        assert draft(office)["same_as"] == "2026-000001"


def several(office: FakeOffice) -> FakeOffice:
    office.with_roster()
    said = ("噪音和粉尘扰民", "夜里噪音扰民", "粉尘扰民", "噪音扰民", "何时搬走")
    return enter(office, *(MatterForm(Channel.LETTER, f"丽发新城旁边的搅拌站{e}") for e in said))


async def test_three_are_worth_a_look_and_the_arrows_go_through_them(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE, ready=several) as (pilot, office):
        shown = await type_it(pilot)
        assert "2 more · Ctrl+T" in shown
        assert "1/3 very alike · 2026-000001" in await press(pilot, "ctrl+t", "up")
        second = await press(pilot, "down")
        assert "2/3 very alike · 2026-00000" in second
        assert "3/3" in await press(pilot, "down", "down", "down")
        assert "2/3" in await press(pilot, "up")
        await press(pilot, "enter")
        assert draft(office)["same_as"] in second


async def test_a_matter_in_other_words_is_fetched_by_its_number(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE, ready=earlier) as (pilot, office):
        await type_it(pilot, "孩子老咳嗽")
        assert "No matter says much the same" in await press(pilot, "ctrl+t")
        assert "There is no matter to mark" in await press(pilot, "enter")
        shown = await press(pilot, "n", *"2026-000009", "enter")
        assert "There is no matter 2026-000009" in " ".join(shown.split())
        shown = await press(pilot, "ctrl+u", *"2026-000001", "enter")
        assert "1/1 · 2026-000001" in shown
        await press(pilot, "enter")
        await press(pilot, "ctrl+s")
        assert links(office) == [("2026-000003", "2026-000001")]


async def test_a_mark_survives_with_the_draft(tmp_path: Path) -> None:
    def left_behind(office: FakeOffice) -> None:
        earlier(office)
        values = {"channel": "visit", "summary": SAID, "same_as": "2026-000001"}
        office.save_draft("intake", values).result(timeout=120)

    async with desk_pilot(tmp_path, INTAKE, ready=left_behind) as (pilot, office):
        assert "same as 2026-000001" in await press(pilot, "enter")
        await press(pilot, "ctrl+l")
        assert "same as" not in screen_text(pilot.app)
        assert "same as 2026-000001" in await press(pilot, "ctrl+l")
        await press(pilot, "ctrl+s")
        assert links(office) == [("2026-000003", "2026-000001")]


async def test_who_is_barred_from_a_matter_does_not_meet_it(tmp_path: Path) -> None:
    def barred(office: FakeOffice) -> None:
        earlier(office)
        office.verb(lambda desk: desk.bar("2026-000001", Bar.ACCUSED, person=office.officer))

    async with desk_pilot(tmp_path, INTAKE, ready=barred) as (pilot, office):
        assert "2026-000001" not in await type_it(pilot)
        shown = await press(pilot, "ctrl+t", "n", *"2026-000001", "enter")
        assert "There is no matter 2026-000001" in " ".join(shown.split())
        assert SUMMARY not in shown
        blocked = [each.fact for each in office.events() if isinstance(each.fact, AccessBlocked)]
        assert [each.barred for each in blocked] == [Barred.READER]


async def test_barred_since_it_was_marked_it_is_registered_all_the_same(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE, ready=earlier) as (pilot, office):
        await type_it(pilot)
        await press(pilot, "ctrl+t", "enter")
        office.verb(lambda desk: desk.bar("2026-000001", Bar.RECUSED, person=office.officer))
        shown = " ".join((await press(pilot, "ctrl+s")).split())
        assert "Registered 2026-000003" in shown
        assert "not marked as the same as 2026-000001" in shown
        assert links(office) == []
        assert office.views.matter_count() == 3
        assert draft(office) == {}


async def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    said = "\n".join(text[:200] for text in HOSTILE.values())
    summary = f"{SUMMARY} [/b] {HOSTILE[min(HOSTILE)]}"[:200]

    def ready(office: FakeOffice) -> None:
        form = MatterForm(Channel.LETTER, summary, text=said, unit=said, requests=(said,))
        enter(office.with_roster(), form)

    async with desk_pilot(tmp_path, INTAKE, ready=ready) as (pilot, _):
        shown = await type_it(pilot, SUMMARY)
        assert "2026-000001" in shown
        assert_harmless(shown.replace("\n", ""))
        shown = await press(pilot, "ctrl+t")
        while not (isinstance(pilot.app.screen, CompareScreen) and at_end(pilot)):
            assert_harmless(shown.replace("\n", ""))
            shown = await press(pilot, "pagedown")
        assert_harmless(shown.replace("\n", ""))


def at_end(pilot: Pilot[None]) -> bool:
    return not cast("CompareScreen", pilot.app.screen).action_reason("same.mark")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_line_and_both_texts_fit(tmp_path: Path, language: str, size: str) -> None:
    def replied(office: FakeOffice) -> None:
        several(earlier(office))
        office.verb(lambda desk: desk.move("2026-000001", Move(Act.FORWARD, unit="住建局")))

    async with desk_pilot(tmp_path, INTAKE, ready=replied, language=language, size=SIZES[size]) as (
        pilot,
        _,
    ):
        await type_it(pilot, SUMMARY)
        check_golden(pilot.app, f"same-line-{language}-{size}")
        await press(pilot, "ctrl+t")
        check_golden(pilot.app, f"same-compare-{language}-{size}")


LEDGER = "screens.ledger.screen:LedgerScreen"


def both_registered(office: FakeOffice) -> FakeOffice:
    """The letter of the day before, and now somebody's visit about the same thing."""
    at = START - timedelta(days=1)
    office.with_roster()
    enter(office, MatterForm(Channel.LETTER, SUMMARY, text=TEXT, received_at=at))
    return enter(office, MatterForm(Channel.VISIT, SAID, requests=("夜里停工",)))


async def test_registered_matters_are_linked_and_the_link_is_taken_back(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=both_registered) as (pilot, office):
        await press(pilot, "f4", "enter")
        shown = await press(pilot, "e")
        assert "1/1 alike · 2026-000001" in shown
        assert "孩子咳嗽" in shown
        assert "夜里停工" in shown
        shown = await press(pilot, "enter")
        assert same(office, "2026-000001") == ["2026-000002"]
        assert same(office, "2026-000002") == ["2026-000001"]
        assert "2026-000001" in shown
        assert "marked as the same matter" in await press(pilot, "ctrl+e")
        await press(pilot, "enter")
        assert same(office, "2026-000001") == []
        kinds = [each.kind for each in office.events()]
        assert kinds.count("matter.linked") == kinds.count("matter.unlinked") == 1


async def test_a_matter_is_not_the_same_as_itself(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=both_registered) as (pilot, office):
        await press(pilot, "f4", "enter", "e")
        shown = await press(pilot, "ctrl+n", *"2026-000002", "enter")
        assert "2026-000002 is this matter itself" in " ".join(shown.split())
        await press(pilot, "escape", "escape")
        assert links(office) == []
