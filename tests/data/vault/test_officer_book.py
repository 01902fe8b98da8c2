"""Adding, revoking and changing: the key slots first, the journal right after, whatever dies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from data.doctor import folder as checks_officers
from data.office import OpenOffice, open_office
from data.vault import vault
from data.vault.officer_book import OfficerBook, recover
from data.vault.slots import read_slots, write_slots
from tests.data.offices import CHEAP, CLOCK, PASSPHRASE, Ticking, create
from xfconsole.assembly import desk_of
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import (
    OfficerAdded,
    OfficerRevoked,
    PassphraseChanged,
    PassphraseRecovered,
    RecoveryCodeRenewed,
)
from xfconsole.core.office.officers import OfficerChange, officer_rows, officers_of
from xfconsole.core.words.refusal import Refused
from xfconsole.ids import RandomIds

FIRST, NEXT = "李敏", "何静"
OTHER, THIRD = "何静自己想的口令", "另外换过的那句口令"


class Cut(Exception):
    """The power goes."""


@pytest.fixture
def made(tmp_path: Path) -> tuple[OpenOffice, str]:
    return create(tmp_path / "office")


@pytest.fixture
def office(made: tuple[OpenOffice, str]) -> Iterator[OpenOffice]:
    with made[0] as opened:
        yield opened


@pytest.fixture
def book(office: OpenOffice) -> OfficerBook:
    desk = desk_of(office, CLOCK, RandomIds())
    journal = desk.journal_officers
    return OfficerBook(office.folder, office.key, journal, Ticking(), RandomIds(), CHEAP)


def told(office: OpenOffice) -> list[Event]:
    """Return what the journal has of officers, after the office was founded."""
    events = office.views.events_of(office.store.office)
    return [each for each in events if each.kind.startswith(("officer", "passphrase", "recovery"))]


def health(office: OpenOffice) -> str:
    with office.reader.connect() as connection:
        return checks_officers.officers(connection, office.folder, office.key).found


def test_an_officer_who_was_added_opens_the_office(office: OpenOffice, book: OfficerBook) -> None:
    assert book.add(FIRST, PASSPHRASE, " 何静\n", OTHER) == NEXT
    assert vault.unlock(office.folder, OTHER, NEXT).key == office.key
    assert [(each.fact, each.officer) for each in told(office)] == [(OfficerAdded(NEXT), FIRST)]
    assert not read_slots(office.folder).waiting
    assert health(office) == "doctor.officers.ok"


@pytest.mark.parametrize(
    ("own", "name", "new", "key"),
    [
        pytest.param("wrong one", NEXT, OTHER, "vault.refused.passphrase", id="own wrong"),
        pytest.param(PASSPHRASE, FIRST, OTHER, "vault.refused.officer_known", id="known"),
        pytest.param(PASSPHRASE, " \n", OTHER, "vault.refused.no_officer", id="no name"),
        pytest.param(PASSPHRASE, NEXT, "short", "vault.refused.short", id="short"),
    ],
)
def test_what_is_refused_changes_nothing(
    office: OpenOffice, book: OfficerBook, own: str, name: str, new: str, key: str
) -> None:
    before = (office.folder / vault.KEYS_FILE).read_bytes()
    with pytest.raises(Refused) as refused:
        book.add(FIRST, own, name, new)
    assert refused.value.key == key
    assert ((office.folder / vault.KEYS_FILE).read_bytes(), told(office)) == (before, [])


def test_whoever_was_revoked_is_out_and_may_be_added_again(
    office: OpenOffice, book: OfficerBook
) -> None:
    book.add(FIRST, PASSPHRASE, NEXT, OTHER)
    assert book.revoke(FIRST, NEXT) == NEXT
    with pytest.raises(Refused, match=r"vault\.refused\.officer"):
        vault.unlock(office.folder, OTHER, NEXT)
    assert told(office)[-1].fact == OfficerRevoked(NEXT)
    book.add(FIRST, PASSPHRASE, NEXT, THIRD)
    assert vault.officers(office.folder) == [FIRST, NEXT]
    assert health(office) == "doctor.officers.ok"


@pytest.mark.parametrize(
    ("by", "name", "key"),
    [
        pytest.param(FIRST, FIRST, "officers.refused.oneself", id="oneself"),
        pytest.param(NEXT, FIRST, "officers.refused.last", id="the last one"),
        pytest.param(FIRST, "周平", "vault.refused.officer", id="nobody"),
    ],
)
def test_whom_nobody_revokes(
    office: OpenOffice, book: OfficerBook, by: str, name: str, key: str
) -> None:
    with pytest.raises(Refused) as refused:
        book.revoke(by, name)
    assert (refused.value.key, told(office)) == (key, [])


def test_a_changed_passphrase_is_journaled_without_a_word_of_it(
    office: OpenOffice, book: OfficerBook
) -> None:
    book.change_passphrase(FIRST, PASSPHRASE, THIRD)
    assert vault.unlock(office.folder, THIRD).officer == FIRST
    assert [each.fact for each in told(office)] == [PassphraseChanged()]
    with pytest.raises(Refused, match=r"vault\.refused\.passphrase"):
        book.change_passphrase(FIRST, PASSPHRASE, OTHER)


def test_a_new_recovery_code_ends_the_old_one(
    made: tuple[OpenOffice, str], office: OpenOffice, book: OfficerBook
) -> None:
    code = book.renew_recovery(FIRST, PASSPHRASE)
    assert vault.unlock_with_recovery(office.folder, code).key == office.key
    with pytest.raises(Refused, match=r"vault\.refused\.recovery_other"):
        vault.unlock_with_recovery(office.folder, made[1])
    assert [each.fact for each in told(office)] == [RecoveryCodeRenewed()]


def test_a_recovery_is_journaled_by_whoever_opens_next(
    made: tuple[OpenOffice, str],
) -> None:
    opened, code = made
    folder = opened.folder
    opened.close()
    recover(folder, FIRST, code, THIRD, CLOCK, RandomIds())
    with open_office(folder, THIRD, clock=CLOCK) as office:
        assert health(office) == "doctor.officers.waiting"
        desk = desk_of(office, CLOCK, RandomIds())
        book = OfficerBook(folder, office.key, desk.journal_officers, CLOCK, RandomIds())
        book.settle()
        assert [(e.fact, e.officer) for e in told(office)] == [(PassphraseRecovered(), FIRST)]


@pytest.mark.parametrize("when", ["before the journal", "after the journal"])
def test_a_power_cut_leaves_no_officer_without_a_journal_nor_twice_in_it(
    office: OpenOffice, when: str
) -> None:
    desk = desk_of(office, CLOCK, RandomIds())

    def cut(changes: Sequence[OfficerChange]) -> None:
        if when == "after the journal":
            desk.journal_officers(changes)
        raise Cut

    book = OfficerBook(office.folder, office.key, cut, CLOCK, RandomIds(), CHEAP)
    with pytest.raises(Cut):
        book.add(FIRST, PASSPHRASE, NEXT, OTHER)
    assert health(office) == "doctor.officers.waiting"
    book.settle(desk.journal_officers)
    book.settle(desk.journal_officers)
    assert [each.fact for each in told(office)] == [OfficerAdded(NEXT)]
    assert health(office) == "doctor.officers.ok"


def test_the_doctor_tells_of_slots_that_the_journal_does_not_know(
    office: OpenOffice, book: OfficerBook
) -> None:
    before = read_slots(office.folder)
    book.add(FIRST, PASSPHRASE, NEXT, OTHER)
    after = read_slots(office.folder)
    write_slots(office.folder, before)
    assert health(office) == "doctor.officers.other"
    rows = book.rows(office.views.events_of(office.store.office), FIRST)
    assert [(each.name, each.slot, each.here) for each in rows] == [
        (FIRST, True, True),
        (NEXT, False, False),
    ]
    write_slots(office.folder, after)
    book.revoke(FIRST, NEXT)
    write_slots(office.folder, after)
    rows = book.rows(office.views.events_of(office.store.office), FIRST)
    assert [(each.name, each.since is None) for each in rows] == [(FIRST, False), (NEXT, True)]


def test_a_change_slipped_into_the_file_is_not_journaled(
    office: OpenOffice, book: OfficerBook
) -> None:
    write_slots(office.folder, replace(read_slots(office.folder), waiting=b"x" * 60))
    with pytest.raises(Refused, match=r"vault\.refused\.seal"):
        book.settle()
    assert told(office) == []


def test_who_is_listed_since_when(office: OpenOffice, book: OfficerBook) -> None:
    book.add(FIRST, PASSPHRASE, NEXT, OTHER)
    book.change_passphrase(NEXT, OTHER, THIRD)
    events = office.views.events_of(office.store.office)
    assert list(officers_of(events)) == [FIRST, NEXT]
    row = officer_rows([FIRST, NEXT], events, NEXT)[1]
    assert (row.name, row.here, row.slot) == (NEXT, True, True)
    assert row.renewed == events[-1].happened_at
