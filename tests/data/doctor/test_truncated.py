"""A journal cut off at its end, or an older file swapped in, shows by what is kept elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data.backup.folder import BACKUPS
from data.doctor.examine import connected
from data.journal.journal import head
from data.office import DATABASE, open_office
from data.store.head_file import HEAD_FILE
from data.vault import vault
from tests.data.damaged import found, worked, wrong
from tests.data.offices import CLOCK, PASSPHRASE
from xfconsole.assembly import desk_of
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.office.finding import Health
from xfconsole.core.office.journal_head import Head
from xfconsole.core.words.desk import Channel
from xfconsole.ids import RandomIds


def work_on(folder: Path) -> None:
    with open_office(folder, PASSPHRASE, clock=CLOCK) as office:
        desk = desk_of(office, CLOCK, RandomIds())
        desk.register(MatterForm(Channel.LETTER, "后来的一件"))


def head_of(folder: Path) -> Head:
    with connected(folder, vault.unlock(folder, PASSPHRASE).key) as connection:
        return head(connection)


@pytest.fixture
def rolled_back(tmp_path: Path) -> Path:
    """An office whose database is the one of before the last work."""
    folder = tmp_path / "office"
    worked(folder, backup=False).close()
    shutil.copy(folder / DATABASE, tmp_path / "older.db")
    work_on(folder)
    shutil.copy(tmp_path / "older.db", folder / DATABASE)
    return folder


def test_an_older_file_swapped_in_is_noticed_by_the_head_beside_it(rolled_back: Path) -> None:
    finding = found(rolled_back)["head"]
    assert (finding.health, finding.found) == (Health.BAD, "doctor.head.gone")
    # Nothing else could show it: the older file is whole in itself.
    assert wrong(rolled_back, quick=False) == {"head"}


def test_working_on_with_an_older_file_does_not_wipe_the_trace(rolled_back: Path) -> None:
    work_on(rolled_back)
    work_on(rolled_back)
    assert wrong(rolled_back) == {"head"}


def test_it_is_noticed_by_the_backups_where_the_head_file_is_gone_too(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    worked(folder).close()
    assert found(folder)["backup_heads"].health is Health.OK
    cut_to(folder, head_of(folder).seq - 3)
    assert {"backup_heads", "head"} <= wrong(folder)
    (folder / HEAD_FILE).unlink()
    finding = found(folder)["backup_heads"]
    assert (finding.health, finding.found) == (Health.BAD, "doctor.backup_heads.gone")
    shutil.rmtree(folder / BACKUPS)
    # With nothing kept elsewhere nothing can tell.
    assert {"chain", "head", "backup_heads"} & wrong(folder) == set()


def cut_to(folder: Path, seq: int) -> None:
    """Cut the journal off as somebody could who holds the key."""
    with open_office(folder, PASSPHRASE, clock=CLOCK) as office, office.engine.begin() as writing:
        writing.execute("DROP TRIGGER event_no_delete")
        writing.execute("DELETE FROM event WHERE seq > ?", (seq,))
        writing.execute("UPDATE search_state SET seq = min(seq, ?)", (seq,))


def test_it_is_noticed_by_the_head_on_paper(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    worked(folder, backup=False).close()
    paper = head_of(folder)
    work_on(folder)
    assert found(folder, paper=paper)["paper"].health is Health.OK
    cut_to(folder, paper.seq - 1)
    finding = found(folder, paper=paper)["paper"]
    assert (finding.health, finding.found) == (Health.BAD, "doctor.paper.short")
    work_on(folder)
    work_on(folder)
    assert head_of(folder).seq >= paper.seq
    assert found(folder, paper=paper)["paper"].found == "doctor.paper.other"


def test_a_file_cut_short_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    worked(folder).close()
    size = (folder / DATABASE).stat().st_size
    for cut in (1, 4096, size // 2):
        with (folder / DATABASE).open("r+b") as file:
            file.truncate(size - cut)
        assert wrong(folder) & {"file", "pages", "structure"}, cut


def test_a_head_file_that_was_changed_is_damaged_and_replaced_at_the_next_close(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "office"
    worked(folder).close()
    path = folder / HEAD_FILE
    path.write_text(path.read_text().replace('"seq": ', '"seq": 1'))
    assert found(folder)["head"].found == "doctor.head.damaged"
    work_on(folder)
    assert found(folder)["head"].health is Health.OK


def test_what_only_the_journal_can_tell_is_held_against_it(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    worked(folder).close()
    with open_office(folder, PASSPHRASE, clock=CLOCK) as office, office.engine.begin() as writing:
        writing.execute("UPDATE matter SET summary = '改' WHERE number LIKE '%3'")
        writing.execute("DELETE FROM search_doc WHERE docid = (SELECT max(docid) FROM search_doc)")
        writing.execute("UPDATE draft SET body = x'00'")
    bad = found(folder, quick=False)
    assert {name for name, each in bad.items() if each.health is Health.BAD} == {
        "tables", "texts", "drafts",
    }  # fmt: skip
    assert bad["tables"].values == {"names": "matter"}
