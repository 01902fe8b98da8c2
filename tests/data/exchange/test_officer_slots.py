"""Officers' passphrases on their way between desks, and revocations that shut somebody out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from data.exchange.batch import private_key, sign, signed_slot
from data.exchange.container import Record, Writing, records
from data.exchange.departing import go_on_anew
from data.exchange.taking import SLOTS
from data.store.store import SqlStore, claim_file
from data.vault import vault
from data.vault.elsewhere import changed_since
from data.vault.slots import read_slots, slot_for, slot_text, write_slots
from tests.data.files import KEY, NIGHT, Uids, new_file
from tests.data.many_desks import desk, exchange_of, received, sent
from tests.data.offices import CHEAP
from tests.data.slotted import FIRST, OWN, Slotted, meet, slotted, slotted_desks
from xfconsole.core.facts.of_office import (
    OfficerAdded,
    OfficeRestored,
    PassphraseChanged,
    RecoveryCodeRenewed,
)
from xfconsole.core.office.officers import OfficerChange
from xfconsole.core.words.refusal import Refused

SECOND, OTHERS, NEW = "何　静", "何静自己的旧口令", "何静另想的新口令"
THIRD = "第三句口令也够长"
"""Her name is written with a wide blank."""
NAME = vault.officer_name(SECOND)


@pytest.fixture
def three(tmp_path: Path) -> Iterator[list[Slotted]]:
    with slotted_desks(tmp_path, 3) as found:
        yield found


def slots_in(found: bytes) -> list[list[str]]:
    told = [each for each in records(BytesIO(found), KEY) if isinstance(each, Record)]
    return [slot for each in told for slot in each.values.get(SLOTS, [])]


def with_slots(slots: list[list[str]]) -> bytes:
    out = BytesIO()
    writing = Writing(out, KEY)
    writing.add(Record({SLOTS: slots}))
    writing.close()
    return out.getvalue()


def test_an_officer_added_on_one_desk_signs_in_on_all_until_one_revokes(
    three: list[Slotted],
) -> None:
    first, second, third = three
    first.book.add(FIRST, OWN, SECOND, OTHERS)
    found = sent(first.file)
    assert received(second.file, found).officers == (NAME,)
    assert received(second.file, found).officers == ()
    # The third never meets the first.
    received(third.file, sent(second.file))
    assert all(each.opens(SECOND, OTHERS) for each in three)
    # Changed on the third, it is changed everywhere, and the old one opens nothing.
    third.book.change_passphrase(SECOND, OTHERS, NEW)
    meet(three)
    assert [(each.opens(SECOND, OTHERS), each.opens(SECOND, NEW)) for each in three] == (
        [(False, True)] * 3
    )
    assert not first.file.rows("SELECT event FROM officer_slot GROUP BY 1 HAVING count(*) > 1")
    second.recovered(SECOND, OTHERS)
    meet(three)
    assert all(each.opens(SECOND, OTHERS) and not each.opens(SECOND, NEW) for each in three)
    second.book.revoke(FIRST, SECOND)
    received(first.file, sent(second.file))
    assert [each.opens(SECOND, OTHERS) for each in three] == [False, False, True]
    meet(three)
    assert not any(each.opens(SECOND, OTHERS) for each in three)
    assert all(each.opens(FIRST, OWN) for each in three)
    # What is given by now brings nobody back, and neither does a file from before.
    assert slots_in(sent(first.file, whole=True)) == []
    assert received(third.file, found).officers == ()
    assert not third.opens(SECOND, OTHERS)


def test_the_list_says_which_desks_may_still_let_somebody_in(three: list[Slotted]) -> None:
    first, second, _ = three
    second.book.add(FIRST, OWN, SECOND, OTHERS)
    meet(three)
    first.book.revoke(FIRST, SECOND)
    *_, row = first.rows()
    letters = first.file.views.desk_names()
    assert (row.name, row.slot) == (NAME, False)
    assert set(row.still_at) == {letters[desk(1)], letters[desk(2)]}
    received(second.file, sent(first.file))
    received(first.file, sent(second.file))
    assert first.rows()[-1].still_at == (letters[desk(2)],)
    # On the second it is known as well which desk has not read of it.
    assert second.rows()[-1].still_at == (second.file.views.desk_names()[desk(2)],)
    meet(three)
    assert [row.name for row in first.rows()] == [FIRST]


def test_a_slot_that_has_not_come_is_awaited(three: list[Slotted]) -> None:
    first, second, _ = three
    first.book.add(FIRST, OWN, SECOND, OTHERS)
    found = sent(first.file)
    with_slot = slots_in(found)
    with first.file.engine.begin() as connection:
        connection.execute("DELETE FROM officer_slot")
    (first.folder / "keys.json").rename(first.folder / "aside")
    received(second.file, sent(first.file))
    row = second.rows()[-1]
    assert (row.slot, row.awaited) == (False, (first.file.views.desk_names()[desk(0)],))
    assert second.health() == "doctor.officers.awaited"
    assert received(second.file, with_slots(with_slot)).officers == (NAME,)
    assert not second.rows()[-1].awaited
    assert second.health() == "doctor.officers.ok"


@pytest.mark.parametrize("settled", ["changed", "recovered", "revoked"])
def test_two_desks_that_add_one_name_leave_both_passphrases_until_somebody_settles(
    three: list[Slotted], settled: str
) -> None:
    first, second, third = three
    first.book.add(FIRST, OWN, SECOND, OTHERS)
    second.book.add(FIRST, OWN, SECOND, NEW)
    found = sent(second.file)
    assert received(first.file, found).several == (NAME,)
    assert received(first.file, found).several == ()
    meet(three)
    letters = first.file.views.desk_names()
    for each in three:
        assert [each.opens(SECOND, secret) for secret in (OTHERS, NEW)] == [True, True]
        assert each.rows()[-1].twice == tuple(sorted({letters[desk(0)], letters[desk(1)]}))
        assert [row.name for row in each.rows()] == [FIRST, NAME] == vault.officers(each.folder)
        assert each.health() == "doctor.officers.twice"
    if settled == "changed":
        third.book.change_passphrase(SECOND, NEW, THIRD)
    elif settled == "recovered":
        third.recovered(SECOND, THIRD)
    else:
        third.book.revoke(FIRST, SECOND)
        third.book.add(FIRST, OWN, SECOND, THIRD)
    meet(three)
    for each in three:
        found_open = [each.opens(SECOND, secret) for secret in (OTHERS, NEW, THIRD)]
        assert found_open == [False, False, True]
        assert not each.rows()[-1].twice
        assert each.health() == "doctor.officers.ok"


def test_another_passphrase_takes_the_place_of_those_that_its_desk_had_read_and_of_no_other(
    three: list[Slotted],
) -> None:
    first, second, third = three
    first.book.add(FIRST, OWN, SECOND, OTHERS)
    received(third.file, sent(first.file))
    second.book.add(FIRST, OWN, SECOND, NEW)
    third.file.now += timedelta(hours=1)
    third.book.change_passphrase(SECOND, OTHERS, THIRD)
    meet(three)
    for each in three:
        found = [each.opens(SECOND, secret) for secret in (OTHERS, NEW, THIRD)]
        assert found == [False, True, True]


def test_a_revocation_ends_what_stood_before_it_where_both_passphrases_were_here(
    three: list[Slotted],
) -> None:
    first, second, third = three
    first.book.add(FIRST, OWN, SECOND, OTHERS)
    received(third.file, sent(first.file))
    third.book.revoke(FIRST, SECOND)
    second.file.now += timedelta(hours=1)
    second.book.add(FIRST, OWN, SECOND, NEW)
    received(first.file, sent(second.file))
    assert [first.opens(SECOND, secret) for secret in (OTHERS, NEW)] == [True, True]
    meet(three)
    for each in three:
        assert [each.opens(SECOND, secret) for secret in (OTHERS, NEW)] == [False, True]


def test_a_slot_that_no_known_desk_signed_so_opens_nothing(three: list[Slotted]) -> None:
    first, second, _ = three
    first.book.add(FIRST, OWN, SECOND, OTHERS)
    received(second.file, sent(first.file))
    ((event, _, signer, signature),) = slots_in(sent(first.file, whole=True))
    slot = slot_text(slot_for(KEY.raw, NAME, NEW.encode(), f"officer:{NAME}", CHEAP))
    with first.file.store.begin() as tx:
        private, _ = private_key(tx.connection, desk(0))
    office = first.file.store.office
    other = sign(private, signed_slot("another office", event, slot))
    with second.file.engine.begin() as connection:
        connection.execute("DELETE FROM officer_slot")
    wrong = [[event, slot, signer, signature], [event, slot, signer, other]]
    wrong += [[event, slot, "no desk", other], [event, slot], [event, "{}", signer, signature]]
    wrong += [["no event", slot, signer, sign(private, signed_slot(office, "no event", slot))]]
    assert received(second.file, with_slots(wrong)).officers == ()
    assert second.opens(SECOND, OTHERS)
    assert not second.opens(SECOND, NEW)


def test_the_last_passphrase_of_a_desk_stays(three: list[Slotted]) -> None:
    """Two officers who revoke each other at once leave desks that somebody can open."""
    first, second, _ = three
    first.book.add(FIRST, OWN, SECOND, OTHERS)
    meet(three)
    first.book.revoke(FIRST, SECOND)
    second.book.revoke(SECOND, FIRST)
    meet(three)
    for each in three:
        assert each.opens(FIRST, OWN) or each.opens(SECOND, OTHERS)


def test_what_this_desk_has_not_journaled_yet_is_newer(three: list[Slotted]) -> None:
    first, second, _ = three
    first.book.add(FIRST, OWN, SECOND, OTHERS)
    meet(three)
    first.book.change_passphrase(SECOND, OTHERS, NEW)
    found = sent(first.file)
    # The second desk changed it too, and lost its power before that was journaled.
    change = OfficerChange(second.file.uids.new(NIGHT), NIGHT, SECOND, PassphraseChanged())
    vault.reset_passphrase(second.folder, KEY, SECOND, THIRD, change, cost=CHEAP)
    received(second.file, found)
    assert second.opens(SECOND, THIRD)
    second.book.settle()
    meet(three)
    assert all(each.opens(SECOND, THIRD) for each in three)


def test_a_change_that_is_not_journaled_yet_brings_nobody_back_who_was_revoked(
    three: list[Slotted],
) -> None:
    first, second, _ = three
    first.book.add(FIRST, OWN, SECOND, OTHERS)
    meet(three)
    first.book.revoke(FIRST, SECOND)
    change = OfficerChange(second.file.uids.new(NIGHT), NIGHT, SECOND, PassphraseChanged())
    vault.reset_passphrase(second.folder, KEY, SECOND, THIRD, change, cost=CHEAP)
    received(second.file, sent(first.file))
    assert not second.opens(SECOND, THIRD)
    second.book.settle()
    meet(three)
    assert not any(each.opens(SECOND, THIRD) for each in three)


def test_a_damaged_file_of_slots_lets_no_revocation_pass_unnoticed(three: list[Slotted]) -> None:
    first, second, _ = three
    first.book.add(FIRST, OWN, SECOND, OTHERS)
    meet(three)
    first.book.revoke(FIRST, SECOND)
    (second.folder / "keys.json").write_bytes(b"{")
    with pytest.raises(Refused, match=r"vault\.refused\.slots_damaged"):
        received(second.file, sent(first.file))
    assert not second.file.rows("SELECT 1 FROM event WHERE kind = 'officer.revoked'")


@pytest.mark.long
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_in_any_order_all_desks_let_the_same_officers_in(data: DataObject) -> None:
    with tempfile.TemporaryDirectory() as name, slotted_desks(Path(name), 3) as three:
        known: dict[str, str] = {SECOND: OTHERS, "周　平": "周平自己的好口令"}
        on_the_way: list[bytes] = []
        for number in range(data.draw(st.integers(3, 15))):
            each = data.draw(st.sampled_from(three))
            officer = data.draw(st.sampled_from(sorted(known)))
            act = data.draw(st.sampled_from(["add", "change", "revoke", "write", "read", "read"]))
            if act == "write":
                on_the_way.append(sent(each.file))
            elif act == "read" and on_the_way:
                received(each.file, data.draw(st.sampled_from(on_the_way)))
            else:
                change_one(each, officer, act, f"第 {number} 句够长的口令", known)
        meet(three)
        for officer, secret in known.items():
            assert len({each.opens(officer, secret) for each in three}) == 1
        slots = [
            {(slot.officer, slot.wrapped) for slot in read_slots(each.folder).officers}
            for each in three
        ]
        assert slots[0] == slots[1] == slots[2]


def change_one(each: Slotted, officer: str, act: str, secret: str, known: dict[str, str]) -> None:
    """Add, change or revoke somebody, where that can be done there."""
    here = vault.officer_name(officer) in vault.officers(each.folder)
    if act == "add" and not here:
        each.book.add(FIRST, OWN, officer, secret)
    elif act == "change" and here:
        each.recovered(officer, secret)
    elif act == "revoke" and here:
        each.book.revoke(FIRST, officer)
    known[officer] = secret if act != "revoke" else known[officer]


@contextmanager
def copied(folder: Path, of: Slotted) -> Iterator[Slotted]:
    """Yield a copy of a desk's laptop."""
    folder.mkdir()
    with new_file(folder) as file:
        for engine in (of.file.reader, of.file.engine, file.engine):
            engine.dispose()
        copyfile(of.file.path, file.path)
        file.store, file.uids = SqlStore(file.engine, KEY), Uids(500_000)
        file.now = of.file.now + timedelta(hours=1)
        yield slotted(file, read_slots(of.folder))


def depart(copy: Slotted, of: Slotted) -> None:
    """Let a copy go on anew, from where they parted."""
    of.file.add(of.file.store.office, RecoveryCodeRenewed())
    stays, file = BytesIO(sent(of.file, whole=True)), copy.file
    by = (FIRST, "何静")
    go_on_anew(file.store, stays, KEY, file.now, by, Uids(700_000), goes_on=False)
    file.store = SqlStore(file.engine, KEY)


@pytest.mark.parametrize("keyed", [True, False])
def test_a_passphrase_that_a_copied_laptop_set_opens_every_desk_once_that_took_its_own_name(
    tmp_path: Path, keyed: bool
) -> None:
    with (
        slotted_desks(tmp_path, 2, met=keyed) as (first, other),
        copied(tmp_path / "copied", first) as copy,
    ):
        copy.book.add(FIRST, OWN, SECOND, OTHERS)
        exchange_of(copy.file).give(BytesIO(), copy.file.now, FIRST, Uids(600_000))
        depart(copy, first)
        meet([first, other, copy])
        assert [each.opens(SECOND, OTHERS) for each in (first, other, copy)] == [True] * 3


@pytest.mark.parametrize("departs", ["before", "after"])
@pytest.mark.parametrize("revoked", [True, False])
def test_a_change_that_waited_when_the_laptop_was_copied_counts_once(
    tmp_path: Path, departs: str, revoked: bool
) -> None:
    with slotted_desks(tmp_path, 2) as (first, other):
        change = OfficerChange(first.file.uids.new(NIGHT), NIGHT, FIRST, OfficerAdded(NAME))
        vault.add_officer(first.folder, KEY, NAME, OTHERS, change, cost=CHEAP)
        with copied(tmp_path / "copied", first) as copy:
            first.book.settle()
            if revoked:
                first.book.revoke(FIRST, NAME)
            if departs == "before":
                depart(copy, first)
                received(copy.file, sent(first.file))
            copy.book.settle()
            if departs == "after":
                depart(copy, first)
            meet([first, other, copy])
            for each in (first, other, copy):
                assert each.opens(SECOND, OTHERS) != revoked
                assert each.health() == "doctor.officers.ok"


def test_what_changed_since_a_backup_holds_on_every_desk_where_passphrases_stay(
    tmp_path: Path, three: list[Slotted]
) -> None:
    first, *others = three
    for name in (SECOND, "周平"):
        first.book.add(FIRST, OWN, name, OTHERS)
    meet(three)
    with copied(tmp_path / "copied", first) as back:
        then = read_slots(first.folder)
        first.book.revoke(FIRST, SECOND)
        first.book.change_passphrase("周平", OTHERS, NEW)
        write_slots(back.folder, now := read_slots(first.folder))
        claim_file(back.file.engine, back.file.store.office, "new-desk")
        back.file.store = SqlStore(back.file.engine, KEY)
        for fact in (OfficeRestored(NIGHT, 1, "0" * 15), *changed_since(then, now)):
            back.file.add(back.file.store.office, fact)
        # What the others have brings nothing of back then to the desk.
        received(back.file, sent(others[0].file, whole=True))
        assert (back.opens(SECOND, OTHERS), back.opens("周平", NEW)) == (False, True)
        sent(back.file, second="何静")
        meet([back, *others])
        for each in (back, *others):
            assert not each.opens(SECOND, OTHERS)
            assert (each.opens("周平", OTHERS), each.opens("周平", NEW)) == (False, True)
