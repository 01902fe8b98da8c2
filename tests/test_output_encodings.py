"""What a command prints where the terminal's encoding lacks some of its signs."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from tests.commandline import command_line
from tests.sheets import write_csv
from tests.test_cli import DRILL, LETTERS
from tests.tty import offices
from tests.tty.offices import PASSPHRASE
from xfconsole.commands.printing import Harmless

TOLD = (
    "The encoding {} lacks letters, which stand as \\uXXXX: use a UTF-8 terminal,"
    " set PYTHONIOENCODING=utf-8 and run it again.\n"
)
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
        plain = line.run(*words, encoding=encoding)
        assert plain.returncode == 0
        assert re.findall(r"\\u(20|21|22|00b)\w\w?", plain.stdout) == []
        assert plain.stderr == TOLD.format(encoding)


def test_signs_have_look_alikes_and_letters_their_number() -> None:
    under = io.BytesIO()
    out = Harmless(io.TextIOWrapper(under, encoding="ascii", newline=""))
    out.write("07:40–08:10 · √ 3 → 4 “at last”，（×2）… 李é\n")
    out.flush()
    assert under.getvalue() == b'07:40-08:10 - v 3 > 4 "at last",(x2)~ \\u674e\\u00e9\n'


def test_who_reads_no_english_is_told_in_chinese_where_that_can_be_shown(tmp_path: Path) -> None:
    line = command_line(tmp_path, PASSPHRASE, offices.found(tmp_path / "o"), "zh")
    rows = [LETTERS[0], ["3002", "", "𠮷祥里", "2026/1/6", ""]]
    line.done("import", "letters", write_csv(tmp_path / "b.csv", rows))
    assert "请改用 UTF-8 终端" in line.run("matters", encoding="gbk", anew=True).stderr
    assert line.run("matters", encoding="ascii", anew=True).stderr == TOLD.format("ascii")
