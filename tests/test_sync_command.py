"""``xfconsole sync`` as two desks run it: files there and back, their keys, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from data.office import DATABASE
from data.vault import vault
from tests.commandline import CommandLine
from tests.data.backed_up import founded, notes_of, opened, tampered, write
from tests.data.offices import CHEAP, PASSPHRASE
from tests.test_backup_command import documented
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import EventCorrected
from xfconsole.core.facts.of_office import OfficerAdded
from xfconsole.ids import RandomIds

SECOND, OTHERS = "何静", "第二名值班员的口令"


@pytest.fixture
def two(tmp_path: Path) -> list[CommandLine]:
    """The command lines of two desks of one office; the first wrote a note since."""
    home = founded(tmp_path / "first", "一条")
    own, second = tmp_path / "own.txt", tmp_path / "second.txt"
    own.write_text(PASSPHRASE, encoding="utf-8")
    second.write_text(OTHERS, encoding="utf-8")
    environ = {"XFCONSOLE_SECOND_PASSPHRASE_FILE": str(second)}
    with opened(home) as office:
        vault.add_officer(home, office.key, SECOND, OTHERS, cost=CHEAP)
        now = office.views.events_of(office.store.office)[-1].recorded_at
        with office.store.begin() as tx:
            uid = RandomIds().new(now)
            added = OfficerAdded(SECOND)
            tx.append([Event(uid, office.store.office, now, now, office.officer, added)])
    lines = [CommandLine(tmp_path / name, own, "en", environ) for name in ("first", "laptop")]
    made = lines[0].json("backup")["path"]
    lines[1].done("restore", made, "--as-desk", SECOND)
    with opened(home) as office:
        write(office, "后来的")
    return lines


def test_two_desks_exchange_what_they_wrote_beside_a_console(
    two: list[CommandLine], tmp_path: Path
) -> None:
    first, second = two
    stick = tmp_path / "desk.sync"
    with opened(first.home):
        given = first.json("sync", "--to", stick)
    assert given == {"file": str(stick), "batches": 1, "lines": 5, "desks": 1}
    taken = second.json("sync", "--from", stick)
    counts = {"lines": 2, "known": 0, "waiting": 0, "keys": 0}
    assert taken == {
        "file": str(stick),
        **counts,
        "officers": [],
        "several": [],
        "set_aside": False,
        "refused": [],
    }
    assert notes_of(second.home) == ["一条", "后来的"]
    second.done("sync", "--to", stick, "--replace")
    assert "2 new entries" in first.done("sync", "--from", stick)
    found = first.json("sync")
    assert set(found) == documented("`sync --json`")
    assert [(each["last"], each["waiting"]) for each in found["desks"]] == [(2, 0)]
    assert "in no file yet" in first.done("sync")
    letter = first.objects("desks")[0]["letter"]
    said = first.done("desks", "set-aside", letter, "--approved-by", SECOND)
    assert f"no erasure waits for desk {letter}" in said
    assert "no erasure waits for it" in first.done("desks")
    assert first.objects("desks")[0]["set_aside"] is True
    # Whom the first desk revokes still gets in at the second one, until that reads of it.
    first.done("officers", "revoke", SECOND)
    assert first.json("officers")[-1]["may_open_at"] == [found["desks"][0]["desk"]]
    assert "may get in at" in first.done("officers").splitlines()[-1]
    revoked = CommandLine(second.home, Path(second.environ["XFCONSOLE_SECOND_PASSPHRASE_FILE"]))
    revoked.done("sync")
    first.done("sync", "--to", stick, "--replace")
    assert "had set this one aside" in second.done("sync", "--from", stick)
    assert revoked.run("sync").returncode == 1
    second.done("sync", "--to", stick, "--replace")
    first.done("sync", "--from", stick)
    assert [each["name"] for each in first.json("officers")] == ["李敏"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_wrong_with_a_file_is_one_sentence_and_the_rest_comes_in(
    two: list[CommandLine], tmp_path: Path, lang: str
) -> None:
    first, second = (CommandLine(each.home, each.passphrase, lang) for each in two)
    stick = tmp_path / "desk.sync"
    first.done("sync", "--to", stick)
    for words in (("--to", stick), ("--from", tmp_path / "no such"), ("--from", first.passphrase)):
        ended = second.run("sync", *words)
        assert (ended.returncode, ended.stdout, len(ended.stderr.splitlines())) == (1, "", 1)
    assert second.run("sync", "--all").returncode == 2
    assert second.run("sync", "--to", stick, "--from", stick).returncode == 2
    whole = stick.read_bytes()
    stick.write_bytes(whole[:-1])
    ended = second.run("sync", "--from", stick)
    assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 1)
    assert notes_of(second.home) == ["一条", "后来的"]
    foreign = CommandLine(founded(tmp_path / "elsewhere"), first.passphrase, lang)
    ended = foreign.run("sync", "--from", stick)
    assert ("别的单位" if lang == "zh" else "another office") in ended.stderr


def test_a_copied_laptop_goes_on_as_a_desk_of_its_own_and_nothing_it_wrote_is_lost(
    two: list[CommandLine], tmp_path: Path
) -> None:
    first, stick, other = two[0], tmp_path / "desk.sync", tmp_path / "other.sync"
    with opened(first.home) as office:
        note = office.views.events_of(office.store.office)[-1]
    first.done("sync", "--to", stick)
    copy = CommandLine(tmp_path / "copy", first.passphrase, "en", first.environ)
    copytree(first.home, copy.home)
    for line, text in ((first, "第一台的"), (copy, "复制的那台的")):
        with opened(line.home) as office:
            write(office, text)
            fact = EventCorrected(note.uid, {"text": "后来的"}, text)
            with office.store.begin() as tx:
                tx.append([replace(note, uid=RandomIds().new(note.recorded_at), fact=fact)])
    first.done("sync", "--to", stick, "--all", "--replace")
    ended = copy.run("sync", "--from", stick)
    assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 1)
    assert "xfconsole desks go-on-anew" in ended.stderr
    refused = copy.run("desks", "go-on-anew", stick, "--approved-by", "李敏")
    assert (refused.returncode, refused.stdout) == (1, "")
    said = copy.done("desks", "go-on-anew", stick, "--approved-by", SECOND)
    assert "goes on as another desk" in said
    copy.done("sync", "--to", other)
    first.done("sync", "--from", other)
    copy.done("sync", "--from", stick)
    both = ["一条", "后来的", "第一台的", "复制的那台的"]
    assert [sorted(notes_of(line.home)) for line in (first, copy)] == [sorted(both)] * 2
    for line in (first, copy):
        key = vault.unlock(line.home, PASSPHRASE).key.database
        # A program of before left a file so that knew of the departure.
        tampered(line.home / DATABASE, key, "DELETE FROM contested", "PRAGMA user_version = 31")
        with opened(line.home) as office, office.reader.connect() as connection:
            found = connection.execute("SELECT about, fields FROM contested").all()
        assert list(map(tuple, found)) == [(note.uid, '["text"]')] * 2
