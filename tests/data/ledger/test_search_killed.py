"""Death between a commit and the index, or within the index, hides nothing and invents nothing."""

from __future__ import annotations

import pytest

from data.ledger.indexer import Indexer
from tests.data import processes
from tests.data.files import File

WORK = """
import sys
from dataclasses import replace
from pathlib import Path
from tests.data.files import KEY, File, Uids
from data.file.engine import open_engine
from data.ledger.indexer import Indexer
from data.store.store import SqlStore
from data.ledger.views import SqlViews

path = Path(sys.argv[1])
engine = open_engine(path, KEY.database)
file = File(path, engine, engine, SqlStore(engine, KEY), SqlViews(engine, KEY))
for serial in range(200):
    file.register(f"停水{serial}", text="龙头" * 50)
    if sys.argv[2] == "index" and serial % 3 == 0:
        Indexer(engine).step(2)
    print(serial, flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("stage", ["register", "index"])
@pytest.mark.parametrize("after", [0, 7, 40])
def test_whatever_was_committed_is_found_after_kill_9(file: File, stage: str, after: int) -> None:
    process = processes.start(WORK, file.path, stage)
    assert process.stdout is not None
    for line in process.stdout:
        if line == f"{after}\n":
            break
    process.kill()
    process.communicate()
    committed = {row[0] for row in file.rows("SELECT uid FROM matter")}
    assert len(committed) > after
    for _ in range(2):
        assert {hit.row.uid for hit in file.views.search("停水", limit=500)} == committed
        assert {hit.row.uid for hit in file.views.search("水龙 头", limit=500)} == set()
        while Indexer(file.engine).step():
            pass
    with file.engine.begin() as connection:
        connection.execute("INSERT INTO search_index (search_index) VALUES ('integrity-check')")
    assert file.rows("SELECT count(*) FROM search_doc") == [(len(committed),)]
