"""Facts about a matter (信访事项), its requests and replies (subject: the matter)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from xfconsole.core.facts.base import Fact
from xfconsole.core.words.desk import Channel, Purpose, Uid


@dataclass(frozen=True, slots=True)
class MatterRegistered(Fact):
    """A matter (信访事项) was registered. ``sealed`` is the identity's ciphertext, or empty.

    ``second`` is the other officer who vouched for a receipt before the running shift. ``brought``
    is the name of the import it came with.
    """

    kind: ClassVar[str] = "matter.registered"
    number: str
    channel: Channel
    summary: str
    text: str = ""
    purpose: Purpose | None = None
    topic: tuple[str, ...] = ()
    unit: str = ""
    township: str = ""
    headcount: int | None = None
    anonymous: bool = False
    confidential: bool = False
    read_back: bool = False
    sealed: str = ""
    source: str = ""
    source_ref: str = ""
    second: str = ""
    brought: str = ""


@dataclass(frozen=True, slots=True)
class LettersImported(Fact):
    """Rows of a file of letters came in (subject: the office), some hundred at a time.

    ``brought`` is the import's name, the same in all of its registrations; ``known`` rows had come
    in before.
    """

    kind: ClassVar[str] = "letters.imported"
    brought: str
    source: str
    added: int
    known: int
    replies: int


@dataclass(frozen=True, slots=True)
class RequestRecorded(Fact):
    """Something the people ask for; the event's uid is the request's."""

    kind: ClassVar[str] = "request.recorded"
    text: str


@dataclass(frozen=True, slots=True)
class RequestAnswered(Fact):
    """A request got its answer on the spot."""

    kind: ClassVar[str] = "request.answered"
    request: Uid
    answer: str


@dataclass(frozen=True, slots=True)
class NextStepSet(Fact):
    """A request got a reason and a dated next step instead of an answer."""

    kind: ClassVar[str] = "request.next_step"
    request: Uid
    step: str
    on: date


@dataclass(frozen=True, slots=True)
class ReplyRecorded(Fact):
    """The responsible unit replied; happened when the reply was given."""

    kind: ClassVar[str] = "matter.replied"
    text: str
