"""What reads of a damaged office is saved into a new one; the damaged one is not touched."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from data.backup.check import Pace
from data.backup.folder import BACKUPS
from data.backup.make import make
from data.backup.salvage import RawRows, Salvaged, salvage
from data.doctor.examine import connected
from data.file.wal import PAGE, log_of
from data.journal.journal import all_events
from data.office import DATABASE, open_office
from data.vault import vault
from tests.data.damaged import crashed, files, flip, found, worked, wrong
from tests.data.erasing import desked
from tests.data.offices import CLOCK, NIGHT, PASSPHRASE, create
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import NoteAdded
from xfconsole.core.facts.of_office import JournalSalvaged
from xfconsole.core.words.refusal import Refused
from xfconsole.ids import RandomIds


def save(folder: Path, into: Path) -> Salvaged:
    before = dict(files(folder))
    saved = salvage(folder, into, PASSPHRASE, CLOCK, RandomIds())
    assert dict(files(folder)) == before
    return saved


def events(folder: Path) -> list[Event]:
    with connected(folder, vault.unlock(folder, PASSPHRASE).key) as connection:
        return list(all_events(connection))


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """Return an office that has a backup of all its journal."""
    folder = tmp_path / "office"
    worked(folder, matters=40).close()
    return folder


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """Return an office without a backup."""
    folder = tmp_path / "office"
    worked(folder, matters=40, backup=False).close()
    return folder


def add(folder: Path, text: str) -> None:
    """Write one more line into an office."""
    with open_office(folder, PASSPHRASE, clock=CLOCK) as office, office.store.begin() as tx:
        uid, subject = RandomIds().new(NIGHT), office.store.office
        tx.append([Event(uid, subject, NIGHT, NIGHT, "", NoteAdded(text))])


def wipe(folder: Path, page: int, count: int = 1) -> None:
    """Write zeros over pages, which count from 1."""
    with (folder / DATABASE).open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(bytes(count * PAGE))


def root(folder: Path, asked: str) -> int:
    """Return the page from which all others of a table are found."""
    with connected(folder, vault.unlock(folder, PASSPHRASE).key) as connection:
        statement = f"SELECT max(rootpage) FROM sqlite_schema WHERE name {asked}"
        return int(connection.execute(statement).scalar())


def test_an_undamaged_office_comes_out_whole(closed: Path, tmp_path: Path) -> None:
    written = events(closed)
    saved = save(closed, tmp_path / "new")
    assert (saved.events, saved.lost, saved.drafts, saved.keys) == (len(written), 0, 1, 1)
    *kept, told = events(tmp_path / "new")
    assert kept == written
    assert told.fact == JournalSalvaged(len(written), 0, "")
    assert wrong(tmp_path / "new", quick=False) == set()
    with open_office(tmp_path / "new", PASSPHRASE, clock=CLOCK) as office:
        assert office.views.matter_count() == 40


def test_pages_filled_to_the_last_byte_give_all_their_rows(tmp_path: Path) -> None:
    """Two rows a page, of every length: in some the second begins right behind the page's head."""
    office, _ = create(tmp_path / "office")
    ids = RandomIds()
    texts = ["x" * (1560 + number // 2) for number in range(440)]
    notes = [
        Event(ids.new(NIGHT), office.store.office, NIGHT, NIGHT, "", NoteAdded(text))
        for text in texts
    ]
    with office, office.store.begin() as transaction:
        transaction.append(notes)
    saved = save(tmp_path / "office", tmp_path / "new")
    assert (saved.events, saved.missing) == (1 + len(notes), "")


def test_a_flipped_bit_costs_a_page_and_what_is_missing_is_named(
    alone: Path, tmp_path: Path
) -> None:
    written = {event.uid: event for event in events(alone)}
    size, rng = (alone / DATABASE).stat().st_size, random.Random(3)
    for round_ in range(12):
        bit = 8 * PAGE + rng.randrange(8 * (size - PAGE))
        flip(alone / DATABASE, bit)
        saved = save(alone, tmp_path / f"new{round_}")
        assert saved.events + saved.lost == len(written)
        assert saved.lost <= 8
        *kept, told = events(tmp_path / f"new{round_}")
        assert all(written[each.uid].fact == each.fact for each in kept)
        assert told.fact == JournalSalvaged(saved.events, saved.lost, saved.missing)
        # Without the entry of the founding no entry tells of the office's name any more.
        unfounded = {"tables"} if saved.missing.startswith("1-") else set()
        assert wrong(tmp_path / f"new{round_}", quick=False) == unfounded
        flip(alone / DATABASE, bit)


def test_what_a_page_loses_the_newest_backup_has(closed: Path, tmp_path: Path) -> None:
    written, rng = events(closed), random.Random(3)
    size = (closed / DATABASE).stat().st_size
    for _ in range(20):
        flip(closed / DATABASE, 8 * PAGE + rng.randrange(8 * (size - PAGE)))
    saved = save(closed, tmp_path / "new")
    assert (saved.events, saved.lost, saved.keys) == (len(written), 0, 1)
    assert events(tmp_path / "new")[:-1] == written
    assert wrong(tmp_path / "new", quick=False) == set()


def test_pages_are_found_without_those_that_lead_to_them(alone: Path, tmp_path: Path) -> None:
    written = events(alone)
    wipe(alone, root(alone, "= 'event'"))
    assert wrong(alone)
    saved = save(alone, tmp_path / "new")
    assert (saved.events, saved.lost) == (len(written), 0)


def test_a_file_cut_short_gives_what_is_left(alone: Path, tmp_path: Path) -> None:
    written = events(alone)
    with (alone / DATABASE).open("r+b") as file:
        file.truncate((alone / DATABASE).stat().st_size - 12 * PAGE)
    assert "file" in wrong(alone) or "pages" in wrong(alone)
    saved = save(alone, tmp_path / "new")
    assert 0 < saved.events < len(written)
    assert saved.events + saved.lost == len(written)
    assert wrong(tmp_path / "new", quick=False) == set()


@pytest.mark.parametrize("bit", [8 * 50, 8 * (PAGE - 5)], ids=["schema", "hmac"])
def test_a_file_that_does_not_open_at_all_is_saved_whole(
    alone: Path, tmp_path: Path, bit: int
) -> None:
    written = events(alone)
    flip(alone / DATABASE, bit)
    assert "file" in wrong(alone)
    saved = save(alone, tmp_path / "new")
    assert (saved.events, saved.lost) == (len(written), 0)
    assert events(tmp_path / "new")[:-1] == written


def test_a_lost_salt_is_known_from_a_backup(closed: Path, tmp_path: Path) -> None:
    add(closed, "备份之后")
    written = events(closed)
    wipe(closed, 1)
    assert "file" in wrong(closed)
    saved = save(closed, tmp_path / "new")
    assert (saved.events, saved.lost) == (len(written), 0)
    assert events(tmp_path / "new")[:-1] == written


def test_a_backup_of_another_line_adds_nothing_to_ours(closed: Path, tmp_path: Path) -> None:
    """An older copy of the folder was put in its place; the backup goes on from the other one."""
    older = tmp_path / "older"
    shutil.copytree(closed, older)
    add(closed, "一")
    add(closed, "二")
    with open_office(closed, PASSPHRASE, clock=CLOCK) as office:
        newest = make(closed, office.key, NIGHT, Pace())
    shutil.copytree(newest.path, older / BACKUPS / newest.path.name)
    add(older, "三")
    written = events(older)
    save(older, tmp_path / "new")
    assert [each.fact for each in events(tmp_path / "new")[:-1]] == [each.fact for each in written]


def test_no_key_comes_back_while_an_erasure_may_be_among_what_is_missing(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    with desked(folder) as at_desk:
        number = at_desk.finished()
        make(folder, at_desk.office.key, at_desk.desk.now(), Pace())
        at_desk.erased(number)
    saved = save(folder, tmp_path / "whole")
    assert (saved.keys, saved.lost) == (0, 0)
    for page in range(
        root(folder, "IS NOT NULL") + 1, (folder / DATABASE).stat().st_size // PAGE + 1
    ):
        damaged, new = tmp_path / f"damaged{page}", tmp_path / f"new{page}"
        shutil.copytree(folder, damaged)
        wipe(damaged, page)
        saved = save(damaged, new)
        assert saved.keys == 0
        if saved.lost:
            break
    assert saved.lost


def test_what_a_damaged_log_holds_is_saved(tmp_path: Path) -> None:
    folder = crashed(tmp_path / "running", tmp_path / "office")
    whole = tmp_path / "whole"
    shutil.copytree(folder, whole)
    written = events(whole)
    log = log_of(folder / DATABASE)
    flip(log, 8 * (32 + 10))
    saved = save(folder, tmp_path / "new")
    assert (saved.events, saved.lost) == (len(written), 0)
    assert wrong(tmp_path / "new", quick=False) == set()


def test_nothing_is_written_into_a_folder_in_use(closed: Path, tmp_path: Path) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "file").touch()
    with pytest.raises(Refused, match=r"doctor\.refused\.into_used"):
        save(closed, tmp_path / "used")


def test_of_noise_nothing_is_saved(closed: Path, tmp_path: Path) -> None:
    (closed / DATABASE).write_bytes(random.Random(1).randbytes(40 * PAGE))
    with pytest.raises(Refused, match=r"doctor\.refused\.nothing_saved"):
        save(closed, tmp_path / "new")
    assert found(closed)["file"].found == "vault.refused.key"


def test_a_backup_of_a_line_that_was_given_up_fills_no_gap() -> None:
    def line(*named: str) -> RawRows:
        rows, before = RawRows(), "0"
        for each in named:
            seq, mac = int(each[1]), each.encode()
            rows.events[seq] = {mac: {"seq": seq, "prev": before.encode(), "mac": mac}}
            before = each
        return rows

    left, given_up = line("a1", "a2", "b3", "b4"), line("a1", "a2", "a3", "a4")
    del left.events[3]
    given_up.keys["m"] = "wrapped"
    left.fill(given_up, 4)
    assert [each["mac"] for each in left.line()] == [b"a1", b"a2", b"b4"]
    assert not left.keys, "what is missing may tell that an identity was erased"
