"""Desks that meet by a hub: in any order, with connections cut, after an older hub was put back."""

from __future__ import annotations

import hashlib
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from data.exchange import batch as batches
from data.hub.joined import at_hub, joined
from tests.data.exchange.test_exchange import put_back
from tests.data.files import File, Uids
from tests.data.many_desks import desks, exchange_of, received, sent, told, written
from tests.hub import Hub, joining, lines_at, met, new_hub
from xfconsole.core.facts.of_identity import IdentityErased
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_office import OfficeFounded
from xfconsole.core.words.desk import Channel, Identity
from xfconsole.core.words.refusal import Refused


def hashes(file: File) -> list[tuple[str, int, UUID, bytes]]:
    """Return each entry that a desk has, as the hub tells of it."""
    found = []
    for desk, dseq, uid in file.rows("SELECT desk, dseq, uid FROM event ORDER BY desk, dseq"):
        text = batches.text_of(written(file, desk, dseq - 1, 1))
        found.append((desk, dseq, UUID(uid), hashlib.sha256(text).digest()))
    return found


def test_what_one_desk_wrote_is_on_the_others_and_twice_is_once(
    hub: Hub, three: list[File]
) -> None:
    first, second, _ = three
    joining(hub, first, second)
    assert met(first).sent == 3
    found = met(second)
    assert (found.sent, found.taken.lines, found.taken.refused) == (1, 3, ())
    assert met(first).taken.lines == 1
    assert told(first) == told(second)
    assert lines_at(hub) == hashes(first)
    again = met(second)
    assert (again.sent, again.taken.lines, again.taken.known) == (0, 0, 0)
    # What the first said of itself came along, as in a file.
    assert exchange_of(second).standing().others[0].heard_at == first.now
    kept = joined(second.reader)
    assert kept is not None
    assert (kept.told, kept.synced_at, kept.next_password) == (1, second.now, "")


def test_files_and_the_hub_carry_the_same_batches(
    hub: Hub, three: list[File], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The third never joined; what it wrote goes to the hub by whoever read its file."""
    first, second, third = three
    monkeypatch.setattr(batches, "MOST_LINES", 2)
    joining(hub, first, second)
    received(third, sent(first))
    third.register()
    received(first, sent(third))
    for each in (first, second, first):
        met(each)
    assert told(second) == told(first)
    named = "SELECT desk, first, last, name, signature FROM batch ORDER BY desk, first"
    assert first.rows(named) == second.rows(named)
    at_it = hub.rows("SELECT first, last, encode(name, 'hex') FROM xfc.batch ORDER BY desk, first")
    assert {each[2] for each in at_it} == {each[3] for each in first.rows(named)}


def test_a_hub_put_back_from_an_older_backup_is_filled_again_by_any_desk(
    hub: Hub, three: list[File]
) -> None:
    first, second, third = three
    joining(hub, *three)
    for each in (first, second):
        met(each)
    older = hub.rows("SELECT name, last, head FROM xfc.desk")
    second.register()
    first.register()
    for each in (first, second, first):
        met(each)
    for table in ("batch", "line"):
        hub.do(
            f"DELETE FROM xfc.{table} t USING xfc.desk d WHERE d.number = t.desk AND"
            f" {'t.last' if table == 'batch' else 'dseq'} > (%s::jsonb ->> d.name)::bigint",
            psycopg.types.json.Jsonb({name: last for name, last, _ in older}),
        )
    for name, last, head in older:
        hub.do("UPDATE xfc.desk SET last = %s, head = %s WHERE name = %s", last, head, name)
    assert met(first).sent > 0
    assert lines_at(hub) == hashes(first)
    for each in (third, first):
        met(each)
    assert told(third) == told(first)


def test_an_empty_hub_gets_all_from_one_desk_that_joins_it(three: list[File]) -> None:
    first, second, third = three
    with new_hub() as lost, new_hub() as hub:
        joining(lost, first, second)
        for each in (first, second, first):
            met(each)
        joining(hub, first, third)
        for each in (first, third, first):
            met(each)
    assert told(third) == told(first)
    assert len({each[0] for each in hashes(third)}) == 3


def test_what_a_desk_put_back_signs_anew_is_no_fork_of_what_it_had_signed(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The backup is older than the key of the desk, and who was put back meets the hub first."""
    monkeypatch.setattr(batches, "MOST_LINES", 5)
    with desks(tmp_path, 4) as (first, knows, back, third):
        for number, file in enumerate((first, knows, back, third)):
            file.uids = Uids(10_000 * (number + 1))
        first.add(first.store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        for _ in range(4):
            first.register()
        put_back(first, back, 5)
        received(knows, sent(first))
        sent(back, second="何静")
        joining(hub, back, knows, third)
        for file in (back, knows, third, back, knows, third):
            assert not met(file).taken.refused
        assert not hub.rows("SELECT 1 FROM xfc.aside")
        assert lines_at(hub) == hashes(third)
        assert told(third)["event"] == told(back)["event"] == told(knows)["event"]


def test_the_key_of_an_identity_lies_at_the_hub_until_it_is_erased(
    hub: Hub, three: list[File]
) -> None:
    first, second, third = three
    joining(hub, *three)
    matter = first.uids.new(first.now)
    with first.store.begin() as tx:
        sealed = tx.seal(matter, Identity(name="来访者甲"))
        fact = MatterRegistered(Channel.LETTER, "反映欠薪", number="2026-000009", sealed=sealed)
        tx.append([first.event(matter, fact)])
    met(first)
    assert met(second).taken.keys == 1
    assert second.rows("SELECT * FROM matter_key") == first.rows("SELECT * FROM matter_key")
    with second.store.begin() as tx:
        tx.append([second.event(matter, IdentityErased("retention.claim", "李敏", "何静"))])
        tx.destroy_key(matter)
    met(second)
    # The first has not read of it, and may bring the key again.
    hub.do("UPDATE xfc.desk SET last = 0, head = '' WHERE login IS NOT NULL")
    hub.do("TRUNCATE xfc.batch, xfc.line")
    met(first)
    assert met(third).taken.keys == 0
    assert hub.rows("SELECT sealed FROM xfc.record WHERE kind = 'key'") == [(b"",)]
    for each in (second, first):
        met(each)
    assert not any(each.rows("SELECT * FROM matter_key") for each in three)


def test_a_desk_that_joined_no_hub_is_told_how(three: list[File]) -> None:
    with pytest.raises(Refused) as refused, at_hub(exchange_of(three[0])):
        pass
    assert refused.value.key == "hub.refused.none"
