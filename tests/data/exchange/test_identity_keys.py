"""Keys of identities on their way between desks: beside batches, and never again once erased."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from data.exchange.container import Record, Writing, records
from data.exchange.taking import KEYS
from tests.data.files import KEY, File, Uids
from tests.data.many_desks import desks, exchange_of, received, sent
from xfconsole.core.facts.of_identity import ErasureCancelled, ErasureProposed, IdentityErased
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_office import OfficeFounded
from xfconsole.core.words.desk import Channel, Identity, Uid

ERASED = IdentityErased("retention.claim", "李敏", "何静")


@contextmanager
def begun(folder: Path, count: int) -> Iterator[list[File]]:
    """Yield desks of one office, which the first founded."""
    with desks(folder, count) as files:
        for number, file in enumerate(files):
            file.uids = Uids(10_000 * (number + 1))
        files[0].add(files[0].store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        yield files


@pytest.fixture
def three(tmp_path: Path) -> Iterator[list[File]]:
    with begun(tmp_path, 3) as files:
        yield files


def register(file: File) -> Uid:
    """Register a matter with a sealed identity."""
    matter = file.uids.new(file.now)
    with file.store.begin() as tx:
        sealed = tx.seal(matter, Identity(name="来访者甲"))
        fact = MatterRegistered(Channel.LETTER, "反映欠薪", number="2026-000001", sealed=sealed)
        tx.append([file.event(matter, fact)])
    return matter


def erase(file: File, matter: Uid) -> None:
    with file.store.begin() as tx:
        tx.append([file.event(matter, ERASED)])
        tx.destroy_key(matter)


def keys(file: File) -> dict[Uid, str]:
    return dict(file.rows("SELECT matter, wrapped FROM matter_key"))


def given_keys(found: bytes) -> dict[Uid, str]:
    """Return the keys in a file: none lies in a batch."""
    told: dict[Uid, str] = {}
    for record in records(BytesIO(found), KEY):
        assert isinstance(record, Record)
        assert not record.values.keys() >= {KEYS, "digest"}
        told |= record.values.get(KEYS, {})
    return told


def only_keys(found: Mapping[Uid, str | None]) -> bytes:
    """Return a file of the office with nothing but keys in it."""
    out = BytesIO()
    writing = Writing(out, KEY)
    writing.add(Record({KEYS: found}))
    writing.close()
    return out.getvalue()


def test_a_key_comes_with_its_matter_and_is_asked_for_where_it_got_lost(three: list[File]) -> None:
    first, second, third = three
    matter = register(first)
    found = sent(first)
    assert received(second, found).keys == 1
    assert (received(second, found).keys, keys(second)) == (0, keys(first))
    assert given_keys(sent(second, whole=True)) == keys(first)
    # A file that ended before the key did; then the desk asks, whoever has it answers.
    with first.engine.begin() as connection:
        connection.execute("DELETE FROM matter_key")
    received(third, sent(first, whole=True))
    assert exchange_of(third).standing().keyless == 1
    received(second, sent(third))
    assert received(third, sent(second)).keys == 1
    assert exchange_of(third).standing().keyless == 0
    with third.store.begin() as tx:
        sealed = third.rows("SELECT sealed FROM matter")[0][0]
        assert tx.open_identity(matter, sealed) == Identity(name="来访者甲")
    received(second, sent(third))
    assert given_keys(sent(second)) == {}


def test_what_was_erased_is_given_to_nobody_and_taken_from_nobody(three: list[File]) -> None:
    first, second, third = three
    matter = register(first)
    with_key = sent(first)
    old = keys(first)
    received(second, with_key)
    erase(first, matter)
    gone = sent(first, whole=True)
    assert given_keys(gone) == {}
    received(second, gone)
    received(third, gone)
    # The file with the key comes late, twice, and somebody's older copy has it again.
    for file in (first, second, third):
        assert [received(file, each).keys for each in (with_key, only_keys(old))] == [0, 0]
        assert keys(file) == {}
    with second.engine.begin() as connection:
        connection.execute("INSERT INTO matter_key VALUES (?, ?)", (matter, old[matter]))
    assert given_keys(sent(second, whole=True)) == {}
    assert exchange_of(second).standing().keyless == 0


def test_a_key_that_opens_nothing_is_not_stored(three: list[File]) -> None:
    first, second, _ = three
    one, other = register(first), register(first)
    with first.engine.begin() as connection:
        connection.execute("UPDATE matter_key SET wrapped = 'AAAA' WHERE matter = ?", (one,))
    received(second, sent(first))
    fits = keys(first)[other]
    swapped = only_keys({one: fits, "no such matter": fits, "\x07": "\0", other: None})
    assert received(second, swapped).keys == 0
    assert keys(second) == {other: keys(first)[other]}


def at_random(data: DataObject) -> None:
    count = data.draw(st.integers(2, 4))
    with tempfile.TemporaryDirectory() as name, begun(Path(name), count) as files:
        on_the_way = [sent(files[0])]
        for _ in range(data.draw(st.integers(5, 30))):
            file = data.draw(st.sampled_from(files))
            acts = ["register", "propose", "cancel", "erase", "write", "read", "read", "read"]
            act = data.draw(st.sampled_from(acts))
            matters = [each for (each,) in file.rows("SELECT uid FROM matter ORDER BY uid")]
            if act == "register":
                register(file)
            elif act == "write":
                on_the_way.append(sent(file, whole=data.draw(st.booleans())))
            elif act == "read":
                found = data.draw(st.sampled_from(on_the_way))
                whole = data.draw(st.booleans())
                received(file, found if whole else found[: int(len(found) * 0.8)])
            elif matters:
                matter = data.draw(st.sampled_from(matters))
                if act == "erase":
                    erase(file, matter)
                else:
                    proposed = act == "propose"
                    fact = ErasureProposed("retention.claim") if proposed else ErasureCancelled("")
                    file.add(matter, fact)
        for _ in range(3):
            for source, target in permutations(files, 2):
                assert not received(target, sent(source)).refused
        erased = files[0].rows("SELECT subject FROM event WHERE kind = ?", ERASED.kind)
        kept = {*files[0].rows("SELECT uid FROM matter")} - {*erased}
        assert all({(each,) for each in keys(file)} == kept for file in files)
        assert all(not given_keys(sent(file)) for file in files)


@pytest.mark.long
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_in_any_order_of_files_all_have_all_keys_but_those_of_the_erased(data: DataObject) -> None:
    at_random(data)


@pytest.mark.torture
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_in_any_order_of_files_keys_and_erasures_agree_as_often_as_the_profile_says(
    data: DataObject,
) -> None:
    at_random(data)
