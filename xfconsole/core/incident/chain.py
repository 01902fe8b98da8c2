"""Who can be rung for one post at an instant: its holders, then the ranks above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, TypeAlias

from xfconsole.core.incident.fold import Ring
from xfconsole.core.incident.placing import ASKED_BY, ASKS_FOR
from xfconsole.core.policy.pack import Policy
from xfconsole.core.roster.roster import ANY_UNIT, Roster
from xfconsole.core.words.desk import Contact, PromptKind
from xfconsole.core.words.official import name_key, phone_key, same

PersonKey: TypeAlias = tuple[str, str]
"""A name and its number, folded: with another number somebody may be reached after all."""


def key_of(contact: Contact) -> PersonKey:
    """Return by what a ladder knows somebody it has rung."""
    return name_key(contact.person), phone_key(contact.phone)


def ring_was_for(ring: Ring, contact: Contact) -> bool:
    """Return whether a ring was for somebody, on the number they have here."""
    own = not ring.phone or phone_key(ring.phone) == phone_key(contact.phone)
    return own and ring.post == contact.post and same(ring.person, contact.person)


class Link(NamedTuple):
    """Somebody who can be rung, and the prompt that names them when their turn comes."""

    contact: Contact
    kind: PromptKind


class _Turn(NamedTuple):
    """A stretch of time in which the roster says the same."""

    since: datetime
    until: datetime | None
    people: tuple[Link, ...]


class Chain:
    """Looks upward from one post; whoever has no number cannot be rung and is passed over.

    ``places`` maps a post's scope to the incident's unit or township, empty while that is not
    named: then a post that only holders of some unit or township have is nobody's to be rung.
    ``deputy`` is whom the officer named for the post: they come first.
    """

    def __init__(
        self, post: str, places: Mapping[str, str], policy: Policy, roster: Roster
    ) -> None:
        self._post, self._roster, self._scope = post, roster, policy.posts[post].scope
        self._unit_of = {
            each.id: places.get(each.scope, ANY_UNIT) for each in policy.posts.values()
        }
        self._deputies = policy.ladders[policy.posts[post].ladder].deputies
        self._posts = upward(post, policy)
        self._known: _Turn | None = None
        self.deputy: Contact | None = None

    def people(self, at: datetime) -> Sequence[Link]:
        """Return everybody who can be rung, in the order of their turn, nobody twice."""
        people, deputy = self._turn(at).people, self.deputy
        if deputy is None or self._barred(deputy.person, at):
            return people
        others = (link for link in people if key_of(link.contact) != key_of(deputy))
        return Link(deputy, PromptKind.DEPUTY), *others

    def named(self, contact: Contact | None) -> str:
        """Return somebody's name if they are the deputy whom the officer named, else nothing."""
        own = contact and self.deputy and key_of(contact) == key_of(self.deputy)
        return contact.person if contact and own else ""

    def _barred(self, person: str, at: datetime) -> bool:
        barring = self._roster.barring(person)
        return barring is not None and barring.since <= at

    def nobody(self, at: datetime) -> PromptKind:
        """Return what is asked of the officer where nobody can be rung."""
        if self._unit_of[self._post] == "" and not self._roster.holders(self._post, "", at):
            return ASKED_BY[self._scope]
        return PromptKind.NOBODY

    def next_change(self, after: datetime) -> datetime | None:
        """Return the first instant after ``after`` at which the roster says something else."""
        return self._turn(after).until

    def _turn(self, at: datetime) -> _Turn:
        # A walk asks again and again within one turn of duty.
        known = self._known
        if known is None or at < known.since or (known.until and at >= known.until):
            known = self._known = _Turn(at, self._change(at), self._people(at))
        return known

    def _change(self, after: datetime) -> datetime | None:
        changes = [
            self._roster.next_change(post, self._unit_of[post], after) for post in self._posts
        ]
        return min((each for each in changes if each is not None), default=None)

    def _people(self, at: datetime) -> tuple[Link, ...]:
        if self.nobody(at) in ASKS_FOR:
            return ()
        found: dict[PersonKey, Link] = {}
        for post in self._posts:
            holders = self._roster.holders(post, self._unit_of[post], at)
            for contact in holders if self._deputies else holders[:1]:
                if contact.phone:
                    link = Link(contact, self._kind(contact, holders[0]))
                    found.setdefault(key_of(contact), link)
        return tuple(found.values())

    def _kind(self, contact: Contact, primary: Contact) -> PromptKind:
        if contact.post != self._post:
            return PromptKind.NEXT_RANK
        return PromptKind.RING if contact == primary else PromptKind.DEPUTY


def upward(post: str, policy: Policy) -> tuple[str, ...]:
    """Return a post and those above it, the next rank first."""
    return tuple(_upward(post, policy))


def _upward(post: str | None, policy: Policy) -> Iterator[str]:
    # The pack is checked for rings of ranks; a post it does not have ends the way up.
    while post and post in policy.posts:
        yield post
        post = policy.posts[post].next_rank


@dataclass(slots=True)
class RingRound:
    """Somebody not reached is known by name and number; who refused, by name alone.

    With another number somebody may be reached after all; a refusal is the person's, whatever the
    number and whatever post they were rung for.
    """

    _tried: set[PersonKey] = field(default_factory=set)
    _refused: set[str] = field(default_factory=set)

    def __contains__(self, contact: Contact) -> bool:
        return name_key(contact.person) in self._refused or key_of(contact) in self._tried

    def covers(self, people: Iterable[Contact]) -> bool:
        """Return whether each of some people had their turn."""
        return all(each in self for each in people)

    def tried(self, contact: Contact) -> None:
        """Note that somebody was not reached on this number."""
        self._tried.add(key_of(contact))

    def ask_again(self, contact: Contact) -> None:
        """Note that the officer wants somebody asked whatever became of their turn before."""
        self._tried.discard(key_of(contact))
        self._refused.discard(name_key(contact.person))

    def refused(self, person: str) -> None:
        """Note that somebody said no."""
        self._refused.add(name_key(person))
