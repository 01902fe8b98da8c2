"""Officers at large: who is added, revoked and renewed on desks that have not read each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from data.store import officer_slots
from data.store.heard import by_then
from data.vault import vault
from data.vault.elsewhere import follow
from data.vault.officer_book import OfficerBook
from data.vault.slots import Slot, Slots, read_slots, slot_for, write_slots
from data.vault.unjournaled import unjournaled
from tests.data.files import KEY, File
from tests.data.offices import CHEAP, CLOCK
from tests.data.store.test_rebuild_desk import Playing
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_office import OfficerAdded, OfficerRevoked, PassphraseChanged
from xfconsole.core.office.officers import (
    SETTING,
    OfficerChange,
    change_of,
    is_revocation,
    officer_rows,
    passphrases,
)
from xfconsole.core.words.official import name_key

FIRST = "李敏"
OFFICERS = ("孙一", "周二")
"""Whose passphrases are set; others are named by entries only."""


class Dark(Exception):
    """The power goes."""


class OfficersAtLarge:
    """The key slots of desks, and what an account knows of each passphrase that was set."""

    def __init__(self) -> None:
        self.secrets: dict[object, tuple[str, str]] = {}

    def begin(self, folders: list[Path]) -> None:
        """Give each desk the slot of the first officer."""
        slots = Slots(
            (slot_for(KEY.raw, FIRST, b"founding", f"officer:{FIRST}", CHEAP),),
            slot_for(KEY.raw, "", b"code", "recovery:", CHEAP),
        )
        for each in folders:
            write_slots(each, slots)

    def act(self, desk: Playing) -> None:
        """Let somebody be added, revoked, or take another passphrase; a power cut may come before
        the journal has it."""
        folder, name = desk.file.path.parent, desk.any(st.sampled_from(OFFICERS))
        acts = ["change", "revoke"] if name in vault.officers(folder) else ["add"]
        act, secret = desk.any(st.sampled_from(acts)), f"第 {len(self.secrets)} 句够长的口令"
        fact: Fact = PassphraseChanged()
        # Clocks stand still here between two acts, and no two changes are of one instant.
        now = desk.night.now() - timedelta(microseconds=len(self.secrets))
        if act != "change":
            fact = (OfficerAdded if act == "add" else OfficerRevoked)(name)
        change = OfficerChange(desk.night.ids.new(now), now, name, fact)
        if act == "add":
            vault.add_officer(folder, KEY, name, secret, change, cost=CHEAP)
        elif act == "change":
            vault.reset_passphrase(folder, KEY, name, secret, change, cost=CHEAP)
        else:
            vault.revoke_officer(folder, KEY, name, change)
        self.secrets[change_of(now, name, fact)] = (name, secret)
        with suppress(Dark):
            self.journal(desk, desk.any(st.sampled_from(["before", "after", "", ""])))

    def journal(self, desk: Playing, cut: str = "") -> None:
        """Journal what waits, as a console does when it begins; the power may be ``cut``."""

        def journal(changes: Sequence[OfficerChange]) -> None:
            if cut != "before":
                desk.night.desk.journal_officers(changes)
            if cut:
                raise Dark

        folder = desk.file.path.parent
        OfficerBook(folder, KEY, journal, CLOCK, desk.night.ids, CHEAP).settle()

    def hold_shut_out(self, file: File) -> None:
        """Hold that no desk lets in whom it has read to be revoked, but whom it adds again."""
        waiting = unjournaled(file.path.parent, KEY.raw)
        added = {name_key(e.fact.name) for e in waiting if isinstance(e.fact, OfficerAdded)}
        gone = [name for name, events in _standing(file).items() if not events]
        assert {name_key(each.officer) for each in _slots(file)} & {*gone} <= added

    def hold_alike(self, files: list[File]) -> None:
        """Hold that all desks let the same in, each by what nobody had read and replaced, that
        nothing is awaited, and that the list says so."""
        kept = "SELECT event FROM officer_slot ORDER BY 1"
        standing, held = _standing(files[0]), files[0].rows(kept)
        assert all(each.rows(kept) == held for each in files)
        ours = {name: standing.get(name_key(name), []) for name in OFFICERS}
        assert {each.uid for events in ours.values() for each in events} == {*sum(held, ())}
        for file in files:
            assert {*_slots(file)} == {*_slots(files[0])}
            assert {name: (True, False, len(e) > 1) for name, e in ours.items() if e} == _rows(file)
        for each in (each for events in ours.values() for each in events):
            change = change_of(each.happened_at, each.officer, each.fact)
            if change in self.secrets:
                name, secret = self.secrets[change]
                assert vault.unlock(files[-1].path.parent, secret, name).key == KEY


@contextmanager
def power_cut() -> Iterator[None]:
    """Let the power go as soon as key slots follow what is read, before the journal has it."""

    def followed(*asked: Any) -> None:
        follow(*asked)
        raise Dark

    with pytest.MonkeyPatch.context() as patch, suppress(Dark):
        patch.setattr(officer_slots, "follow", followed)
        yield


def _standing(file: File) -> dict[str, list[Event]]:
    """Return by what each officer's passphrases stand, nothing for a revocation."""
    office = file.store.office
    with file.reader.connect() as connection:
        found = passphrases(file.views.events_of(office), by_then(connection, office, SETTING))
    return {
        name: [each for each in events if not is_revocation(each.fact)]
        for name, events in found.items()
    }


def _rows(file: File) -> dict[str, tuple[bool, bool, bool]]:
    """Return who of them is listed as an officer: with a passphrase, awaited, with several."""
    events, read = file.views.events_of(file.store.office), file.views.read_elsewhere()
    names = vault.slot_names(file.path.parent)
    return {
        each.name: (each.slot, bool(each.awaited), bool(each.twice))
        for each in officer_rows(names, events, FIRST, read)
        if each.name in OFFICERS
    }


def _slots(file: File) -> tuple[Slot, ...]:
    return read_slots(file.path.parent).officers
