"""Any single flipped bit of an office's files is reported, never shown as data."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from data.backup.interrupted_restore import DATABASE
from data.doctor.examine import connected
from data.file.damaged_pages import SALT
from data.file.wal import PAGE, LogState, frames_of, log_of, read_log
from data.journal.journal import all_events
from data.office import open_office, read_office
from data.vault import vault
from data.vault.slots import KEYS_FILE
from tests.data.damaged import crashed, files, flip, found, worked, wrong
from tests.data.offices import CLOCK, PASSPHRASE
from xfconsole.core.facts.event import Event
from xfconsole.core.office.finding import Health
from xfconsole.core.words.refusal import Refused

FLIPS = 120
"""In the short version; the long one turns a bit in every part of every page."""


def events(folder: Path) -> list[Event]:
    with connected(folder, vault.unlock(folder, PASSPHRASE).key) as connection:
        return list(all_events(connection))


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("closed") / "office"
    worked(folder).close()
    return folder


@pytest.fixture(scope="module")
def crash(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("crash")
    return crashed(base / "running", base / "office")


def copied(folder: Path, tmp_path: Path) -> Path:
    target = tmp_path / "office"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder, target)
    return target


def bits_of_pages(size: int, seed: int) -> list[int]:
    """Return bits in every region of a page, of pages anywhere: text, IV, HMAC; and the salt."""
    rng = random.Random(seed)
    regions = [(0, PAGE - 80), (PAGE - 80, PAGE - 64), (PAGE - 64, PAGE)]
    chosen = [rng.randrange(8 * SALT)]
    for each in range(FLIPS - 1):
        page, (start, end) = rng.randrange(size // PAGE), regions[each % 3]
        chosen.append(8 * (page * PAGE + rng.randrange(start, end)) + rng.randrange(8))
    return chosen


def every_bit(size: int) -> list[int]:
    """Return some bits of each region of every page."""
    rng = random.Random(7)
    return [
        8 * (page + rng.randrange(start, end)) + rng.randrange(8)
        for page in range(0, size, PAGE)
        for start, end in ((0, SALT), (SALT, PAGE - 80), (PAGE - 80, PAGE - 64), (PAGE - 64, PAGE))
    ]


def test_the_untouched_office_is_well(closed: Path) -> None:
    assert wrong(closed, quick=False) == set()
    assert {"tables", "texts", "chain", "head", "backup_heads"} <= found(closed, quick=False).keys()


def check_database(folder: Path, bits: list[int]) -> None:
    missed = []
    for bit in bits:
        flip(folder / DATABASE, bit)
        bad = wrong(folder)
        if not bad & {"pages", "file"}:
            missed.append(bit)
        flip(folder / DATABASE, bit)
    assert missed == []
    assert wrong(folder) == set()


def test_a_flipped_bit_of_the_database_is_reported(closed: Path, tmp_path: Path) -> None:
    folder = copied(closed, tmp_path)
    check_database(folder, bits_of_pages((folder / DATABASE).stat().st_size, 4))


@pytest.mark.torture
def test_a_flipped_bit_in_any_region_of_any_page_is_reported(closed: Path, tmp_path: Path) -> None:
    folder = copied(closed, tmp_path)
    check_database(folder, every_bit((folder / DATABASE).stat().st_size))


def test_a_flipped_bit_is_never_shown(closed: Path, tmp_path: Path) -> None:
    """Whatever a reader gets past a flipped bit is what was written, or a refusal."""
    folder = copied(closed, tmp_path)
    written, refused = events(folder), 0
    for bit in bits_of_pages((folder / DATABASE).stat().st_size, 5)[: FLIPS // 2]:
        flip(folder / DATABASE, bit)
        try:
            assert events(folder) == written
        except Refused as said:
            refused += 1
            assert said.key in ("vault.refused.damaged", "vault.refused.key")  # noqa: PT017
        flip(folder / DATABASE, bit)
    assert refused > 1


def bits_of_log(folder: Path, count: int, seed: int) -> list[int]:
    """Return bits of the log's header, and of the headers and pages of its records."""
    rng = random.Random(seed)
    size = log_of(folder / DATABASE).stat().st_size
    records = (size - 32) // (24 + PAGE)
    header = [rng.randrange(8 * 32) for _ in range(count // 4)]
    starts = [32 + rng.randrange(records) * (24 + PAGE) for _ in range(count // 2)]
    return [
        *header,
        *(8 * at + rng.randrange(8 * 24) for at in starts),
        *(8 * rng.randrange(size) + rng.randrange(8) for _ in range(count // 4)),
    ]


def check_log(folder: Path, bits: list[int]) -> None:
    log, states = log_of(folder / DATABASE), []
    commits = [at for at, frame in enumerate(frames_of(folder / DATABASE)) if frame.commits]
    last = 32 + (commits[-2] + 1) * (24 + PAGE)
    assert len(commits) > 4
    missed = []
    for bit in bits:
        flip(log, bit)
        state = read_log(folder / DATABASE).state
        states.append(state)
        # Of the last transaction's records nobody can tell whether they were ever whole.
        if state is not LogState.DAMAGED and not (state is LogState.TORN and bit // 8 >= last):
            missed.append((bit, state))
        flip(log, bit)
    assert missed == []
    assert LogState.DAMAGED in states


def test_a_flipped_bit_of_the_log_is_reported(crash: Path, tmp_path: Path) -> None:
    folder = copied(crash, tmp_path)
    assert read_log(folder / DATABASE).state is LogState.WHOLE
    check_log(folder, bits_of_log(folder, FLIPS, 6))


@pytest.mark.torture
def test_flipped_bits_all_over_the_log_are_reported(crash: Path, tmp_path: Path) -> None:
    folder = copied(crash, tmp_path)
    check_log(folder, bits_of_log(folder, 4_000, 8))


def test_what_a_console_wrote_while_its_log_was_read_is_no_damage(
    crash: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = copied(crash, tmp_path) / DATABASE
    whole = log_of(database).read_bytes()
    # A record in the middle was read before it was written, those after it when they had been.
    at = 32 + 4 * (24 + PAGE)
    torn = whole[:at] + bytes(24 + PAGE) + whole[at + 24 + PAGE :]
    reads = iter([torn, whole])
    monkeypatch.setattr(Path, "read_bytes", lambda _: next(reads))
    assert read_log(database).state is LogState.WHOLE
    monkeypatch.setattr(Path, "read_bytes", lambda _: torn)
    assert read_log(database).state is LogState.DAMAGED


def test_a_damaged_log_is_opened_by_nobody_and_kept(crash: Path, tmp_path: Path) -> None:
    folder = copied(crash, tmp_path)
    flip(log_of(folder / DATABASE), 8 * (32 + 4 * (24 + PAGE) + 100))
    before = dict(files(folder))
    for opening in (
        lambda: open_office(folder, PASSPHRASE, clock=CLOCK),
        lambda: read_office(folder, PASSPHRASE, clock=CLOCK).__enter__(),
    ):
        with pytest.raises(Refused) as refused:
            opening()
        assert refused.value.key == "vault.refused.log_damaged"
    assert found(folder)["log"].found == "doctor.log.damaged"
    assert dict(files(folder)) == before


def test_a_log_cut_within_its_last_record_is_a_torn_end(crash: Path, tmp_path: Path) -> None:
    folder = copied(crash, tmp_path)
    log = log_of(folder / DATABASE)
    with log.open("r+b") as file:
        file.truncate(log.stat().st_size - PAGE // 2)
    assert len(frames_of(folder / DATABASE)) > 10
    finding = found(folder)["log"]
    assert (finding.health, finding.found) == (Health.WARN, "doctor.log.torn")
    with open_office(folder, PASSPHRASE, clock=CLOCK) as office:
        assert office.views.matter_count() == 6


def test_a_flipped_bit_of_the_key_slots_is_reported(closed: Path, tmp_path: Path) -> None:
    folder, rng = copied(closed, tmp_path), random.Random(9)
    keys = folder / KEYS_FILE
    for _ in range(8):
        bit = rng.randrange(8 * keys.stat().st_size)
        flip(keys, bit)
        assert "keys" in wrong(folder), bit
        flip(keys, bit)


def test_a_page_of_zeros_is_reported(closed: Path, tmp_path: Path) -> None:
    folder = copied(closed, tmp_path)
    with (folder / DATABASE).open("r+b") as file:
        file.seek(9 * PAGE)
        file.write(bytes(PAGE))
    assert wrong(folder) & {"pages", "file"}
