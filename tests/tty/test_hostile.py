"""What people write never drives the terminal: raw bytes, from every door to every screen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.commandline import CommandLine, command_line
from tests.hostile import HOSTILE, assert_harmless
from tests.sheets import write_xlsx
from tests.tty.keyboard import SAVED, a_second_later, open_form, unlock
from tests.tty.offices import PASSPHRASE, copied
from tests.tty.terminal import APART, ENTER, ESCAPE, TAB, F, Terminal, console, ctrl, pasted
from xfconsole.core.words.text import neutral

BETWEEN, END = "｜", "\n毕"
HEADER = ["留言编号", "留言主题", "留言时间", "留言详情", "责任单位"]
SEQUENCE = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?"
    rb"|[P^_X][^\x1b]*(?:\x1b\\)?|[ -/]*.)",
    re.DOTALL,
)
SHORT = {name: text for name, text in HOSTILE.items() if len(text) < 2_000}
_PASTE_END = "\x1b[201~"
SENT = {
    name: text
    for name, text in SHORT.items()
    # Those that may drive a terminal; it can't send half a character, nor a paste with its end in.
    if _PASTE_END not in text
    and text == text.encode(errors="replace").decode()
    and re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f]", text)
}


def sequences(raw: bytes) -> set[bytes]:
    """Return every escape sequence among raw bytes, its numbers included."""
    return set(SEQUENCE.findall(raw))


def kinds(found: set[bytes]) -> set[bytes]:
    """Return what kinds of sequences there are: colours and places count as one each."""
    return {re.sub(rb"(?<=\x1b\[)[0-9;]*(?=[A-Za-z]$)", b"", each) for each in found}


OF_THE_DATA = set().union(*(sequences(each.encode("utf-8", "replace")) for each in SHORT.values()))


def assert_draws_only_as_before(raw: bytes, before: bytes) -> None:
    """No sequence of the data came out, nor any kind that harmless text did not need."""
    ours, found = sequences(before), sequences(raw)
    assert len(ours) > 20, "there is nothing to compare with"
    assert not (OF_THE_DATA - ours) & found
    assert kinds(found) <= kinds(ours)
    text = SEQUENCE.sub(b"", raw).decode("utf-8")
    assert not re.findall("[\x80-\x9f\u202a-\u202e\u2066-\u2069\x00\x0e\x0f\x7f]", text)
    # The desk rings a few times while nothing is drawn; the data would ring fifty times.
    assert "\x07" * 10 not in text


def see_everything(terminal: Terminal, count: int) -> None:
    """Go through the screens that show matters, and open one."""
    terminal.send(F[4])
    terminal.shows(f"台账  {count} 件")
    a_second_later(terminal)
    for key in ("\x1b[F", ENTER, ESCAPE, F[6]):
        terminal.send(key)
        a_second_later(terminal)


def _more_ends(terminal: Terminal, than: int) -> bool:
    return terminal.text.count("毕") > than


def write_form(terminal: Terminal, texts: Iterable[str]) -> None:
    """Paste texts into summary, text and requests of a fresh form, and register it."""
    pastes = [pasted(each) + BETWEEN for each in texts]
    open_form(terminal, "zh", "2")
    done = 0
    for keys in (ENTER * 2, TAB, ""):
        terminal.send(*pastes, pasted(END))
        # One sign of it only: terminals do not agree how many cells signs without width take.
        terminal.until(partial(_more_ends, terminal, done), "the end of the paste")
        # So many keys at once are a paste, which Tab would be part of shortly before or after.
        terminal.send(APART, keys)
        done = terminal.text.count("毕")
    terminal.send(ctrl("s"))
    terminal.shows(SAVED)


@pytest.fixture(scope="module")
def calm(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return what the console writes for harmless text, on the same way through the screens."""
    home = copied(founded, tmp_path_factory.mktemp("calm") / "office")
    with console(home, lang="zh") as terminal:
        unlock(terminal)
        write_form(terminal, ["红色的字"])
        see_everything(terminal, 1)
        return terminal.raw


def test_pasted_it_stays_text_on_every_screen(home: Path, calm: bytes, tmp_path: Path) -> None:
    with console(home, lang="zh") as terminal:
        unlock(terminal)
        write_form(terminal, SENT.values())
        see_everything(terminal, 1)
        assert_harmless(terminal.text)
        assert_draws_only_as_before(terminal.raw, calm)
    run = command_line(tmp_path, PASSPHRASE, home)
    (matter,) = run.json("matters")
    assert matter["text"] == "".join(neutral(each) + BETWEEN for each in SENT.values()) + END


def test_imported_it_stays_text_on_every_screen(home: Path, calm: bytes, tmp_path: Path) -> None:
    run = command_line(tmp_path, PASSPHRASE, home)
    # Of yesterday, so that no duty on them is due and nothing rings.
    came = f"{datetime.now(UTC) - timedelta(days=1):%Y/%m/%d}"
    rows = [[name, f"开头{text}", came, f"正文{text}", text] for name, text in SHORT.items()]
    run.done("import", "letters", write_xlsx(tmp_path / "x.xlsx", [HEADER, *rows]))
    with console(home, lang="zh") as terminal:
        unlock(terminal)
        see_everything(terminal, len(rows))
        assert_harmless(terminal.text)
        assert_draws_only_as_before(terminal.raw, calm)
    assert_commands_print_text(run, len(rows))


def assert_commands_print_text(run: CommandLine, count: int) -> None:
    """No reading command prints anything that a terminal would obey."""
    matters = run.json("matters")
    assert len(matters) == count
    for words in (["matters"], ["matters", "--json"], ["log"], ["log", "--json"]):
        assert_harmless(run.done(*words))
    assert_harmless(run.done("show", matters[0]["number"]))


def test_typed_without_brackets_it_draws_nothing_of_its_own(home: Path, calm: bytes) -> None:
    typed = "".join(SHORT[name] for name in ("rich_colour", "rich_closing", "c1_csi"))
    typed += "".join(SHORT[name] for name in ("bidi_override", "textual_click", "zero_width"))
    with console(home, lang="zh") as terminal:
        unlock(terminal)
        open_form(terminal, "zh")
        terminal.send(typed, "写完")
        terminal.shows("写完")
        assert_harmless(terminal.text)
        assert_draws_only_as_before(terminal.raw, calm)
