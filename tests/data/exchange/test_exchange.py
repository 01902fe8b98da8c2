"""Files that desks bring each other: signed, sealed, in any order, twice or cut."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from io import BytesIO
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from data.doctor import file as doctor
from data.exchange import batch as batches
from data.exchange.batch import Batch, as_object, private_key, sign
from data.exchange.container import MAGIC, Record, Writing, records
from data.store.store import SqlStore, claim_file
from data.vault.vault import DataKey
from tests.data.files import KEY, File, Uids
from tests.data.many_desks import (
    bring,
    desk,
    desks,
    exchange_of,
    known,
    received,
    sent,
    told,
    written,
)
from xfconsole.core.facts.of_desks import DeskKeyed
from xfconsole.core.facts.of_incident import NoteAdded
from xfconsole.core.facts.of_office import DeskLettered, OfficeFounded, OfficeRestored
from xfconsole.core.words.refusal import Refused

FOUNDED = OfficeFounded("市信访接待中心", "Asia/Shanghai")


@pytest.fixture
def three(tmp_path: Path) -> Iterator[list[File]]:
    """Desks of one office; the first founded it and registered a matter."""
    with desks(tmp_path, 3) as files:
        for number, file in enumerate(files):
            file.uids = Uids(10_000 * (number + 1))
        files[0].add(files[0].store.office, FOUNDED)
        files[0].add(files[0].store.office, DeskLettered("B"))
        files[0].register()
        yield files


def lines(file: File) -> int:
    return int(file.rows("SELECT count(*) FROM event")[0][0])


def said(file: File, found: bytes) -> list[str]:
    """Return what is said of a file, of the whole or of its parts."""
    try:
        return kinds(file, found)
    except Refused as refused:
        return [refused.key]


def kinds(file: File, found: bytes) -> list[str]:
    """Return why parts of a file were not taken in."""
    return [each.key for each in received(file, found).refused]


# --- there and back -------------------------------------------------------------------------------


def test_what_one_desk_wrote_is_on_the_other_and_twice_is_once(three: list[File]) -> None:
    first, second, _ = three
    found = sent(first)
    assert received(second, found).lines == lines(first) == 4
    assert (received(second, found).lines, received(second, found).known) == (0, 1)
    assert told(second) == told(first)
    # The key is told once, and nobody is told its private half.
    assert first.rows("SELECT kind FROM event ORDER BY seq DESC LIMIT 1") == [(DeskKeyed.kind,)]
    private = first.rows("SELECT private FROM desk_key")[0][0]
    assert private not in found
    assert not second.rows("SELECT * FROM desk_key")
    received(first, sent(second))
    assert exchange_of(first).standing().others[0].heard_at == second.now
    received(second, sent(first))
    quiet = lines(first)
    assert [list(records_in(sent(each))) for each in (first, second)] == [[], []]
    assert lines(first) == quiet


def test_a_file_holds_what_others_may_lack_and_all_of_it_if_asked(three: list[File]) -> None:
    first, second, third = three
    received(second, sent(first))
    received(first, sent(second))
    first.register()
    assert [(each.first, each.last) for each in records_in(sent(first))] == [(5, 5)]
    whole = [(each.desk, each.first) for each in records_in(sent(first, whole=True))]
    assert whole == [(desk(0), 1), (desk(1), 1), (desk(0), 5)]
    # The third never met the first: the second brings it all.
    received(second, sent(first))
    received(third, sent(second, whole=True))
    assert told(third) == told(first)


def records_in(found: bytes) -> Iterator[Batch]:
    """Yield the batches of a file."""
    for record in records(BytesIO(found), KEY):
        if isinstance(record, Record) and "digest" in record.values:
            yield batches.batch_from(record.values)


def test_lines_are_cut_once_and_never_again(
    three: list[File], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, _ = three
    monkeypatch.setattr(batches, "MOST_LINES", 3)
    for _ in range(6):
        first.register()
    sent(first)
    first.register()
    received(second, sent(first))
    cut = "SELECT first, last FROM batch ORDER BY first"
    assert first.rows(cut) == [(1, 3), (4, 6), (7, 9), (10, 10), (11, 11)]
    assert second.rows(cut) == first.rows(cut)
    assert told(second) == told(first)


def test_a_batch_waits_for_what_its_desk_had_read(three: list[File]) -> None:
    first, second, third = three
    received(second, sent(first))
    matter = second.rows("SELECT uid FROM matter")[0][0]
    second.add(matter, NoteAdded("到场"))
    with second.store.begin() as tx:
        batches.cut(tx.connection, second.store.office, desk(1))
    only = [each for each in records_in(sent(second, whole=True)) if each.desk == desk(1)]
    found = received(third, crafted(second, only))
    assert (found.lines, found.waiting, found.refused) == (0, len(only), ())
    with third.reader.connect() as connection:
        assert not doctor.is_alone(connection)
        assert doctor.desks(connection).found == "doctor.desks.batches"
    assert exchange_of(third).standing().others[0].waiting == len(only)
    again = received(third, sent(first, whole=True))
    assert (again.lines, again.waiting) == (lines(second), 0)
    assert told(third) == told(second)


def crafted(file: File, batch: list[Batch], *, text: bytes | None = None) -> bytes:
    """Return a file sealed for the office, of batches as they are or were made up."""
    out = BytesIO()
    writing = Writing(out, KEY)
    for each in batch:
        own = batches.text_of(written(file, each.desk, each.first - 1, each.last - each.first + 1))
        writing.add(Record(as_object(each), own if text is None else text))
    writing.close()
    return out.getvalue()


# --- what is detected -----------------------------------------------------------------------------


def test_another_offices_file_a_newer_one_and_none_at_all_are_said_to_be_so(
    three: list[File],
) -> None:
    first, second, _ = three
    found = bytearray(sent(first))
    newer = bytes(found[: len(MAGIC)]) + b"\x02" + bytes(found[len(MAGIC) + 1 :])
    for given_, key in (
        (b"PK\x03\x04", "sync.refused.not_one"),
        (b"", "sync.refused.not_one"),
        (newer, "sync.refused.newer"),
    ):
        with pytest.raises(Refused) as refused:
            received(second, given_)
        assert refused.value.key == key
    with pytest.raises(Refused) as refused:
        list(records(BytesIO(bytes(found)), DataKey(bytes(32))))
    assert refused.value.key == "sync.refused.office"
    assert lines(second) == 0


def test_a_changed_byte_anywhere_and_a_cut_anywhere_is_found_out(three: list[File]) -> None:
    first, second, _ = three
    found = sent(first)
    for place in range(0, len(found), 7):
        changed = bytearray(found)
        changed[place] ^= 1
        for damaged in (bytes(changed), found[:place]):
            assert said(second, damaged)
    received(second, found)
    assert told(second) == told(first)


def test_a_batch_that_its_desk_did_not_sign_so_stays_out_and_the_others_come_in(
    three: list[File],
) -> None:
    first, second, _ = three
    sent(first)
    first.register()
    good = list(records_in(sent(first)))
    assert len(good) == 2
    with first.store.begin() as tx:
        private, _ = private_key(tx.connection, desk(0))
    stolen = Batch(**{**as_object(good[1]), "desk": desk(2), "first": 1, "last": 1, "before": ""})
    assert kinds(second, crafted(first, [good[0], stolen], text=None)) == ["sync.refused.signature"]
    assert known(second) == {desk(0): 4}
    other = Batch(**{**as_object(good[1]), "before": "0" * 64})
    forged = Batch(
        **{**as_object(other), "signature": sign(private, other.signed(first.store.office))}
    )
    assert kinds(second, crafted(first, [forged])) == ["sync.refused.chain"]
    elsewhere = Batch(
        **{**as_object(good[1]), "signature": sign(private, good[1].signed("another office"))}
    )
    assert kinds(second, crafted(first, [elsewhere])) == ["sync.refused.signature"]
    assert received(second, sent(first)).lines == 1


def test_a_desk_is_known_by_its_first_key(three: list[File]) -> None:
    first, second, third = three
    received(second, sent(first))
    bring(first, third, desk(0))
    claim_file(third.engine, third.store.office, desk(0))
    third.store = SqlStore(third.engine, KEY)
    third.register()
    # The copy has no key of the desk that it passes itself off as.
    refused = received(second, sent(third)).refused
    assert [each.key for each in refused] == ["sync.refused.key"]
    assert refused[0].values == {"desk": "B", "first": 1, "last": 6}
    assert known(second) == {desk(0): 4}


def test_two_laptops_that_write_as_one_desk_are_told_of(three: list[File]) -> None:
    first, second, third = three
    received(second, sent(first))
    bring(first, third, desk(0))
    claim_file(third.engine, third.store.office, desk(0))
    third.store = SqlStore(third.engine, KEY)
    with third.engine.begin() as there, first.reader.connect() as here:
        private = here.execute("SELECT private FROM desk_key").scalar()
        there.execute("INSERT INTO desk_key VALUES (?, ?)", (desk(0), private))
    for file in (first, third):
        file.register()
    received(second, sent(first))
    assert kinds(second, sent(third))[0] in ("store.refused.fork", "sync.refused.chain")
    assert kinds(first, sent(third, whole=True))[0].startswith("store.refused.fork")


def put_back(source: File, target: File, until: int) -> File:
    """Let a desk be put back from a backup that was made after so many of its lines."""
    bring(source, target, desk(0), until)
    claim_file(target.engine, target.store.office, "z-desk")
    target.store = SqlStore(target.engine, KEY)
    target.add(target.store.office, OfficeRestored(target.now, until, "0" * 15))
    target.store = SqlStore(target.engine, KEY)
    return target


def test_a_desk_that_was_put_back_gets_what_was_lost_with_it(three: list[File]) -> None:
    first, second, third = three
    received(second, sent(first))
    before = lines(first)
    put_back(first, third, 3)
    assert exchange_of(third).standing().others == ()
    # Two officers approve the key that it signs with from then on.
    with pytest.raises(Refused, match=r"sync\.refused\.unapproved"):
        sent(third)
    assert not third.rows("SELECT * FROM desk_key")
    assert received(second, sent(third, second="何静")).refused == ()
    assert received(third, sent(second, whole=True)).refused == ()
    assert known(third)[desk(0)] == before
    assert told(third) == told(second)
    keyed = third.rows("SELECT body ->> '$.approved_by' FROM event WHERE kind = 'desk.keyed'")
    assert sorted(keyed, key=str) == [("何静",), (None,), (None,)]


def test_what_a_desk_put_back_signs_anew_gives_way_to_what_it_had_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The backup is older than the key of the desk, which others know it by."""
    monkeypatch.setattr(batches, "MOST_LINES", 2)
    with desks(tmp_path, 4) as (first, knows, back, third):
        for number, file in enumerate((first, knows, back, third)):
            file.uids = Uids(10_000 * (number + 1))
        first.add(first.store.office, FOUNDED)
        for _ in range(4):
            first.register()
        put_back(first, back, 5)
        received(knows, sent(first))
        first.register()
        received(knows, sent(first))
        # The third one learns of the desk by the key that was made when it was put back.
        assert received(third, sent(back, second="何静")).refused == ()
        assert known(third)[desk(0)] == 5
        # Also where what came before it is here as the new key signed it.
        own = [each for each in records_in(sent(knows, whole=True)) if each.desk == desk(0)]
        assert received(third, crafted(knows, [each for each in own if each.first > 4])).lines == 2
        assert received(third, sent(knows)).refused == ()
        assert received(third, sent(knows, whole=True)).refused == ()
        assert received(back, sent(knows, whole=True)).refused == ()
        assert told(third)["event"] == told(back)["event"]
        names = "SELECT first, last, name FROM batch WHERE desk = ? ORDER BY first"
        assert third.rows(names, desk(0)) == knows.rows(names, desk(0))
        # Once it is known, no other key signs for it.
        first.register()
        with first.engine.begin() as connection:
            connection.execute("DELETE FROM batch")
            connection.execute("DELETE FROM desk_key")
        assert "sync.refused.key" in kinds(third, sent(first, whole=True))


def test_a_line_of_ten_million_characters_comes_through(three: list[File]) -> None:
    first, second, _ = three
    matter = first.register()
    first.add(matter, NoteAdded("长" * 3_400_000))
    found = sent(first)
    assert received(second, found).lines == lines(first)
    assert told(second)["event"] == told(first)["event"]


# --- any order, dropped, doubled, cut, changed ----------------------------------------------------


def at_random(data: DataObject) -> None:
    count = data.draw(st.integers(2, 5))
    with tempfile.TemporaryDirectory() as name, desks(Path(name), count) as files:
        for number, file in enumerate(files):
            file.uids = Uids(10_000 * (number + 1))
        files[0].add(files[0].store.office, FOUNDED)
        on_the_way: list[bytes] = [sent(files[0])]
        for _ in range(data.draw(st.integers(3, 25))):
            file = data.draw(st.sampled_from(files))
            act = data.draw(st.sampled_from(["register", "note", "write", "read", "read", "read"]))
            matters = file.rows("SELECT uid FROM matter ORDER BY uid")
            if act == "note" and matters:
                file.add(data.draw(st.sampled_from(matters))[0], NoteAdded("记"))
            elif act == "write":
                on_the_way.append(sent(file, whole=data.draw(st.booleans())))
            elif act == "read":
                found = bytearray(data.draw(st.sampled_from(on_the_way)))
                damage = data.draw(st.sampled_from(["", "", "cut", "changed"]))
                # How long a file is differs from run to run: keys are random.
                place = 40 + int(data.draw(st.floats(0, 0.999)) * (len(found) - 40))
                if damage == "changed":
                    found[place] ^= data.draw(st.integers(1, 255))
                refused = received(file, bytes(found[:place] if damage == "cut" else found)).refused
                assert bool(refused) == bool(damage)
            elif act == "register":
                file.register()
        for _ in range(2):
            for source, target in permutations(files, 2):
                assert not received(target, sent(source)).refused
        assert all(told(file) == told(files[0]) for file in files)
        assert all(not file.rows("SELECT 1 FROM batch WHERE lines IS NOT NULL") for file in files)
        kept_ = [
            file.rows("SELECT desk, first, last, name, signature FROM batch") for file in files
        ]
        assert all(sorted(each) == sorted(kept_[0]) for each in kept_)
        for source, target in permutations(files, 2):
            received(target, sent(source))
        assert [list(records_in(sent(file))) for file in files] == [[]] * count


@pytest.mark.long
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_files_in_any_order_bring_every_desk_to_the_same(data: DataObject) -> None:
    at_random(data)


@pytest.mark.torture
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_files_in_any_order_bring_every_desk_to_the_same_a_thousand_times(
    data: DataObject,
) -> None:
    """As many times as the profile says."""
    at_random(data)
