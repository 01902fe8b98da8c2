"""Who can open the office: what the journal tells of it beside what the key slots say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime

from xfconsole.core.facts import of_office
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key, same


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
    though the journal says so; ``awaited``: another desk has yet to bring it. ``here``: signed in
    at the desk. ``still_at`` are the letters of desks that may let somebody in who was revoked.
    """

    name: str
    since: datetime | None
    renewed: datetime | None
    slot: bool
    here: bool
    awaited: bool = False
    still_at: tuple[str, ...] = ()


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


def whose(by: str, fact: Fact) -> str:
    """Return whose passphrase a change is about, which officer ``by`` made."""
    if isinstance(fact, of_office.OfficerAdded | of_office.OfficerRevoked):
        return fact.name
    return by


def is_revocation(fact: Fact) -> bool:
    """Whether a fact takes somebody's passphrase away."""
    return isinstance(fact, of_office.OfficerRevoked)


SETTING = (
    *(of_office.OfficerAdded.kind, of_office.OfficerRevoked.kind),
    *(of_office.PassphraseChanged.kind, of_office.PassphraseRecovered.kind),
)
"""What sets or takes away a passphrase."""


def last_changes(events: Iterable[Event]) -> dict[str, Event]:
    """Return what set or revoked each officer's passphrase last, by their folded names.

    ``events`` are the office's, those of ``SETTING`` at least, in the order of all desks. A
    passphrase that was changed before its desk read of the revocation brings nobody back. Those of
    the founding are not among them.
    """
    last: dict[str, Event] = {}
    for event in events:
        match event.fact:
            case of_office.OfficerAdded(name=name) | of_office.OfficerRevoked(name=name):
                last[name_key(name)] = event
            case of_office.PassphraseChanged() | of_office.PassphraseRecovered():
                before = last.get(name_key(event.officer))
                if before is None or not is_revocation(before.fact):
                    last[name_key(event.officer)] = event
    return last


@frozen
class ReadElsewhere:
    """The other desks of an office, each by its name with its letter, and how far it has read every
    desk's events, itself too, as far as that is known here; an office of one desk has none."""

    letters: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def without(self, event: Event) -> tuple[str, ...]:
        """Return the letters of desks that may not have read an event."""
        _, desk, number = event.order
        late = (name for name, read in self.marks.items() if read.get(desk, 0) < number)
        return tuple(sorted(self.letters[each] for each in late if each != desk))


ALONE = ReadElsewhere()


def officer_rows(
    slots: Sequence[str], events: Sequence[Event], here: str, read: ReadElsewhere = ALONE
) -> list[OfficerRow]:
    """Return the officers with key slots in their order, then those who ought to have one, then
    those who were revoked and may still be let in at another desk."""
    known, renewed = officers_of(events), dict[str, datetime]()
    for event in events:
        if isinstance(event.fact, of_office.PassphraseChanged | of_office.PassphraseRecovered):
            renewed[event.officer] = event.happened_at
    names = [*slots, *(name for name in known if name not in slots)]
    last = last_changes(events)
    rows = [_row(name, known, renewed, name in slots, same(name, here)) for name in names]
    rows = [replace(each, awaited=_awaited(each, last, read)) for each in rows]
    listed = {name_key(each) for each in names}
    return [*rows, *(e for e in _still_let_in(last, read) if name_key(e.name) not in listed)]


def _awaited(row: OfficerRow, last: Mapping[str, Event], read: ReadElsewhere) -> bool:
    event = last.get(name_key(row.name))
    return not row.slot and event is not None and event.desk in read.marks


def _still_let_in(last: Mapping[str, Event], read: ReadElsewhere) -> Iterator[OfficerRow]:
    for event in last.values():
        if is_revocation(event.fact) and (still := read.without(event)):
            name = whose(event.officer, event.fact)
            yield OfficerRow(name, None, None, False, False, still_at=still)


def _row(
    name: str, known: dict[str, datetime], renewed: dict[str, datetime], slot: bool, here: bool
) -> OfficerRow:
    since, last = known.get(name), renewed.get(name)
    # Of somebody revoked and added again, an older change was of another passphrase.
    if since is not None and (last is None or last < since):
        last = since
    return OfficerRow(name, since, last, slot, here)
