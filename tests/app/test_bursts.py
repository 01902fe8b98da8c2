"""What a terminal pastes without saying so is told from what a hand types, by when it came."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xfconsole.app.pasting import GOES_ON, STALLED, TOGETHER, Burst, Bursts

AT_ONCE = 0.001
LATER = GOES_ON + 0.01


class Keyboard:
    """Reads that come one after another; ``told`` are keys and pastes, in order."""

    def __init__(self, *, idle: float = 10.0) -> None:
        self.now = 100.0
        self.told: list[str | Burst] = []
        self.bursts = Bursts(lambda: self.now)
        self.wait(idle)

    def wait(self, seconds: float) -> None:
        """Let the terminal look as often as it does while nothing comes."""
        while seconds > 0:
            step = min(seconds, 0.1)
            self.now += step
            seconds -= step
            self.look()

    def look(self) -> None:
        """Let it look once."""
        self._tell(list(self.bursts.look()))

    def read(self, data: str, after: float = LATER) -> None:
        """Let a read bring this, so many seconds after what came before."""
        self.now += after
        self._tell(list(self.bursts.take(data)))

    def _tell(self, pieces: list[str | Burst]) -> None:
        for each in pieces:
            last = self.told[-1] if self.told else None
            if isinstance(last, str) and isinstance(each, str):
                self.told[-1] = last + each
            elif isinstance(last, Burst) and isinstance(each, Burst):
                self.told[-1] = Burst(last.text + each.text)
            else:
                self.told.append(each)

    def all(self) -> list[str | Burst]:
        """Return everything told, once nothing more follows."""
        self.wait(1.0)
        return self.told


def typed(*reads: str, gap: float = LATER) -> list[str | Burst]:
    """Return what reads are told as that come so far apart."""
    keyboard = Keyboard()
    for each in reads:
        keyboard.read(each, gap)
    return keyboard.all()


@pytest.mark.parametrize(
    "read",
    [
        "一\r二\r三",
        "一\r二\r三\r",
        "a\tb",
        "\n\nab",
        "1\r2\r",
        "1\n1\n",
        "ab",
        "12",
        "a\r\n\r\nb\r\n",
    ],
)
def test_a_read_with_several_signs_or_lines_is_a_paste(read: str) -> None:
    assert typed(read) == [Burst(read)]


@pytest.mark.parametrize(
    "read", ["a", "\r", "\t", "\r\r\r", "aaaa", "1\r", "1\r\r", "\ra", "\x1b[A", "\x1b", "\x13"]
)
def test_what_one_key_brings_is_keys(read: str) -> None:
    assert typed(read) == [read]


@pytest.mark.parametrize("ends", ["\r", "\r\r", "\t", "\n"])
def test_a_commit_of_an_input_method_and_its_enter_stay_text_and_enter(ends: str) -> None:
    assert typed("来信一封" + ends) == [Burst("来信一封"), ends]
    assert typed("来信一封", ends, gap=0.06) == [Burst("来信一封"), ends]


def test_enter_is_not_held_back_when_nothing_came_just_before_it() -> None:
    keyboard = Keyboard()
    keyboard.read("a")
    keyboard.read("\r", TOGETHER * 1.5)
    assert keyboard.told == ["a\r"]


def test_keys_rolled_over_each_other_by_a_hand_are_keys() -> None:
    assert typed("1", "\r", "2", "\r", gap=TOGETHER * 1.5) == ["1\r2\r"]


def test_a_key_held_down_is_keys_however_fast_it_repeats() -> None:
    assert typed(*["j"] * 50, gap=0.005) == ["j" * 50]
    assert typed(*["\r"] * 50, gap=0.005) == ["\r" * 50]
    assert typed(*["jjj"] * 50, gap=0.005) == ["j" * 150]
    assert typed(*["\x1b[B"] * 50, gap=0.001) == ["\x1b[B" * 50]


def test_a_paste_that_comes_sign_by_sign_stays_in_one_field() -> None:
    """The first sign went to the field as a key; the others follow it as text."""
    assert typed(*"一\r二\r三\r", gap=AT_ONCE) == ["一", Burst("\r二\r三\r")]


@pytest.mark.parametrize("at", range(1, 15))
def test_cut_anywhere_it_walks_to_no_other_field(at: int) -> None:
    text = "one\rtwo\r\nthree\r"
    keyboard = Keyboard()
    keyboard.read(text[:at])
    keyboard.read(text[at:], AT_ONCE)
    told = keyboard.all()
    assert "".join(each if isinstance(each, str) else each.text for each in told) == text
    assert not any(set(each) & set("\r\n\t") for each in told if isinstance(each, str))


def test_a_long_paste_goes_on_after_a_pause_of_the_terminal() -> None:
    keyboard = Keyboard()
    keyboard.read("one\rtwo")
    keyboard.read("\rthree", GOES_ON * 0.9)
    keyboard.read("\r", GOES_ON * 0.9)
    assert keyboard.all() == [Burst("one\rtwo\rthree\r")]


def test_enter_pressed_after_a_paste_was_seen_is_enter() -> None:
    keyboard = Keyboard()
    keyboard.read("one\rtwo")
    keyboard.wait(0.3)
    keyboard.read("\r")
    assert keyboard.all() == [Burst("one\rtwo"), "\r"]


def test_keys_between_and_after_pastes_are_keys() -> None:
    assert typed("ab\rcd\x1b[A\x13ef\rgh") == [Burst("ab\rcd"), "\x1b[A\x13", Burst("ef\rgh")]
    assert typed("\x1bOQab\r") == ["\x1bOQ", Burst("ab"), "\r"]


def test_a_key_cut_in_two_reads_is_that_key() -> None:
    assert typed("\x1b[2", "1~", gap=0.05) == ["\x1b[21~"]
    assert typed("\x1b", "[A", gap=0.05) == ["\x1b[A"]


def test_keys_that_piled_up_before_the_first_look_are_keys() -> None:
    keyboard = Keyboard(idle=0)
    keyboard.read("my passphrase\r2\r停气\r", 0.5)
    assert keyboard.all() == ["my passphrase\r2\r停气\r"]


def test_keys_that_piled_up_while_the_machine_stood_still_are_keys() -> None:
    keyboard = Keyboard()
    keyboard.read("2\r停气", STALLED + 1)
    assert keyboard.all() == ["2\r停气"]


def test_more_than_a_hand_types_while_the_machine_stood_still_is_a_paste() -> None:
    keyboard = Keyboard()
    text = "一行又一行\r" * 20
    keyboard.read(text, STALLED + 1)
    assert keyboard.all() == [Burst(text)]


@given(
    st.lists(
        st.tuples(st.text("ab1\r\n\t\x1b[A~\x13", min_size=1, max_size=6), st.floats(0, 0.3)),
        max_size=8,
    )
)
def test_nothing_is_lost_or_moved_however_it_comes(reads: list[tuple[str, float]]) -> None:
    keyboard = Keyboard()
    for data, gap in reads:
        keyboard.read(data, gap)
        keyboard.look()
    told = keyboard.all()
    said = "".join(each if isinstance(each, str) else each.text for each in told)
    assert said == "".join(data for data, _ in reads)
