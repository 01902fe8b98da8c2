"""Which commands a command line has: those that its words name, or all."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from tests.test_cli import COMMANDS
from xfconsole import cli


def test_a_word_brings_its_own_commands_and_every_command_has_one() -> None:
    """Only those that are named are loaded, so what no word brought would be there for nobody."""
    modules = {**cli.GROUPS, **cli.COMMANDS}
    for word in modules:
        assert word in words_of(["--lang", "en", word])
    files = sorted(Path(cli.__file__).with_name("commands").glob("*.py"))
    assert {each.stem for each in files if "typer.Typer(" in each.read_text()} == {
        *modules.values()
    }


@pytest.mark.parametrize("words", [[], ["--help"], ["--help", "log"], ["nothing"]], ids=" ".join)
def test_whoever_names_no_command_is_shown_all(words: list[str]) -> None:
    assert words_of(words) == list(dict.fromkeys(each[0] for each in COMMANDS))


def words_of(line: list[str]) -> list[str]:
    """Return the words that a command line may begin with, as its help lists them."""
    return [*getattr(typer.main.get_command(cli.application(line)), "commands", {})]
