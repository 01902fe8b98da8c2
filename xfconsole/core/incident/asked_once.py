"""Who had their turn in a round of rings: nobody is asked twice before everybody was asked once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from xfconsole.core.incident.chain import Who, who
from xfconsole.core.words.desk import Contact
from xfconsole.core.words.official import name_key


@dataclass(slots=True)
class Round:
    """Somebody not reached is known by name and number; who refused, by name alone.

    With another number somebody may be reached after all; a refusal is the person's, whatever the
    number and whatever post they were rung for.
    """

    _tried: set[Who] = field(default_factory=set)
    _refused: set[str] = field(default_factory=set)

    def __contains__(self, contact: Contact) -> bool:
        return name_key(contact.person) in self._refused or who(contact) in self._tried

    def covers(self, people: Iterable[Contact]) -> bool:
        """Return whether each of some people had their turn."""
        return all(each in self for each in people)

    def tried(self, contact: Contact) -> None:
        """Note that somebody was not reached on this number."""
        self._tried.add(who(contact))

    def anew(self, contact: Contact) -> None:
        """Note that the officer wants somebody asked whatever became of their turn before."""
        self._tried.discard(who(contact))
        self._refused.discard(name_key(contact.person))

    def refused(self, person: str) -> None:
        """Note that somebody said no."""
        self._refused.add(name_key(person))
