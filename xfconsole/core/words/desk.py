"""The desk's vocabulary: the closed word lists every other module speaks in (docs/rules.md)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from xfconsole.core.words.frozen import frozen

Uid: TypeAlias = str
"""A UUID in its 36-character form."""
Own: TypeAlias = Collection[str] | None
"""The names under which a desk keeps subjects; None where the office has no other desk."""


class Channel(StrEnum):
    """How a matter reached the office."""

    LETTER = "letter"
    VISIT = "visit"
    CALL = "call"
    ONLINE = "online"
    GROUP_VISIT = "group_visit"
    JOINT_LETTER = "joint_letter"


class Purpose(StrEnum):
    """What the complainant is after (信访目的)."""

    SUGGESTION = "suggestion"
    ACCUSATION = "accusation"
    CLAIM = "claim"


class Level(StrEnum):
    """Grade of a live incident, in rising order."""

    NONE = "none"
    GENERAL = "general"
    MAJOR = "major"

    @property
    def rank(self) -> int:
        """0 for none, 1 for general, 2 for major."""
        return _RANKS[self]


_RANKS = {level: rank for rank, level in enumerate(Level)}


class CountSource(StrEnum):
    """Whether a head-count was counted or estimated."""

    COUNTED = "counted"
    ESTIMATE = "estimate"


class RingOutcome(StrEnum):
    """How ringing a post ended."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    REFUSED = "refused"
    WRONG_NUMBER = "wrong_number"


class Hearing(StrEnum):
    """What the officer on duty says of the bell that was rung for a trial."""

    HEARD = "heard"
    NOT_HEARD = "not_heard"
    LATER = "later"


class RosterHow(StrEnum):
    """How a change of the roster came about at the desk."""

    EDITED = "edited"
    COPIED = "copied"
    UNDONE = "undone"


class ReportKind(StrEnum):
    """Which information report (信息报告) it is."""

    FIRST = "first"
    FOLLOW_UP = "follow_up"
    FINAL = "final"


class ReportChannel(StrEnum):
    """By which way an information report went up."""

    PHONE = "phone"
    WRITTEN = "written"
    IN_PERSON = "in_person"
    SYSTEM = "system"

    @property
    def spoken(self) -> bool:
        """Whether somebody heard it; otherwise it lies there in writing."""
        return self in (ReportChannel.PHONE, ReportChannel.IN_PERSON)


class EmergencyService(StrEnum):
    """Public emergency numbers rung for danger to life."""

    POLICE = "110"
    FIRE = "119"
    AMBULANCE = "120"


class Place(StrEnum):
    """What the holders of a post belong to, where a post's scope is not the whole office."""

    UNIT = "unit"
    TOWNSHIP = "township"


class DutyState(StrEnum):
    """Where a post stands with one live incident."""

    UNTOLD = "untold"
    NOT_REACHED = "not_reached"
    UNHELD = "unheld"
    UNIT_UNNAMED = "unit_unnamed"
    TOWNSHIP_UNNAMED = "township_unnamed"
    EN_ROUTE = "en_route"
    ARRIVED = "arrived"
    RELIEVED = "relieved"
    STOOD_DOWN = "stood_down"


class PromptKind(StrEnum):
    """What a prompt asks the duty officer to do."""

    RING = "ring"
    RETRY = "retry"
    DEPUTY = "deputy"
    NEXT_RANK = "next_rank"
    NOBODY = "nobody"
    NAME_UNIT = "name_unit"
    NAME_TOWNSHIP = "name_township"
    ETA_BROKEN = "eta_broken"
    ARRIVAL_LATE = "arrival_late"
    REPORT_FIRST = "report_first"
    REPORT_WRITTEN = "report_written"
    REPORT_FOLLOW_UP = "report_follow_up"
    REPORT_DAILY = "report_daily"
    REPORT_RECEIPT = "report_receipt"
    INSTRUCTION_RELAY = "instruction_relay"
    INSTRUCTION_DUE = "instruction_due"
    DUE_SOON = "due_soon"
    PAST_CONTROL = "past_control"
    OVERDUE = "overdue"
    RECEPTION_PLAN = "reception_plan"
    RECEPTION_AWAY = "reception_away"
    RECEPTION_NOTICE = "reception_notice"
    RECEPTION_NOTICE_AGAIN = "reception_notice_again"
    RECEPTION_UNITS = "reception_units"
    RECEPTION_HELD = "reception_held"
    RECEPTION_MEETING = "reception_meeting"
    RECEPTION_RESULT = "reception_result"


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """What a complainant chose to say of themselves; always sealed, never in the clear in storage.

    The fields are those of the reception register 信访接待登记簿 (docs/rules.md §6). An ID number
    is deliberately none of them (TG 19). ``representatives`` are at most five (TG 20).
    """

    name: str = ""
    sex: str = ""
    age: str = ""
    native_place: str = ""
    occupation: str = ""
    address: str = ""
    phone: str = ""
    representatives: tuple[str, ...] = ()

    def __repr__(self) -> str:
        # A repr ends up in logs and reports of faults.
        return "Identity(...)"

    def __bool__(self) -> bool:
        return any((self.name, self.sex, self.age, self.native_place, self.occupation)) or any(
            (self.address, self.phone, self.representatives)
        )


@frozen
class Contact:
    """An official who can be rung for a post. ``order`` 1 is the primary holder, then deputies."""

    post: str
    person: str
    phone: str
    order: int = 1
    unit: str = ""


MAX_HEADCOUNT = 100_000


RELIEF_RULE = "handover"
"""The rule of every prompt about a relief that has not come; their subject is the office."""
