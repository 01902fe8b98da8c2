"""Who can open an office, and every change of it: the key slots first, the journal right after.

A change waits in the key slots' file, sealed, until the journal has it (data.vault.unjournaled),
so that a power cut leaves neither an officer whom the journal never heard of nor one without a
slot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from data.vault import vault
from data.vault.sign_in_throttle import unlock, unlock_with_recovery
from data.vault.unjournaled import journaled, unjournaled
from data.vault.vault import DEFAULT_COST, Cost, DataKey, has_slots
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_office import (
    OfficerAdded,
    OfficerRevoked,
    PassphraseChanged,
    PassphraseRecovered,
    RecoveryCodeRenewed,
)
from xfconsole.core.office.officers import (
    ALONE,
    OfficerChange,
    OfficerRow,
    ReadElsewhere,
    officer_rows,
)
from xfconsole.core.ports import Ids, TimeSource
from xfconsole.core.words.official import same
from xfconsole.core.words.refusal import Refused

Journal = Callable[[Sequence[OfficerChange]], object]


class OfficerBook:
    """The officers of an open office. Each call blocks: about a second for each passphrase.

    ``journal`` runs ``desk.journal_officers`` where the desk lives, and waits for it. Passphrases
    that prove something go through the back-off (data.vault.sign_in_throttle).
    """

    def __init__(
        self,
        folder: Path,
        key: DataKey,
        journal: Journal,
        clock: TimeSource,
        ids: Ids,
        cost: Cost | None = None,
    ) -> None:
        self._folder, self._key, self._journal = folder, key, journal
        self._clock, self._ids, self._cost = clock, ids, cost or DEFAULT_COST

    def rows(
        self, events: Sequence[Event], here: str, read: ReadElsewhere = ALONE
    ) -> list[OfficerRow]:
        """Return who can open the office, given the events about it, who is at the desk, and how
        far other desks have read."""
        self._refuse_demo()
        return officer_rows(vault.slot_names(self._folder), events, here, read)

    def prove(self, officer: str, passphrase: str) -> str:
        """Return the name of an officer whose passphrase opens this very office."""
        self._refuse_demo()
        unlocked = unlock(self._folder, passphrase, officer, clock=self._clock)
        if unlocked.key != self._key:
            # Key slots of another office, laid here by whoever can write to the folder.
            raise Refused("officers.refused.other_slots")
        return unlocked.officer

    def add(self, by: str, own: str, name: str, passphrase: str) -> str:
        """Give somebody a passphrase, which they typed themselves; returns the name as it is kept.

        ``own`` is that of ``by``, so that nobody is added at a desk left alone.
        """
        self.prove(by, own)
        kept = vault.officer_name(name)
        change = self._change(by, OfficerAdded(kept))
        vault.add_officer(self._folder, self._key, kept, passphrase, change, cost=self._cost)
        self.settle()
        return kept

    def revoke(self, by: str, name: str) -> str:
        """Take somebody's passphrase away; refuses the last one, and one's own."""
        self._refuse_demo()
        if same(vault.officer_name(name), by):
            raise Refused("officers.refused.oneself")
        kept = vault.stored_name(self._folder, name)
        change = self._change(by, OfficerRevoked(kept))
        vault.revoke_officer(self._folder, self._key, kept, change)
        self.settle()
        return kept

    def change_passphrase(self, officer: str, old: str, new: str) -> None:
        """Replace an officer's passphrase by another; the old one proves who it is."""
        officer = self.prove(officer, old)
        change = self._change(officer, PassphraseChanged())
        vault.reset_passphrase(self._folder, self._key, officer, new, change, cost=self._cost)
        self.settle()

    def renew_recovery(self, by: str, own: str) -> str:
        """Return a new recovery code, kept nowhere; the one before opens nothing any more."""
        self.prove(by, own)
        change = self._change(by, RecoveryCodeRenewed())
        code = vault.renew_recovery(self._folder, self._key, change, cost=self._cost)
        self.settle()
        return code

    def settle(self, journal: Journal | None = None) -> None:
        """Journal what waits in the key slots' file, then take it out. Twice does nothing."""
        changes = unjournaled(self._folder, self._key.raw) if has_slots(self._folder) else ()
        if changes:
            (journal or self._journal)(changes)
            journaled(self._folder, self._key.raw, changes)

    def _change(self, by: str, fact: Fact) -> OfficerChange:
        now = self._clock.read().wall
        return OfficerChange(self._ids.new(now), now, by, fact)

    def _refuse_demo(self) -> None:

        if not has_slots(self._folder):
            raise Refused("officers.refused.demo")


def recover(
    folder: Path, officer: str, code: str, passphrase: str, clock: TimeSource, ids: Ids
) -> None:
    """Give an officer a new passphrase by the recovery code; whoever opens the office journals it.

    Raises Refused for a wrong code, a name without a slot, or a short passphrase.
    """
    key, now = unlock_with_recovery(folder, code, clock=clock).key, clock.read().wall
    officer = vault.stored_name(folder, officer)
    change = OfficerChange(ids.new(now), now, officer, PassphraseRecovered())
    vault.reset_passphrase(folder, key, officer, passphrase, change)
