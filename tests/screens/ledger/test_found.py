"""What a filter's words found stands out: in the rows, in the line under them, in the matter."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.pilot import Pilot

from screens.ledger.detail import LedgerDetail
from screens.ledger.list import LedgerList
from screens.ledger.screen import STRETCH
from screens.widgets.row_list import RowList
from tests.hostile import HOSTILE, assert_harmless
from tests.screens.fake_host import SIZES, FakeOffice, desk_pilot, settle, top
from tests.screens.golden import screen_text
from tests.screens.live_desk import press
from xfconsole.core.facts.event import Event
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Uid
from xfconsole.core.words.procedure import Bar
from xfconsole.desk import Desk, Imported
from xfconsole.ui.text.cells import width

LEDGER = "screens.ledger.screen:LedgerScreen"
LONG = "小区二次供水水压不足，高层住户夜间无水，物业多次答复仍未解决，" * 3 + "请求更换泵房"


def register(office: FakeOffice, summary: str, **more: object) -> str:
    form = MatterForm(Channel.LETTER, summary, **more)  # type: ignore[arg-type]

    def work(desk: Desk) -> str:
        return desk.register(form).number

    return office.verb(work)


def letters(office: FakeOffice) -> None:
    """Register matters in which the same words stand in different places."""
    office.with_roster()
    register(office, "安置房逾期未交", text="二期安置房应于去年交付。\n\n开发商称资金不足。")
    register(office, "反映ＡＢＣ广场噪声", unit="住建局", topic=("城乡建设", "供水"))
    register(office, LONG)
    number = register(office, "欠薪", requests=("补发工资",))
    office.verb(lambda desk: desk.note(number, "劳动监察大队已到现场"))
    reply = Imported(MatterForm(Channel.LETTER, "路灯不亮", unit="城管局"), "线路已经修复。")
    office.verb(lambda desk: desk.register_batch([reply]))


def marked(segments: list[Segment]) -> list[str]:
    """Return the stretches that stand out by more than colour."""
    texts: list[str] = []
    before = False
    for text, style, _ in segments:
        now = bool(style and style.reverse and style.bold)
        if now and before:
            texts[-1] += text
        elif now:
            texts.append(text)
        before = now
    return texts


def rows_marked(pilot: Pilot[None]) -> list[str]:
    """Return what is marked in the list on screen, from above."""
    rows = top(pilot).query_one(RowList)
    return [text for y in range(rows.size.height) for text in marked(list(rows.render_line(y)))]


def detail(pilot: Pilot[None]) -> tuple[str, list[str]]:
    """Return the line under the list and what is marked in it."""
    strip = list(top(pilot).query_one(LedgerDetail).render_line(0))
    return "".join(segment.text for segment in strip).strip(), marked(strip)


async def look_for(pilot: Pilot[None], words: str) -> None:
    await press(pilot, "slash", *words, "enter")


@pytest.mark.parametrize("size", SIZES)
async def test_the_words_of_a_filter_stand_out_in_the_rows(tmp_path: Path, size: str) -> None:
    async with desk_pilot(tmp_path, LEDGER, size=SIZES[size], ready=letters) as (pilot, _):
        plain = screen_text(pilot.app)
        assert rows_marked(pilot) == []
        await look_for(pilot, "安置房")
        assert rows_marked(pilot) == ["安置房"]
        assert detail(pilot) == ("安置房逾期未交", ["安置房"])
        await press(pilot, "escape")
        assert rows_marked(pilot) == []
        assert screen_text(pilot.app) == plain


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("abc", ["ＡＢＣ"]),
        ("ａｂｃ", ["ＡＢＣ"]),
        ("000002", ["000002"]),
        ("住建", ["住建"]),
        ("供水 unit:住建", ["供水"]),
        ("广场 噪声", ["广场噪声"]),
        ("ＡＢＣ -欠薪", ["ＡＢＣ"]),
    ],
)
async def test_case_and_width_do_not_matter_and_every_searched_column_is_marked(
    tmp_path: Path, typed: str, seen: list[str]
) -> None:
    async with desk_pilot(tmp_path, LEDGER, size=(160, 36), ready=letters) as (pilot, _):
        await look_for(pilot, typed)
        marks = [mark for mark in rows_marked(pilot) if mark in seen]
        assert set(marks) == set(seen)
        assert all(
            width(each.text) == each.cell_length
            for each in top(pilot).query_one(LedgerList).render_line(0)
        )


async def test_terms_and_words_that_may_not_stand_there_mark_nothing(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=letters) as (pilot, _):
        for typed in ("unit:住建", "-安置房", "channel:letter"):
            await look_for(pilot, typed)
            assert top(pilot).query_one(LedgerList).total
            assert rows_marked(pilot) == []
            await press(pilot, "escape")


@pytest.mark.parametrize(
    ("typed", "said", "seen"),
    [
        ("监察", "记事：劳动监察大队已到现场", ["监察"]),
        ("补发", "诉求：补发工资", ["补发"]),
        ("修复", "答复意见：线路已经修复。", ["修复"]),
        ("开发商", "内容：二期安置房应于去年交付。  开发商称资金不足。", ["开发商"]),
        ("安置房 资金", "内容：二期安置房应于去年交付。  开发商称资金不足。", ["资金"]),
        ("城管", "责任单位：城管局", ["城管"]),
    ],
)
async def test_the_line_under_the_list_says_where_the_words_stand(
    tmp_path: Path, typed: str, said: str, seen: list[str]
) -> None:
    async with desk_pilot(tmp_path, LEDGER, language="zh", ready=letters) as (pilot, _):
        await look_for(pilot, typed)
        assert detail(pilot) == (said, seen)


async def test_a_word_beyond_the_edge_of_the_screen_is_brought_into_sight(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, language="zh", ready=letters) as (pilot, _):
        await look_for(pilot, "泵房")
        text, marks = detail(pilot)
        assert text.startswith("摘要：…")
        assert marks == ["泵房"]
        await pilot.resize_terminal(300, 36)
        await settle(pilot)
        await settle(pilot)
        assert detail(pilot) == (LONG, ["泵房"])


@pytest.mark.usefixtures("threads_wait")
async def test_a_slow_look_up_blocks_no_key_and_an_old_answer_is_dropped(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, language="zh", ready=letters) as (pilot, office):
        office.verb(lambda desk: desk.note("2026-000001", "另案：劳动监察"))
        go_on, asked, read = threading.Event(), [], office.views.events_of

        def slow(subject: Uid) -> list[Event]:
            asked.append(subject)
            assert go_on.wait(20)
            return read(subject)

        office.views.events_of = slow  # type: ignore[method-assign]
        await pilot.press("slash", *"监察", "enter")
        rows = top(pilot).query_one(LedgerList)
        while not asked:
            await pilot.pause()
        assert detail(pilot) == ("欠薪", [])
        await pilot.press("down")
        assert rows.cursor == 1
        assert detail(pilot) == ("安置房逾期未交", [])
        go_on.set()
        await settle(pilot)
        assert detail(pilot) == ("记事：另案：劳动监察", ["监察"])
        assert len(asked) == 2


async def test_a_note_written_since_is_shown_where_it_is_found(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, language="zh", ready=letters) as (pilot, office):
        await look_for(pilot, "监察")
        office.verb(lambda desk: desk.note("2026-000001", "监察支队来电"))
        await pilot.app.tick_now()  # type: ignore[attr-defined]
        await settle(pilot)
        await press(pilot, "end")
        assert detail(pilot) == ("记事：监察支队来电", ["监察"])


async def test_without_words_nothing_is_looked_up(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=letters) as (pilot, office):
        asked: list[Uid] = []
        office.views.events_of = asked.append  # type: ignore[method-assign,assignment]
        await press(pilot, "down", "end", "home")
        await look_for(pilot, "unit:住建")
        assert asked == []


async def test_a_matter_opened_from_there_has_the_words_marked(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, language="zh", ready=letters) as (pilot, _):
        await look_for(pilot, "安置房")
        await press(pilot, "enter")
        assert "2026-000001" in screen_text(pilot.app).splitlines()[1]
        seen = rows_marked(pilot)
        assert set(seen) == {"安置房"}
        assert len(seen) == 3
        await press(pilot, "escape", "escape", "end", "enter")
        assert rows_marked(pilot) == []


async def test_labels_of_the_console_are_not_marked(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, language="zh", ready=letters) as (pilot, office):
        register(office, "责任单位推诿", unit="某单位", topic=("内容分类",))
        await pilot.app.tick_now()  # type: ignore[attr-defined]
        await settle(pilot)
        await look_for(pilot, "单位 分类")
        await press(pilot, "enter")
        rows = top(pilot).query_one(RowList)
        lines = [list(rows.render_line(y)) for y in range(rows.size.height)]
        fields = [line for line in lines if "某单位" in "".join(each.text for each in line)]
        assert next(marked(line) for line in fields if marked(line)) == ["单位"]
        topics = [
            line
            for line in lines
            if "信访目的" in "".join(each.text for each in line)
            or "内容分类  " in "".join(each.text for each in line)
        ]
        assert marked(topics[0]) == ["分类"]


@pytest.mark.parametrize("lead", [35, 36, 37, 38, 39])
async def test_a_word_broken_over_two_lines_is_marked_on_both(tmp_path: Path, lead: int) -> None:
    text = "一" * lead + "开发商" + "二" * 60

    def ready(office: FakeOffice) -> None:
        office.with_roster()
        register(office, "信", text=text)

    async with desk_pilot(tmp_path, LEDGER, language="zh", ready=ready) as (pilot, _):
        await look_for(pilot, "开发商")
        await press(pilot, "enter")
        assert "".join(rows_marked(pilot)) == "开发商"


def hostile(office: FakeOffice) -> None:
    """Register a matter with each hostile text, the words before, within and after it."""
    office.with_roster()
    texts = [text[:2000] for text in HOSTILE.values()]
    forms = [MatterForm(Channel.LETTER, f"信访{text}", text=f"{text}资料{text}") for text in texts]
    office.verb(lambda desk: desk.register_batch([Imported(form) for form in forms]))


@pytest.mark.parametrize("words", ["信访", "资料"])
async def test_hostile_text_is_marked_without_harm(tmp_path: Path, words: str) -> None:
    async with desk_pilot(tmp_path, LEDGER, language="zh", ready=hostile) as (pilot, _):
        await look_for(pilot, words)
        rows, under = top(pilot).query_one(LedgerList), top(pilot).query_one(LedgerDetail)
        assert rows.total >= STRETCH
        for _ in range(40):
            assert_harmless(screen_text(pilot.app).replace("\n", ""))
            line = rows.render_line(rows.cursor - rows.scroll_offset.y)
            cells = rows.scrollable_content_region.width
            assert sum(width(each.text) for each in line) == cells
            assert sum(width(each.text) for each in under.render_line(0)) == 80
            rows.move(rows.cursor + 1)
            await settle(pilot)


async def test_what_is_withheld_is_neither_marked_nor_looked_up(tmp_path: Path) -> None:
    """A matter that became withheld while it was listed has nothing of its texts under the list."""
    async with desk_pilot(tmp_path, LEDGER, language="zh", ready=letters) as (pilot, office):
        await look_for(pilot, "监察")
        office.verb(lambda desk: desk.bar("2026-000004", Bar.RECUSED, person=office.officer))
        top(pilot).query_one(LedgerDetail)._answer = None
        await pilot.resize_terminal(90, 24)
        await settle(pilot)
        assert "监察" not in detail(pilot)[0]
        await pilot.app.tick_now()  # type: ignore[attr-defined]
        await settle(pilot)
        assert top(pilot).query_one(LedgerList).total == 0
