"""What is written comes back as it was; a line changed behind the console's back shows."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from data.journal.codec import fact_from, fact_text, instant_of, instant_text
from data.journal.journal import all_events, chain_key, head, holds, verify_chain
from data.store.store import SqlStore, claim_file
from tests.data.files import KEY, NIGHT, File
from xfconsole.core.facts.event import FACTS, Event, Fact, body_of, fact_of
from xfconsole.core.facts.of_incident import NoteAdded, PostRung
from xfconsole.core.facts.of_matter import MatterRegistered, NextStepSet
from xfconsole.core.office.journal_head import HEAD_DIGITS, Head
from xfconsole.core.words.desk import Channel, RingOutcome
from xfconsole.core.words.refusal import Refused

CHAIN_KEY = chain_key(KEY.raw)
# Instants are aware UTC everywhere; a naive one is refused before it could reach the journal.
st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
HOSTILE = "行一\n\t[/b] [TODO] {x} %s \\ ' \" ␛ 𠮷 é"


def any_fact() -> SearchStrategy[Fact]:
    return st.one_of([st.from_type(cls) for cls in FACTS.values() if cls.kind != "event.corrected"])


def broken(file: File, key: bytes = CHAIN_KEY) -> int | None:
    with file.reader.connect() as connection:
        return verify_chain(connection, key)


def tamper(file: File, *statements: str) -> None:
    """Change the journal as somebody could who holds the key and drops the triggers."""
    with file.engine.begin() as connection:
        for trigger in ("event_never_changes", "event_no_delete", "event_only_new"):
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            connection.execute(statement)


def five_notes(file: File) -> None:
    for number in range(5):
        file.add("s", NoteAdded(f"第{number}条"))


@given(any_fact())
def test_every_fact_comes_back_equal(fact: Fact) -> None:
    text = fact_text(fact)
    assert fact_from(fact.kind, text) == fact == fact_of(fact.kind, body_of(fact))
    assert text == json.dumps(
        json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def test_a_kind_names_one_fact() -> None:
    with pytest.raises(ValueError, match=r"note\.added"):
        type("Another", (Fact,), {}, kind="note.added")
    assert FACTS["note.added"] is NoteAdded


@given(st.datetimes(timezones=st.timezones()))
def test_an_instant_keeps_its_moment_and_its_width(at: datetime) -> None:
    try:
        text = instant_text(at)
    except OverflowError:
        return
    assert len(text) == 27
    # Python holds an instant within a change of the clocks unequal to any in another zone.
    assert instant_of(text) == at.astimezone(UTC)
    assert instant_of(text).tzinfo is UTC


@given(st.lists(st.datetimes(timezones=st.just(UTC))))
def test_the_order_of_texts_is_the_order_of_instants(moments: list[datetime]) -> None:
    assert sorted(map(instant_text, moments)) == list(map(instant_text, sorted(moments)))


def test_an_instant_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        instant_text(datetime(2026, 2, 20))  # noqa: DTZ001 - the naive one is the point


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("note.unknown", "{}"),
        ("note.added", "{}"),
        ("note.added", '{"text":"x","who":"y"}'),
        ("post.rung", '{"post":"p","person":"q","outcome":"sang"}'),
        ("matter.registered", '{"number":"1","channel":"pigeon","summary":"x"}'),
        ("matter.registered", '{"who":"x"}'),
    ],
)
def test_a_body_that_fits_no_fact_is_an_error(kind: str, body: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        fact_from(kind, body)


def test_events_come_back_as_they_were_with_their_place(file: File) -> None:
    shanghai = timezone(timedelta(hours=8))
    eta = datetime(2026, 2, 20, 2, 58, tzinfo=shanghai)
    rung = PostRung("unit_head", "孙磊", RingOutcome.ANSWERED, eta=eta)
    written = [
        file.event("s", NoteAdded(HOSTILE), at=NIGHT - timedelta(minutes=5)),
        file.event("s", rung),
        file.event("s", NextStepSet("r", "步骤", date(2026, 3, 1))),
    ]
    with file.store.begin() as tx:
        tx.append(written)
        assert tx.events_of("s") == [
            Event(e.uid, e.subject, e.happened_at, e.recorded_at, e.officer, e.fact, seq)
            for seq, e in enumerate(written, 1)
        ]
        assert tx.event(written[1].uid) == tx.events_of("s")[1]
        assert tx.event("unknown") is None
    assert file.views.events_of("s")[0].fact == NoteAdded(HOSTILE)


def test_a_body_is_canonical_json_that_people_can_read(file: File) -> None:
    file.register("停水", text=HOSTILE, unit="水务局")
    ((body,),) = file.rows("SELECT body FROM event")
    assert '"summary":"停水"' in body
    assert list(json.loads(body)) == sorted(json.loads(body))


def test_the_chain_holds_over_transactions_and_batches(file: File) -> None:
    assert broken(file) is None
    five_notes(file)
    with file.store.begin() as tx:
        tx.append([file.event("s", NoteAdded(str(n))) for n in range(1500)])
        tx.append([])
        tx.append([file.event("s", NoteAdded("还有"))])
    assert file.rows("SELECT count(*), max(seq), max(dseq) FROM event") == [(1506, 1506, 1506)]
    assert broken(file) is None


@pytest.mark.parametrize(
    "change",
    [
        "uid = 'x'",
        "desk = 'x'",
        "dseq = 77",
        "kind = 'shift.started'",
        "subject = 't'",
        "happened_at = '2026-02-19T18:00:00.000000Z'",
        "recorded_at = '2026-02-19T18:00:00.000000Z'",
        "officer = '王强'",
        'body = \'{"text":"改"}\'',
        "prev = zeroblob(32)",
        "mac = zeroblob(32)",
    ],
)
def test_a_changed_column_shows_at_its_line(file: File, change: str) -> None:
    five_notes(file)
    tamper(file, f"UPDATE event SET {change} WHERE seq = 3")
    assert broken(file) == 3


def test_a_line_whose_end_is_lost_is_refused_without_its_text(file: File) -> None:
    five_notes(file)
    lost = "UPDATE event SET body = replace(body, '}', char(0)) WHERE seq = 3"
    tamper(file, "PRAGMA ignore_check_constraints = ON", lost)
    with file.reader.connect() as connection, pytest.raises(Refused) as refused:
        list(all_events(connection))
    assert (refused.value.key, refused.value.values) == (
        "vault.refused.damaged",
        {"file": "office.db"},
    )


def test_a_removed_line_shows_at_the_next(file: File) -> None:
    five_notes(file)
    tamper(file, "DELETE FROM event WHERE seq = 3")
    assert broken(file) == 4


def test_a_removed_line_shows_even_when_the_rest_moves_up(file: File) -> None:
    five_notes(file)
    tamper(
        file,
        "DELETE FROM event WHERE seq = 3",
        "UPDATE event SET seq = seq - 1, dseq = dseq - 1 WHERE seq > 3",
    )
    assert broken(file) == 3


def test_two_lines_that_changed_places_show(file: File) -> None:
    five_notes(file)
    tamper(
        file,
        "UPDATE event SET seq = 99 WHERE seq = 2",
        "UPDATE event SET seq = 2 WHERE seq = 3",
        "UPDATE event SET seq = 3 WHERE seq = 99",
    )
    assert broken(file) == 2


def test_a_missing_first_line_shows(file: File) -> None:
    five_notes(file)
    tamper(file, "DELETE FROM event WHERE seq = 1")
    assert broken(file) == 2


def test_another_key_fits_no_line(file: File) -> None:
    five_notes(file)
    assert broken(file, chain_key(bytes(32))) == 1


def test_a_desk_begun_anew_numbers_its_own_lines_on_the_same_chain(file: File) -> None:
    five_notes(file)
    old = file.rows("SELECT value FROM meta WHERE key = 'desk'")[0][0]
    claim_file(file.engine, file.store.office, "restored-desk")
    file.store = SqlStore(file.engine, KEY)
    five_notes(file)
    claim_file(file.engine, file.store.office, old)
    file.store = SqlStore(file.engine, KEY)
    five_notes(file)
    assert file.rows("SELECT desk = ?, dseq FROM event ORDER BY seq", old) == [
        *((1, n) for n in range(1, 6)),
        *((0, n) for n in range(1, 6)),
        *((1, n) for n in range(6, 11)),
    ]
    assert broken(file) is None


def test_every_field_of_a_registration_survives(file: File) -> None:
    changed = {f.name for f in fields(MatterRegistered)} - {"number", "sealed", "summary"}
    matter = file.register(
        HOSTILE,
        channel=Channel.JOINT_LETTER,
        text=HOSTILE,
        topic=("城乡建设", "房屋"),
        unit="住建局",
        township="东街道",
        headcount=12,
        anonymous=True,
        confidential=True,
        place="东街道/平安里",
        addressed_to="市长",
        cause=HOSTILE,
        concerned=33,
        publishable=True,
        read_back=True,
        source="letters.xlsx",
        source_ref="letters.xlsx:7",
        second="何静",
        brought="2026-02-20 letters.xlsx",
        file_words="联名来信、求决",
    )
    fact = file.views.events_of(matter)[0].fact
    assert isinstance(fact, MatterRegistered)
    plain = MatterRegistered(Channel.LETTER, HOSTILE, number=fact.number)
    unlike = {name for name in changed if getattr(fact, name) != getattr(plain, name)}
    assert unlike == changed - {"purpose"}
    assert fact.text == fact.summary == HOSTILE


def test_the_head_is_the_last_event_and_moves_with_the_journal(file: File) -> None:
    with file.reader.connect() as connection:
        empty = head(connection)
    assert empty == Head(0, "0" * HEAD_DIGITS)
    five_notes(file)
    with file.reader.connect() as connection:
        fifth = head(connection)
        assert holds(connection, fifth)
        assert holds(connection, empty)
    assert fifth.seq == 5
    file.add("s", NoteAdded("第六条"))
    with file.reader.connect() as connection:
        assert holds(connection, fifth)
        assert head(connection).seq == 6


def test_a_journal_cut_off_at_its_end_no_longer_holds_its_old_head(file: File) -> None:
    five_notes(file)
    with file.reader.connect() as connection:
        kept = head(connection)
    tamper(file, "DELETE FROM event WHERE seq > 3")
    assert broken(file) is None
    with file.reader.connect() as connection:
        assert not holds(connection, kept)
        cut = head(connection)
    assert cut.seq == 3


def test_another_event_in_the_place_of_the_head_does_not_hold(file: File) -> None:
    five_notes(file)
    with file.reader.connect() as connection:
        third = Head(3, head(connection).mac)
        assert not holds(connection, third)
        assert not holds(connection, Head(0, third.mac))
