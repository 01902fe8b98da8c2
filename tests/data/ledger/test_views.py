"""What the screens read: the ledger by page and by word, files, the night's log."""

from __future__ import annotations

import threading
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest

from data.journal.journal import RECORDED
from data.ledger import views as ledger_views
from data.ledger.views import SqlViews
from data.vault.sealing import Sealer
from tests.data.files import KEY, NIGHT, File
from xfconsole.core.facts.event import taken_from
from xfconsole.core.facts.of_incident import (
    EventCorrected,
    IncidentClosed,
    IncidentOpened,
    NoteAdded,
)
from xfconsole.core.facts.of_matter import (
    LINES,
    MatterRegistered,
    NextStepSet,
    Particulars,
    ReplyRecorded,
    RequestAnswered,
    RequestRecorded,
)
from xfconsole.core.ports import Views
from xfconsole.core.rows import MatterRow, RequestRow
from xfconsole.core.words.desk import Channel, CountSource, Purpose, Uid
from xfconsole.core.words.procedure import State


def open_incident(file: File, matter: Uid, number: str) -> Uid:
    incident = file.uids.new(file.now)
    fact = IncidentOpened(
        number, matter, "停水", Channel.GROUP_VISIT, 28, CountSource.COUNTED, "0" * 64, "default@1"
    )
    file.add(incident, fact)
    return incident


def pages(views: SqlViews, limit: int) -> list[list[MatterRow]]:
    found: list[list[MatterRow]] = []
    after: MatterRow | None = None
    while page := views.matters(after=after, limit=limit):
        found.append(page)
        after = page[-1]
    return found


def found_by(file: File, words: str) -> set[str]:
    return {row.summary for row in file.matching(words)}


def test_the_views_are_what_the_screens_ask_for(file: File) -> None:
    views: Views = file.views
    assert views.matters() == []
    assert views.matter_count() == 0
    assert views.matter("2026-000001") is None
    assert views.units() == []
    assert views.draft("intake") is None


def test_a_ledger_line_says_all_that_was_registered(file: File) -> None:
    matter = file.register(
        "停水三日",
        channel=Channel.JOINT_LETTER,
        purpose=Purpose.CLAIM,
        topic=("城乡建设", "供水"),
        unit="水务局",
        headcount=12,
        anonymous=True,
        confidential=True,
        at=NIGHT - timedelta(days=2),
    )
    assert file.views.matters() == [
        MatterRow(
            uid=matter,
            number="2026-000001",
            channel=Channel.JOINT_LETTER,
            summary="停水三日",
            topic=("城乡建设", "供水"),
            purpose=Purpose.CLAIM,
            unit="水务局",
            received_at=NIGHT - timedelta(days=2),
            registered_at=file.now,
            officer="李敏",
            anonymous=True,
            confidential=True,
            headcount=12,
            state=State.REGISTERED,
            incident="",
        )
    ]


def test_whatever_is_told_of_a_matter_stands_in_its_line(file: File) -> None:
    told: dict[str, Any] = {
        "channel": Channel.JOINT_LETTER,
        "summary": "停水三日",
        "purpose": Purpose.CLAIM,
        "topic": ("城乡建设", "供水"),
        "headcount": 12,
        "concerned": 33,
        "anonymous": True,
        "confidential": True,
        "publishable": True,
        **dict.fromkeys(LINES, "河东街道"),
    }
    file.register(**told)
    (row,) = file.views.matters()
    assert taken_from(Particulars, row) == Particulars(**told)
    assert set(told) == {each.name for each in fields(Particulars)}


def test_a_line_is_live_while_its_incident_is_and_keeps_its_state(file: File) -> None:
    matter = file.register()
    seen = [_standing(file)]
    incident = open_incident(file, matter, "02-001")
    seen.append(_standing(file))
    file.add(incident, IncidentClosed())
    seen.append(_standing(file))
    assert seen == [
        (State.REGISTERED, False, ""),
        (State.REGISTERED, True, "02-001"),
        (State.REGISTERED, False, "02-001"),
    ]


def _standing(file: File) -> tuple[State, bool, str]:
    (row,) = file.views.matters()
    return row.state, row.live, row.incident


def test_the_open_incident_is_named_before_a_later_closed_one(file: File) -> None:
    matter = file.register()
    open_incident(file, matter, "02-001")
    file.add(open_incident(file, matter, "02-002"), IncidentClosed())
    assert file.views.matters()[0].incident == "02-001"


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages_give_every_line_once_newest_receipt_first(file: File, limit: int) -> None:
    # Several were received at the same instant, and registering order is not receipt order.
    for days in (3, 1, 1, 2, 1, 3, 0):
        file.register(at=NIGHT - timedelta(days=days))
    rows = [row for page in pages(file.views, limit) for row in page]
    assert len({row.uid for row in rows}) == 7
    keys = [(row.received_at, row.uid) for row in rows]
    assert keys == sorted(keys, reverse=True)
    assert all(len(page) <= limit for page in pages(file.views, limit))


def test_a_line_that_comes_while_paging_moves_no_page(file: File) -> None:
    for days in range(4):
        file.register(str(days), at=NIGHT - timedelta(days=days))
    first = file.views.matters(limit=2)
    file.register("新", at=NIGHT + timedelta(seconds=1))
    second = file.views.matters(limit=2, after=first[-1])
    assert [row.summary for row in first + second] == ["0", "1", "2", "3"]


def test_a_filter_wants_every_word_in_some_text_of_the_matter(file: File) -> None:
    file.register("安置房逾期交付", unit="住建局", topic=("城乡建设",), text="正文里的水")
    file.register("停水 Outage", unit="水务局")
    assert found_by(file, "安置房") == {"安置房逾期交付"}
    assert found_by(file, "交付 住建 城乡 000001") == {"安置房逾期交付"}
    assert found_by(file, "交付 水务") == set()
    assert found_by(file, "2026 局") == {"安置房逾期交付", "停水 Outage"}
    assert found_by(file, "oUTAGE") == {"停水 Outage"}
    assert found_by(file, "正文 住建") == {"安置房逾期交付"}
    assert len(found_by(file, "   ")) == 2


def test_words_do_not_join_over_the_edge_of_a_field(file: File) -> None:
    file.register("停水", unit="局")
    assert found_by(file, "停水局") == set()


@pytest.mark.parametrize("special", ["%", "_", "\\", "'", '"', "100%", "a_b", "[x]", "*", "?"])
def test_a_special_character_means_itself(file: File, special: str) -> None:
    file.register(f"有 {special} 的")
    file.register("没有的 axb 100")
    assert found_by(file, special) == {f"有 {special} 的"}


def test_the_count_follows_every_change(file: File) -> None:
    matters = [file.register(), file.register(), file.register()]
    event = file.views.events_of(matters[0])[0]
    file.add(matters[0], EventCorrected(event.uid, {"summary": "停电"}, "听错"))
    assert file.views.matter_count() == 3


def test_a_file_holds_its_requests_and_events(file: File) -> None:
    matter = file.register(text="\t正文\n[/b]  ", township="东街道", read_back=True, sealed="c2U=")
    other = file.register()
    asked = [file.add(matter, RequestRecorded(text)).uid for text in ("一", "二", "三")]
    file.add(other, RequestRecorded("别处"))
    file.add(matter, RequestAnswered(asked[1], "今晚恢复"))
    file.add(matter, NextStepSet(asked[2], "现场核查", file.now.date()))
    opened = file.views.matter("2026-000001")
    assert opened is not None
    assert (opened.text, opened.row.township) == ("\t正文\n[/b]  ", "东街道")
    assert (opened.row.read_back, opened.row.has_identity) == (True, True)
    assert opened.requests == (
        RequestRow(asked[0], "一"),
        RequestRow(asked[1], "二", answer="今晚恢复"),
        RequestRow(asked[2], "三", step="现场核查", on=file.now.date()),
    )
    assert [request.open for request in opened.requests] == [True, False, False]
    assert list(opened.events) == file.views.events_of(matter)


def test_a_file_shows_what_is_effective_and_its_events_what_was_written(file: File) -> None:
    matter = file.register("停水", text="原文", unit="水务局")
    event = file.views.events_of(matter)[0]
    file.add(matter, EventCorrected(event.uid, {"summary": "停电", "text": "更正"}, "听错"))
    opened = file.views.matter("2026-000001")
    assert opened is not None
    assert (opened.row.summary, opened.text, opened.row.unit) == ("停电", "更正", "水务局")
    written = opened.events[0].fact
    assert isinstance(written, MatterRegistered)
    assert (written.summary, written.text) == ("停水", "原文")
    assert found_by(file, "停水") == set()


def test_all_matters_stream_whole_in_the_ledgers_order(file: File) -> None:
    replied = NIGHT - timedelta(hours=3)
    with file.store.begin() as tx:
        for number in range(450):
            matter = file.uids.new(file.now)
            fact = MatterRegistered(
                Channel.LETTER,
                f"第{number}封",
                number=f"2026-{number:06d}",
                text=f"\t{number}\n　[x] ",
                source="letters.xlsx",
                source_ref=f"letters.xlsx:{number}",
            )
            at = NIGHT - timedelta(hours=number % 7)
            tx.append([file.event(matter, fact, at=at)])
            tx.append([file.event(matter, ReplyRecorded(f"复{number}"), at=replied)])
    files = list(file.views.iter_matters())
    assert [each.row for each in files] == file.views.matters(limit=1000)
    for each in files:
        number = int(each.row.number[5:])
        assert (each.text, each.row.source_ref) == (f"\t{number}\n　[x] ", f"letters.xlsx:{number}")
        assert each.events[1].fact == ReplyRecorded(f"复{number}")
        assert each.events[1].happened_at == replied


def test_streaming_shows_the_file_as_it_was_at_the_start(file: File) -> None:
    for _ in range(3):
        file.register()
    stream = file.views.iter_matters()
    next(stream)
    file.register(at=NIGHT - timedelta(days=9))
    assert len(list(stream)) == 2


def test_the_log_is_half_open_in_recorded_time_and_pages_by_place(file: File) -> None:
    events = [file.add("s", NoteAdded(str(n)), at=NIGHT - timedelta(days=n)) for n in range(6)]
    since, until = events[1].recorded_at, events[4].recorded_at
    log = file.views.log(since=since, until=until)
    assert [event.uid for event in log] == [event.uid for event in events[1:4]]
    first = file.views.log(since=since, until=until, limit=2)
    rest = file.views.log(since=since, until=until, after_seq=first[-1].seq, limit=2)
    assert first + rest == log


def test_the_log_of_a_night_reads_that_night_only(file: File) -> None:
    file.register()
    plan = [
        str(row[3])
        for row in file.rows(
            f"EXPLAIN QUERY PLAN {RECORDED.format(kinds='')}", "2026-02-19", "2026-02-20", 0, 10
        )
    ]
    assert any("COVERING INDEX event_recorded" in step for step in plan), plan
    assert not any("SCAN" in step or "rowid>" in step for step in plan), plan


def test_numbers_are_given_for_what_has_one(file: File) -> None:
    matter = file.register()
    incident = open_incident(file, matter, "02-001")
    asked = [matter, incident, "unknown", *map(str, range(1200))]
    assert file.views.numbers(asked) == {matter: "2026-000001", incident: "02-001"}
    assert file.views.numbers([]) == {}


def test_units_come_most_used_first(file: File) -> None:
    for unit in ("水务局", "住建局", "", "住建局", "教育局"):
        file.register(unit=unit)
    units = file.views.units()
    assert units[0] == "住建局"
    assert sorted(units[1:]) == ["教育局", "水务局"]


def test_units_of_long_ago_come_after_those_of_late(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_views, "_LATELY", 3)
    for unit in ("住建局", "住建局", "住建局", "交通局", "教育局", "水务局", "水务局"):
        file.register(unit=unit)
    units = file.views.units()
    assert units[:2] == ["水务局", "教育局"]
    assert sorted(units[2:]) == ["交通局", "住建局"]


def test_a_draft_is_read_back(file: File) -> None:
    body = Sealer(KEY.sealing).seal_draft("intake", {"summary": "停"})
    with file.engine.begin() as connection:
        connection.execute("INSERT INTO draft VALUES ('intake', ?, ?)", (body, NIGHT.isoformat()))
    draft = file.views.draft("intake")
    assert draft is not None
    assert (draft.values, draft.saved_at) == ({"summary": "停"}, NIGHT)


def test_readers_do_not_wait_for_a_writer_and_may_be_many(file: File) -> None:
    file.register()
    counts: list[int] = []
    failures: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(20):
                counts.append(len(file.views.matters()) + file.views.matter_count())
        except BaseException as error:
            failures.append(error)

    with file.store.begin() as tx:
        tx.append([file.event("s", NoteAdded("写到一半"))])
        readers = [threading.Thread(target=read) for _ in range(8)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join(timeout=120)
        assert not any(reader.is_alive() for reader in readers)
    assert failures == []
    assert counts == [2] * 160
