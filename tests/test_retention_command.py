"""``xfconsole retention`` as a script runs it: listed, proposed, approved by another, cancelled."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from data.vault import vault
from tests.data.erasing import SECOND, desked
from tests.data.offices import CHEAP, PASSPHRASE
from tests.identities import SECRETS
from tests.test_backup_command import documented
from xfconsole.cli import run
from xfconsole.drill.run import DrillClock

LONG_AGO = datetime(2020, 3, 2, 1, tzinfo=UTC)
OTHERS_PASSPHRASE = "另一个人的口令 9"


@dataclass
class Line:
    """The command line in this process, over an office with two suggestions answered years ago."""

    home: Path
    environ: pytest.MonkeyPatch
    said: pytest.CaptureFixture[str]

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run one command; returns its exit code and what it said on both streams."""
        code = run(["--home", str(self.home), "--lang", "en", *arguments])
        out, err = self.said.readouterr()
        return code, out, err

    def done(self, *arguments: str) -> str:
        """Run one command that has to succeed; returns its output."""
        code, out, err = self.run(*arguments)
        assert (code, err) == (0, ""), err
        return out

    def rows(self) -> list[dict[str, Any]]:
        """Return the list."""
        found: list[dict[str, Any]] = json.loads(self.done("retention", "--json"))
        return found


@pytest.fixture
def line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Line:
    """The command line, with the passphrases of two officers in files."""
    home = tmp_path / "home"
    with desked(home, DrillClock(LONG_AGO)) as at_desk:
        assert [at_desk.finished(), at_desk.finished()] == ["2020-000001", "2020-000002"]
        key = at_desk.office.key
        vault.add_officer(home, key, SECOND, OTHERS_PASSPHRASE, cost=CHEAP)
    for name, secret in (("own", PASSPHRASE), ("other", OTHERS_PASSPHRASE)):
        (tmp_path / name).write_text(secret, encoding="utf-8")
    monkeypatch.setenv("XFCONSOLE_PASSPHRASE_FILE", str(tmp_path / "own"))
    monkeypatch.setenv("XFCONSOLE_SECOND_PASSPHRASE_FILE", str(tmp_path / "other"))
    return Line(home, monkeypatch, capsys)


def test_from_the_list_to_the_window(line: Line) -> None:
    rows = line.rows()
    assert set(rows[0]) == documented("`retention --json`")
    assert [(each["number"], each["stage"]) for each in rows] == [
        ("2020-000001", "due"),
        ("2020-000002", "due"),
    ]
    said = line.done("retention")
    assert "2020-000001  retention.suggestion  due since 2021-03-03" in said
    assert "no text found" in said
    assert not [each for each in SECRETS if each in said]
    assert "Proposed to erase the identities of 2 matters" in line.done("retention", "propose")
    approved = line.done("retention", "approve", "2020-000001", "--second", SECOND)
    assert "any officer may cancel until" in approved
    assert "gone from every backup by" in approved
    assert [each["stage"] for each in line.rows()] == ["approved", "proposed"]
    cancelled = line.done("retention", "cancel", "2020-000001", "--reason", "还要回访")
    assert "2020-000001 is cancelled" in cancelled
    assert [each["stage"] for each in line.rows()] == ["proposed", "due"]


def test_nothing_is_approved_without_another_officers_passphrase(line: Line) -> None:
    line.done("retention", "propose", "2020-000002")
    line.environ.setenv("XFCONSOLE_SECOND_PASSPHRASE_FILE", str(line.home.parent / "own"))
    for second, why in ((SECOND, "passphrase"), ("李敏", "another officer has to give")):
        code, out, err = line.run("retention", "approve", "--second", second)
        assert (code, out) == (1, "")
        assert why in err
    assert [each["stage"] for each in line.rows()] == ["proposed", "due"]


def test_what_a_complainant_asks_for_is_one_matter(line: Line) -> None:
    code, out, err = line.run("retention", "propose", "--request", "本人要求")
    assert (code, out) == (1, "")
    assert "one matter at a time" in err
    line.done("retention", "propose", "2020-000002", "--request", "本人要求")
    assert [each["rule"] for each in line.rows()] == [
        "retention.request",
        "retention.suggestion",
    ]
    _, _, err = line.run("retention", "propose", "2020-000002")
    assert "proposed already" in err


def test_show_says_how_far_it_has_come(line: Line) -> None:
    assert json.loads(line.done("show", "2020-000001", "--json"))["erasure"] is None
    line.done("retention", "propose", "2020-000001")
    shown = json.loads(line.done("show", "2020-000001", "--json"))["erasure"]
    assert (shown["stage"], shown["proposed_by"], shown["at"]) == ("proposed", "李敏", None)
    assert "identity to be erased: proposed by 李敏" in line.done("show", "2020-000001")
