"""Connections to one file: lent to one at a time, their faults told in words.

SQLAlchemy, which makes the tables, would do as well, but loading it takes longer than a command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeAlias

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

Row: TypeAlias = tuple[Any, ...]
Values: TypeAlias = Sequence[object] | Mapping[str, object]
Fault: TypeAlias = Callable[[BaseException], None]
"""Is told what the library would not do; may raise what says it better."""


class Found:
    """What a statement finds, row by row and once only."""

    def __init__(self, cursor: Any, fault: Fault) -> None:
        self._cursor, self._fault = cursor, fault

    @property
    def changed(self) -> int:
        """How many rows the statement changed."""
        return int(self._cursor.rowcount)

    def __iter__(self) -> Iterator[Row]:
        try:
            yield from self._cursor
        except dbapi2.Error as error:
            self._fault(error)
            raise

    def all(self) -> list[Row]:
        """Return every row."""
        return list(self)

    def first(self) -> Row | None:
        """Return the first row, or None."""
        return next(iter(self), None)

    def scalar(self) -> Any:
        """Return the first column of the first row, None without one."""
        row = self.first()
        return None if row is None else row[0]

    def scalars(self) -> Iterator[Any]:
        """Yield the first column of every row."""
        return (row[0] for row in self)

    def mappings(self) -> Iterator[dict[str, Any]]:
        """Yield every row with its columns' names."""
        names = [each[0] for each in self._cursor.description]
        return (dict(zip(names, row, strict=True)) for row in self)

    def chunks(self, size: int) -> Iterator[list[Row]]:
        """Yield the rows so many at a time."""
        rows = iter(self)
        while some := list(islice(rows, size)):
            yield some


class Connection:
    """One connection while it is lent. ``driver`` is the library's own."""

    def __init__(self, driver: Any, fault: Fault) -> None:
        self.driver, self._fault = driver, fault
        self.invalid = False

    def execute(self, statement: str, values: Values = ()) -> Found:
        """Execute a statement with ``?`` or ``:name`` for its values."""
        try:
            return Found(self.driver.execute(statement, values), self._fault)
        except dbapi2.Error as error:
            self._fault(error)
            raise

    def execute_many(self, statement: str, rows: Iterable[Values]) -> None:
        """Execute a statement once for each row of values."""
        try:
            self.driver.executemany(statement, rows)
        except dbapi2.Error as error:
            self._fault(error)
            raise

    def commit(self) -> None:
        """Store what was done."""
        try:
            self.driver.commit()
        except dbapi2.Error as error:
            self._fault(error)
            raise

    def invalidate(self) -> None:
        """Have it closed, and not lent again."""
        self.invalid = True


class Engine:
    """Lends connections to any thread, each to one at a time.

    ``connected`` is told each that is made, ``begun`` and ``committing`` each that begins or is
    about to commit, ``faults`` what the library would not do.
    """

    def __init__(self, make: Callable[[], Any], begin: str, fault: Fault) -> None:
        self._make, self._begin = make, begin
        self._idle: list[Any] = []
        self.connected: list[Callable[[Any], None]] = []
        self.begun: list[Callable[[Connection], None]] = []
        self.committing: list[Callable[[Connection], None]] = []
        self.faults: list[Fault] = [fault]

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Lend a connection in a transaction that is rolled back at the end."""
        with self.lent() as connection:
            connection.execute(self._begin)
            for told in self.begun:
                told(connection)
            yield connection

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Lend a connection in a transaction that is stored at the end unless something fails."""
        with self.connect() as connection:
            yield connection
            for told in self.committing:
                told(connection)
            connection.commit()

    @contextmanager
    def lent(self) -> Iterator[Connection]:
        """Lend a connection outside a transaction; one that is left open is rolled back."""
        # One that is lent while the engine is disposed of does not come back to it.
        idle = self._idle
        try:
            driver = idle.pop()
        except IndexError:
            driver = self._made()
        connection = Connection(driver, self._fault)
        try:
            yield connection
        finally:
            if connection.invalid or not _rolled_back(connection.driver):
                connection.driver.close()
            else:
                idle.append(connection.driver)

    def dispose(self) -> None:
        """Close every connection that is not lent. The engine makes new ones when asked."""
        idle, self._idle = self._idle, []
        for driver in idle:
            driver.close()

    def _made(self) -> Any:
        driver = self._make()
        for told in self.connected:
            told(driver)
        return driver

    def _fault(self, error: BaseException) -> None:
        for told in self.faults:
            told(error)


def _rolled_back(driver: Any) -> bool:
    try:
        # Ends half-read statements too, which would hold the state of the file that they read.
        driver.rollback()
    except dbapi2.Error:
        return False
    return True
