"""Guessing at the desk is slowed down, through kills and restarts, and nobody is locked out."""

from __future__ import annotations

import ast
import os
import signal
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.vault import sign_in_throttle, vault
from data.vault.recovery import new_recovery_code
from data.vault.sign_in_throttle import GUESSES_FILE, guess, unlock, unlock_with_recovery, wait_left
from data.vault.slots import Cost
from tests import sources
from xfconsole.core.days.backoff import LONGEST
from xfconsole.core.days.reading import Reading
from xfconsole.core.words.refusal import Refused

CHEAP = Cost(8, 1, 1)
OFFICER, RIGHT, WRONG = "李敏", "the right one", "not this one"
NIGHT = datetime(2026, 2, 19, 18, 29, tzinfo=UTC)


@dataclass
class HandClock:
    """Clocks that move only when told."""

    wall: datetime = NIGHT
    boot: float = 1000.0
    boot_id: str = "one"

    def read(self) -> Reading:
        return Reading(self.wall, self.boot, self.boot_id)

    def after(self, seconds: float) -> HandClock:
        self.wall += timedelta(seconds=seconds)
        self.boot += seconds
        return self


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def code(tmp_path: Path) -> str:
    """Make the slots; the recovery code."""
    return vault.create(tmp_path, OFFICER, RIGHT, cost=CHEAP).recovery_code


def refusal(folder: Path, passphrase: str, clock: HandClock) -> tuple[str, object]:
    with pytest.raises(Refused) as refused:
        unlock(folder, passphrase, OFFICER, clock=clock)
    return refused.value.key, refused.value.values.get("seconds")


def test_the_wait_grows_and_the_right_one_has_to_wait_too(
    tmp_path: Path, code: str, clock: HandClock
) -> None:
    for _ in range(3):
        assert refusal(tmp_path, WRONG, clock) == ("vault.refused.passphrase", None)
    assert refusal(tmp_path, RIGHT, clock) == ("officers.refused.wait", 2)
    assert refusal(tmp_path, RIGHT, clock.after(1.5)) == ("officers.refused.wait", 1)
    assert refusal(tmp_path, WRONG, clock.after(0.5)) == ("vault.refused.passphrase", None)
    assert wait_left(tmp_path, clock) == 4
    assert unlock(tmp_path, RIGHT, clock=clock.after(4)).officer == OFFICER


def test_a_wait_is_no_guess(tmp_path: Path, code: str, clock: HandClock) -> None:
    for _ in range(3):
        refusal(tmp_path, WRONG, clock)
    for _ in range(50):
        refusal(tmp_path, WRONG, clock)
    assert wait_left(tmp_path, clock) == 2


def test_opening_makes_an_end_of_the_count(tmp_path: Path, code: str, clock: HandClock) -> None:
    for _ in range(2):
        refusal(tmp_path, WRONG, clock)
    unlock(tmp_path, RIGHT, OFFICER, clock=clock)
    assert not (tmp_path / GUESSES_FILE).exists()
    for _ in range(2):
        refusal(tmp_path, WRONG, clock)
    assert wait_left(tmp_path, clock) == 0


def test_the_recovery_code_counts_and_waits_like_a_passphrase(
    tmp_path: Path, code: str, clock: HandClock
) -> None:
    other = new_recovery_code()
    for _ in range(3):
        with pytest.raises(Refused, match=r"vault\.refused\.recovery_other"):
            unlock_with_recovery(tmp_path, other, clock=clock)
    with pytest.raises(Refused, match=r"officers\.refused\.wait"):
        unlock_with_recovery(tmp_path, code, clock=clock)
    assert refusal(tmp_path, RIGHT, clock)[0] == "officers.refused.wait"
    unlock_with_recovery(tmp_path, code, clock=clock.after(2))
    assert wait_left(tmp_path, clock) == 0


@pytest.mark.parametrize("slip", ["AAAA", "", "x" * 30])
def test_a_slip_of_the_fingers_is_no_guess(
    tmp_path: Path, code: str, clock: HandClock, slip: str
) -> None:
    for _ in range(5):
        with pytest.raises(Refused):
            unlock_with_recovery(tmp_path, slip, clock=clock)
    with pytest.raises(Refused, match=r"vault\.refused\.officer"):
        unlock(tmp_path, RIGHT, "周平", clock=clock)
    assert not (tmp_path / GUESSES_FILE).exists()


def test_a_kill_while_the_guess_is_tried_counts(
    tmp_path: Path, code: str, clock: HandClock
) -> None:
    for _ in range(3):
        child = os.fork()
        if not child:
            with guess(tmp_path, clock):
                os.kill(os.getpid(), signal.SIGKILL)
        os.waitpid(child, 0)
    assert refusal(tmp_path, RIGHT, clock) == ("officers.refused.wait", 2)


@pytest.mark.parametrize(
    ("boot", "wall", "left"),
    [
        pytest.param(30.0, 40.0, 24, id="told by the wall clock"),
        pytest.param(30.0, -86400.0, 34, id="wall clock put back"),
        pytest.param(70.0, -86400.0, 0, id="on long enough"),
    ],
)
def test_a_restart_of_the_laptop_does_not_reset_it(
    tmp_path: Path, code: str, clock: HandClock, boot: float, wall: float, left: int
) -> None:
    for _ in range(8):
        refusal(tmp_path, WRONG, clock.after(LONGEST))
    assert wait_left(tmp_path, clock) == 64
    again = HandClock(clock.wall + timedelta(seconds=wall), boot, "two")
    assert wait_left(tmp_path, again) == left


DAMAGE = {
    "gone": None,
    "empty": b"",
    "no JSON": b"\xff\x00{",
    "a list": b"[1, 2]",
    "deep": b"[" * 4000,
    "no number": b'{"wrong": "9", "wall": "2026-02-19T18:29:00+00:00", "boot": 1, "boot_id": "a"}',
    "true": b'{"wrong": true, "wall": "2026-02-19T18:29:00+00:00", "boot": 1, "boot_id": "a"}',
    "negative": b'{"wrong": -4, "wall": "2026-02-19T18:29:00+00:00", "boot": 1, "boot_id": "a"}',
    "endless": b'{"wrong": 9, "wall": "2026-02-19T18:29:00+00:00", "boot": NaN, "boot_id": "a"}',
    "no zone": b'{"wrong": 9, "wall": "2026-02-19T18:29:00", "boot": 1, "boot_id": "a"}',
    "too long": b" " * 10_000,
}


@pytest.mark.parametrize("content", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_locks_nobody_out(
    tmp_path: Path, code: str, clock: HandClock, content: bytes | None
) -> None:
    for _ in range(9):
        refusal(tmp_path, WRONG, clock.after(LONGEST))
    path = tmp_path / GUESSES_FILE
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    assert unlock(tmp_path, RIGHT, clock=clock).officer == OFFICER


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_something_else_of_that_name_locks_nobody_out(
    tmp_path: Path, code: str, clock: HandClock, kind: str
) -> None:
    path = tmp_path / GUESSES_FILE
    path.mkdir() if kind == "folder" else os.mkfifo(path)
    assert unlock(tmp_path, RIGHT, clock=clock).officer == OFFICER


@pytest.mark.parametrize(
    "kept",
    [
        b'{"wrong": 999999, "wall": "9999-12-31T23:59:59+00:00", "boot": 1e300, "boot_id": "one"}',
        b'{"wrong": 999999, "wall": "9999-12-31T23:59:59+00:00", "boot": 1e300, "boot_id": "two"}',
        b'{"wrong": 999999, "wall": "0001-01-01T00:00:00+14:00", "boot": -1e300, "boot_id": ""}',
    ],
)
def test_no_time_written_into_it_locks_anybody_out_for_longer_than_the_cap(
    tmp_path: Path, code: str, clock: HandClock, kept: bytes
) -> None:
    (tmp_path / GUESSES_FILE).write_bytes(kept)
    assert wait_left(tmp_path, clock) <= LONGEST
    assert unlock(tmp_path, RIGHT, clock=clock.after(LONGEST)).officer == OFFICER


def test_a_disk_that_keeps_nothing_lets_the_officer_in(
    tmp_path: Path, code: str, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sign_in_throttle, "write_private", full)
    assert unlock(tmp_path, RIGHT, clock=clock).officer == OFFICER


def test_two_processes_do_not_take_the_same_guess(
    tmp_path: Path, code: str, clock: HandClock
) -> None:
    children = []
    for _ in range(4):
        child = os.fork()
        if not child:
            try:
                unlock(tmp_path, WRONG, OFFICER, clock=clock)
            except Refused as refused:
                os._exit(3 if refused.key == "officers.refused.wait" else 2)
            os._exit(1)
        children.append(child)
    ends = sorted(os.waitstatus_to_exitcode(os.waitpid(each, 0)[1]) for each in children)
    assert ends == [2, 2, 2, 3]


def test_the_program_unlocks_nowhere_without_counting() -> None:
    """The vault itself knows no wait. A restore tries two files' slots within one guess, and so it
    does with the second officer's where another desk begins."""
    found = [
        (path.name, getattr(part, "name", ""))
        for path in sources.files(*sources.PRODUCT)
        if path.name not in {"vault.py", "sign_in_throttle.py"}
        for part in sources.tree(path).body
        for node in ast.walk(part)
        if _asks_the_vault(node)
    ]
    within = ("_approved", "_opened_slots", "_present")
    assert found == [("restore.py", name) for name in within]


def _asks_the_vault(node: ast.AST) -> bool:
    match node:
        case ast.ImportFrom(module="data.vault.vault", names=names):
            return any(each.name.startswith(("unlock", "change_passphrase")) for each in names)
        case ast.Attribute(value=ast.Name(id="vault"), attr=name):
            return name.startswith("unlock")
    return False
