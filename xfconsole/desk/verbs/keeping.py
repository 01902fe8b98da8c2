"""Verbs of an office of several desks: taking over what another one keeps and prompts for, settling
what two of them did at once, and not waiting any more for one that is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.following import contests
from xfconsole.core.facts.of_desks import DeskSetAside
from xfconsole.core.facts.of_incident import IncidentOpened, SubjectTakenOver
from xfconsole.core.office.keeping import FIRST, Desks, OtherDesk, heads_of
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.official import same
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.typed import keyed
from xfconsole.desk.state.base import DeskBase
from xfconsole.desk.state.work import Done, Work, reason_of

SHOWN = 8
"""So much of a word that names no desk is said back."""


class KeepVerbs(DeskBase):
    """What desks do before they read each other stands side by side until one of them acts."""

    def other_desks(self) -> tuple[OtherDesk, ...]:
        """Return the office's other desks by letter; stores nothing."""
        with self._store.begin() as tx:
            self._night.load(tx, self._store.office, self.now())
            desks = self._night.desks
            if desks is None:
                return ()
            aside = tx.set_aside()
            return tuple(
                OtherDesk(letter, desks.as_of(letter), len(tx.kept_by(names)), bool(names & aside))
                for letter, names in sorted(desks.named.items())
            )

    def set_aside(self, letter: str, second: str) -> Done:
        """Let no erasure wait for a lost desk any more, until it has read that.

        ``second``, whose passphrase was proven, approves; refuses the officer themselves.
        """
        approver = neutral_line(second).strip()
        with self._work() as work:
            name, names = _other(work, letter)
            if names & work.tx.set_aside():
                raise Refused("keeping.refused.aside", letter=name)
            if not approver or same(approver, self.officer):
                raise Refused("keeping.refused.same_officer", officer=self.officer)
            known = tuple(sorted(names - {FIRST}))
            work.add(work.office, DeskSetAside(name, known, approver))
            work.look_again()
        return Done(tuple(work.events), work.office)

    def take_over(self, reference: str) -> Done:
        """Take over a matter with its live incidents, by the number or uid of any of them.

        Refuses what this desk keeps alone already, and what the officer is barred from.
        """
        with self._work() as work:
            desks = _several(work)
            matter = work.matter(reference)
            life = work.life(matter)
            self._refuse_own(life)
            lives = (e for e in work.night.lives.values() if e.incident.opened.matter == matter)
            found: dict[Uid, Mapping[Uid, str]] = {matter: heads_of(work.tx.events_of(matter))}
            found |= {each.incident.uid: each.heads for each in lives}
            others = {uid: desks.kept(heads).others for uid, heads in found.items()}
            left = {uid: letters for uid, letters in others.items() if letters}
            if not left:
                raise Refused("keeping.refused.here", number=life.number)
            for uid, before in left.items():
                _take(work, uid, tuple(each for each in found[uid] if each != uid), before)
            work.to_look_at[matter] = None
            work.look_again()
        return Done(tuple(work.events), matter, life.number)

    def take_over_desk(self, letter: str) -> Done:
        """Take over all that another desk keeps and that something may yet be asked about.

        Refuses a letter that no other desk has, and where nothing is left to take over.
        """
        with self._work() as work:
            name, names = _other(work, letter)
            kept = work.tx.kept_by(names)
            if not kept:
                raise Refused("keeping.refused.nothing", letter=name)
            for uid, following in kept.items():
                _take(work, uid, following, (name,))
            work.tx.look_at(list(kept))
            work.look_again()
        return Done(tuple(work.events), work.office)

    def settle(self, stands: Uid, reason: str) -> Done:
        """Say which of several acts or corrections holds that desks did at once; the others count
        no more.

        Refuses what is not contested, and whom the matter bars.
        """
        with self._work() as work:
            act = work.tx.event(neutral_line(stands))
            if act is None:
                raise Refused("desk.refused.no_event")
            events = work.tx.events_of(act.subject)
            live = effective(events)[0].fact
            matter = live.matter if isinstance(live, IncidentOpened) else act.subject
            life = work.life(matter)
            self._refuse_own(life)
            found = [each for each in contests(events) if act in each.acts]
            if not found:
                raise Refused("contested.refused.none", number=life.number)
            why = reason_of(reason)
            for each in found:
                work.add(act.subject, each.settled(act.uid, why))
        return Done(tuple(work.events), matter, life.number)


def _other(work: Work, letter: str) -> tuple[str, frozenset[str]]:
    """Return another desk's letter and its names. Refuses one that no other desk has."""
    desks, name = _several(work), keyed(letter).upper()
    if name == work.night.letter:
        raise Refused("keeping.refused.own", letter=name)
    if name not in desks.named:
        others = tuple(sorted(desks.named))
        raise Refused("keeping.refused.no_desk", letter=name[:SHOWN], others=others)
    return name, desks.named[name]


def _several(work: Work) -> Desks:
    if work.night.desks is None:
        raise Refused("keeping.refused.alone")
    return work.night.desks


def _take(work: Work, uid: Uid, following: Sequence[Uid], before: tuple[str, ...]) -> None:
    work.add(uid, SubjectTakenOver(tuple(sorted(following)), work.night.letter, before))
