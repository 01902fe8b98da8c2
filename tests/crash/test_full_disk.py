"""On a full disk the console opens, shows, prompts and keeps what is typed, and recovers by itself.

The disks are real and small: in memory in the usual run, ext4 in a file too in the long one.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from data.file.reserve import FOR_DRAFTS, RESERVE_FILE, WHOLE, Reserve
from tests.disks import Disk, small_ext4, small_tmpfs
from tests.tty import offices
from tests.tty.keyboard import a_second_later, clause, open_form, type_slowly, unlock
from tests.tty.terminal import BACKSPACE, ENTER, ESCAPE, F, Terminal, ctrl, environment
from xfconsole.clock import SystemClock
from xfconsole.core.facts.announced import PromptRaised
from xfconsole.ui.words.catalogue import catalogue

MEGABYTES = 40
REPLACED = "replaced-20250301T020000Z"
"""An office that a restore replaced last year: it may be deleted."""

Mounting = Callable[[Path], AbstractContextManager[Disk]]


def in_memory(folder: Path) -> AbstractContextManager[Disk]:
    return small_tmpfs(folder / "disk", MEGABYTES)


def in_a_file(folder: Path) -> AbstractContextManager[Disk]:
    return small_ext4(folder / "disk", folder / "image", MEGABYTES)


DISKS = [
    pytest.param(in_memory, "zh", id="tmpfs"),
    pytest.param(in_a_file, "en", id="ext4", marks=pytest.mark.torture),
]


@dataclass
class Desk:
    """An office on a small disk, with its reserve whole, and the console on it."""

    disk: Disk
    lang: str

    @property
    def folder(self) -> Path:
        return self.disk.inside / "office"

    @property
    def reserve(self) -> Reserve:
        return Reserve(self.folder)

    def put(self, office: Path) -> Desk:
        shutil.copytree(office, self.folder, dirs_exist_ok=True)
        while self.reserve.left < WHOLE:
            self.reserve.grow()
        return self

    @contextmanager
    def console(self) -> Iterator[Terminal]:
        arguments = self.disk.run_on("-m", "xfconsole")
        environ = environment(self.disk.place / "office", self.lang)
        terminal = Terminal(*arguments, environ=environ)
        try:
            yield terminal
        finally:
            terminal.close()

    def said(self, key: str, **values: object) -> str:
        return catalogue(self.lang).say(key, **values)

    def beginning(self, key: str) -> str:
        """Return what a sentence begins with, short enough for the first line of a notice."""
        return self.said(key, left="*", todo="").partition("*")[0][:14].strip()

    def use_up(self, terminal: Terminal, *keys: str) -> None:
        """Fill the disk again and again, until the console says that it can't store.

        What is for half-typed forms is left then. Keys make the console write something each time;
        without any it does so of itself, every few seconds.
        """

        def gone() -> bool:
            self.disk.fill()
            if self.reserve.left > FOR_DRAFTS:
                terminal.send(*keys)
            return self.beginning("room.said.unstored") in terminal.text

        terminal.until(gone, "the end of the reserve")
        assert self.reserve.left <= FOR_DRAFTS

    def taken_out(self, to: Path) -> Path:
        return Path(shutil.copytree(self.folder, to))


@pytest.mark.parametrize(("mounting", "lang"), DISKS)
def test_a_matter_begun_on_a_full_disk_is_kept_and_registered_once_there_is_room(
    founded: Path, tmp_path: Path, mounting: Mounting, lang: str
) -> None:
    with mounting(tmp_path) as disk:
        desk = Desk(disk, lang).put(founded)
        (desk.folder / REPLACED).mkdir()
        (desk.folder / REPLACED / "office.db").write_bytes(b"\0" * (3 << 20))
        with desk.console() as terminal:
            unlock(terminal)
            films = disk.fill()
            open_form(terminal, lang)
            type_slowly(terminal, clause(1))
            terminal.shows(desk.said("room.status.warning"))
            terminal.shows(desk.beginning("room.said.short"), desk.said("ui.said_more").strip("… "))
            terminal.send(F[1])
            terminal.shows(desk.said("help.said"), REPLACED)
            terminal.send(ESCAPE)
            # Its heading may be out of sight before the window is gone.
            terminal.hides(f"─ {desk.said('help.title')} ─")
            desk.use_up(terminal, "。", BACKSPACE)
            type_slowly(terminal, clause(2))
            a_second_later(terminal)
            disk.fill()
            terminal.send(ctrl("s"))
            terminal.shows(desk.said("vault.refused.disk_full")[:12], clause(2)[:6])
            terminal.kill()
            terminal.ended()
        with desk.console() as terminal:
            unlock(terminal)
            terminal.shows(desk.said("room.status.warning"), desk.said("help.group.draft"))
            a_second_later(terminal)
            terminal.send(ENTER)
            terminal.hides(desk.said("help.group.draft"))
            films.unlink()
            terminal.hides(desk.said("room.status.warning"))
            terminal.shows(desk.said("room.said.roomy")[:12])
            terminal.until(lambda: desk.reserve.left > FOR_DRAFTS, "a reserve that grows again")
            terminal.send(ctrl("s"))
            terminal.shows("√")
        out = desk.taken_out(tmp_path / "out")
    registered = [each.fact for each in offices.journal(out) if each.kind == "matter.registered"]
    assert [getattr(each, "summary", "") for each in registered] == [clause(1) + clause(2)]
    assert offices.draft(out) == {}
    assert (out / RESERVE_FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("mounting", "lang"), DISKS)
def test_prompts_go_on_ringing_on_a_full_disk_and_are_journaled_once_afterwards(
    founded: Path, tmp_path: Path, mounting: Mounting, lang: str
) -> None:
    home = offices.copied(founded, tmp_path / "office")
    offices.make_busy(home, 12)
    with mounting(tmp_path) as disk:
        desk = Desk(disk, lang).put(home)
        with desk.console() as terminal:
            unlock(terminal)
            desk.use_up(terminal)
            since, before, bells = SystemClock().read().wall, due(terminal), terminal.bells
            terminal.until(lambda: due(terminal) >= before + 5, "five prompts more")
            assert terminal.bells > bells, "what cannot be stored rings all the same"
            assert terminal.text.count(desk.beginning("room.said.unstored")) <= 1, "told once"
            (disk.inside / "holiday-films.iso").unlink()
            terminal.hides(desk.said("room.status.warning"))
            a_second_later(terminal)
            shown = due(terminal)
        out = desk.taken_out(tmp_path / "out")
    raised = [e.fact for e in offices.journal(out) if isinstance(e.fact, PromptRaised)]
    assert len({each.prompt for each in raised}) == len(raised) >= shown
    new = [each.late_s for each in raised if each.due >= since]
    assert len(new) >= 3
    assert max(new) <= 5, "shown in time, whenever they were journaled"


def due(terminal: Terminal) -> int:
    """Return how much there is to do by the status line."""
    counted = terminal.lines[0].partition("◷")[2].strip()
    digits = "".join(each for each in counted if each.isdigit())
    return int(digits or 0)


@pytest.mark.parametrize("left", [0, FOR_DRAFTS], ids=["nothing left", "reserve left"])
def test_an_office_opens_from_its_reserve_or_says_what_to_delete(
    founded: Path, tmp_path: Path, left: int
) -> None:
    with in_memory(tmp_path) as disk:
        desk = Desk(disk, "en").put(founded)
        (desk.folder / REPLACED).mkdir()
        while desk.reserve.left > left:
            desk.reserve.release(left)
        disk.fill()
        passphrase = tmp_path / "passphrase"
        passphrase.write_text(offices.PASSPHRASE, encoding="utf-8")
        environ = environment(
            disk.place / "office", "en", {"XFCONSOLE_PASSPHRASE_FILE": str(passphrase)}
        )
        ran = subprocess.run(
            [*disk.entering, sys.executable, "-m", "xfconsole", "matters"],
            env=environ, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False,
        )  # fmt: skip
    if left:
        assert (ran.returncode, ran.stderr) == (0, "")
    else:
        assert ran.returncode == 1
        assert "There is no room on the disk even to open the office" in ran.stderr
        assert REPLACED in ran.stderr
