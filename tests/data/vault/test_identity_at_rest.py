"""What a visitor said of themselves is nowhere in the clear: not on disk, not in the open file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from data.journal.journal import all_events
from data.ledger.grams import grams
from data.office import DATABASE, OpenOffice
from tests.data.files import Uids
from tests.data.offices import CLOCK, create
from tests.identities import SECRETS, WHO
from tests.issuing import issue_text
from tests.lives import MOVES, WAYS
from xfconsole.assembly import desk_of
from xfconsole.core.facts.event import Event
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, RingOutcome
from xfconsole.core.words.folding import fold
from xfconsole.core.words.procedure import Act, Bar, Clock, State
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk, Imported

PAGE = 4096
FORM = MatterForm(Channel.GROUP_VISIT, "安置房逾期交付", text="正文", headcount=33, identity=WHO)
TYPED = {"summary": FORM.summary, "name": WHO.name, "phone": WHO.phone, "address": WHO.address}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[OpenOffice]:
    opened, _ = create(tmp_path / "office")
    with opened:
        yield opened


def on_disk(office: OpenOffice) -> bytes:
    return b"".join(each.read_bytes() for each in sorted(office.folder.iterdir()))


def decrypted(office: OpenOffice) -> bytes:
    """Return every page as whoever holds the data key can have it: the WAL's and free ones too.

    SQLCipher 4: AES-256-CBC by page; the last 80 bytes of a page are its IV and its HMAC-SHA512,
    and the first 16 of the file are salt. A WAL has a head of 32 bytes and 24 before each page.
    """
    file, wal = (office.folder / DATABASE), office.folder / f"{DATABASE}-wal"
    pages = [_pages(file.read_bytes(), 0, 0)]
    if wal.exists():
        pages.append(_pages(wal.read_bytes(), 32, 24))
    return b"".join(
        _page(office.key.database, page, number) for each in pages for number, page in each
    )


def _pages(stored: bytes, head: int, before: int) -> Iterator[tuple[int, bytes]]:
    for at in range(head, len(stored), before + PAGE):
        own = int.from_bytes(stored[at : at + 4]) if before else (at - head) // PAGE + 1
        yield own, stored[at + before : at + before + PAGE]


def _page(key: bytes, page: bytes, number: int) -> bytes:
    salt = 16 if number == 1 else 0
    cipher = Cipher(algorithms.AES256(key), modes.CBC(page[-80:-64])).decryptor()
    return cipher.update(page[salt:-80]) + cipher.finalize()


def found_in(stored: bytes) -> list[str]:
    """Return the secrets in some bytes, as SQLite writes text or as JSON may escape it."""
    return [
        secret
        for secret in SECRETS
        if any(
            form in stored
            for form in (secret.encode(), secret.encode("utf-16-le"), json.dumps(secret).encode())
        )
    ]


def a_night(office: OpenOffice) -> Desk:
    """Type the identity into a draft key by key, register it, import it, and write drafts anew."""
    desk = desk_of(office, CLOCK, Uids(1000))
    for size in range(1, len(WHO.name) + 1):
        office.writer.save_draft("intake", TYPED | {"name": WHO.name[:size]}).result(10)
    desk.register(FORM, opening=True, draft="intake")
    office.writer.save_draft("intake", TYPED).result(10)
    desk.register_batch([Imported(replace(FORM, source_ref="信:1"), reply="已答复")])
    desk.note("02-001", "坐了两排")
    return desk


def test_the_search_finds_what_is_not_sealed(office: OpenOffice) -> None:
    """Without this the tests below would pass for a search that is blind."""
    desk = a_night(office)
    desk.note("02-001", f"{WHO.name} 电话 {WHO.phone}")
    assert found_in(decrypted(office)) == [WHO.name, WHO.phone]
    with office.engine.begin() as connection:
        connection.execute("CREATE TABLE scrap (text TEXT) STRICT")
        connection.execute("INSERT INTO scrap VALUES (?)", (json.dumps(WHO.address),))
    assert found_in(decrypted(office)) == [WHO.name, WHO.address, WHO.phone]


def a_life(desk: Desk, number: str) -> None:
    """Take a matter through its whole procedure, with everything that can be written beside it."""
    for state in (State.FINISHED, State.ARCHIVED):
        for act in WAYS[state][-2:] if state is State.ARCHIVED else WAYS[state]:
            desk.move(number, MOVES[act])
        if state is State.FINISHED:
            issue_text(desk, number, text="已收到，现予告知")
            desk.move(number, MOVES[Act.EXECUTE])
    desk.move(number, MOVES[Act.REOPEN])
    desk.chase(number, Clock.DEAL, RingOutcome.ANSWERED, text="已催办")
    desk.bar(number, Bar.ACCUSED, unit="水务局")
    desk.link(number, "2026-000002")
    with pytest.raises(Refused):
        desk.move(number, replace(MOVES[Act.FORWARD], unit="水务局"))
    desk.adopt_calendar()


def test_the_life_of_a_matter_tells_nothing_of_who_brought_it(office: OpenOffice) -> None:
    """Neither the facts of its procedure nor a row that follows from them."""
    desk = a_night(office)
    a_life(desk, "2026-000001")
    with office.engine.connect() as connection:
        counts = {
            table: connection.execute(f"SELECT count(*) FROM {table}").scalar()
            for table in ("deadline", "barred", "linked")
        }
        bodies = "\n".join(connection.execute("SELECT body FROM event").scalars())
    assert min(counts.values()) > 0, counts
    assert "access.blocked" in {each.kind for each in events_of_all(office)}
    assert found_in(bodies.encode()) == []
    assert found_in(on_disk(office)) == []
    clear = decrypted(office)
    assert "现予告知".encode() in clear
    assert found_in(clear) == []


def events_of_all(office: OpenOffice) -> list[Event]:
    with office.engine.connect() as connection:
        return list(all_events(connection))


def test_an_identity_is_nowhere_in_the_clear(office: OpenOffice) -> None:
    a_night(office)
    assert (office.folder / f"{DATABASE}-wal").stat().st_size > 0
    assert found_in(on_disk(office)) == []
    clear = decrypted(office)
    assert FORM.summary.encode() in clear
    assert found_in(clear) == []
    with office.engine.connect() as connection:
        bodies = list(connection.execute("SELECT body FROM event").scalars())
    assert len(bodies) > 5
    assert found_in("\n".join(bodies).encode()) == []


def test_nor_is_it_in_the_closed_file(tmp_path: Path) -> None:
    office, _ = create(tmp_path / "office")
    a_night(office)
    office.close()
    assert not (office.folder / f"{DATABASE}-wal").exists()
    assert found_in(on_disk(office)) == []
    assert FORM.summary.encode() in decrypted(office)
    assert found_in(decrypted(office)) == []


def test_an_anonymous_matter_keeps_nothing_of_who_brought_it(office: OpenOffice) -> None:
    desk = desk_of(office, CLOCK, Uids(1000))
    done = desk.register(replace(FORM, anonymous=True))
    with office.engine.connect() as connection:
        assert connection.execute("SELECT count(*) FROM matter_key").scalar() == 0
    assert getattr(done.events[0].fact, "sealed", None) == ""


def test_an_identity_is_not_in_the_search_index(office: OpenOffice) -> None:
    a_night(office)
    office.indexer.catch_up()
    assert office.indexer.waiting() == 0
    with office.engine.begin() as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, search_index, row)"
        )
        terms = set(connection.execute("SELECT term FROM temp.terms").scalars())
    numbers = [row.number for row in office.views.matters(limit=10)]
    said = grams([FORM.summary, FORM.text, "已答复", *numbers])
    assert said <= terms
    for secret in SECRETS:
        assert not (grams([fold(secret)]) - said) & terms
        assert office.views.search(secret) == []
