"""Facts about a matter (信访事项), its requests and replies (subject: the matter)."""

from __future__ import annotations

from dataclasses import field, fields
from datetime import date

from xfconsole.core.facts.event import Fact
from xfconsole.core.words.desk import Channel, Purpose, Uid
from xfconsole.core.words.frozen import frozen


@frozen
class Particulars:
    """What is told of a matter wherever it is told in full: in its form, fact and ledger line.

    A column of the same name keeps each in the ledger. One that is added has a default.
    ``headcount`` is how many came or signed, ``concerned`` how many the matter is about.
    """

    channel: Channel
    summary: str
    purpose: Purpose | None = None
    topic: tuple[str, ...] = ()
    unit: str = ""
    township: str = ""
    headcount: int | None = None
    anonymous: bool = False
    confidential: bool = False
    place: str = ""
    addressed_to: str = ""
    cause: str = ""
    concerned: int | None = None
    publishable: bool = False


LINES = tuple(
    each.name for each in fields(Particulars) if each.type == "str" and each.name != "summary"
)
"""Those that are a line of text beside the summary: they are typed and told alike everywhere."""


@frozen
class MatterRegistered(Particulars, Fact, kind="matter.registered"):
    """A matter (信访事项) was registered. ``sealed`` is the identity's ciphertext, or empty.

    ``second`` is the other officer who vouched for a receipt before the running shift. ``brought``
    is the name of the import it came with, ``file_words`` what that calls channel, purpose and
    whether it may be published where it has other words than ours.
    """

    number: str = field(kw_only=True)
    text: str = ""
    read_back: bool = False
    sealed: str = ""
    source: str = ""
    source_ref: str = ""
    second: str = ""
    brought: str = ""
    file_words: str = ""


@frozen
class QueryCodeGiven(Fact, kind="matter.code_given"):
    """A matter got the code (查询码) that its papers bear; whoever holds one asks with it."""

    code: str


@frozen
class LettersImported(Fact, kind="letters.imported"):
    """Rows of a file of letters came in (subject: the office), some hundred at a time.

    ``brought`` is the import's name, the same in all of its registrations; ``known`` rows had come
    in before.
    """

    brought: str
    source: str
    added: int
    known: int
    replies: int


@frozen
class RowsLeftOut:
    """Rows of a file that did not come in, and the one reason for all of them.

    ``rows`` are their numbers as the spreadsheet shows them, such as ``3-5 9``, of ``sheet`` where
    several are read; empty for the rest of the file, which was not read. ``reason`` is a key of the
    catalogue, ``values`` its values as ``name=value``: headers and limits, never what a row says.
    """

    reason: str
    rows: str
    sheet: str = ""
    values: tuple[str, ...] = ()


@frozen
class LettersEnded(Fact, kind="letters.ended"):
    """An import of letters came to its end (subject: the office); of one cut off there is none.

    Of ``rows`` that were read ``bad`` did not come in; why, ``left_out`` says.
    """

    brought: str
    source: str
    rows: int
    added: int
    known: int
    replies: int
    bad: int = 0
    left_out: tuple[RowsLeftOut, ...] = ()


@frozen
class RequestRecorded(Fact, kind="request.recorded"):
    """Something the people ask for; the event's uid is the request's."""

    text: str


@frozen
class RequestAnswered(Fact, kind="request.answered"):
    """A request got its answer on the spot."""

    request: Uid
    answer: str


@frozen
class NextStepSet(Fact, kind="request.next_step"):
    """A request got a reason and a dated next step instead of an answer."""

    request: Uid
    step: str
    on: date


@frozen
class ReplyRecorded(Fact, kind="matter.replied"):
    """The responsible unit replied; happened when the reply was given."""

    text: str
