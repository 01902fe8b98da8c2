"""Another desk of the office begins with a backup, approved by a second officer."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.backup.make import Backup
from data.backup.restore import Approval, Restored, restore
from data.journal.desks import incarnations, lines_of, others
from data.office import OpenOffice
from data.vault import vault
from tests.commandline import CommandLine
from tests.data.backed_up import backed_up, founded, opened
from tests.data.many_desks import EVER
from tests.data.offices import CHEAP, CLOCK, PASSPHRASE, note
from tests.identities import CLAIM
from xfconsole.assembly import desk_of
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_desks import DeskJoined
from xfconsole.core.facts.of_office import OfficerAdded, OfficerRevoked
from xfconsole.core.words.refusal import Refused
from xfconsole.ids import RandomIds

SECOND, OTHERS = "何静", "第二名值班员的口令"
NOW = CLOCK.read().wall


def say(office: OpenOffice, fact: OfficerAdded | OfficerRevoked) -> None:
    event = Event(RandomIds().new(NOW), office.store.office, NOW, NOW, office.officer, fact)
    with office.store.begin() as tx:
        tx.append([event])


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A desk with two officers, a matter, a draft and a saved look at the clock."""
    home = founded(tmp_path / "first")
    with opened(home) as office:
        vault.add_officer(home, office.key, SECOND, OTHERS, cost=CHEAP)
        say(office, OfficerAdded(SECOND))
        desk_of(office, CLOCK, RandomIds()).register(CLAIM)
        office.drafts.save({"intake": {"summary": "没写完"}})
    return home


def saved(first: Path) -> Backup:
    with opened(first) as office:
        return backed_up(office)


def joined(
    first: Path, folder: Path, officer: str = SECOND, second: str = OTHERS, own: str = PASSPHRASE
) -> Restored:
    return restore(folder, saved(first), own, CLOCK, RandomIds(), Approval(officer, second))


def test_a_desk_of_its_own_begins_and_shares_no_number(first: Path, tmp_path: Path) -> None:
    done = joined(first, tmp_path / "second")
    assert (done.officer, done.replaced, done.officers) == ("李敏", None, ["李敏", SECOND])
    with opened(first) as here, opened(tmp_path / "second") as there:
        old, new = (each.views.meta()["desk"] for each in (here, there))
        with there.reader.connect() as connection:
            assert incarnations(connection, new) == (new,)
            assert others(connection, new) == {old}
        (fact,) = (
            each.fact for each in there.views.events_of(there.store.office) if each.desk == new
        )
        assert fact == DeskJoined(done.backup.made_at, *done.backup.head, old, SECOND)
        for table in ("draft", "saved_view", "heartbeat"):
            with there.reader.connect() as connection:
                assert connection.execute(f"SELECT count(*) FROM {table}").scalar() == 0
        desk = desk_of(there, CLOCK, RandomIds())
        matter = desk.register(CLAIM)
        assert matter.number == "2026B-000001"
        # What the backup has the key of can be read at once; other keys come in files.
        assert desk.read_identity("2026-000001", "回访") == CLAIM.identity
        assert desk.read_identity(matter.subject, "回访") == CLAIM.identity
        # What it writes is taken in where it came from, which then has a letter of its own.
        with there.engine.connect() as connection:
            lines = lines_of(connection, new, 0, 1000)
        own = desk_of(here, CLOCK, RandomIds())
        here.store.take_in(lines, EVER, own.note_desks)
        assert own.register(CLAIM).number == "2026A-000001"
        assert here.views.desk_names() == {old: "A", new: "B"}
        assert own.read_identity("2026-000001", "回访") == CLAIM.identity


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ({"officer": "李敏", "second": PASSPHRASE}, "backup.refused.join_same"),
        ({"second": "不对的口令"}, "vault.refused.passphrase"),
        ({"own": "不对的口令"}, "vault.refused.passphrase"),
        ({"own": OTHERS}, "backup.refused.join_same"),
        ({"officer": "周平"}, "vault.refused.officer"),
    ],
    ids=str,
)
def test_nobody_adds_a_desk_alone(
    first: Path, tmp_path: Path, told: dict[str, str], key: str
) -> None:
    with pytest.raises(Refused) as refused:
        joined(first, tmp_path / "second", **told)
    assert refused.value.key == key
    assert not (tmp_path / "second" / "office.db").exists()


def test_whoever_the_journal_says_was_revoked_approves_nothing(first: Path, tmp_path: Path) -> None:
    with opened(first) as office:
        say(office, OfficerRevoked(SECOND))
    with pytest.raises(Refused, match=r"backup\.refused\.join_unknown"):
        joined(first, tmp_path / "second")
    assert not (tmp_path / "second" / "office.db").exists()


def test_a_folder_that_holds_a_desk_is_left_alone(first: Path) -> None:
    before = (first / "keys.json").read_bytes()
    with pytest.raises(Refused, match=r"backup\.refused\.join_here"):
        joined(first, first)
    with opened(first) as office:
        note(office, "照旧")
    assert (first / "keys.json").read_bytes() == before


def test_the_command_says_what_stays_and_what_to_do(first: Path, tmp_path: Path) -> None:
    path, second = tmp_path / "own.txt", tmp_path / "second.txt"
    path.write_text(PASSPHRASE, encoding="utf-8")
    second.write_text(OTHERS, encoding="utf-8")
    environ = {"XFCONSOLE_SECOND_PASSPHRASE_FILE": str(second)}
    line = CommandLine(tmp_path / "laptop", path, "zh", environ)
    said = line.done("restore", saved(first).path, "--as-desk", SECOND)
    assert f"由 {SECOND} 批准" in said
    assert "备份以后删除的身份信息，取入文件后删除" in said
    assert "xfconsole sync --to" in said
