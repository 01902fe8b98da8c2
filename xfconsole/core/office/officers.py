"""Who can open the office: what the journal tells of it beside what the key slots say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from xfconsole.core.facts import of_office
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import same


@frozen
class OfficerChange:
    """A change of the key slots that lies in their file until the journal has it.

    Its uid is that of the event, so that it is journaled once, whatever dies in between.
    """

    uid: Uid
    at: datetime
    by: str
    fact: Fact


@frozen
class OfficerRow:
    """One officer as a list shows them.

    ``since`` is when the journal says that they got a key slot, None where it does not know them;
    ``renewed`` when their passphrase was last set. Without ``slot`` they cannot open the office,
    though the journal says so. ``here``: signed in at the desk.
    """

    name: str
    since: datetime | None
    renewed: datetime | None
    slot: bool
    here: bool


def officers_of(events: Iterable[Event]) -> dict[str, datetime]:
    """Return who can open the office by its journal, and since when, in the order they came."""
    known: dict[str, datetime] = {}
    for event in events:
        match event.fact:
            case of_office.OfficeFounded():
                known[event.officer] = event.happened_at
            case of_office.OfficerAdded(name=name):
                known[name] = event.happened_at
            case of_office.OfficerRevoked(name=name):
                known.pop(name, None)
            case of_office.OfficersKept(names=names):
                known = {name: known.get(name, event.happened_at) for name in names}
    return known


def officer_rows(slots: Sequence[str], events: Sequence[Event], here: str) -> list[OfficerRow]:
    """Return the officers with key slots in their order, then those who ought to have one."""
    known, renewed = officers_of(events), dict[str, datetime]()
    for event in events:
        if isinstance(event.fact, of_office.PassphraseChanged | of_office.PassphraseRecovered):
            renewed[event.officer] = event.happened_at
    names = [*slots, *(name for name in known if name not in slots)]
    return [_row(name, known, renewed, name in slots, same(name, here)) for name in names]


def _row(
    name: str, known: dict[str, datetime], renewed: dict[str, datetime], slot: bool, here: bool
) -> OfficerRow:
    since, last = known.get(name), renewed.get(name)
    # Of somebody revoked and added again, an older change was of another passphrase.
    if since is not None and (last is None or last < since):
        last = since
    return OfficerRow(name, since, last, slot, here)
