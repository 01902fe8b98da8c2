"""A copied laptop takes a name of its own, and what it wrote comes to every desk, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from itertools import permutations
from pathlib import Path
from shutil import copyfile

import pytest
from sqlcipher3.dbapi2 import DatabaseError  # type: ignore[import-untyped]

from data.backup.salvage import search
from data.doctor import file as doctor
from data.exchange import batch as batches
from data.exchange.departing import Departed, go_on_anew
from data.journal.desks import incarnations
from data.journal.journal import chain_key, head, holds, signed_again, verify_chain
from data.store.rebuild import rebuild
from data.store.store import SqlStore, claim_file
from data.store.up_to_date import bring_up_to_date
from tests.data.exchange.test_exchange import records_in
from tests.data.files import KEY, File, Uids, contents, new_file
from tests.data.many_desks import bring, desk, desks, exchange_of, known, own, sent, told
from tests.data.parting import contested_in
from tests.desks import Night
from xfconsole.core.facts.of_incident import EventCorrected, NoteAdded
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_office import DeskLettered, OfficeFounded, RosterImported
from xfconsole.core.facts.of_procedure import MatterMoved
from xfconsole.core.words.desk import Channel, Uid
from xfconsole.core.words.procedure import Act, State, Who
from xfconsole.core.words.refusal import Refused

WRITTEN = "SELECT uid, happened_at, recorded_at, officer, body, mac FROM event"
A_MOMENT = timedelta(milliseconds=500)


@pytest.fixture(params=[("B", True)])
def four(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[list[File]]:
    """A desk, a copy of its laptop, and two others, of which one read each; with a letter in its
    numbers or none yet, with a key that both have or one for each."""
    letter, keyed = request.param
    with desks(tmp_path, 3) as (first, third, fourth), new_file(tmp_path, "copied.db") as copy:
        first.add(first.store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        if letter:
            first.add(first.store.office, DeskLettered("B"))
        matter = registered(first, f"2026{letter}")
        if keyed:
            sent(first)
        first.add(matter, NoteAdded("复制前"))
        first.add(matter, MatterMoved(Act.SUPERVISE, State.REGISTERED, Who.OFFICE, text="督办"))
        for engine in (first.reader, first.engine, copy.engine):
            engine.dispose()
        copyfile(first.path, copy.path)
        copy.store, copy.now = SqlStore(copy.engine, KEY), first.now + A_MOMENT
        files = [first, copy, third, fourth]
        for number, file in enumerate(files):
            file.uids = Uids(10_000 * (number + 1))
        for file in (first, copy):
            for _ in range(2):
                registered(file, f"2026{letter}")
                file.add(matter, NoteAdded("后来"))
        read(third, sent(first))
        read(fourth, sent(copy))
        fourth.add(fourth.rows("SELECT max(uid) FROM matter")[0][0], NoteAdded("知道了"))
        yield files


def registered(file: File, year: str) -> Uid:
    """Register a matter under the next number of a year, with or without a letter."""
    matter = file.uids.new(file.now)
    with file.store.begin() as tx:
        number = f"{year}-{tx.next_number(f'matter-{year}'):06d}"
        fact = MatterRegistered(Channel.LETTER, "安置房逾期交付", number=number)
        tx.append([file.event(matter, fact)])
    return matter


def read(file: File, found: bytes) -> list[str]:
    """Let a desk at work take a file in; return what was refused."""
    ids = Uids(
        100_000 + 1000 * int(file.rows("SELECT count(*) FROM event")[0][0]) + ord(own(file)[0])
    )
    at = Night(store=file.store, roster=RosterImported("", ()), ids=ids).desk
    done = exchange_of(file).take(BytesIO(found), at.now(), at.note_desks)
    return [each.key for each in done.refused]


def departs(file: File, found: bytes, *, goes_on: bool = False) -> Departed:
    """Let a copy go on under a name of its own."""
    by = ("李敏", "何静")
    done = go_on_anew(file.store, BytesIO(found), KEY, file.now, by, Uids(70_000), goes_on=goes_on)
    file.store = SqlStore(file.engine, KEY)
    return done


def checked(file: File) -> None:
    """Hold that a file is whole, and that its tables follow from its journal."""
    with file.reader.connect() as connection:
        assert verify_chain(connection, chain_key(KEY.raw)) is None
        assert doctor.desks(connection).found == "doctor.desks.ok"
    with new_file(file.path.parent, f"anew-{file.path.name}") as again:
        rebuild(file.reader, again.engine)
        assert contents(again.reader) == contents(file.reader)


@pytest.mark.parametrize("four", [("B", True), ("", True), ("B", False)], indirect=True)
def test_what_a_copy_wrote_comes_to_every_desk_once_and_under_its_own_name(
    four: list[File],
) -> None:
    first, copy, third, _ = four
    sticks = [sent(each, whole=True) for each in four]
    assert read(copy, sticks[2])[0].startswith("store.refused.fork")
    assert read(third, sticks[1])[0].startswith("store.refused.fork")
    written = copy.rows(f"{WRITTEN} ORDER BY seq")
    with copy.reader.connect() as connection:
        kept, before = head(connection), known(copy)[desk(0)]
    with copy.engine.begin() as connection:
        connection.execute("INSERT INTO hub (place, password) VALUES ('postgresql://hub', 'x')")
    done = departs(copy, sticks[2])
    # What it signed in with at the hub is the other laptop's: it joins anew.
    assert copy.rows("SELECT 1 FROM hub") == []
    assert copy.rows(f"{WRITTEN} ORDER BY seq")[: len(written)] == written
    saved = search(copy.path, KEY).line()
    assert list(signed_again(chain_key(KEY.raw), saved)) == saved
    with copy.reader.connect() as connection:
        assert holds(connection, kept)
        assert incarnations(connection, own(copy)) == (own(copy),)
    assert (done.number, done.lines) == (known(copy)[desk(0)], before - done.number)
    # Each reads each, old files and new, in this order and that.
    for _ in range(3):
        found = [read(target, sent(source)) for source, target in permutations(four, 2)]
    assert found == [[]] * len(found)
    assert [known(each)[desk(0)] for each in four] == [known(first)[desk(0)]] * 4
    assert all(told(each) == told(first) for each in four)
    uids = [uid for (uid,) in first.rows("SELECT uid FROM event")]
    assert {uid for uid, *_ in written} <= {*uids}
    for each in four:
        checked(each)
    for each in four:
        for stick in sticks:
            assert read(each, stick) == []
    assert all(told(each) == told(first) for each in four)
    kept_by = dict(first.rows("SELECT subject, desk FROM keeper"))
    opened = f"SELECT subject FROM event WHERE desk = '{own(copy)}' AND kind = 'matter.registered'"
    assert {kept_by[uid] for (uid,) in first.rows(opened)} == {own(copy)}
    assert [list(records_in(sent(each))) for each in four] == [[]] * 4


def test_what_both_did_about_one_matter_since_they_parted_is_contested(four: list[File]) -> None:
    """Neither knew of another desk, so that no act of theirs names any; whichever was earlier."""
    first, copy, third, fourth = four
    (matter, opened), *_ = first.rows("SELECT subject, uid FROM event WHERE kind GLOB '*istered'")
    sides = [
        (copy, MatterMoved(Act.FORWARD, State.FORWARDED, Who.OFFICE, unit="住建局")),
        (first, MatterMoved(Act.DIRECT, State.DIRECTED, Who.OFFICE, text="请起诉")),
        (first, EventCorrected(opened, {"summary": "停水"}, "写错了")),
        (copy, EventCorrected(opened, {"summary": "停电"}, "听错了")),
    ]
    acts = []
    for file, fact in sides:
        file.add(matter, fact)
        acts.append(file.rows("SELECT uid FROM event ORDER BY seq DESC LIMIT 1")[0][0])
    parted = {(matter, "", "", act) for act in acts[:2]}
    parted |= {(matter, opened, "summary", act) for act in acts[2:]}
    assert read(third, sent(first)) == read(fourth, sent(copy)) == []
    departs(copy, sent(third, whole=True))
    # Line by line it is known late what the copy had read.
    for number in range(1, known(copy)[own(copy)] + 1):
        bring(copy, first, own(copy), number)
    for source, target in [*permutations(four, 2)] * 3:
        read(target, sent(source))
    for each in four:
        assert told(each) == told(first)
        assert contested_in(each) == parted
        with each.engine.begin() as connection:
            # As the program left it that had the departure, and no rule for what was parted by it.
            for statement in ("DELETE FROM contested", "DELETE FROM moved"):
                connection.execute(statement)
            connection.execute("PRAGMA user_version = 31")
        bring_up_to_date(each.engine)
        assert contested_in(each) == parted
        assert each.rows("SELECT matter FROM moved") == [(matter,)] * (each is first)
        checked(each)


def test_an_older_file_put_in_place_goes_on_with_what_it_kept(four: list[File]) -> None:
    _, copy, third, _ = four
    done = departs(copy, sent(third, whole=True), goes_on=True)
    with copy.reader.connect() as connection:
        assert incarnations(connection, own(copy)) == (own(copy), desk(0))
    assert copy.rows("SELECT 1 FROM event WHERE kind = 'subject.taken_over'") == []
    assert read(copy, sent(third, whole=True)) == []
    assert read(third, sent(copy)) == []
    # It also has what that laptop wrote, under the name that it went by.
    assert known(copy)[desk(0)] == known(third)[desk(0)] > done.number
    assert told(copy) == told(third)
    checked(copy)
    assert exchange_of(third).standing().others[0].desk == own(copy)


def test_a_file_without_lines_of_its_own_takes_in_what_the_other_wrote(four: list[File]) -> None:
    first, copy, third, _ = four
    for engine in (first.reader, first.engine, copy.engine, copy.reader):
        engine.dispose()
    copyfile(first.path, copy.path)
    first.register()
    assert read(third, sent(first)) == []
    assert read(copy, sent(third, whole=True)) == ["store.refused.fork_own"]
    # What it noted of the file is all that it wrote.
    here = known(copy)[desk(0)]
    done = departs(copy, sent(third, whole=True), goes_on=True)
    assert here - done.lines == done.number == known(copy)[desk(0)]
    assert read(copy, sent(third, whole=True)) == []
    assert read(third, sent(copy)) == []
    assert told(copy) == told(third)


def test_a_file_that_does_not_show_where_they_part_changes_nothing(four: list[File]) -> None:
    first, copy, third, fourth = four
    before = contents(copy.reader)
    assert read(first, sent(third)) == []
    with pytest.raises(Refused) as refused:
        departs(copy, sent(fourth, whole=True))
    assert refused.value.key == "departing.refused.same"
    registered(first, "2026B")
    with pytest.raises(Refused, match="short"):
        departs(copy, sent(first))
    assert contents(copy.reader) == before


def test_a_line_told_under_a_name_that_nobody_gave_it_is_found(four: list[File]) -> None:
    _, copy, third, _ = four
    departs(copy, sent(third, whole=True))
    place = copy.rows("SELECT seq FROM event WHERE signed_desk IS NOT NULL")[0][0]
    with copy.engine.begin() as connection:
        with pytest.raises(DatabaseError, match="never changed"):
            connection.execute("UPDATE event SET desk = 'x', body = '{}', signed_desk = desk")
        connection.execute(f"UPDATE event SET desk = 'x-desk' WHERE seq = {place}")
    with copy.reader.connect() as connection:
        assert verify_chain(connection, chain_key(KEY.raw)) == place


def test_an_old_file_of_a_copy_changes_nothing_where_a_part_under_its_own_name_is_here(
    four: list[File], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, copy, third, _ = four
    # Some of it lies beyond all that is here under the old name.
    registered(copy, "2026B")
    old = sent(copy, whole=True)
    done = departs(copy, sent(third, whole=True))
    monkeypatch.setattr(batches, "MOST_LINES", 1)
    new = sent(copy, whole=True)
    for end in range(len(new) // 2, len(new), 300):
        read(third, new[:end])
        if known(third).get(own(copy)) == done.lines:
            break
    assert third.rows("SELECT 1 FROM event WHERE kind = 'desk.departed'") == []
    before = known(third)
    assert (read(third, old), known(third)) == ([], before)
    assert read(third, new) == []
    assert known(third)[own(copy)] == known(copy)[own(copy)]
    checked(third)


def test_who_read_a_copy_under_its_old_name_and_the_copy_that_read_that_wait_for_nothing(
    four: list[File],
) -> None:
    _, copy, third, fourth = four
    registered(copy, "2026B")
    assert read(fourth, sent(copy)) == []
    fourth.add(fourth.rows("SELECT max(uid) FROM matter")[0][0], NoteAdded("知道了"))
    assert read(copy, sent(fourth)) == []
    departs(copy, sent(third, whole=True))
    # By the first file they are two laptops as one desk.
    assert "store.refused.fork" in read(third, sent(fourth, whole=True))
    assert read(third, sent(copy, whole=True)) == []
    assert known(third)[own(copy)] == known(copy)[own(copy)]
    assert third.rows("SELECT 1 FROM batch WHERE lines IS NOT NULL") == []
    checked(third)


def test_a_copy_of_a_copy_comes_through(four: list[File], tmp_path: Path) -> None:
    first, copy, third, _ = four
    departs(copy, sent(third, whole=True))
    assert read(third, sent(copy)) == []
    for engine in (copy.reader, copy.engine):
        engine.dispose()
    with new_file(tmp_path, "again.db") as again:
        again.engine.dispose()
        copyfile(copy.path, again.path)
        again.store, again.uids, again.now = SqlStore(again.engine, KEY), Uids(60_000), copy.now
        matter = registered(again, "2026C")
        again.add(matter, NoteAdded("那台"))
        copy.add(copy.rows("SELECT uid FROM matter")[0][0], NoteAdded("这台"))
        assert read(third, sent(copy)) == []
        departs(again, sent(third, whole=True))
        five = [*four, again]
        for _ in range(3):
            for source, target in permutations(five, 2):
                read(target, sent(source))
        found = [read(target, sent(source)) for source, target in permutations(five, 2)]
        assert found == [[]] * len(found)
        for each in five:
            for name, rows in told(each).items():
                assert rows == told(first)[name], (name, own(each))
        for each in five:
            checked(each)


def test_a_copy_stands_behind_its_desk_also_where_the_clock_was_set_back(tmp_path: Path) -> None:
    with new_file(tmp_path) as first, new_file(tmp_path, "copied.db") as copy:
        named = Uids().new(first.now + timedelta(days=400))
        claim_file(first.engine, first.store.office, named)
        first.store = SqlStore(first.engine, KEY)
        first.add(first.store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        for engine in (first.reader, first.engine, copy.engine):
            engine.dispose()
        copyfile(first.path, copy.path)
        copy.store, copy.uids = SqlStore(copy.engine, KEY), Uids(10_000)
        for file in (first, copy):
            registered(file, "2026")
        departs(copy, sent(first))
        assert own(copy) > own(first) == named
