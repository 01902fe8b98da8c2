"""What a form can ask: lines, boxes, choices and secrets, all of them in sight at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from screens.widgets.picker_rows import PickRow
from xfconsole.core.refusal import Refused


class Kind(Enum):
    """How a part is filled in."""

    LINE = auto()
    BOX = auto()
    CHOICE = auto()
    SECRET = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked for.

    ``options`` are the values and words of a choice; ``rows`` what a line can be picked from.
    A ``late`` part shows only once a refusal calls for it.
    """

    name: str
    label: str
    kind: Kind = Kind.LINE
    options: tuple[tuple[str, str], ...] = ()
    rows: Callable[[], Sequence[PickRow[str]]] | None = None
    initial: str = ""
    hint: str = ""
    late: bool = False


Values = Mapping[str, str]


def nowhere(_: Refused) -> str:
    """Return no part: the refusal is about none."""
    return ""


@dataclass(frozen=True, slots=True)
class Form:
    """What a form asks and what is done with it.

    ``run`` acts and may raise Refused; ``fault`` names the part that a refusal is about, and
    ``calls`` the late parts that it makes the form ask for. ``draft`` keeps what is typed, secrets
    and late parts left out, until it is done. ``preview`` returns the text that is shown first.
    ``stays`` says why no F-key may close it.
    It begins with the part ``begin``, else with the first.
    """

    heading: str
    parts: tuple[Part, ...]
    run: Callable[[Values], Awaitable[object]]
    lines: tuple[str, ...] = ()
    fault: Callable[[Refused], str] = nowhere
    calls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    draft: str = ""
    preview: Callable[[Values], str] | None = None
    stays: str = ""
    begin: str = ""
