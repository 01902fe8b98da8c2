"""``xfconsole officers`` as a script runs it; its keys are docs/json.md's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.vault.sign_in_throttle import GUESSES_FILE
from tests.data.backed_up import founded
from tests.data.offices import CHEAP, PASSPHRASE
from tests.test_backup_command import documented
from xfconsole.cli import run
from xfconsole.ui.words.catalogue import catalogue

ENCODINGS = ("utf-8", "utf-16-le", "gb18030")
NEXT, OTHER, THIRD = "何静", "何静自己想的口令", "另外换过的那句口令"


class Line:
    """The command line in this process, over one office, with the passphrases in files."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder, self._capsys = folder, capsys

    def run(self, *arguments: object) -> tuple[int, str, str]:
        code = run([str(each) for each in arguments])
        told = self._capsys.readouterr()
        return code, told.out, told.err

    def file(self, name: str, text: str) -> Path:
        path = self._folder / name
        path.write_text(text + "\n", encoding="utf-8")
        return path


@pytest.fixture
def line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Line:
    founded(tmp_path / "home")
    made = Line(tmp_path, capsys)
    monkeypatch.setenv("XFCONSOLE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XFCONSOLE_LANG", "en")
    monkeypatch.setenv("XFCONSOLE_PASSPHRASE_FILE", str(made.file("own", PASSPHRASE)))
    monkeypatch.setattr("data.vault.officer_book.DEFAULT_COST", CHEAP)
    return made


def test_an_officer_is_added_lists_changes_and_is_revoked(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    say, new = catalogue("en").say, line.file("new", OTHER)
    added = line.run("officers", "add", NEXT, "--new-passphrase-file", new)
    assert added == (0, say("officers.told.added", officer=NEXT) + "\n", "")
    code, out, _ = line.run("officers", "--json")
    assert [each["name"] for each in json.loads(out)] == ["李敏", NEXT]
    assert [set(each) for each in json.loads(out)] == [documented("`officers --json`")] * 2
    code, out, _ = line.run("officers")
    assert [row.split()[0] for row in out.splitlines()] == ["李敏", NEXT]
    own = line.file("own", OTHER)
    third = line.file("third", THIRD)
    assert line.run("officers", "passphrase", "--new-passphrase-file", third)[0] == 0
    code, _, err = line.run("officers", "revoke", "李敏")
    assert (code, err) == (1, say("vault.refused.passphrase") + "\n")
    own.write_text(THIRD, encoding="utf-8")
    assert line.run("officers", "revoke", "李敏")[0] == 0
    code, _, err = line.run("officers", "revoke", NEXT)
    assert (code, err) == (1, say("officers.refused.oneself") + "\n")
    code, out, _ = line.run("log", "--json")
    kinds = [json.loads(each)["kind"] for each in out.splitlines()]
    assert [each for each in kinds if each.startswith(("officer.", "passphrase"))] == [
        "officer.added",
        "passphrase.changed",
        "officer.revoked",
    ]
    assert not any(word in out for word in (PASSPHRASE, OTHER, THIRD))


def test_a_wrong_passphrase_says_one_sentence_and_then_how_long_to_wait(line: Line) -> None:
    say, own = catalogue("en").say, line.file("own", "not this one")
    for _ in range(3):
        assert line.run("matters") == (1, "", say("vault.refused.passphrase") + "\n")
    own.write_text(PASSPHRASE, encoding="utf-8")
    code, out, err = line.run("matters")
    assert (code, out) == (1, "")
    assert err in {say("officers.refused.wait", seconds=left) + "\n" for left in (1, 2)}
    (line._folder / "home" / GUESSES_FILE).unlink()
    assert line.run("matters")[0] == 0


def test_without_a_terminal_the_new_passphrase_needs_a_file(line: Line) -> None:
    code, _, err = line.run("officers", "add", NEXT)
    assert code == 1
    assert "--new-passphrase-file" in err


COMMANDS = {
    "list": ("officers",),
    "add": ("officers", "add", NEXT, "--new-passphrase-file", "new"),
    "change": ("officers", "passphrase", "--new-passphrase-file", "new"),
    "change to a short one": ("officers", "passphrase", "--new-passphrase-file", "short"),
    "revoke": ("officers", "revoke", "李敏"),
    "retention": ("retention",),
    "backup": ("backup",),
    "doctor": ("doctor",),
    "log": ("log", "--json"),
    "matters": ("matters", "--json"),
    "handover": ("handover",),
    "restore": ("restore", "latest"),
}
REFUSED = {"change to a short one", "revoke"}
"""What is refused with the right passphrase too: the only officer stays one."""
SHORT = "短3k"


@pytest.mark.parametrize("known", [True, False], ids=["right", "wrong"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_says_or_writes_a_passphrase(line: Line, command: str, known: bool) -> None:
    files = {"new": OTHER, "short": SHORT}
    places = {name: line.file(name, text) for name, text in files.items()}
    assert line.run("backup")[0] == 0
    if not known:
        line.file("own", THIRD)
    code, out, err = line.run(*(places.get(each, each) for each in COMMANDS[command]))
    assert (code == 0) is (known and command not in REFUSED), err
    secrets = (PASSPHRASE, OTHER, THIRD, SHORT)
    assert not any(each in out + err for each in secrets)
    assert "Traceback" not in out + err
    written = [each for each in (line._folder / "home").rglob("*") if each.is_file()]
    assert written
    for path in written:
        content = path.read_bytes()
        assert not any(each.encode(code) in content for each in secrets for code in ENCODINGS)
