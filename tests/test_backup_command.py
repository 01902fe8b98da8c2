"""``xfconsole backup`` and ``restore`` as a script runs them; their keys are docs/json.md's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commandline import CommandLine
from tests.data.backed_up import founded, notes_of, opened, write
from tests.data.offices import PASSPHRASE

DOCS = Path(__file__).resolve().parents[1] / "docs"


@pytest.fixture
def line(tmp_path: Path) -> CommandLine:
    """The command line over an office with one note."""
    founded(tmp_path / "home", "一条")
    passphrase = tmp_path / "passphrase"
    passphrase.write_text(PASSPHRASE, encoding="utf-8")
    return CommandLine(tmp_path / "home", passphrase)


def documented(title: str) -> set[str]:
    """Return the keys in the tables below a heading of docs/json.md."""
    text = (DOCS / "json.md").read_text(encoding="utf-8").partition(f"## {title}")[2]
    rows = [row for row in text.partition("\n## ")[0].splitlines() if row.startswith("| `")]
    return {name.strip(" `") for row in rows for name in row.split("|")[1].split(",")}


def test_a_night_is_backed_up_lost_and_brought_back(line: CommandLine, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    made = json.loads(line.done("backup", "--to", usb, "--json"))
    assert set(made) == documented("`backup --json`")
    assert (made["seq"], Path(made["copy"]).parent) == (2, usb)
    with opened(line.home) as office:
        write(office, "后来的")
    done = json.loads(line.done("restore", "latest", "--json"))
    assert set(done) == (set(made) - {"copy"}) | documented("`restore --json`")
    assert (done["path"], done["officers"]) == (made["path"], ["李敏"])
    assert (notes_of(line.home), notes_of(Path(done["replaced"]))) == (["一条"], ["一条", "后来的"])
    laptop = CommandLine(tmp_path / "new laptop", line.passphrase, "zh")
    said = laptop.done("restore", made["copy"])
    assert "已从" in said
    assert "李敏" in said
    assert notes_of(laptop.home) == ["一条"]


def test_beside_an_open_console_it_backs_up_and_does_not_restore(line: CommandLine) -> None:
    with opened(line.home):
        assert "journal up to entry 2" in line.done("backup")
        refused = line.run("restore", "latest")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Another console has this office open" in refused.stderr


def test_the_list_asks_for_no_passphrase(line: CommandLine) -> None:
    line.done("backup")
    line.passphrase.unlink()
    (found,) = json.loads(line.done("backup", "--list", "--json"))
    assert found["path"] in line.done("backup", "--list")


def test_a_second_medium_that_is_absent_fails_after_the_backup_is_made(line: CommandLine) -> None:
    (line.home / "config.toml").write_text('[backup]\nsecond = "/nowhere/usb"\n', encoding="utf-8")
    ended = line.run("backup", "--json")
    assert ended.returncode == 1
    assert json.loads(ended.stdout)["copy"] is None
    assert "/nowhere/usb" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert len(json.loads(line.done("backup", "--list", "--json"))) == 1


@pytest.mark.parametrize("words", [("backup",), ("backup", "--list")], ids=str)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_folder_asked_for_that_is_not_there_is_named_and_nothing_is_done(
    line: CommandLine, tmp_path: Path, lang: str, words: tuple[str, ...]
) -> None:
    (tmp_path / "a file").write_text("x", encoding="utf-8")
    for folder in (tmp_path / "usb", tmp_path / "a file"):
        ended = CommandLine(line.home, line.passphrase, lang).run(*words, "--to", folder)
        assert (ended.returncode, ended.stdout) == (1, "")
        assert str(folder) in ended.stderr
        assert "config.toml" not in ended.stderr
    assert line.json("backup", "--list") == []


@pytest.mark.parametrize(
    ("text", "line_at_fault"),
    [
        ('[backup]\nsecond = "usb"\n', 2),
        ("[backup]\nsecond = 3\n", 2),
        ('theme = "night"\n[backup]\nthird = "/x"\n', 3),
        ("backup = 1\n", 1),
    ],
)
def test_a_setting_at_fault_is_named(line: CommandLine, text: str, line_at_fault: int) -> None:
    (line.home / "config.toml").write_text(text, encoding="utf-8")
    ended = line.run("backup", "--list")
    assert ended.returncode == 0
    assert f"config.toml, line {line_at_fault}" in ended.stderr
    assert "backup" in ended.stderr
