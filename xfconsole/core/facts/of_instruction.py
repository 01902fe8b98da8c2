"""Facts about a leader's written instructions (批示) at a live incident; their subject is that."""

from __future__ import annotations

from datetime import datetime

from xfconsole.core.facts.event import Fact
from xfconsole.core.words.desk import RingOutcome, Uid
from xfconsole.core.words.frozen import frozen


@frozen
class InstructionGiven(Fact, kind="instruction.given"):
    """A leader gave an instruction: to whom it is to be relayed, and by when it is to be done."""

    leader: str
    text: str
    posts: tuple[str, ...] = ()
    due: datetime | None = None


@frozen
class InstructionRelayed(Fact, kind="instruction.relayed"):
    """A post was rung to pass the instruction ``of`` on; ``read_back`` where somebody answered."""

    of: Uid
    post: str
    person: str
    outcome: RingOutcome
    read_back: bool | None = None
    prompt: Uid | None = None


@frozen
class InstructionDone(Fact, kind="instruction.done"):
    """An instruction was carried out; ``carried``: instead it goes on with the matter.

    With ``keeps`` its clocks go on, too, until it is carried out; in journals of before that ended
    them.
    """

    of: Uid
    text: str
    carried: bool = False
    prompt: Uid | None = None
    keeps: bool = False
