"""The store keeps what a verb did together or not at all, and no identity in the clear."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlcipher3.dbapi2 import DatabaseError  # type: ignore[import-untyped]

from data.file.engine import open_engine
from data.store.store import SOURCES, SqlStore
from data.tables.migrations import migrate
from data.vault.sealing import Sealer
from tests.data.files import KEY, NIGHT, File, asked_of_files, contents, new_file
from xfconsole.core.days.reading import Reading
from xfconsole.core.facts.of_incident import (
    EventCorrected,
    IncidentClosed,
    IncidentOpened,
    NoteAdded,
)
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.ports import Store, Transaction
from xfconsole.core.words.desk import Channel, CountSource, Identity
from xfconsole.core.words.refusal import Refused


class Stopped(Exception):
    """Ends a transaction half-way."""


def opening(number: str) -> IncidentOpened:
    return IncidentOpened(
        number, "m", "停水", Channel.GROUP_VISIT, 28, CountSource.COUNTED, "0" * 64, "default@1"
    )


def test_the_store_is_what_the_rules_ask_for(file: File) -> None:
    store: Store = file.store
    with store.begin() as tx:
        port: Transaction = tx
        assert port.live_incidents() == []
    assert store.office == file.rows("SELECT value FROM meta WHERE key = 'office'")[0][0]


def test_a_file_without_an_office_is_refused(file: File) -> None:
    bare = open_engine(file.path.with_name("bare.db"), KEY.database)
    migrate(bare)
    with pytest.raises(Refused, match=r"store\.refused\.no_office"):
        SqlStore(bare, KEY)
    bare.dispose()


def test_a_verb_that_fails_half_way_leaves_nothing(file: File) -> None:
    file.register()
    before = contents(file.reader)
    with pytest.raises(Stopped), file.store.begin() as tx:  # noqa: PT012 - all of it is undone
        tx.next_number("matter-2026")
        tx.append([file.event("i", opening("02-001")), file.event("s", NoteAdded("一"))])
        tx.seal("m", Identity(name="来访者甲"))
        tx.save_policy("0" * 64, "text")
        tx.save_heartbeat(Reading(NIGHT, 1.0, "boot"))
        raise Stopped
    assert contents(file.reader) == before
    with file.store.begin() as tx:
        assert tx.next_number("matter-2026") == 2


def test_nothing_is_seen_before_the_commit(file: File) -> None:
    with file.store.begin() as tx:
        tx.save_policy("0" * 64, "text")
        tx.append([file.event("i", opening("02-001"))])
        assert tx.live_incidents() == ["i"]
        assert file.views.events_of("i") == []
    assert len(file.views.events_of("i")) == 1


def test_two_stores_never_draw_the_same_number(file: File) -> None:
    other = SqlStore(file.engine, KEY)
    drawn = []
    for store in (file.store, other, file.store, other):
        with store.begin() as tx:
            drawn += [tx.next_number("matter-2026"), tx.next_number("incident-2026-02")]
            drawn.append(tx.next_number("matter-2026"))
    assert drawn == [1, 1, 2, 3, 2, 4, 5, 3, 6, 7, 4, 8]


def test_incidents_are_live_from_opening_to_closing_oldest_first(file: File) -> None:
    with file.store.begin() as tx:
        tx.save_policy("0" * 64, "text")
    # The later number and uid was opened first.
    for uid, number in (("z", "02-003"), ("a", "02-001"), ("m", "02-002")):
        file.add(uid, opening(number))
    file.add("a", IncidentClosed())
    with file.store.begin() as tx:
        assert tx.live_incidents() == ["z", "m"]


def test_a_number_finds_its_matter_or_the_newest_incident(file: File) -> None:
    matter = file.register()
    file.add("last-year", opening("02-001"), at=NIGHT - timedelta(days=365))
    file.add("this-year", opening("02-001"))
    with file.store.begin() as tx:
        assert tx.find_number("2026-000001") == matter
        assert tx.find_number("02-001") == "this-year"
        assert tx.find_number("02-0") is None
        assert tx.find_number("") is None


def test_a_row_of_a_file_finds_the_matter_it_became(file: File) -> None:
    file.register()
    matter = file.register(source_ref="letters:1")
    with file.store.begin() as tx:
        found = tx.matters_of_sources(["letters:1", "letters:2", ""])
        assert found == {"letters:1": matter}


def test_looking_rows_up_uses_the_index(file: File) -> None:
    plan = file.rows(f"EXPLAIN QUERY PLAN {SOURCES}", "[]")
    assert "matter_source_ref" in plan[0][3]


def test_a_policy_pack_is_kept_once_and_never_replaced(file: File) -> None:
    with file.store.begin() as tx:
        assert tx.policy_text("d") is None
        tx.save_policy("d", "一")
        tx.save_policy("d", "二")
        assert tx.policy_text("d") == "一"


def test_the_heartbeat_is_the_last_one_kept(file: File) -> None:
    with file.store.begin() as tx:
        assert tx.heartbeat() is None
        tx.save_heartbeat(Reading(NIGHT, 1.0, "one"))
        last = Reading(NIGHT.replace(microsecond=5), 2.25, "two", 3600.0)
        tx.save_heartbeat(last)
        assert tx.heartbeat() == last


def test_a_draft_goes_with_the_matter_it_became(file: File) -> None:
    with file.engine.begin() as connection:
        connection.execute("INSERT INTO draft VALUES ('intake', x'00', 'x')")
        connection.execute("INSERT INTO draft VALUES ('note', x'00', 'x')")
    with file.store.begin() as tx:
        tx.drop_draft("intake")
    assert file.rows("SELECT form FROM draft") == [("note",)]


def test_a_matter_has_one_key_and_its_identity_opens_with_it(file: File) -> None:
    first, second = Identity(name="来访者甲"), Identity(phone="13900001234")
    with file.store.begin() as tx:
        sealed = [tx.seal("m", first), tx.seal("m", second), tx.seal("n", first)]
    keys = dict(file.rows("SELECT matter, wrapped FROM matter_key"))
    assert keys.keys() == {"m", "n"}
    sealer = Sealer(KEY.sealing)
    assert sealer.open_identity("m", keys["m"], sealed[0]) == first
    assert sealer.open_identity("m", keys["m"], sealed[1]) == second
    with pytest.raises(Refused):
        sealer.open_identity("n", keys["n"], sealed[0])


def test_no_identity_lies_in_the_file_even_with_the_key_open(file: File) -> None:
    name, phone = "欧阳来访者", "13900001234"
    identity = Identity(name=name, phone=phone, address="东街道八号", representatives=(name,))
    matter = file.uids.new(NIGHT)
    with file.store.begin() as tx:
        sealed = tx.seal(matter, identity)
        fact = MatterRegistered(Channel.VISIT, "停水三日", number="2026-000001", sealed=sealed)
        event = file.event(matter, fact)
        tx.append([event])
    file.add(matter, EventCorrected(event.uid, {"summary": "停水四日"}, "听错"))
    rows = [row for table in contents(file.reader).values() for row in table]
    dump = "\n".join(str(value) for row in rows for value in row)
    raw = b"".join(each.read_bytes() for each in file.path.parent.glob("office.db*"))
    # The search itself has to work: what isn't sealed is found in the dump, and sealed in the raw.
    assert "停水三日" in dump
    assert sealed in dump
    assert file.path.with_name("office.db-wal").stat().st_size > 0
    for secret in (name, phone, "东街道八号"):
        assert secret not in dump
        assert all(form not in raw for form in (secret.encode(), secret.encode("utf-16-le")))
    for plain in ("停水三日", "CREATE TABLE", "SQLite format"):
        assert plain.encode() not in raw


def test_a_full_disk_is_said_in_one_sentence_and_loses_nothing(file: File) -> None:
    file.register()
    before = file.views.matter_count()
    with file.engine.connect() as connection:
        pages = connection.execute("PRAGMA page_count").scalar()
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(Refused, match=r"vault\.refused\.disk_full"):
        file.register(text="长" * 100_000)
    assert file.views.matter_count() == before


def test_a_mistake_in_the_program_is_not_passed_off_as_the_disk(file: File) -> None:
    event = file.add("s", NoteAdded("一"))
    with pytest.raises(DatabaseError, match="grows at its end"), file.store.begin() as tx:
        tx.append([event])


def test_everything_is_in_one_transaction_on_one_connection(file: File) -> None:
    with asked_of_files() as asked:
        file.register(source_ref="letters:1")
    assert [said for said, _ in asked if said.startswith("BEGIN")] == ["BEGIN IMMEDIATE"]


def test_offices_have_their_own_files(file: File) -> None:
    with new_file(file.path.parent, "second.db") as second:
        file.register()
        assert second.views.matter_count() == 0
