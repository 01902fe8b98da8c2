"""Who keeps a matter or an incident: the desk that prompts for it, and journals that it did.

That is the desk that opened it, until an act takes it over. Two that took one over at once, before
they read each other, both keep it: to be prompted twice is better than never.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from xfconsole.core.facts.announced import ANNOUNCEMENTS
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import IncidentOpened, SubjectTakenOver
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_office import DeskLettered
from xfconsole.core.office.letters import next_letter
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen

FIRST = ""
"""The desk that the office began with, as the keeper of what was opened while it had no other."""


def is_lettered(number: str) -> bool:
    """Whether a number says which desk gave it."""
    return number.rpartition("-")[0][-1:].isalpha()


def heads_of(events: Iterable[Event]) -> dict[Uid, str]:
    """Return the keepers of a subject by what made them so: its opening, under the subject's own
    name, or the take-overs that no other one followed.

    ``events`` are the subject's, in the order of all desks.
    """
    heads: dict[Uid, str] = {}
    for event in events:
        match event.fact:
            case MatterRegistered(number=number) | IncidentOpened(number=number):
                heads = {event.subject: event.desk if is_lettered(number) else FIRST}
            case SubjectTakenOver(following=following):
                for each in (event.subject, *following):
                    heads.pop(each, None)
                heads[event.uid] = event.desk
    return heads


@frozen
class Keeping:
    """Where a subject is kept, as a screen tells it: at this desk, at others, by their letters.

    ``as_of`` is when the newest line of the others was recorded, by its own clock, that is here.
    """

    here: bool = True
    others: tuple[str, ...] = ()
    as_of: datetime | None = None


KEPT_HERE = Keeping()


@frozen
class OtherDesk:
    """Another desk: its letter, when its newest line was recorded that is here, how much it keeps
    of which something may yet be asked for, and whether it was set aside."""

    letter: str
    as_of: datetime | None
    keeps: int
    aside: bool = False


@frozen
class Desks:
    """The desks of an office as one of them knows them; an office of one desk has none of this.

    ``own`` are the names under which this desk keeps a subject. ``named`` says for each letter
    under which names its desk does, ``newest`` when another's last line here was recorded.
    """

    own: frozenset[str]
    named: Mapping[str, frozenset[str]]
    newest: Mapping[str, datetime]

    def kept(self, heads: Mapping[Uid, str]) -> Keeping:
        """Return where a subject with these heads is kept."""
        elsewhere = set(heads.values()) - self.own
        others = [each for each, names in self.named.items() if names & elsewhere]
        seen = [at for each in others if (at := self.as_of(each)) is not None]
        here = len(elsewhere) < len(set(heads.values()))
        # Of two it is as old as what is known of the one that is known less.
        return Keeping(here, tuple(sorted(others)), min(seen, default=None))

    def seen(self, newest: Mapping[str, datetime]) -> Desks:
        """Return them with when each one's last line was recorded.

        This desk's own moves on with all it does, and nobody asks how old that is.
        """
        return replace(self, newest={d: at for d, at in newest.items() if d not in self.own})

    def as_of(self, letter: str) -> datetime | None:
        """Return when a desk's newest line was recorded, by its own clock, that is here."""
        seen = (self.newest[each] for each in self.named[letter] if each in self.newest)
        return max(seen, default=None)

    def heard(self, events: Sequence[Event]) -> list[Event]:
        """Return a subject's events as the engine of this desk takes them.

        What came here of others' announcements since it took the subject over is left out, and what
        another keeper announced since it became one: two engines that repair each other's never
        end.
        """
        heads = heads_of(events)
        if not self.own & set(heads.values()):
            return list(events)
        taken = [each for each in events if each.uid in heads]
        since = min((each.seq for each in taken if each.desk in self.own), default=None)
        rivals = {each.desk: each.place for each in taken}
        return [
            each
            for each in events
            if each.kind not in ANNOUNCEMENTS
            or each.desk in self.own
            or not (
                (since is not None and each.seq > since)
                or (each.desk in rivals and each.place > rivals[each.desk])
            )
        ]

    def own_latest(self, events: Iterable[Event]) -> datetime | None:
        """Return when this desk announced something last: an engine reckons by its own clock."""
        said = (e for e in events if e.kind in ANNOUNCEMENTS and e.desk in self.own)
        return max((each.recorded_at for each in said), default=None)


def desks_of(
    events: Sequence[Event], desks: Sequence[str], newest: Mapping[str, datetime]
) -> Desks:
    """Return the desks that an office's events, in the order of all desks, tell of.

    ``desks`` are the desk itself, then those that it goes on from.
    """
    known = list(dict.fromkeys(each.desk for each in events))
    own = {*desks} | ({FIRST} if not known or known[0] in desks else set())
    lettered = {e.desk: e.fact for e in events if isinstance(e.fact, DeskLettered)}
    gone = {each for fact in lettered.values() for each in fact.goes_on_from}
    named: dict[str, frozenset[str]] = {}
    for desk in known:
        fact = lettered.get(desk)
        if desk in desks or desk in gone:
            continue
        letter = fact.letter if fact else next_letter(events, desk)
        names = {desk, *(fact.goes_on_from if fact else ())}
        names |= {FIRST} if known[0] in names else set()
        named[letter] = named.get(letter, frozenset()) | names
    return Desks(frozenset(own), named, {}).seen(newest)
