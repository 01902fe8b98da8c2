"""The tables of a matter's life: deadlines, links, barred parties and erasures."""

from __future__ import annotations

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from data.tables.parts import holds, index, instant
from data.tables.rows import NAME, filled
from data.tables.shared import MEETS, UNRULED


class DeadlineTable(SQLModel, table=True):
    """Every clock that a matter ever started, and the prompt that stands for it, if any.

    ``look_at`` is the next instant at which somebody is to be prompted; ``silent``: a file brought
    it overdue, and nobody took the matter up.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        *holds(instant("due_at"), *(f"{n} IS NULL OR {instant(n)}" for n in ("look_at", "met_at"))),
        index("deadline_look", "look_at", where="look_at IS NOT NULL"),
        index("deadline_unruled", "matter", where=UNRULED),
        index(
            *("deadline_standing", "measure", "due_at", "target_on", "matter", "clock", "part"),
            where="prompt IS NOT NULL",
        ),
        {"sqlite_with_rowid": False},
    )

    matter: str = Field(sa_type=Text, primary_key=True)
    clock: str = Field(sa_type=Text, primary_key=True)
    anchor: str = Field(sa_type=Text, primary_key=True)
    part: int = Field(primary_key=True)
    who: str = Field(sa_type=Text)
    unit: str = Field(sa_type=Text)
    measure: str = Field(sa_type=Text)
    days: int
    started_on: str = Field(sa_type=Text)
    target_on: str = Field(sa_type=Text)
    rolled_on: str = Field(sa_type=Text)
    due_at: str = Field(sa_type=Text)
    provisional: int
    look_at: str | None = Field(sa_type=Text, default=None)
    met_at: str | None = Field(sa_type=Text, default=None)
    met_by: str | None = Field(sa_type=Text, default=None)
    prompt: str | None = Field(sa_type=Text, default=None)
    what: str | None = Field(sa_type=Text, default=None)
    step: int = filled(0)
    post: str = filled("")
    person: str = filled("")
    prompt_due: str | None = Field(sa_type=Text, default=None)
    prompted_at: str | None = Field(sa_type=Text, default=None)
    silent: int = filled(0)
    control_at: str | None = Field(sa_type=Text, default=None)


class LinkedTable(SQLModel, table=True):
    """Which matters an officer confirmed to be the same; each row by the event that said so."""

    __tablename__ = "linked"
    __table_args__ = (index("linked_matter", "matter"), index("linked_target", "target"))

    event: str = NAME
    matter: str = Field(sa_type=Text)
    target: str = Field(sa_type=Text)


class BarredTable(SQLModel, table=True):
    """Officials and units that may have no hand in a matter."""

    __tablename__ = "barred"
    __table_args__ = (
        index("barred_matter", "matter"),
        index("barred_person", "person", "matter"),
    )

    event: str = NAME
    matter: str = Field(sa_type=Text)
    bar: str = Field(sa_type=Text)
    person: str = Field(sa_type=Text)
    post: str = Field(sa_type=Text)
    unit: str = Field(sa_type=Text)


class ErasureTable(SQLModel, table=True):
    """Each matter whose identity somebody proposed to erase; approved ones with an instant."""

    __tablename__ = "erasure"
    __table_args__ = (
        *holds(instant("erase_after")),
        index("erasure_after", "erase_after", where="erase_after IS NOT NULL"),
    )

    matter: str = NAME
    proposal: str = Field(sa_type=Text)
    erase_after: str | None = Field(default=None, sa_type=Text)


class ReceivedTable(SQLModel, table=True):
    """Matters that have a place in the order of a reception day's session, with the decision.

    ``session`` is one of the office's own sessions; ``starts_at`` is when it begins. ``on_day`` was
    set at ``dated_at``; ``meeting`` is what was noted last of a meeting called, with its outcome.
    """

    __tablename__ = "received"
    __table_args__ = (
        *holds(instant("starts_at"), instant("decided_at")),
        index("received_session", "session", "place"),
        index("received_starts", "starts_at", "place"),
        index("received_meets", "on_day", where=MEETS),
        {"sqlite_with_rowid": False},
    )

    matter: str = Field(sa_type=Text, primary_key=True)
    session: str = Field(sa_type=Text, primary_key=True)
    starts_at: str = Field(sa_type=Text)
    place: int
    leader: str = filled("")
    post: str = filled("")
    decision: str | None = Field(sa_type=Text, default=None)
    text: str = filled("")
    unit: str = filled("")
    on_day: str | None = Field(sa_type=Text, default=None)
    passed_to: str = filled("")
    decided_at: str | None = Field(sa_type=Text, default=None)
    dated_at: str | None = Field(sa_type=Text, default=None)
    meeting: str | None = Field(sa_type=Text, default=None)
    outcome: str = filled("")


class KeeperTable(SQLModel, table=True):
    """The desks that keep a subject, by the take-over that made each a keeper, or under the
    subject's own name by its opening. What is not here is kept by the desk the office began with.
    """

    __tablename__ = "keeper"
    __table_args__ = ({"sqlite_with_rowid": False},)

    subject: str = Field(sa_type=Text, primary_key=True)
    event: str = Field(sa_type=Text, primary_key=True)
    desk: str = Field(sa_type=Text)


class ContestedTable(SQLModel, table=True):
    """Acts of which none followed another, until one settles them: moves of a subject, or with
    ``about`` corrections of the same ``fields`` of that event.
    """

    __tablename__ = "contested"
    __table_args__ = ({"sqlite_with_rowid": False},)

    subject: str = Field(sa_type=Text, primary_key=True)
    about: str = Field(sa_type=Text, primary_key=True)
    fields: str = Field(sa_type=Text, primary_key=True)
    event: str = Field(sa_type=Text, primary_key=True)


class MovedTable(SQLModel, table=True):
    """Matters that another desk did something about since the engine of this one looked."""

    __tablename__ = "moved"
    __table_args__ = ({"sqlite_with_rowid": False},)

    matter: str = NAME


class WipingTable(SQLModel, table=True):
    """Holds a row while what was destroyed may still lie in unused parts of the file or its log."""

    __tablename__ = "wiping"
    __table_args__ = (*holds("id = 1"),)

    id: int = Field(primary_key=True)


TABLES = SQLModel.metadata
"""Every table of the file."""
for _table in TABLES.tables.values():
    _table.dialect_options["sqlite"]["strict"] = True
