"""What a command prints where the terminal's encoding lacks some of its signs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commandline import command_line
from tests.sheets import write_csv
from tests.test_cli import DRILL, LETTERS
from tests.tty import offices
from tests.tty.offices import PASSPHRASE

RARE = "𠮷祥里 é “√” \\U00020bb7"


@pytest.mark.long
@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_json_is_json_on_every_output_encoding(tmp_path: Path, encoding: str) -> None:
    line = command_line(tmp_path, PASSPHRASE, offices.found(tmp_path / RARE[:3]))
    rows = [*LETTERS, ["3002", "", RARE, "2026/1/6", RARE]]
    line.done("import", "letters", write_csv(tmp_path / "b.csv", rows))
    drill = tmp_path / "drill.toml"
    drill.write_text(DRILL.replace("安置房逾期交付", RARE[:3]), encoding="utf-8")
    for words in (["matters"], ["drill", drill]):
        printed = line.run(*words, "--json", encoding=encoding)
        assert printed.stderr == ""
        told = line.done(*words, "--json")
        values = [f"[{text}]".replace("}\n{", "},{") for text in (printed.stdout, told)]
        assert json.loads(values[0]) == json.loads(values[1])
        assert line.run(*words, encoding=encoding).returncode == 0
