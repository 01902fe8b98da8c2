"""Connections that are lent: nothing of one loan is left for the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from data.file.connection import Engine
from data.file.engine import open_engine

KEY = bytes(range(32))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "office.db", KEY)
    with engine.begin() as connection:
        connection.execute("CREATE TABLE note (text TEXT, at INTEGER) STRICT")
        rows = [{"text": text, "at": at} for at, text in enumerate("甲乙丙丁戊")]
        connection.execute_many("INSERT INTO note VALUES (:text, :at)", rows)
    yield engine
    engine.dispose()


def test_what_is_found_is_read_as_rows_columns_names_and_parts(engine: Engine) -> None:
    with engine.connect() as connection:
        read = connection.execute("SELECT at, text FROM note ORDER BY at").all()
        assert read[:2] == [(0, "甲"), (1, "乙")]
        few = "SELECT text FROM note WHERE at < ? ORDER BY at"
        assert list(connection.execute(few, (2,)).scalars()) == ["甲", "乙"]
        assert connection.execute(few, (2,)).first() == ("甲",)
        assert connection.execute(few, (0,)).first() is None
        assert connection.execute(few, (0,)).scalar() is None
        assert [*connection.execute(few, (1,)).mappings()] == [{"text": "甲"}]
        assert [len(part) for part in connection.execute(few, (9,)).chunks(2)] == [2, 2, 1]
        assert connection.execute("DELETE FROM note WHERE at > 2").changed == 2


def test_one_that_comes_back_is_lent_again(engine: Engine) -> None:
    with engine.connect() as first:
        pass
    with engine.begin() as second, engine.lent() as beside:
        assert second.driver is first.driver
        assert beside.driver is not first.driver


def test_the_last_idle_one_goes_to_one_thread_only(engine: Engine) -> None:
    class Last(list[object]):
        """What another thread empties between a look at it and the taking."""

        def __bool__(self) -> bool:
            self.clear()
            return True

    engine._idle = Last()
    with engine.lent() as connection:
        assert connection.execute("SELECT count(*) FROM note").scalar() == 5


def test_a_statement_read_by_half_holds_nothing_once_its_connection_came_back(
    engine: Engine, tmp_path: Path
) -> None:
    reader = open_engine(tmp_path / "office.db", KEY, read_only=True)
    with reader.connect() as connection:
        half = connection.execute("SELECT text FROM note")
        assert half.first() == ("甲",)
    with engine.begin() as connection:
        connection.execute("DELETE FROM note")
    with engine.lent() as connection:
        # Cutting the log waits for whoever reads an older state.
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").all()[0]
    assert not busy
    with reader.connect() as connection:
        assert connection.execute("SELECT count(*) FROM note").scalar() == 0
    reader.dispose()


def test_one_that_is_invalid_or_outlives_the_engine_is_not_lent_again(engine: Engine) -> None:
    with engine.lent() as connection:
        connection.invalidate()
    with pytest.raises(dbapi2.ProgrammingError, match="closed"):
        connection.driver.execute("SELECT 1")
    with engine.lent() as outliving:
        engine.dispose()
    with engine.lent() as other:
        assert other.driver is not outliving.driver


def test_what_fails_while_it_is_read_is_told_as_well(engine: Engine) -> None:
    told: list[str] = []
    engine.faults.append(lambda error: told.append(str(error)))
    over = "SELECT abs(CASE at WHEN 0 THEN 1 ELSE -1 << 63 END) FROM note"
    with engine.connect() as connection:
        found = connection.execute(over)
        with pytest.raises(dbapi2.OperationalError):
            found.all()
    assert told == ["integer overflow"]
