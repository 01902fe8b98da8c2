"""What reads of a damaged office is saved into a new one; the damaged one is not touched."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from data.backup.salvage import Salvaged, salvage
from data.doctor.examine import connected
from data.file.wal import PAGE, log_of
from data.journal.journal import all_events
from data.office import DATABASE, open_office
from data.vault import vault
from tests.data.damaged import crashed, files, flip, found, worked, wrong
from tests.data.offices import CLOCK, NIGHT, PASSPHRASE, create
from xfconsole.core.facts.event import Event, JournalSalvaged, NoteAdded
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
    folder = tmp_path / "office"
    worked(folder, matters=40).close()
    return folder


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


def test_a_flipped_bit_costs_little_and_what_is_missing_is_named(
    closed: Path, tmp_path: Path
) -> None:
    written = {event.uid: event for event in events(closed)}
    size, rng = (closed / DATABASE).stat().st_size, random.Random(3)
    for round_ in range(12):
        bit = 8 * PAGE + rng.randrange(8 * (size - PAGE))
        flip(closed / DATABASE, bit)
        saved = save(closed, tmp_path / f"new{round_}")
        assert saved.events + saved.lost == len(written)
        assert saved.lost <= 3
        *kept, told = events(tmp_path / f"new{round_}")
        assert all(written[each.uid].fact == each.fact for each in kept)
        assert told.fact == JournalSalvaged(saved.events, saved.lost, saved.missing)
        assert wrong(tmp_path / f"new{round_}", quick=False) == set()
        flip(closed / DATABASE, bit)


def test_a_file_cut_short_gives_what_is_left(closed: Path, tmp_path: Path) -> None:
    written = events(closed)
    with (closed / DATABASE).open("r+b") as file:
        file.truncate((closed / DATABASE).stat().st_size - 12 * PAGE)
    assert "file" in wrong(closed) or "pages" in wrong(closed)
    saved = save(closed, tmp_path / "new")
    assert 0 < saved.events < len(written)
    assert saved.events + saved.lost == len(written)
    assert wrong(tmp_path / "new", quick=False) == set()


@pytest.mark.parametrize("bit", [5, 8 * 50, 8 * (PAGE - 5)], ids=["salt", "schema", "hmac"])
def test_a_file_that_does_not_open_at_all_is_saved_whole(
    closed: Path, tmp_path: Path, bit: int
) -> None:
    written = events(closed)
    flip(closed / DATABASE, bit)
    assert "file" in wrong(closed)
    saved = save(closed, tmp_path / "new")
    assert (saved.events, saved.lost) == (len(written), 0)
    assert events(tmp_path / "new")[:-1] == written


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
