"""Commands of an officer who is barred from a matter: nothing of it comes out, and that is logged.

The night's console has the office open all the while, so nothing here can take its lock.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest

from data.journal.journal import chain_key, verify_chain
from data.ledger.views import SqlViews
from data.office import OpenOffice
from data.store.store import SqlStore
from tests.data.offices import CLOCK, PASSPHRASE, create
from tests.issuing import query_code
from tests.withheld import NEEDLE, NUMBER, OFFICER, OTHER, OTHER_NUMBER, accused, told_all
from xfconsole import cli
from xfconsole.assembly import desk_of
from xfconsole.commands.block_log import BlockLog
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.words.procedure import Bar, Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk
from xfconsole.ids import RandomIds
from xfconsole.ui.words import catalogue as i18n

ARTICLE = {"zh": "第三十条", "en": "Reg. art. 30"}


@dataclass
class Console:
    """The office as the night's console has it open, and commands beside it."""

    office: OpenOffice
    desk: Desk
    incident: str
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run one command; returns its code and what it said on stdout and stderr."""
        code = cli.run(list(arguments))
        seen = self.capsys.readouterr()
        return code, seen.out, seen.err

    def blocks(self) -> list[AccessBlocked]:
        """Return what the journal says about whom the matter kept away."""
        everything = SqlViews(self.office.reader, self.office.key)
        found = everything.matter(NUMBER)
        assert found is not None
        return [each.fact for each in found.events if isinstance(each.fact, AccessBlocked)]


@pytest.fixture
def console(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Console]:
    secret = tmp_path / "passphrase.txt"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv("XFCONSOLE_HOME", str(tmp_path / "office"))
    monkeypatch.setenv("XFCONSOLE_PASSPHRASE_FILE", str(secret))
    monkeypatch.setenv("XFCONSOLE_LANG", "en")
    before = i18n.language()
    office, _ = create(tmp_path / "office")
    with office:
        desk = desk_of(office, CLOCK, RandomIds())
        yield Console(office, desk, told_all(desk), capsys)
    i18n.use(before)


def test_a_receipt_answers_nobody_who_is_barred(console: Console) -> None:
    code = query_code(console.desk, NUMBER)
    accused(console.desk)
    told = len(console.blocks())
    left, out, err = console.run("receipt", "check", NUMBER, code)
    assert (left, out) == (1, "")
    assert ARTICLE["en"] in err
    assert NUMBER not in err
    blocked = AccessBlocked(Barred.READER, Bar.ACCUSED, person=OFFICER)
    assert console.blocks()[told:] == [blocked]


EXPORTS = [
    ("matters",),
    ("matters", "--json"),
    ("matters", "--json", "--sort", "due"),
    ("matters", "--match", NEEDLE),
    ("matters", "--json", "--match", f"unit:{NEEDLE}"),
    ("matters", "--limit", "1"),
    ("search", NEEDLE),
    ("search", NEEDLE, "--json"),
    ("log", "--date", "2026-02-20"),
    ("log", "--date", "2026-02-20", "--json"),
]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_comes_out_says_nothing_of_it_but_that_it_was_left_out(
    console: Console, language: str, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    monkeypatch.setenv("XFCONSOLE_LANG", language)
    for arguments in EXPORTS:
        with subtests.test("before", arguments=arguments):
            assert NEEDLE in console.run(*arguments)[1] or "--limit" in arguments
    accused(console.desk)
    for arguments in EXPORTS:
        with subtests.test("after", arguments=arguments):
            told = len(console.blocks())
            code, out, err = console.run(*arguments)
            assert code == 0
            assert NEEDLE not in out + err
            assert err.count("\n") == 1
            assert "1" in err
            assert ARTICLE[language] in err
            blocked = AccessBlocked(Barred.EXPORT_READER, Bar.ACCUSED, person=OFFICER)
            assert console.blocks()[told:] == [blocked]


@pytest.mark.parametrize(
    ("arguments", "barred"),
    [(("show", NUMBER), Barred.READER), (("show", NUMBER, "--json"), Barred.EXPORT_READER)],
)
def test_show_refuses_in_one_sentence(
    console: Console, arguments: tuple[str, ...], barred: Barred
) -> None:
    assert NEEDLE in console.run(*arguments)[1]
    accused(console.desk)
    code, out, err = console.run(*arguments)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert ARTICLE["en"] in err
    assert NEEDLE not in err
    assert console.blocks() == [AccessBlocked(barred, Bar.ACCUSED, person=OFFICER)]


def test_what_is_linked_with_it_tells_its_number_only(console: Console) -> None:
    accused(console.desk)
    code, out, _ = console.run("show", OTHER_NUMBER, "--json")
    assert code == 0
    assert (json.loads(out)["summary"], NEEDLE in out) == (OTHER, False)


def test_a_limit_counts_what_is_shown(console: Console) -> None:
    accused(console.desk)
    _, out, _ = console.run("matters", "--json", "--limit", "1")
    assert [each["number"] for each in json.loads(out)] == [OTHER_NUMBER]


def test_the_number_left_out_does_not_follow_the_question(console: Console) -> None:
    accused(console.desk)
    told = {console.run("matters", "--match", each)[2] for each in (NEEDLE, "路灯", "没有")}
    assert len(told) == 1


def test_without_a_bar_nothing_is_said_or_written(console: Console) -> None:
    with console.office.store.begin() as tx:
        before = tx.last_seq()
    for arguments in (*EXPORTS, ("show", NUMBER)):
        assert console.run(*arguments)[2] == ""
    with console.office.store.begin() as tx:
        assert tx.last_seq() == before


def test_the_console_goes_on_after_a_block_was_journaled_beside_it(console: Console) -> None:
    accused(console.desk)
    console.run("show", NUMBER)
    console.desk.count(console.incident, 41)
    assert [each.headcount for each in console.desk.situation().incidents] == [41]
    key = chain_key(console.office.key.raw)
    with console.office.reader.connect() as connection:
        assert verify_chain(connection, key) is None


def test_where_the_block_cannot_be_journaled_nothing_is_shown(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    accused(console.desk)

    def full(*_: object) -> None:
        raise Refused("vault.refused.disk_full")

    monkeypatch.setattr(SqlStore, "begin", full)
    code, out, err = console.run("matters", "--json")
    assert (code, out) == (1, "")
    assert "disk" in err


def test_a_block_is_journaled_at_the_desks_own_time(console: Console) -> None:
    accused(console.desk)
    found = console.office.views.barred_matters()
    store = console.office.store

    BlockLog(lambda: nullcontext(store), OFFICER, CLOCK, RandomIds()).add(Barred.READER, found)
    with store.begin() as tx:
        last = tx.events_of(next(iter(found)))[-1]
    assert (last.recorded_at, last.officer) == (CLOCK.read().wall, OFFICER)
