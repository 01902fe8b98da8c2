"""One life of the console: the officer unlocks it and works, at random, until it is killed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from data.backup.interrupted_restore import DATABASE
from data.file.wal import log_of
from tests.crash.frames import TAKES_PART, FramedTerminal
from tests.crash.mortal import Death, Moment, Mortal
from tests.crash.promises import Promises
from tests.tty.keyboard import SAVED, seen
from tests.tty.offices import OFFICER, PASSPHRASE
from tests.tty.terminal import APART, ENTER, ESCAPE, F, ctrl, environment

VISITS = "124"
"""Letter, visit and web: what is registered with nothing but a summary."""
GROUP = "5"
OFFER, NEW, FORM, CARD = (
    "未完成的登记",
    "新登记",
    "Ctrl+S确定",
    "1 接通  2 无人接",
)
_WORDS = ("停气三天", "No.7", "安置房", "欠薪", "(2nd)", "路灯", "无从问", "unpaid", "逾期", "!")


@dataclass(slots=True)
class Typing:
    """What is being typed: the form, its part, and the text as it will be."""

    form: str
    part: str
    text: str


@dataclass(slots=True)
class Officer:
    """Goes from one life of the console to the next.

    ``left`` is the registration that the last one left unfinished, ``acts`` what was written into
    forms of acts, by the matter's number, and not recorded.
    """

    home: Path
    chance: random.Random
    promises: Promises = field(default_factory=Promises)
    left: Mapping[str, str] = field(default_factory=dict)
    acts: dict[str, str] = field(default_factory=dict)
    typing: Typing | None = None
    shown: str = ""
    """What stood on the screen when the console died."""
    # Each text begins with a sign that nothing else on the screen has.
    _signs: Iterator[str] = field(default_factory=lambda: map(chr, count(0x3401)))
    _hand: Mortal | None = None

    def live(self) -> None:
        """Start the console, unlock it, work, die; then read off what the screen still shows."""
        moment = Moment.drawn(self.chance)
        # The few that die while they open are started as an officer starts them.
        opening = moment.keys < 2
        terminal = FramedTerminal(
            *("-m", "xfconsole" if opening else "tests.crash.unhurried"),
            environ=environment(self.home, "zh"),
            anew=opening,
        )
        self.typing, self._hand = None, Mortal(terminal, moment, log_of(self.home / DATABASE))
        try:
            self._unlock(terminal)
            acts = [self._register, self._register, self._group, self._count, self._note]
            while True:
                self.chance.choice([*acts, self._answer, self._act, self._act])()
        except Death:
            self.shown = seen(terminal)
            self.promises.take(terminal.text)
        finally:
            terminal.close()

    @property
    def hand(self) -> Mortal:
        """The hand at the keyboard."""
        assert self._hand is not None
        return self._hand

    def _unlock(self, terminal: FramedTerminal) -> None:
        self.hand.born(OFFICER)
        terminal.until(lambda: b"\x1b[?2026$p" in terminal.raw, "the question")
        terminal.send(TAKES_PART)
        terminal.shows(OFFICER)
        terminal.send(PASSPHRASE)
        self.hand.press(ENTER)
        self.hand.shows("●")

    # --- registering ---------------------------------------------------------------------------

    def _register(self) -> None:
        if not self._form(self.chance.choice(VISITS)):
            return
        assert self.typing is not None
        summary = self.typing.text
        if self.chance.random() < 0.3:
            self.hand.press(APART, ENTER, ENTER, APART)
            self._write("intake", "text")
        self._saved(summary)

    def _group(self) -> None:
        if not self._form(GROUP):
            return
        self.hand.press(APART, ENTER, APART)
        self.hand.type(str(self.chance.randint(5, 120)))
        self._save("处置经过")

    def _form(self, channel: str) -> bool:
        """Fill in channel and summary, or go on with what was left; False if that was all."""
        self.hand.press(F[2])
        if any(self.left.values()):
            return self._left_over(self.left)
        self.hand.until(lambda: NEW in self.hand.text or SAVED in self.hand.text, "the form")
        self.hand.press(channel)
        self.hand.shows(f"[{channel}")
        self.hand.press(APART, ENTER, APART)
        self._write("intake", "summary")
        return True

    def _left_over(self, left: Mapping[str, str]) -> bool:
        """Take what the last life left: register it, or throw it away and bring it back."""
        self.hand.shows(OFFER)
        self.hand.a_second_later()
        summary = left.get("summary", "")
        whole = bool(summary) and left.get("channel", "") not in ("", "group_visit", "joint_letter")
        self.left = {}
        self.hand.press(ENTER if whole else ctrl("l"))
        self.hand.hides(OFFER)
        if whole:
            self.typing = Typing("intake", "summary", summary)
            self.hand.until(lambda: summary in seen(self.hand.terminal), "what was left")
            self._saved(summary)
        return False

    def _write(self, form: str, part: str, before: str = "") -> None:
        """Type a text into the part that has the cursor, at once or waiting for each echo."""
        words = self.chance.choices(_WORDS, k=self.chance.randint(1, 4))
        text = next(self._signs) + "".join(words)[:14]
        self.typing = Typing(form, part, before + text)
        slow = self.chance.random() < 0.5
        for end, sign in enumerate(text, 1):
            self.hand.press(sign)
            if slow:
                self._echo(text[:end])
        self._echo(before + text)

    def _echo(self, text: str) -> None:
        self.hand.until(lambda: text in seen(self.hand.terminal), f"the echo of {text}")

    def _saved(self, summary: str) -> None:
        """Register, and wait for this receipt: that of the matter before may still stand there."""
        self._save(f" · {summary}")
        assert summary in self.promises.numbers.values(), "a receipt was shown and not read off"

    def _save(self, shows: str) -> None:
        assert self.typing is not None
        self.hand.press(ctrl("s"))
        self.hand.shows(shows)
        self.promises.take(self.hand.text)
        self.typing = None

    # --- at the live screen --------------------------------------------------------------------

    def _live(self) -> None:
        self.hand.press(F[3])
        self.hand.shows("处置经过", "c致电")

    def _count(self) -> None:
        self._live()
        people = self.chance.randint(130, 999)
        self.hand.press(F[8])
        self.hand.shows("Tab 补全")
        self.hand.type(f"n {people}")
        self.hand.press(ENTER)
        self.hand.shows(f"{people}人 清点")
        self.promises.take(self.hand.text)

    def _note(self) -> None:
        self._live()
        self.hand.press("t")
        self.hand.shows("回车确认")
        text = next(self._signs) + self.chance.choice(_WORDS)
        self.hand.type(text)
        self.hand.press(ENTER)
        self.hand.shows(f"记事：{text}")
        self.promises.take(self.hand.text)

    def _answer(self) -> None:
        self._live()
        self.hand.press(F[9])
        self.hand.until(self._something_opened, "a card")
        if CARD in self.hand.text:
            self.hand.press(" ")
            self.hand.hides("停手 2 秒")
            self.hand.press("1")
            self.hand.shows("几分钟后到")
            self.hand.type(str(self.chance.randint(5, 59)))
            self.hand.press(ENTER)
            self.hand.hides("几分钟后到")
        self.hand.press(ESCAPE)
        self.hand.until(lambda: not self._something_opened(), "the live screen")
        self.promises.take(self.hand.text)

    def _something_opened(self) -> bool:
        return CARD in self.hand.text or "最要紧的在前" in self.hand.text

    # --- on a matter ---------------------------------------------------------------------------

    def _act(self) -> None:
        """Open the newest matter and its first act; write into its form, and record it or not."""
        self.hand.press(F[4])
        self.hand.shows("Enter打开")
        self.hand.press(ENTER)
        self.hand.shows("a办理")
        self.promises.take(self.hand.text)
        self.hand.press("a")
        self.hand.shows("可以办的")
        self.hand.press(ENTER)
        self.hand.shows(FORM)
        number = self.hand.text.split()[0]
        if "呈批" in self.hand.text.splitlines()[0]:
            self._write(f"act:{number}", "text", self.acts.get(number, ""))
            assert self.typing is not None
            # Left with Escape, it is kept for the next time.
            self.acts[number] = self.typing.text
            self.hand.press(self.chance.choice([ctrl("s"), ESCAPE]))
        else:
            self.hand.press(ESCAPE)
        self.hand.hides(FORM)
        self.typing = None
        self.promises.take(self.hand.text)
        self.hand.press(ESCAPE)
        self.hand.shows("Enter打开")
