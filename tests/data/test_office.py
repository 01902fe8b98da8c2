"""Setting an office up, opening it in the evening, and leaving nothing of a demo behind."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from data import founding
from data.file.engine import open_engine
from data.office import (
    DATABASE,
    has_office,
    open_office,
    read_office,
)
from data.vault import vault
from tests.data import processes
from tests.data.offices import CLOCK, CLOSED, FINISHED, NIGHT, PASSPHRASE, create, names, note
from xfconsole.core.facts.of_incident import NoteAdded
from xfconsole.core.facts.of_office import OfficeFounded
from xfconsole.core.words.desk import Identity
from xfconsole.core.words.refusal import Refused

posix = pytest.mark.skipif(os.name == "nt", reason="file modes and locks are POSIX")


@pytest.fixture(autouse=True)
def _umask_of_the_tests_stays() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "市信访 接待中心"


@pytest.fixture
def founded(folder: Path) -> str:
    """An office that was set up and closed; its recovery code."""
    office, code = create(folder)
    office.close()
    return code


def test_an_office_is_founded_in_its_journal(folder: Path) -> None:
    office, _ = create(folder)
    with office:
        (event,) = office.views.events_of(office.store.office)
        assert event.fact == OfficeFounded("市信访接待中心", "Asia/Shanghai")
        assert (event.officer, event.recorded_at, event.seq) == ("李敏", NIGHT, 1)
        assert (office.name, office.time_zone) == ("市信访接待中心", "Asia/Shanghai")


@pytest.mark.usefixtures("founded")
def test_a_pause_after_which_nothing_was_written_asks_the_file_nothing(folder: Path) -> None:
    asked: list[str] = []
    with open_office(folder, PASSPHRASE, clock=CLOCK) as office:
        office.engine.begun.append(lambda _: asked.append("begun"))
        while office.pause():
            pass
        assert asked
        asked.clear()
        assert not office.pause()
        assert asked == []
        note(office, "二期安置房")
        assert office.indexer.waiting() == 1
        while office.pause():
            pass
        assert office.indexer.waiting() == 0


def test_what_is_still_owed_is_tried_at_every_pause(folder: Path) -> None:
    tried: list[bool] = []
    office, _ = create(folder)
    with office:
        while office.pause():
            pass
        with office.engine.begin() as connection:
            connection.execute("INSERT INTO wiping DEFAULT VALUES")
        with office.reader.connect() as reading:
            reading.execute("SELECT count(*) FROM event").scalar()
            tried += [office.pause(), office.pause()]
        tried += [office.pause(), office.pause()]
    assert tried == [False, False, True, False]


@pytest.mark.usefixtures("founded")
def test_a_closed_office_is_three_files_and_a_lock(folder: Path) -> None:
    assert names(folder) == CLOSED


@posix
def test_everything_in_the_folder_is_the_officers_alone(folder: Path) -> None:
    office, _ = create(folder)
    with office:
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()}
    assert set(modes) > FINISHED
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@posix
@pytest.mark.usefixtures("founded")
def test_what_the_process_writes_later_is_the_officers_alone(folder: Path, tmp_path: Path) -> None:
    with open_office(folder, PASSPHRASE, clock=CLOCK):
        (tmp_path / "ledger.csv").write_text("export", encoding="utf-8")
    assert stat.S_IMODE((tmp_path / "ledger.csv").stat().st_mode) == 0o600


@pytest.mark.usefixtures("founded")
def test_the_passphrase_opens_it_again(folder: Path) -> None:
    with open_office(folder, PASSPHRASE, clock=CLOCK) as office:
        assert (office.officer, office.name) == ("李敏", "市信访接待中心")
        assert office.writer.submit(lambda: 1).result(10) == 1
    assert names(folder) == CLOSED


def test_the_recovery_code_is_this_offices(folder: Path, founded: str) -> None:
    assert vault.unlock_with_recovery(folder, founded).key == vault.unlock(folder, PASSPHRASE).key


@pytest.mark.usefixtures("founded")
def test_a_wrong_passphrase_lets_the_next_try_in(folder: Path) -> None:
    with pytest.raises(Refused, match=r"vault\.refused\.passphrase"):
        open_office(folder, "not this one", clock=CLOCK)
    with open_office(folder, PASSPHRASE, "李敏", clock=CLOCK) as office:
        assert office.views.matter_count() == 0


@pytest.mark.parametrize(
    ("change", "key"),
    [
        pytest.param({"name": " \n"}, "vault.refused.no_name", id="no name"),
        pytest.param({"officer": ""}, "vault.refused.no_officer", id="no officer"),
        pytest.param({"passphrase": "short"}, "vault.refused.short", id="short passphrase"),
        *(
            pytest.param({"time_zone": zone}, "vault.refused.time_zone", id=f"zone {zone!r}")
            for zone in ("", "Asia/Nowhere", "/etc/passwd", "../UTC", "Asia", "UTC+8\0")
        ),
    ],
)
def test_a_refused_set_up_leaves_no_office(folder: Path, change: dict[str, str], key: str) -> None:
    with pytest.raises(Refused) as refused:
        create(folder, **change)
    assert refused.value.key == key
    assert not has_office(folder)
    office, _ = create(folder)
    office.close()
    assert names(folder) == CLOSED


@pytest.mark.usefixtures("founded")
def test_an_office_is_never_founded_over_another(folder: Path) -> None:
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    with pytest.raises(Refused, match=r"vault\.refused\.exists"):
        create(folder, name="另一个")
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before


STEPS = ("create", "found", "replace 1", "replace 2")


@pytest.mark.parametrize("step", STEPS)
def test_a_set_up_cut_off_anywhere_can_be_done_again(
    folder: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object, **__: object) -> NoReturn:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        # As after loss of power: nobody cleans up either.
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)
        if step == "create":
            patch.setattr(vault, "create", cut_off)
        elif step == "found":
            patch.setattr(founding, "found", cut_off)
        else:
            patch.setattr(Path, "replace", failing_at(int(step[-1]) + 1))
        with pytest.raises(KeyboardInterrupt):
            create(folder)
    assert not has_office(folder)
    office, _ = create(folder)
    office.close()
    with open_office(folder, PASSPHRASE, clock=CLOCK) as again:
        assert again.name == "市信访接待中心"


def failing_at(nth: int) -> Callable[[Path, Path], Path]:
    """Stand in for ``Path.replace``; its first call in a set-up writes the slots aside."""
    calls = iter(range(1, 100))
    replace = Path.replace

    def counted(path: Path, target: Path) -> Path:
        if next(calls) == nth:
            raise KeyboardInterrupt
        return replace(path, target)

    return counted


@pytest.mark.usefixtures("founded")
def test_slots_of_a_lost_database_are_kept(folder: Path) -> None:
    slots = (folder / vault.KEYS_FILE).read_bytes()
    (folder / DATABASE).unlink()
    create(folder)[0].close()
    assert (folder / f"{vault.KEYS_FILE}.before").read_bytes() == slots


def test_a_folder_without_an_office_is_refused_and_left_alone(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"vault\.refused\.no_office"):
        open_office(tmp_path / "nowhere", PASSPHRASE, clock=CLOCK)
    with (
        pytest.raises(Refused, match=r"vault\.refused\.no_office"),
        read_office(tmp_path / "nowhere", PASSPHRASE, clock=CLOCK),
    ):
        pass
    assert names(tmp_path) == set()


@pytest.mark.usefixtures("founded")
def test_a_database_of_another_office_is_refused(folder: Path, tmp_path: Path) -> None:
    other, _ = create(tmp_path / "other")
    other.close()
    shutil.copy(tmp_path / "other" / DATABASE, folder / DATABASE)
    with pytest.raises(Refused, match=r"vault\.refused\.key"):
        open_office(folder, PASSPHRASE, clock=CLOCK)


@pytest.mark.usefixtures("founded")
def test_a_file_of_a_newer_program_is_refused_before_anything_is_written(folder: Path) -> None:
    key = vault.unlock(folder, PASSPHRASE).key
    engine = open_engine(folder / DATABASE, key.database)
    with engine.begin() as connection:
        connection.execute("PRAGMA user_version = 99")
    engine.dispose()
    with pytest.raises(Refused, match=r"vault\.refused\.newer"):
        open_office(folder, PASSPHRASE, clock=CLOCK)
    with (
        pytest.raises(Refused, match=r"vault\.refused\.newer"),
        read_office(folder, PASSPHRASE, clock=CLOCK),
    ):
        pass


# --- two consoles ------------------------------------------------------------------------------

HOLD = """
import sys
from pathlib import Path
from data.office import open_office
from tests.data.offices import CLOCK, PASSPHRASE
office = open_office(Path(sys.argv[1]), PASSPHRASE, clock=CLOCK)
print("open", flush=True)
input()
"""


@posix
@pytest.mark.usefixtures("founded")
def test_a_second_console_is_refused_until_the_first_one_ends_however_it_ends(
    folder: Path,
) -> None:
    first = processes.start(HOLD, folder)
    assert first.stdout is not None
    assert first.stdout.readline() == "open\n"
    with pytest.raises(Refused, match=r"vault\.refused\.in_use"):
        open_office(folder, PASSPHRASE, clock=CLOCK)
    with read_office(folder, PASSPHRASE, clock=CLOCK) as looking:
        assert looking.views.matter_count() == 0
    first.kill()
    first.communicate(timeout=60)
    open_office(folder, PASSPHRASE, clock=CLOCK).close()


@pytest.mark.usefixtures("founded")
def test_a_system_without_fcntl_opens_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.file.lock.fcntl", None)
    with open_office(folder, PASSPHRASE, clock=CLOCK) as office:
        assert office.views.matter_count() == 0


# --- looking only ------------------------------------------------------------------------------


@pytest.mark.usefixtures("founded")
def test_looking_shows_what_the_console_has_just_stored(folder: Path) -> None:
    with open_office(folder, PASSPHRASE, clock=CLOCK) as office:
        with read_office(folder, PASSPHRASE, clock=CLOCK) as looking:
            assert (looking.officer, looking.name) == ("李敏", "市信访接待中心")
            assert looking.time_zone == "Asia/Shanghai"
            note(office, "灯亮着")
            found = looking.views.events_of(office.store.office)
        assert [event.fact for event in found][1:] == [NoteAdded("灯亮着")]


# --- closing -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("founded")
def test_closing_keeps_the_last_key_typed(folder: Path) -> None:
    office = open_office(folder, PASSPHRASE, clock=CLOCK)
    for size in range(1, 30):
        office.writer.save_draft("intake", {"summary": "安" * size})
    office.close()
    office.close()
    assert not office.writer.alive
    assert names(folder) == CLOSED
    with open_office(folder, PASSPHRASE, clock=CLOCK) as again:
        draft = again.views.draft("intake")
    assert draft is not None
    assert (draft.values, draft.saved_at) == ({"summary": "安" * 29}, NIGHT)


@pytest.mark.usefixtures("founded")
def test_names_and_numbers_are_nowhere_on_disk_nor_in_the_open_file(folder: Path) -> None:
    secrets = ("郑岚", "13900000000")
    with open_office(folder, PASSPHRASE, clock=CLOCK) as office:
        with office.store.begin() as transaction:
            transaction.seal(office.store.office, Identity(name=secrets[0], phone=secrets[1]))
        office.writer.save_draft("intake", {"name": secrets[0], "phone": secrets[1]}).result(10)
        on_disk = b"".join(each.read_bytes() for each in folder.iterdir())
        assert (folder / f"{DATABASE}-wal").stat().st_size > 0
        with office.reader.connect() as connection:
            clear = "\n".join(
                repr(row)
                for table in ("event", "draft", "matter_key", "meta")
                for row in connection.execute(f"SELECT * FROM {table}")
            )
    assert [secret for secret in secrets if secret.encode() in on_disk] == []
    assert [secret for secret in secrets if secret in clear] == []
