"""What commands print on a terminal: aligned tables with heads and counts, page by page."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.commanded import NOW, Screen, TestOffices, throw_away_offices
from tests.hostile import HOSTILE, assert_harmless
from xfconsole import cli
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Identity
from xfconsole.desk import Imported
from xfconsole.ui.text.cells import width

STYLE = re.compile(r"\x1b\[[\d;]*m")


@pytest.fixture(scope="module")
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        who = Identity(name="来访者甲子", phone="139-0000-4321")
        texts = ["楼道积水" * 20, *(text for text in HOSTILE.values() if text.strip())]
        rows = [
            Imported(
                MatterForm(Channel.LETTER, text, identity=who, received_at=NOW - timedelta(days=at))
            )
            for at, text in enumerate(texts, start=1)
        ]
        found.desk.register_batch(rows)
        found.desk.register(MatterForm(Channel.GROUP_VISIT, "停水", headcount=33), opening=True)
        yield found


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"COLUMNS": "80", "LINES": "24", "TERM": "xterm-256color", "PAGER": ""}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_matters_stand_in_columns_under_heads_with_a_count_below(offices: TestOffices) -> None:
    seen = offices.seen("matters", "--limit", 3)
    assert "\x1b[1m2026-" in seen
    head, live, also, first, *more, count = STYLE.sub("", seen).splitlines()
    at = [width(head[: head.index(each)]) for each in ("Channel", "Received", "State", "Summary")]
    newest = (live, ("group visit", "2026-02-20 10:00", "registered, open", "停水"))
    other = (first, ("letter", "2026-02-19 10:00", "registered", "楼道积水"))
    for line, cells in (newest, other):
        assert [width(line[: line.index(each)]) for each in cells] == at
    assert also.strip() == "incident"
    # What does not fit on a line goes on under its head; nothing is cut off.
    assert more[0].startswith(" " * at[-1] + "楼道")
    assert "".join(line[at[-1] :] for line in more[:-1]).count("积水") >= 10
    assert max(map(width, [head, live, first, *more])) <= 80
    assert count == "Matters: 3."
    assert "No matter" in offices.seen("matters", "--match", "没有这个词")


@pytest.mark.parametrize("columns", [80, 40])
def test_a_name_is_folded_only_where_its_line_is_too_long(
    offices: TestOffices, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = STYLE.sub("", offices.seen("report", "timeliness")).splitlines()
    whole = "ended without an answer, none is owed"
    assert any(line.startswith(whole) for line in lines) is (columns == 80)
    assert any(line.startswith("ended without an") for line in lines)
    assert max(map(width, lines[1:])) <= columns


def test_piped_or_as_json_nothing_changes(offices: TestOffices) -> None:
    plain = offices.run("matters", "--limit", 2).stdout
    assert plain.splitlines()[0].startswith("2026-000")
    assert "\x1b" not in plain
    assert offices.seen("matters", "--json") == offices.run("matters", "--json").stdout


@pytest.mark.parametrize(
    ("words", "head"),
    [
        (("log", "--date", "2026-02-20"), "Time"),
        (("roster",), "On duty now"),
        (("officers",), "Name"),
        (("search", "楼道"), "2026-"),
        (("show", "2026-000001"), "Number: 2026-000001"),
    ],
)
def test_every_listing_command_draws_and_obeys_nothing(
    words: tuple[str, ...], head: str, offices: TestOffices
) -> None:
    seen = STYLE.sub("", offices.seen(*words))
    assert seen.startswith(head)
    assert_harmless(seen)
    assert "来访者甲子" not in seen


def test_no_text_of_a_matter_drives_the_terminal(
    offices: TestOffices, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_harmless(STYLE.sub("", offices.seen("matters")))
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[\d;]*3\dm", offices.seen("matters"))


def test_what_is_longer_than_the_screen_goes_through_the_readers_pager(
    offices: TestOffices, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    taken = tmp_path / "taken"
    keep = tmp_path / "keep.py"
    keep.write_text(
        "import os, pathlib, sys\n"
        f"pathlib.Path({str(taken)!r}).write_bytes(sys.stdin.buffer.read())\n"
        "print(os.environ['LESSSECURE'], os.environ['LESSHISTFILE'])\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PAGER", f"{sys.executable} {keep}")
    assert "Matters: 2." in offices.seen("matters", "--limit", 2)
    assert not taken.exists()
    assert offices.seen("matters") == ""
    assert re.search(r"Matters: \d+\.\n$", taken.read_text(encoding="utf-8"))
    screen = Screen()
    monkeypatch.setenv("LINES", "5")
    for options, printed in ((["--no-pager"], True), ([], False)):
        monkeypatch.setattr(sys, "stdout", screen)
        before = len(screen.getvalue())
        asked = ["--home", str(tmp_path), "--lang", "en", *options, "holidays", "--year", "2025"]
        assert cli.run(asked) == 0
        assert (len(screen.getvalue()) > before) is printed
    # One that is not there, or that the reader leaves at once, loses nothing and is no fault.
    monkeypatch.setenv("PAGER", "no-such-pager --at-all")
    assert "Matters: " in offices.seen("matters")
    monkeypatch.setattr("xfconsole.commands.terminal.CHUNK", 1)
    monkeypatch.setenv("PAGER", f"{sys.executable} -c pass")
    assert offices.seen("matters") == ""
