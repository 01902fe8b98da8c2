"""The tables of the office's file: what a file of the newest version is made from.

``event`` is the journal and the truth. Every other table is either a projection of it, whose rows
each follow from the events of exactly one subject, or something that can't be derived: keys,
pinned policy packs, drafts, the last clock reading and the office's own identity.

Instants are UTC text of fixed width (27 characters), so that text order is time order. Long texts
(what a letter says, a reply) stay in the journal, and so does what becomes of a live incident;
tables hold what is listed, searched or joined.
An ``ordinal`` is the place of the event that made a row in the order of all desks, as text.
A column that is added comes last in its class, as it does in files that had the table before.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import REAL, Integer, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from data.tables.parts import holds, index, instant, ledger_indices
from data.tables.shared import PROMPTING

NAME = Field(sa_type=Text, primary_key=True)


def filled(default: str | int) -> Any:
    """Return a column that says ``default`` in rows from before it, and where nothing is said."""
    if isinstance(default, str):
        return Field(sa_type=Text, sa_column_kwargs={"server_default": default})
    return Field(sa_type=Integer, sa_column_kwargs={"server_default": text(str(default))})


class EventTable(SQLModel, table=True):
    """The journal: one line for each fact, in the order they came to this file.

    ``stamp`` is where a line stands among those of all desks, if not where it was recorded.
    ``signed_desk`` and ``signed_dseq`` are the name and number that it came under, and that the
    chain signs, where its desk has departed since from the one that it was a copy of.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("uid"),
        UniqueConstraint("desk", "dseq"),
        *holds(instant("happened_at"), instant("recorded_at"), "json_valid(body)"),
        *holds("length(prev) = 32", "length(mac) = 32"),
        index("event_subject", "subject", "seq"),
        index("event_recorded", "recorded_at", "seq"),
        index("event_glass", "seq", where="kind IN ('identity.read', 'identity.reviewed')"),
        index("event_prompting", "recorded_at", "kind", where=PROMPTING),
        index("event_stamp", "stamp", where="stamp IS NOT NULL"),
        index("event_departed", "seq", where="kind = 'desk.departed'"),
        index("event_keyed", "desk", "dseq", where="kind = 'desk.keyed'"),
    )

    seq: int = Field(primary_key=True)
    uid: str = Field(sa_type=Text)
    desk: str = Field(sa_type=Text)
    dseq: int
    kind: str = Field(sa_type=Text)
    subject: str = Field(sa_type=Text)
    happened_at: str = Field(sa_type=Text)
    recorded_at: str = Field(sa_type=Text)
    officer: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)
    prev: bytes = Field(sa_type=LargeBinary)
    mac: bytes = Field(sa_type=LargeBinary)
    stamp: str | None = Field(sa_type=Text, default=None)
    signed_desk: str | None = Field(sa_type=Text, default=None)
    signed_dseq: int | None = None


class MatterTable(SQLModel, table=True):
    """The ledger's lines."""

    __tablename__ = "matter"
    __table_args__ = (*ledger_indices(),)

    uid: str = NAME
    number: str = Field(sa_type=Text)
    channel: str = Field(sa_type=Text)
    summary: str = Field(sa_type=Text)
    purpose: str | None = Field(sa_type=Text, default=None)
    topic: str = Field(sa_type=Text)
    unit: str = Field(sa_type=Text)
    township: str = Field(sa_type=Text)
    headcount: int | None = None
    anonymous: int
    confidential: int
    read_back: int
    sealed: str = Field(sa_type=Text)
    source: str = Field(sa_type=Text)
    source_ref: str = Field(sa_type=Text)
    received_at: str = Field(sa_type=Text)
    registered_at: str = Field(sa_type=Text)
    officer: str = Field(sa_type=Text)
    state: str = filled("registered")
    holder: str = filled("")
    due_on: str | None = Field(sa_type=Text, default=None)
    due_clock: str | None = Field(sa_type=Text, default=None)
    due_at: str | None = Field(sa_type=Text, default=None)
    reckoned: int = filled(0)
    undecided: int = filled(0)
    supervised: int = filled(0)
    urgent: int = filled(0)
    finding: str | None = Field(sa_type=Text, default=None)
    answered_at: str | None = Field(sa_type=Text, default=None)
    again: int = filled(0)
    brought: str = filled("")
    taken_at: str | None = Field(sa_type=Text, default=None)
    past: int = filled(0)
    place: str = filled("")
    addressed_to: str = filled("")
    cause: str = filled("")
    concerned: int | None = None
    publishable: int = filled(0)
    satisfaction: str | None = Field(sa_type=Text, default=None)
    simple: int = filled(0)
    leader: str = filled("")
    code: str = filled("")


class RequestTable(SQLModel, table=True):
    """What people ask for and what they got, by the uid of the event that recorded it."""

    __tablename__ = "request"
    __table_args__ = (index("request_matter", "matter", "ordinal"),)

    uid: str = NAME
    matter: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    answer: str | None = Field(sa_type=Text, default=None)
    step: str | None = Field(sa_type=Text, default=None)
    due_on: str | None = Field(sa_type=Text, default=None)
    ordinal: str = filled("")


class TallyTable(SQLModel, table=True):
    """Row counts that triggers keep."""

    __tablename__ = "tally"

    name: str = NAME
    amount: int


class IncidentTable(SQLModel, table=True):
    """Live incidents as they stand."""

    __tablename__ = "incident"
    __table_args__ = (
        index("incident_matter", "matter"),
        # Not unique: an incident's number starts over every year.
        index("incident_number", "number", "ordinal"),
        index("incident_live", "ordinal", where="closed_at IS NULL"),
        index("incident_followed", "ordinal", where="follows = 1"),
    )

    uid: str = NAME
    number: str = Field(sa_type=Text)
    matter: str = Field(sa_type=Text)
    topic: str = Field(sa_type=Text)
    channel: str = Field(sa_type=Text)
    headcount: int
    count_source: str = Field(sa_type=Text)
    level: str = Field(sa_type=Text)
    policy: str = Field(sa_type=Text)
    policy_label: str = Field(sa_type=Text)
    unit: str = Field(sa_type=Text)
    township: str = Field(sa_type=Text)
    assigned_leader: int
    opened_at: str = Field(sa_type=Text)
    closed_at: str | None = Field(sa_type=Text, default=None)
    ordinal: str = filled("")
    follows: int = filled(0)


class RosterEntryTable(SQLModel, table=True):
    """The roster's lines as recorded; ``in_place_of`` names whom a replacement took over from."""

    __tablename__ = "roster_entry"
    __table_args__ = (index("roster_entry_subject", "subject"),)

    event: str = Field(sa_type=Text, primary_key=True)
    position: int = Field(primary_key=True)
    subject: str = Field(sa_type=Text)
    post: str = Field(sa_type=Text)
    unit: str = Field(sa_type=Text)
    person: str = Field(sa_type=Text)
    phone: str = Field(sa_type=Text)
    starts_at: str = Field(sa_type=Text)
    ends_at: str = Field(sa_type=Text)
    rank: int
    shift: str = Field(sa_type=Text)
    in_place_of: str = Field(sa_type=Text)


class LeaveTable(SQLModel, table=True):
    """Officials' leave as recorded, like the lines of the roster beside it.

    What was taken back stays: the rules say what it adds up to (``core.roster.adding_up``).
    """

    __tablename__ = "leave"
    __table_args__ = (index("leave_subject", "subject"),)

    event: str = NAME
    subject: str = Field(sa_type=Text)
    person: str = Field(sa_type=Text)
    starts_at: str = Field(sa_type=Text)
    ends_at: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)


class CounterTable(SQLModel, table=True):
    """The last number given in each series."""

    __tablename__ = "counter"

    series: str = NAME
    last: int


class MetaTable(SQLModel, table=True):
    """The office's uid, name and time zone, and this desk's incarnation."""

    __tablename__ = "meta"

    key: str = NAME
    value: str = Field(sa_type=Text)


class MatterKeyTable(SQLModel, table=True):
    """Each matter's own key, wrapped; destroying it erases the identity sealed under it."""

    __tablename__ = "matter_key"

    matter: str = NAME
    wrapped: str = Field(sa_type=Text)


class PolicyPackTable(SQLModel, table=True):
    """The text of every policy pack an incident was pinned to."""

    __tablename__ = "policy_pack"

    digest: str = NAME
    text: str = Field(sa_type=Text)


class HeartbeatTable(SQLModel, table=True):
    """The last reading of the machine's clocks, and whether a console was on watch then."""

    __tablename__ = "heartbeat"
    __table_args__ = (*holds("id = 1"),)

    id: int = Field(primary_key=True)
    wall: str = Field(sa_type=Text)
    boot: float = Field(sa_type=REAL)
    boot_id: str = Field(sa_type=Text)
    ahead: float = Field(sa_type=REAL)
    attended: int = filled(1)


class DraftTable(SQLModel, table=True):
    """Half-typed forms, sealed."""

    __tablename__ = "draft"

    form: str = NAME
    body: bytes = Field(sa_type=LargeBinary)
    saved_at: str = Field(sa_type=Text)


class SavedViewTable(SQLModel, table=True):
    """How an officer wants to see the ledger, under a name; body is JSON."""

    __tablename__ = "saved_view"
    __table_args__ = (*holds("json_valid(body)", instant("saved_at")),)

    name: str = NAME
    body: str = Field(sa_type=Text)
    saved_at: str = Field(sa_type=Text)


class DeskKeyTable(SQLModel, table=True):
    """What this desk, and those that it goes on from, sign batches with; leaves this file never."""

    __tablename__ = "desk_key"

    desk: str = NAME
    private: bytes = Field(sa_type=LargeBinary)


class BatchTable(SQLModel, table=True):
    """Batches with their signatures; ``lines`` only of one that waits for others' lines.

    Hashes, keys and signatures are hex, ``marks`` is JSON; ``name`` is the hash of what was signed.
    """

    __tablename__ = "batch"
    __table_args__ = (*holds("json_valid(marks)"),)

    desk: str = Field(sa_type=Text, primary_key=True)
    first: int = Field(primary_key=True)
    last: int
    before: str = Field(sa_type=Text)
    digest: str = Field(sa_type=Text)
    marks: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text)
    signature: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    lines: bytes | None = Field(sa_type=LargeBinary, default=None)


class HeardTable(SQLModel, table=True):
    """How far each other desk had come when it last wrote a file, what it goes on from, and the
    matters whose keys it lacked."""

    __tablename__ = "heard"
    __table_args__ = (*holds(instant("written_at"), "json_valid(marks)", "json_valid(before)"),)

    desk: str = NAME
    marks: str = Field(sa_type=Text)
    before: str = Field(sa_type=Text)
    written_at: str = Field(sa_type=Text)
    lacks: str = filled("[]")


class OfficerSlotTable(SQLModel, table=True):
    """Officers' slots for other desks, by the events that set them, with the desk that signed."""

    __tablename__ = "officer_slot"
    __table_args__ = (*holds("json_valid(slot)"),)

    event: str = NAME
    slot: str = Field(sa_type=Text)
    desk: str = Field(sa_type=Text)
    signature: str = Field(sa_type=Text)


class HubTable(SQLModel, table=True):
    """The hub that this desk brings its batches to, if any, and what it signs in there with.

    ``place`` is an address without a password, ``next_password`` what takes the password's place
    once the hub has it. ``told`` is how far this desk's lines were there at ``synced_at``,
    ``swept`` the place in this file until which the hub was told what is erased.
    """

    __tablename__ = "hub"

    place: str = NAME
    password: str = Field(sa_type=Text)
    next_password: str = filled("")
    desk: str = filled("")
    told: int = filled(0)
    swept: int = filled(0)
    synced_at: str | None = Field(sa_type=Text, default=None)
