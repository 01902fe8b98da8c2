"""Lines pasted by a terminal that does not say so: one field takes them, and no key is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tty.keyboard import SAVED, a_second_later, open_form, unlock
from tests.tty.offices import OFFICER, draft, journal
from tests.tty.terminal import BACKSPACE, DOWN, ENTER, ESCAPE, F, Terminal, console, ctrl
from tests.tty.test_cards import open_card
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.ui.words.catalogue import catalogue

LINES = ["家里停气三天", "孩子没有热饭", "请尽快恢复供气"]
ONE_LINE = " ".join(LINES)
ENDS = pytest.mark.parametrize("ends", ["\n", "\r", "\r\n"], ids=["LF", "CR", "CR LF"])
ASKED = catalogue("zh").say("verb.ring.whom")
NOWHERE = "粘贴的内容没有放进任何栏目"
SECRET = "correct horse battery"


def piece(terminal: Terminal, text: str) -> None:
    """Wait until a text stands on the screen, however it is wrapped."""
    wanted = "".join(text.split())
    terminal.until(lambda: wanted in "".join(terminal.text.split()), repr(text))


def registered(home: Path) -> list[MatterRegistered]:
    """Return what was registered."""
    return [each.fact for each in journal(home) if isinstance(each.fact, MatterRegistered)]


@ENDS
def test_three_lines_stay_in_the_summary(home: Path, ends: str) -> None:
    with console(home, lang="zh") as terminal:
        unlock(terminal)
        open_form(terminal, "zh")
        terminal.send(ends.join([*LINES, ""]))
        piece(terminal, ONE_LINE)
        terminal.until(lambda: draft(home).get("summary", "").strip() == ONE_LINE, "the draft")
        assert {name for name, value in draft(home).items() if value} <= {
            *("channel", "summary", "received", "anonymous"),
        }
        assert registered(home) == []
        a_second_later(terminal)
        terminal.send(ctrl("s"))
        terminal.shows(SAVED)
    (fact,) = registered(home)
    assert (fact.summary, fact.text) == (ONE_LINE, "")


@ENDS
def test_three_lines_stay_lines_in_a_box(home: Path, ends: str) -> None:
    with console(home, lang="zh") as terminal:
        unlock(terminal)
        open_form(terminal, "zh")
        terminal.send("停气", ENTER, ENTER)
        terminal.shows("Tab 下一项")
        terminal.send(ends.join(LINES))
        # The box of a small window shows the last two lines.
        terminal.shows(LINES[-1])
        a_second_later(terminal)
        terminal.send(ctrl("s"))
        terminal.shows(SAVED)
    (fact,) = registered(home)
    assert (fact.summary, fact.text) == ("停气", "\n".join(LINES))


def test_lines_with_tabs_stay_in_one_line_of_the_form(home: Path) -> None:
    with console(home, lang="zh") as terminal:
        unlock(terminal)
        open_form(terminal, "zh")
        terminal.send("一\t二\t三\n四")
        piece(terminal, "一二三四")
        a_second_later(terminal)
        terminal.send(ctrl("s"))
        terminal.shows(SAVED)
    assert registered(home)[0].summary == "一 二 三 四"


def test_digits_pasted_on_a_card_mean_nothing(busy_home: Path) -> None:
    before = len(journal(busy_home))
    with console(busy_home, lang="zh") as terminal:
        unlock(terminal)
        open_card(terminal)
        for digits in ("12", "2\n3\n", "1234567890"):
            terminal.send(digits)
            piece(terminal, NOWHERE)
            a_second_later(terminal)
        terminal.shows("1 接通  2 无人接")
        terminal.kill()
        terminal.ended()
    acts = [each.kind for each in journal(busy_home)[before:] if each.kind.startswith("post.")]
    assert acts == []


def test_lines_pasted_on_a_question_answer_nothing(busy_home: Path) -> None:
    before = len(journal(busy_home))
    with console(busy_home, lang="zh") as terminal:
        unlock(terminal)
        terminal.send(F[3])
        terminal.shows("c致电")
        terminal.send("c")
        terminal.shows(ASKED)
        terminal.send("1\n2\n")
        piece(terminal, NOWHERE)
        terminal.shows(ASKED)
        terminal.kill()
        terminal.ended()
    acts = [each.kind for each in journal(busy_home)[before:] if each.kind.startswith("post.")]
    assert acts == []


def test_two_commands_pasted_into_the_line_run_neither(busy_home: Path) -> None:
    before = len(journal(busy_home))
    with console(busy_home, lang="zh") as terminal:
        unlock(terminal)
        terminal.send(F[8])
        terminal.shows(catalogue("zh").say("command.placeholder")[:8])
        terminal.send("n 33\rn 44\r")
        terminal.shows("n 33 n 44")
        a_second_later(terminal)
        terminal.shows("n 33 n 44")
        terminal.kill()
        terminal.ended()
    assert not [each for each in journal(busy_home)[before:] if each.kind.startswith("count")]


def test_two_lines_pasted_as_a_passphrase_try_nothing(home: Path) -> None:
    with console(home, lang="zh") as terminal:
        terminal.shows(OFFICER)
        # Until a first key was read, so much could have been typed while the console started.
        terminal.send("a")
        terminal.shows("•")
        terminal.send(BACKSPACE)
        terminal.hides("•")
        terminal.send(SECRET + "\r" + SECRET)
        terminal.shows("•" * (2 * len(SECRET) + 1))
        assert SECRET not in terminal.text
        assert catalogue("zh").say("ui.opening") not in terminal.text


def test_names_pasted_on_a_list_press_no_letters(busy_home: Path) -> None:
    before = len(journal(busy_home))
    with console(busy_home, lang="zh") as terminal:
        unlock(terminal)
        terminal.send(F[3])
        terminal.shows("c致电")
        terminal.send("cna\rx\r1\r")
        piece(terminal, NOWHERE)
        terminal.send(DOWN, ESCAPE)
        terminal.kill()
        terminal.ended()
    kinds = {each.kind for each in journal(busy_home)[before:]}
    assert not {each for each in kinds if each.startswith(("post.", "incident."))}
