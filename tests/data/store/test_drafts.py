"""A half-typed form survives whatever happens, and nobody else can read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.file.connection import Engine
from data.file.engine import open_engine
from data.store.drafts import DraftStore, drop_draft, read_draft
from data.store.writer import Writer
from data.tables.migrations import migrate
from data.vault.sealing import Sealer
from tests.data import processes
from xfconsole.core.rows import Draft
from xfconsole.core.words.refusal import Refused

KEY = bytes(range(32))
SEALER = Sealer(bytes(32))
START = datetime(2026, 2, 20, 2, 0, tzinfo=UTC)


class Watch:
    """A clock that moves a minute at each look."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "office.db", KEY)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def drafts(engine: Engine) -> DraftStore:
    return DraftStore(engine, SEALER, Watch())


def read(engine: Engine, form: str) -> Draft | None:
    with engine.connect() as connection:
        return read_draft(connection, SEALER, form)


def test_a_draft_comes_back_as_it_was_typed(engine: Engine, drafts: DraftStore) -> None:
    values = {"summary": "安置房\t逾期[b]交付\n", "name": "郑岚", "phone": "", "half": "\ud83d"}
    drafts.save({"intake": values})
    assert read(engine, "intake") == Draft("intake", values, START + timedelta(minutes=1))


def test_the_newest_state_replaces_the_older(engine: Engine, drafts: DraftStore) -> None:
    drafts.save({"intake": {"summary": "安"}})
    drafts.save({"intake": {"summary": "安置"}})
    found = read(engine, "intake")
    assert found is not None
    assert (found.values, found.saved_at) == ({"summary": "安置"}, START + timedelta(minutes=2))


def test_forms_are_kept_apart(engine: Engine, drafts: DraftStore) -> None:
    drafts.save({"intake": {"summary": "a"}})
    drafts.save({"note": {"text": "b"}, "report": {"situation": "c"}})
    drafts.save({"intake": {"summary": "d"}})
    found = {form: read(engine, form) for form in ("intake", "note", "report")}
    assert {form: dict(draft.values) for form, draft in found.items() if draft} == {
        "intake": {"summary": "d"},
        "note": {"text": "b"},
        "report": {"situation": "c"},
    }


def test_no_draft_is_none(engine: Engine) -> None:
    assert read(engine, "intake") is None


def test_a_dropped_draft_is_gone_with_the_transaction(engine: Engine, drafts: DraftStore) -> None:
    drafts.save({"intake": {"summary": "a"}, "note": {"text": "b"}})
    with engine.connect() as connection:
        drop_draft(connection, "intake")
    assert read(engine, "intake") is not None
    with engine.begin() as connection:
        drop_draft(connection, "intake")
    assert read(engine, "intake") is None
    assert read(engine, "note") is not None


def test_what_was_typed_is_not_readable_even_in_the_open_file(
    engine: Engine, drafts: DraftStore
) -> None:
    drafts.save({"intake": {"name": "郑岚", "phone": "13900000000"}})
    with engine.connect() as connection:
        ((body, saved_at),) = connection.execute("SELECT body, saved_at FROM draft")
    for secret in ("郑岚", "13900000000", "phone"):
        assert secret.encode() not in body
    assert saved_at == "2026-02-20T02:01:00.000000Z"


def test_a_draft_moved_to_another_form_is_refused(engine: Engine, drafts: DraftStore) -> None:
    drafts.save({"intake": {"name": "郑岚"}})
    with engine.begin() as connection:
        connection.execute("UPDATE draft SET form = 'note'")
    with pytest.raises(Refused, match=r"vault\.refused\.seal"):
        read(engine, "note")


KILLED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from data.store.drafts import DraftStore
from data.file.engine import open_engine
from data.vault.sealing import Sealer
from data.store.writer import Writer
engine = open_engine(Path(sys.argv[1]), bytes(range(32)))
drafts = DraftStore(engine, Sealer(bytes(32)), lambda: datetime(2026, 2, 20, tzinfo=UTC))
writer = Writer(drafts.save)
for size in range(1, 40):
    durable = writer.save_draft("intake", {"summary": "安" * size})
durable.result(30)
os.kill(os.getpid(), 9)
"""


@pytest.mark.usefixtures("engine")
def test_a_draft_told_durable_survives_kill_9(engine: Engine, tmp_path: Path) -> None:
    ended = processes.run(KILLED, tmp_path / "office.db")
    assert (ended.returncode, ended.stderr) == (-9, "")
    found = read(engine, "intake")
    assert found is not None
    assert found.values == {"summary": "安" * 39}


def test_keys_typed_fast_all_end_in_the_last_state(engine: Engine, drafts: DraftStore) -> None:
    writer = Writer(drafts.save)
    text = "安置房逾期交付，请帮助协调。" * 30
    for size in range(len(text)):
        writer.save_draft("intake", {"summary": text[: size + 1]})
    writer.close()
    found = read(engine, "intake")
    assert found is not None
    assert found.values == {"summary": text}
