"""Who can open the office: what the journal tells of it beside what the key slots say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import TypeAlias

from xfconsole.core.facts import of_office
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key, same


@frozen
class OfficerChange:
    """A change of the key slots that lies in their file until the journal has it.

    Whether the journal has it, whatever died in between, is told by what it is, and when and by
    whom it was made (``change_of``). The event has a uid of its own: a copied laptop journals it as
    well.
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
    though the journal says so; ``awaited`` are the letters of desks that have yet to bring it.
    ``here``: signed in at the desk. ``twice`` are the letters of desks that set a passphrase before
    they read each other: all of them open. ``still_at`` are those of desks that may let somebody in
    who was revoked.
    """

    name: str
    since: datetime | None
    renewed: datetime | None
    slot: bool
    here: bool
    awaited: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    still_at: tuple[str, ...] = ()


def officers_of(events: Iterable[Event]) -> dict[str, datetime]:
    """Return who can open the office by its journal, and since when, in the order they came."""
    known: dict[str, datetime] = {}
    for event in _once(events):
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


def change_of(at: datetime, by: str, fact: Fact) -> tuple[datetime, str, str, str]:
    """Return what a change of the key slots is told from any other by, in the journal or not."""
    return at, by, fact.kind, whose(by, fact)


def _once(events: Iterable[Event]) -> Iterator[Event]:
    """Yield each change once: what waited for the journal in the key slots of a laptop that was
    copied, or put back from a backup, both of them journal."""
    seen = set()
    for event in events:
        change = change_of(event.happened_at, event.officer, event.fact)
        if event.kind not in SETTING or change not in seen:
            yield event
        seen.add(change)


Marks: TypeAlias = Mapping[str, int]
"""How far a desk has read each desk's events."""


def passphrases(
    events: Iterable[Event], marks: Mapping[Uid, Marks]
) -> dict[str, tuple[Event, ...]]:
    """Return what set each officer's passphrases as they stand, or the revocation, by their folded
    names.

    ``events`` are the office's, those of ``SETTING`` at least, in the order of all desks; ``marks``
    say for each how far its desk had read others by then, where that is known by more than what
    stood before it here. Whoever sets one takes the place of those that their desk had read: two
    desks that had not read each other leave two. One that was changed before its desk read of a
    revocation brings nobody back, nor does a change that another laptop journaled before. Those of
    the founding are not among them.
    """
    found: dict[str, tuple[Event, ...]] = {}
    for event in _once(events):
        if event.kind in SETTING:
            name = name_key(whose(event.officer, event.fact))
            before = found.get(name, ())
            revoked = any(is_revocation(each.fact) for each in before)
            if is_revocation(event.fact) or (revoked and event.kind == of_office.OfficerAdded.kind):
                found[name] = (event,)
            elif not revoked:
                beside = (each for each in before if not _had_read(event, each, marks))
                found[name] = (*beside, event)
    return found


def _had_read(event: Event, other: Event, marks: Mapping[Uid, Marks]) -> bool:
    _, desk, number = other.order
    if event.desk == desk:
        return True
    known = marks.get(event.uid)
    return other.seq < event.seq if known is None else known.get(desk, 0) >= number


@frozen
class ReadElsewhere:
    """How far each other desk of an office has read every desk's events, itself too, as far as that
    is known here, and the letters of all desks; ``by_then``: how far their desks had read when they
    wrote what set passphrases. An office of one desk has none of it."""

    letters: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, Marks] = field(default_factory=dict)
    by_then: Mapping[Uid, Marks] = field(default_factory=dict)

    def without(self, event: Event) -> tuple[str, ...]:
        """Return the letters of desks that may not have read an event."""
        _, desk, number = event.order
        late = (name for name, read in self.marks.items() if read.get(desk, 0) < number)
        return self.told(each for each in late if each != desk)

    def told(self, desks: Iterable[str]) -> tuple[str, ...]:
        """Return the letters of desks."""
        return tuple(sorted({self.letters[each] for each in desks}))


ALONE = ReadElsewhere()


def officer_rows(
    slots: Sequence[str], events: Sequence[Event], here: str, read: ReadElsewhere = ALONE
) -> list[OfficerRow]:
    """Return the officers with key slots in their order, then those who ought to have one, then
    those who were revoked and may still be let in at another desk.

    ``slots`` has an officer's name as often as they have one.
    """
    rows: list[OfficerRow] = []
    known, renewed = officers_of(events), dict[str, datetime]()
    for event in events:
        if isinstance(event.fact, of_office.PassphraseChanged | of_office.PassphraseRecovered):
            renewed[event.officer] = event.happened_at
    names = list(dict.fromkeys([*slots, *known]))
    set_by = passphrases(events, read.by_then) if read.marks else {}
    for name in names:
        row = _row(name, known, renewed, name in slots, same(name, here))
        at = [each.desk for each in set_by.get(name_key(name), ())]
        awaited = () if row.slot else read.told(each for each in at if each in read.marks)
        several = len(at) > 1 and len([each for each in slots if same(each, name)]) > 1
        twice = read.told(at) if several else ()
        rows.append(replace(row, awaited=awaited, twice=twice))
    listed = {name_key(each) for each in names}
    return [*rows, *(e for e in _still_let_in(set_by, read) if name_key(e.name) not in listed)]


def _still_let_in(
    set_by: Mapping[str, Sequence[Event]], read: ReadElsewhere
) -> Iterator[OfficerRow]:
    for event, *_ in set_by.values():
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
