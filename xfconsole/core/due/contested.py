"""What two desks did at once about matters that this one keeps: one line, and no bell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xfconsole.core.due.past import PastView, past_uid
from xfconsole.core.incident.prompts import prompt_uid
from xfconsole.core.rows import PastBrought
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen


@frozen
class ContestedView:
    """The line on the ranked list of all matters that are to be settled; put off, it comes back
    with the next one."""

    uid: Uid
    matters: tuple[Uid, ...]


def beside(
    office: Uid, contested: Sequence[Uid], past: Sequence[PastBrought]
) -> Iterator[ContestedView | PastView]:
    """Yield what stands below all else: a line for what is to be settled, one for each import."""
    if contested:
        yield ContestedView(prompt_uid(office, "contested", *contested), tuple(contested))
    yield from (PastView(past_uid(office, each.name), each) for each in past)
