"""The office's file: encrypted, private, durable, and honest about what goes wrong with it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from data.file.connection import Connection, Engine
from data.file.engine import open_engine
from tests.data import processes
from tests.data.files import table_names
from xfconsole.core.words.refusal import Refused

KEY = bytes(range(32))

DURABLE_AND_STRICT = {
    "synchronous": 3,
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "secure_delete": 1,
    "temp_store": 2,
    "journal_mode": "wal",
    "busy_timeout": 5000,
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "office.db", KEY)
    with engine.begin() as connection:
        connection.execute("CREATE TABLE tally (amount INTEGER NOT NULL) STRICT")
        connection.execute("INSERT INTO tally VALUES (0)")
    yield engine
    engine.dispose()


def pragma(engine: Engine, name: str) -> object:
    with engine.connect() as connection:
        return connection.execute(f"PRAGMA {name}").scalar()


@pytest.mark.parametrize(("name", "value"), DURABLE_AND_STRICT.items())
def test_every_setting_holds_for_the_writer(office: Engine, name: str, value: object) -> None:
    assert pragma(office, name) == value


@pytest.mark.parametrize(("name", "value"), DURABLE_AND_STRICT.items())
def test_every_setting_holds_for_readers(
    office: Engine, tmp_path: Path, name: str, value: object
) -> None:
    reader = open_engine(tmp_path / "office.db", KEY, read_only=True)
    assert pragma(reader, name) == value
    reader.dispose()


def test_settings_hold_on_every_connection_of_the_pool(office: Engine) -> None:
    reader = open_engine(Path(office_path(office)), KEY, read_only=True)
    with reader.connect() as first, reader.connect() as second:
        for connection in (first, second):
            assert connection.execute("PRAGMA synchronous").scalar() == 3
            assert connection.execute("PRAGMA query_only").scalar() == 1
    reader.dispose()


def test_a_file_is_opened_once_for_the_first_look_up(
    office: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, connect = [], dbapi2.connect

    def noted(address: str, **more: object) -> object:
        opened.append(address)
        return connect(address, **more)

    path = Path(office_path(office))
    monkeypatch.setattr(dbapi2, "connect", noted)
    reader = open_engine(path, KEY, read_only=True)
    assert pragma(reader, "query_only") == 1
    assert len(opened) == 1
    reader.dispose()


def office_path(engine: Engine) -> str:
    with engine.connect() as connection:
        (_, _, path) = connection.execute("PRAGMA database_list").all()[0]
        return str(path)


def test_a_writer_is_alone_from_its_first_statement(office: Engine, tmp_path: Path) -> None:
    impatient = dbapi2.connect(str(tmp_path / "office.db"), timeout=0, isolation_level=None)
    impatient.execute("PRAGMA cipher_log_level = NONE")
    impatient.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    with office.connect() as connection:
        connection.execute("SELECT amount FROM tally")
        with pytest.raises(dbapi2.OperationalError, match="locked"):
            impatient.execute("BEGIN IMMEDIATE")
    impatient.execute("BEGIN IMMEDIATE")
    impatient.close()


def test_a_reader_sees_the_last_commit_while_somebody_writes(
    office: Engine, tmp_path: Path
) -> None:
    reader = open_engine(tmp_path / "office.db", KEY, read_only=True)
    with office.begin() as writing:
        writing.execute("UPDATE tally SET amount = 7")
        with reader.connect() as reading:
            assert reading.execute("SELECT amount FROM tally").scalar() == 0
    with reader.connect() as reading:
        assert reading.execute("SELECT amount FROM tally").scalar() == 7
    reader.dispose()


@pytest.mark.parametrize(
    "statement",
    ["INSERT INTO tally VALUES (1)", "DELETE FROM tally", "CREATE TABLE t (a)", "DROP TABLE tally"],
)
def test_a_reader_cannot_write(office: Engine, tmp_path: Path, statement: str) -> None:
    reader = open_engine(tmp_path / "office.db", KEY, read_only=True)
    with reader.connect() as connection, pytest.raises(dbapi2.OperationalError, match="readonly"):
        connection.execute(statement)
    reader.dispose()


def test_what_is_not_committed_is_gone(office: Engine) -> None:
    def interrupted(connection: Connection) -> None:
        connection.execute("CREATE TABLE half (a TEXT) STRICT")
        connection.execute("UPDATE tally SET amount = 1")
        raise InterruptedError

    with pytest.raises(InterruptedError), office.begin() as connection:
        interrupted(connection)
    with office.connect() as connection:
        assert table_names(connection) == {"tally"}
        assert connection.execute("SELECT amount FROM tally").scalar() == 0


def test_replacing_a_row_does_not_slip_past_a_trigger(office: Engine) -> None:
    with office.begin() as connection:
        connection.execute("CREATE TABLE fact (seq INTEGER PRIMARY KEY, text TEXT) STRICT")
        connection.execute("INSERT INTO fact VALUES (1, 'first')")
        connection.execute(
            "CREATE TRIGGER kept BEFORE DELETE ON fact BEGIN SELECT RAISE(ABORT, 'kept'); END"
        )
    with pytest.raises(dbapi2.IntegrityError, match="kept"), office.begin() as connection:
        connection.execute("INSERT OR REPLACE INTO fact VALUES (1, 'second')")


MAKE = """
import os, sys
from pathlib import Path
from data.file.engine import open_engine
os.umask(0)
with open_engine(Path(sys.argv[1]), bytes(range(32))).begin() as connection:
    connection.execute("CREATE TABLE t (a TEXT) STRICT")
    connection.execute("INSERT INTO t VALUES ('安置房逾期交付')")
print("written", flush=True)
input()
"""


@pytest.mark.skipif(os.name == "nt", reason="file modes are POSIX")
def test_only_the_officer_may_read_the_files_even_under_a_lax_umask(tmp_path: Path) -> None:
    process = processes.start(MAKE, tmp_path / "office.db")
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
    process.communicate("\n", timeout=60)
    assert modes == dict.fromkeys(("office.db", "office.db-shm", "office.db-wal"), 0o600)


@pytest.mark.skipif(os.name == "nt", reason="file modes are POSIX")
def test_a_file_left_open_to_others_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    open_engine(path, KEY).dispose()
    path.chmod(0o644)
    open_engine(path, KEY).dispose()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_on_disk_is_in_the_clear(office: Engine, tmp_path: Path) -> None:
    words = "李敏记录安置房逾期交付"
    with office.begin() as connection:
        connection.execute("CREATE TABLE note (text TEXT NOT NULL) STRICT")
        connection.execute("INSERT INTO note VALUES (?)", (words,))
    before = (tmp_path / "office.db-wal").read_bytes()
    with office.lent() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    after = (tmp_path / "office.db").read_bytes()
    assert len(before) > 4096
    assert len(after) > 4096
    assert not after.startswith(b"SQLite format 3")
    for disk in (before, after):
        assert words.encode() not in disk
        assert b"CREATE TABLE" not in disk


OPEN = """
import sys
from pathlib import Path
from data.file.engine import open_engine
from xfconsole.core.words.refusal import Refused
try:
    open_engine(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), read_only=sys.argv[3] == "reader")
except Refused as refused:
    print(refused.key)
"""


@pytest.mark.parametrize("role", ["writer", "reader"])
def test_a_wrong_key_is_one_refusal_and_nothing_on_the_screen(
    office: Engine, tmp_path: Path, role: str
) -> None:
    ended = processes.run(OPEN, tmp_path / "office.db", bytes(32).hex(), role)
    assert (ended.stdout, ended.stderr, ended.returncode) == ("vault.refused.key\n", "", 0)


INCREMENT = """
import sys
from pathlib import Path
from data.file.engine import open_engine
engine = open_engine(Path(sys.argv[1]), bytes(range(32)))
print("ready", flush=True)
input()
for _ in range(500):
    with engine.begin() as connection:
        amount = connection.execute("SELECT amount FROM tally").scalar()
        connection.execute("UPDATE tally SET amount = ?", (amount + 1,))
"""


def test_two_processes_lose_no_increment(office: Engine, tmp_path: Path) -> None:
    assert processes.run_two_at_once(INCREMENT, tmp_path / "office.db") == ["", ""]
    with office.connect() as connection:
        assert connection.execute("SELECT amount FROM tally").scalar() == 1000


def test_a_key_of_another_length_is_a_mistake_of_the_program(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32"):
        open_engine(tmp_path / "office.db", b"short")
    assert list(tmp_path.iterdir()) == []


def test_a_reader_does_not_make_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"vault\.refused\.missing"):
        open_engine(tmp_path / "office.db", KEY, read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"vault\.refused\.disk"):
        open_engine(tmp_path / "nowhere" / "office.db", KEY)


def test_an_old_sqlite_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(Refused) as refused:
        open_engine(tmp_path / "office.db", KEY)
    assert refused.value.key == "vault.refused.sqlite"
    assert refused.value.values["oldest"] == "3.51.3"
    assert list(tmp_path.iterdir()) == []


class WithoutCipher:
    """A connection of a SQLite that was built without encryption: unknown pragmas say nothing."""

    def __init__(self, *_: object, **__: object) -> None:
        self.closed = False

    def execute(self, _: str) -> WithoutCipher:
        return self

    def fetchone(self) -> None:
        return None

    def close(self) -> None:
        self.closed = True


def test_a_sqlite_without_encryption_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = WithoutCipher()
    monkeypatch.setattr(dbapi2, "connect", lambda *_, **__: plain)
    with pytest.raises(Refused, match=r"vault\.refused\.cipher"):
        open_engine(tmp_path / "office.db", KEY)
    assert plain.closed


def test_a_full_disk_is_told_in_plain_words_and_loses_nothing(office: Engine) -> None:
    with office.connect() as connection:
        connection.execute("PRAGMA max_page_count = 3")

    def fill(connection: Connection) -> None:
        connection.execute("UPDATE tally SET amount = 1")
        connection.execute("CREATE TABLE big (text TEXT) STRICT")
        connection.execute("INSERT INTO big VALUES (?)", ("x" * 100_000,))

    with pytest.raises(Refused, match=r"vault\.refused\.disk_full"), office.begin() as connection:
        fill(connection)
    with office.connect() as connection:
        assert connection.execute("SELECT amount FROM tally").scalar() == 0


def test_a_damaged_page_is_told_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    engine = open_engine(path, KEY)
    with engine.begin() as connection:
        connection.execute("CREATE TABLE note (text TEXT) STRICT")
        connection.execute("INSERT INTO note VALUES (?)", ("x" * 50_000,))
    engine.dispose()
    damaged = bytearray(path.read_bytes())
    damaged[3 * 4096 + 99] ^= 1
    path.write_bytes(damaged)
    engine = open_engine(path, KEY)
    with pytest.raises(Refused), engine.connect() as connection:
        connection.execute("SELECT text FROM note").all()
    engine.dispose()


def test_a_message_never_repeats_what_was_being_stored(office: Engine) -> None:
    with pytest.raises(dbapi2.Error) as failed, office.begin() as connection:
        connection.execute("INSERT INTO tally VALUES (?)", ("电话 139 的郑岚",))
    assert "郑岚" not in str(failed.value)
