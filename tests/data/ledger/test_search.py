"""Full-text search: everything that has the words and nothing else, at every instant."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.ledger.indexer import Indexer
from data.ledger.search import LineCondition, found_uids
from data.store.rebuild import rebuild
from tests.data.files import NIGHT, File, new_file
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.of_incident import EventCorrected, IncidentClosed, NoteAdded
from xfconsole.core.facts.of_matter import (
    MatterRegistered,
    NextStepSet,
    ReplyRecorded,
    RequestAnswered,
    RequestRecorded,
)
from xfconsole.core.ledger.listing import Listing
from xfconsole.core.ledger.terms import LedgerQuery, Word
from xfconsole.core.reader.searched import texts_of
from xfconsole.core.rows import MatterHit
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.folding import fold, words_of


def index(file: File) -> None:
    """Bring the index up to the journal's end."""
    while Indexer(file.engine).step(3):
        pass


def found_by(file: File, words: str) -> set[str]:
    return {hit.row.summary for hit in file.views.search(words, limit=1000)}


def reference(file: File, words: str) -> list[Uid]:
    """Return what LIKE would find in the folded texts of every matter, in the ledger's order."""
    wanted = words_of(words)
    found = []
    for row in file.views.matters(limit=10_000):
        events = effective(file.views.events_of(row.uid))
        texts = [fold(text) for each in events for _, text in texts_of(each.fact)]
        if wanted and all(any(word in text for text in texts) for word in wanted):
            found.append(row.uid)
    return found


def pages(file: File, words: str, limit: int) -> list[MatterHit]:
    found: list[MatterHit] = []
    before: tuple[datetime, Uid] | None = None
    while page := file.views.search(words, before=before, limit=limit):
        assert len(page) <= limit
        found += page
        before = (page[-1].row.received_at, page[-1].row.uid)
    return found


@pytest.mark.parametrize("indexed", [True, False], ids=["indexed", "before the index"])
def test_a_word_is_found_wherever_it_stands(file: File, indexed: bool) -> None:
    matter = file.register("停水三日", text="小区\n水压", unit="水务局", topic=("城乡建设", "供水"))
    asked = file.add(matter, RequestRecorded("要求送水车"))
    file.add(matter, RequestAnswered(asked.uid, "今晚派车"))
    file.add(matter, NextStepSet(asked.uid, "现场核查", NIGHT.date()))
    file.add(matter, ReplyRecorded("管网已修复"))
    file.add(matter, NoteAdded("已转值班员"))
    file.register("别的事")
    if indexed:
        index(file)
    for place, word in {
        "number": "000001",
        "summary": "停水",
        "text": "水压",
        "unit": "水务",
        "topic": "城乡",
        "request": "水车",
        "answer": "派车",
        "step": "核查",
        "reply": "修复",
        "note": "值班",
    }.items():
        (hit,) = file.views.search(word)
        assert (hit.place, hit.row.uid) == (place, matter)
        (mark,) = hit.marks
        assert hit.snippet[mark[0] : sum(mark)] == word


@pytest.mark.parametrize("indexed", [True, False], ids=["indexed", "before the index"])
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("停", {"停水 Outage 3号楼"}),
        ("停水", {"停水 Outage 3号楼"}),
        ("水停", set()),
        ("outage", {"停水 Outage 3号楼"}),
        ("ＯＵＴ", {"停水 Outage 3号楼"}),
        ("tag", {"停水 Outage 3号楼"}),
        ("oe", set()),
        ("３号", {"停水 Outage 3号楼", "拖欠工资100% “农民工” ３号"}),
        ("100%", {"拖欠工资100% “农民工” ３号"}),
        ("%", {"拖欠工资100% “农民工” ３号"}),
        ("1%", set()),
        ("“农", {"拖欠工资100% “农民工” ３号"}),
        ("资 停", set()),
        ("号　楼", {"停水 Outage 3号楼"}),
        ("", set()),
        (" 　\n", set()),
    ],
)
def test_case_and_width_do_not_matter(
    file: File, indexed: bool, words: str, found: set[str]
) -> None:
    file.register("停水 Outage 3号楼")
    file.register("拖欠工资100% “农民工” ３号")
    if indexed:
        index(file)
    assert found_by(file, words) == found


SIGNS = [*"\"*^+'\\_", '""', '"停水"', "停*", "停水*", "-停", "停水 -水", "^停", "(停)", "{停}"]
OPERATORS = [
    "NEAR(停 水)",
    "停 NEAR 水",
    "grams:停",
    "grams : 停",
    "停 AND",
    "AND",
    "NOT 停",
    "停 OR 水",
]


@pytest.mark.parametrize("words", SIGNS + OPERATORS)
def test_no_sign_and_no_operator_has_a_meaning(file: File, words: str) -> None:
    file.register("停水")
    quoted = file.register(f"写着 {words} 的")
    index(file)
    assert [hit.row.uid for hit in file.views.search(words)] == [quoted]


def test_words_do_not_join_over_the_edge_of_a_text(file: File) -> None:
    file.register("停水", unit="局", text="abc")
    file.register("停\n水")
    index(file)
    assert [found_by(file, word) for word in ("停水局", "水局", "局abc")] == [set(), set(), set()]


def test_neighbours_alone_make_no_hit(file: File) -> None:
    file.register("住建局 建局长 局长住")
    file.register("住建局长")
    file.register("1234 2345")
    index(file)
    assert found_by(file, "住建局长") == {"住建局长"}
    assert found_by(file, "12345") == set()


def test_a_very_long_query_is_an_ordinary_one(file: File) -> None:
    text = "".join(chr(0x4E00 + at * 7 % 20_000) for at in range(10_000))
    file.register("长", text=text)
    file.register("短", text=text[:9_000] + "别" + text[9_001:])
    index(file)
    assert found_by(file, text) == {"长"}
    assert found_by(file, " ".join(text[:5_000])) == {"长", "短"}
    assert found_by(file, "无" * 10_000) == set()


def test_a_corrected_word_is_found_no_more(file: File) -> None:
    matter = file.register("停水", text="龙头")
    index(file)
    event = file.views.events_of(matter)[0]
    file.add(matter, EventCorrected(event.uid, {"summary": "停电", "text": "电表"}, "听错"))
    for _ in range(2):
        found = [found_by(file, word) for word in ("停水", "水", "龙头", "停电", "电表")]
        assert found == [set(), set(), set(), {"停电"}, {"停电"}]
        index(file)


def test_a_matter_received_earlier_than_thought_moves_down(file: File) -> None:
    first = file.register("停水甲", at=NIGHT - timedelta(days=9))
    second = file.register("停水乙", at=NIGHT - timedelta(days=3))
    index(file)
    assert [hit.row.uid for hit in file.views.search("停水")] == [second, first]
    event = file.views.events_of(second)[0]
    early = EventCorrected(event.uid, {}, "日期", happened_at=NIGHT - timedelta(days=30))
    file.add(second, early)
    for _ in range(2):
        assert [hit.row.uid for hit in file.views.search("停水")] == [first, second]
        index(file)


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("indexed", [0, 4, 9], ids=["none", "some", "all"])
def test_pages_come_in_the_ledgers_order(file: File, limit: int, indexed: int) -> None:
    # Some before the first day of the index, several at one instant, and not in their order.
    days = (3, 1, 1, 2, 1, 30_000, 3, 0, 40_000)
    for each in days:
        file.register("停水", at=NIGHT - timedelta(days=each))
        file.register("停电", at=NIGHT - timedelta(days=each))
    if indexed:
        Indexer(file.engine).step(2 * indexed)
    expected = [row for row in file.views.matters(limit=100) if row.summary == "停水"]
    assert [hit.row for hit in pages(file, "停水", limit)] == expected
    assert len(expected) == len(days)


def test_what_a_live_incident_notes_is_not_the_matters(file: File) -> None:
    incident = file.uids.new(file.now)
    file.add(incident, NoteAdded("现场扩音器"))
    file.add(incident, IncidentClosed())
    index(file)
    assert found_by(file, "扩音器") == set()


def test_one_step_takes_in_so_many_events_and_says_whether_more_wait(file: File) -> None:
    indexer = Indexer(file.engine)
    for _ in range(5):
        file.register("停水")
    assert indexer.waiting() == 5
    assert [indexer.step(2) for _ in range(4)] == [True, True, False, False]
    assert indexer.waiting() == 0
    assert file.rows("SELECT count(*) FROM search_doc") == [(5,)]
    file.add("nobody", NoteAdded("无"))
    assert indexer.waiting() == 1
    assert not indexer.step(2)
    assert file.rows("SELECT count(*) FROM search_doc") == [(5,)]


def test_an_emptied_index_finds_the_same_and_is_made_anew(file: File) -> None:
    for name in ("停水", "停电"):
        file.register(name)
    index(file)
    Indexer(file.engine).clear()
    assert file.rows("SELECT count(*) FROM search_doc") == [(0,)]
    for _ in range(2):
        assert found_by(file, "停水") == {"停水"}
        assert found_by(file, "停") == {"停水", "停电"}
        index(file)
    with file.engine.begin() as connection:
        connection.execute("INSERT INTO search_index (search_index) VALUES ('integrity-check')")


def test_a_rebuilt_file_has_an_index_that_begins_anew(file: File, tmp_path: Path) -> None:
    file.register("停水")
    index(file)
    with new_file(tmp_path, "rebuilt.db") as target:
        with target.engine.begin() as connection:
            connection.execute("DELETE FROM meta")
        rebuild(file.reader, target.engine)
        assert target.rows("SELECT count(*) FROM search_doc") == [(0,)]
        for _ in range(2):
            assert found_by(target, "停水") == {"停水"}
            index(target)
        assert target.rows("SELECT count(*) FROM search_doc") == [(1,)]


def test_the_index_is_not_asked_about_what_it_does_not_cover(file: File) -> None:
    """Whatever is in the index by then, the text decides: here the index lies."""
    matter = file.register("停水")
    index(file)
    file.add(matter, ReplyRecorded("已修复"))
    with file.engine.begin() as connection:
        connection.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    assert found_by(file, "停水") == {"停水"}


def test_a_condition_narrows_the_search(file: File) -> None:
    for unit in ("水务局", "住建局"):
        for text in ("停水", "停电"):
            file.register(text, unit=unit)
    file.register("停水", unit="水务局")
    for _ in range(2):
        with file.reader.connect() as connection:
            only = LineCondition("m.unit = ?", ("水务局",))
            found = found_uids(connection, "停水", None, 10, only)
            rows = [row for row in file.views.matters() if row.uid in found]
            assert [row.uid for row in rows] == found
            assert [(row.summary, row.unit) for row in rows] == [("停水", "水务局")] * 2
            assert found_uids(connection, "停水", None, 1, only) == found[:1]
            cursor = (rows[0].received_at, rows[0].uid)
            assert found_uids(connection, "停水", cursor, 10, only) == found[1:]
        index(file)


TEXT = st.text('停水电12aAé%"*，, \n', max_size=8)
CHARACTERS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_search_finds_what_a_look_at_every_text_finds(file: File, data: st.DataObject) -> None:
    texts = st.one_of(TEXT, CHARACTERS)
    at = NIGHT - timedelta(hours=data.draw(st.integers(0, 90)))
    matter = file.register(data.draw(texts), text=data.draw(texts), at=at)
    if data.draw(st.booleans()):
        file.add(matter, ReplyRecorded(data.draw(texts)))
    if data.draw(st.booleans()):
        first = file.views.events_of(matter)[0]
        file.add(matter, EventCorrected(first.uid, {"summary": data.draw(texts)}, "错"))
    for _ in range(data.draw(st.integers(0, 2))):
        Indexer(file.engine).step(data.draw(st.integers(1, 4)))
    registered = file.views.events_of(matter)[0].fact
    assert isinstance(registered, MatterRegistered)
    whole = registered.text
    start = data.draw(st.integers(0, len(whole)))
    for words in (data.draw(texts), whole[start : start + data.draw(st.integers(1, 4))]):
        found = [hit.row.uid for hit in file.views.search(words, limit=10_000)]
        assert found == reference(file, words)
        with file.reader.connect() as connection:
            assert found_uids(connection, words, None, 10_000) == found


def test_the_newest_with_a_word_go_on_past_what_is_looked_up_at_once(file: File) -> None:
    # Another order of receipt than of registration, or the end of a batch would not matter.
    for serial in range(230):
        received = NIGHT - timedelta(minutes=serial * 37 % 230)
        file.register(f"小区停水 {serial:03}", at=received)
    index(file)
    found = file.views.matters(Listing(NIGHT, LedgerQuery((Word("停水"),))), limit=1_000)
    everything = file.views.matters(limit=1_000)
    assert [row.uid for row in found] == [row.uid for row in everything]
    assert len(found) == 230
