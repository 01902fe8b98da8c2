"""Verbs on what a complainant said of themselves: reading it, and looking into a lone reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_identity import GlassReviewed, IdentityRead
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.identity.emergency_reading import sealed_of, second_needed, unreviewed
from xfconsole.core.identity.erasure import erasure_of
from xfconsole.core.matter.life import life_of
from xfconsole.core.roster.parties import Blocked, bars_of
from xfconsole.core.words.desk import Identity, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import same
from xfconsole.core.words.procedure import Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.desk.state.base import DeskBase
from xfconsole.desk.state.work import Done, reason_of


@frozen
class IdentitiesRead:
    """What an export may write: the identities by matter, how many matters were kept back, and how
    many identities lie where their key is, on another desk.

    A matter without an identity, or whose identity was erased, is in none of them.
    """

    found: Mapping[Uid, Identity] = field(repr=False)
    kept_back: int = 0
    elsewhere: int = 0


class IdentityVerbs(DeskBase):
    """The only way to an identity: by the matter's number, with a reason, journaled beforehand.

    Nothing here finds a matter by who brought it, and nothing lists who did.
    """

    def read_identity(
        self, matter: str, reason: str, second: str = "", *, glass: bool = False
    ) -> Identity:
        """Return a matter's identity once its reading is on disk; a failing commit returns nothing.

        ``matter`` is its number or uid. ``second`` is the other officer whose passphrase was
        proven, without whom a confidential matter or an accusation is read only with ``glass``:
        alone, for danger to life, and to be looked into by another officer. Refuses without a
        reason, without an identity, after its erasure, and where another desk sealed it; who is
        barred (TG 28, TG 30) is kept away, and that is journaled.
        """
        named = _line(second)
        with self._work() as work:
            uid = work.matter(matter)
            events = work.tx.events_of(uid)
            if block := self._block(events, named, Barred.READER):
                raise Blocked(uid, block)
            sealed = sealed_of(events)
            if not sealed:
                raise Refused("identity.refused.none")
            if erasure_of(events).erased is not None:
                # An older copy of the file may have brought the key back.
                raise Refused("identity.refused.erased")
            why = reason_of(reason)
            self._check_second(events, named, glass=glass)
            identity = work.tx.open_identity(uid, sealed)
            work.add(uid, IdentityRead(why, named, glass))
        return identity

    def read_identities(
        self, matters: Sequence[Uid], reason: str, second: str = "", *, export: str
    ) -> IdentitiesRead:
        """Return the identities of some matters for an export, each reading journaled beforehand.

        ``export`` is the file's name. What the officer or the second may not read is kept back, and
        that is journaled. Refuses all of it where one matter lacks its second officer.
        """
        why, named, file = reason_of(reason), _line(second), _line(export)
        found: dict[Uid, Identity] = {}
        kept_back = elsewhere = 0
        with self._work() as work:
            for matter in matters:
                events = work.tx.events_of(matter)
                if block := self._block(events, named, Barred.EXPORT_READER):
                    work.add(matter, block)
                    kept_back += 1
                    continue
                sealed = sealed_of(events)
                if not sealed or erasure_of(events).erased is not None:
                    continue
                self._check_second(events, named, glass=False)
                try:
                    found[matter] = work.tx.open_identity(matter, sealed)
                except Refused as refused:
                    if refused.key != "identity.refused.elsewhere":
                        raise
                    elsewhere += 1
                else:
                    work.add(matter, IdentityRead(why, named, export=file))
        return IdentitiesRead(found, kept_back, elsewhere)

    def review_reading(self, of: Uid, note: str) -> Done:
        """Record that the officer looked into another officer's lone reading, and what they found.

        ``of`` is the event of that reading, as ``Views.readings_to_review`` tells it. Refuses
        whoever read it, who is barred from the matter, a second review, and an empty note.
        """
        said = _line(note)
        with self._work() as work:
            event = work.tx.event(neutral_line(of))
            if event is None or not isinstance(event.fact, IdentityRead) or not event.fact.glass:
                raise Refused("identity.refused.no_glass")
            events = work.tx.events_of(event.subject)
            self._refuse_own(life_of(events))
            if same(event.officer, self.officer):
                raise Refused("identity.refused.own_glass", officer=self.officer)
            if event.uid not in {each.uid for each in unreviewed(events)}:
                raise Refused("identity.refused.reviewed")
            if not said:
                raise Refused("desk.refused.no_text")
            work.add(event.subject, GlassReviewed(event.uid, said))
        return Done(tuple(work.events), event.subject)

    # --- parts -----------------------------------------------------------------------------------

    def _block(self, events: Sequence[Event], second: str, barred: Barred) -> AccessBlocked | None:
        """Return who of the two officers may have no hand in a matter, by name or by unit."""
        bars = bars_of(effective(events))
        roster = self._night.roster.without(bars)
        for person in filter(None, (self.officer, second)):
            barring = roster.barring(person)
            bar = bars.person(person) or (barring.bar if barring else None)
            if bar is not None:
                return AccessBlocked(barred, bar, person=person)
        return None

    def _check_second(self, events: Sequence[Event], second: str, *, glass: bool) -> None:
        if second and same(second, self.officer):
            raise Refused("identity.refused.second_same")
        if glass and second:
            raise Refused("identity.refused.glass_and_second")
        if not second_needed(events):
            if glass:
                raise Refused("identity.refused.glass_needless")
        elif not (second or glass):
            raise Refused("identity.refused.second")


def _line(text: str) -> str:
    return neutral_line(text).strip()
