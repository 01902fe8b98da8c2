"""The tables of a hub, in the schema ``xfc`` of a PostgreSQL that somebody else runs.

No desk may read or write any of them: all it may do is call the functions in ``functions.sql``.
Nothing here is text of an office but what the hub's owner called it; batches and records are
sealed. ``batch`` and ``line`` are partitioned by the month in which they came.

A column that comes later may be empty or has a default, because a hub that has rows gets it too.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

SCHEMA = "xfc"
MOST_BYTES, HOURLY_BYTES = 64_000_000, 512_000_000
"""How much a sealed batch, and what one login brings in an hour, may come to."""
_BY_MONTH = {"postgresql_partition_by": "RANGE (stored_at)"}


def _at(*, key: bool = False) -> Any:
    now = {"server_default": text("now()")}
    return Field(sa_type=DateTime(timezone=True), primary_key=key, sa_column_kwargs=now)


def _number() -> Any:
    return Field(primary_key=True, sa_type=Integer, sa_column_args=[Identity(always=True)])


def _of(table: str, *, key: bool = False) -> Any:
    named = [ForeignKey(f"{SCHEMA}.{table}")]
    return Field(sa_type=Integer, primary_key=key, sa_column_args=named)


def _big(*, key: bool = False, default: int | None = None) -> Any:
    said = {} if default is None else {"server_default": text(str(default))}
    return Field(sa_type=BigInteger, primary_key=key, sa_column_kwargs=said)


class HubRow(SQLModel, registry=registry(metadata=MetaData(schema=SCHEMA))):
    """What the tables of a hub share: none of them is made in an office's file."""


class BoundRow(HubRow, table=True):
    """The one row that says how much a desk may bring, and what version of the hub this is."""

    __tablename__ = "bound"
    __table_args__ = (CheckConstraint("one = 1"),)

    one: int = Field(sa_type=Integer, primary_key=True, sa_column_kwargs={"autoincrement": False})
    most_bytes: int = _big(default=MOST_BYTES)
    hourly_bytes: int = _big(default=HOURLY_BYTES)
    version: int = _big(default=0)


class OfficeRow(HubRow, table=True):
    """An office: what the hub's owner calls it, and its name in its own journal once it came."""

    __tablename__ = "office"
    __table_args__ = (UniqueConstraint("label"), UniqueConstraint("uid"))

    number: int = _number()
    label: str = Field(sa_type=Text)
    uid: str | None = Field(sa_type=Text, default=None)


class LoginRow(HubRow, table=True):
    """A role that one desk signs in as, and how many bytes it brought in its last hour."""

    __tablename__ = "login"

    name: str = Field(sa_type=Text, primary_key=True)
    office: int = _of("office.number")
    invited_at: datetime = _at()
    enrolled_at: datetime | None = Field(sa_type=DateTime(timezone=True), default=None)
    hour: datetime = _at()
    spent: int = _big(default=0)


class DeskRow(HubRow, table=True):
    """A desk: how far it is here, and the name of its last batch. Others brought what has no
    login."""

    __tablename__ = "desk"
    __table_args__ = (UniqueConstraint("office", "name"),)

    number: int = _number()
    office: int = _of("office.number")
    name: str = Field(sa_type=Text)
    login: str | None = Field(sa_type=Text, default=None)
    last: int = _big(default=0)
    head: bytes = Field(sa_type=LargeBinary, sa_column_kwargs={"server_default": ""})
    pushed_at: datetime | None = Field(sa_type=DateTime(timezone=True), default=None)


class BatchRow(HubRow, table=True):
    """A batch, sealed for its office; ``name`` is the SHA-256 of what its desk signed."""

    __tablename__ = "batch"
    __table_args__ = (_BY_MONTH,)

    desk: int = _of("desk.number", key=True)
    last: int = _big(key=True)
    stored_at: datetime = _at(key=True)
    first: int = _big()
    name: bytes = Field(sa_type=LargeBinary)
    sealed: bytes = Field(sa_type=LargeBinary)
    login: str = Field(sa_type=Text)


class LineRow(HubRow, table=True):
    """One entry: who wrote it as their how-manieth, and the SHA-256 of it. No foreign key: there
    are many."""

    __tablename__ = "line"
    __table_args__ = (_BY_MONTH,)

    desk: int = Field(sa_type=Integer, primary_key=True)
    dseq: int = _big(key=True)
    stored_at: datetime = _at(key=True)
    uid: UUID = Field(sa_type=Uuid)
    hash: bytes = Field(sa_type=LargeBinary)


class AsideRow(HubRow, table=True):
    """A batch that holds other entries under numbers that are taken: two laptops, one desk.
    ``uid`` is its last entry's; once that is here under any name it lies aside no longer. What an
    older hub put aside has none until its laptop brings it again, and is told of from then on."""

    __tablename__ = "aside"

    desk: int = _of("desk.number", key=True)
    name: bytes = Field(sa_type=LargeBinary, primary_key=True)
    first: int = _big()
    last: int = _big()
    uid: UUID | None = Field(sa_type=Uuid, default=None)
    sealed: bytes = Field(sa_type=LargeBinary)
    login: str = Field(sa_type=Text)
    stored_at: datetime = _at()


class FigureRow(HubRow, table=True):
    """How many matters an office received in a month and what became of them, as the desk told
    that had read ``known`` lines."""

    __tablename__ = "figure"

    office: int = _of("office.number", key=True)
    month: str = Field(sa_type=Text, primary_key=True)
    received: int = _big()
    answered: int = _big()
    late: int = _big()
    overdue: int = _big()
    known: int = _big()
    told_at: datetime = _at()


class RecordRow(HubRow, table=True):
    """A sealed record that may be replaced and taken away, unlike a batch."""

    __tablename__ = "record"

    office: int = _of("office.number", key=True)
    kind: str = Field(sa_type=Text, primary_key=True)
    name: str = Field(sa_type=Text, primary_key=True)
    sealed: bytes = Field(sa_type=LargeBinary)
    login: str = Field(sa_type=Text)
    stored_at: datetime = _at()
