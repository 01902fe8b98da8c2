"""Reports into files: beside a desk that writes meanwhile, and onto a disk that gets full."""

from __future__ import annotations

import errno
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from data.office import OpenOffice, open_office
from tests.commanded import throw_away_offices
from tests.commandline import CommandLine, command_line
from tests.commands.test_report_command import LETTERS, letter
from tests.tty.offices import OFFICER, PASSPHRASE, MovedClock, found
from xfconsole.assembly import desk_of
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.refusal import Refused
from xfconsole.ids import RandomIds

NIGHT = datetime(2026, 2, 19, 18, tzinfo=UTC)
QUARTER = ("report", "quarter", "2026-Q1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return found(tmp_path_factory.mktemp("reports") / "office", at=NIGHT)


@pytest.fixture(scope="module")
def line(folder: Path) -> CommandLine:
    return command_line(folder.parent, PASSPHRASE, folder)


@contextmanager
def registering(office: OpenOffice) -> Iterator[None]:
    """Register matter after matter beside the block, as a console does, from before it on."""
    desk, serial = desk_of(office, MovedClock(NIGHT), RandomIds()), count()
    begun, over = Event(), Event()

    def register() -> None:
        while not over.is_set():
            form = MatterForm(Channel.CALL, f"小区停水 {next(serial)}", unit="住建局")
            office.writer.submit(desk.register, form).result()
            begun.set()

    beside = Thread(target=register)
    beside.start()
    assert begun.wait(60)
    try:
        yield
    finally:
        over.set()
        beside.join()


def test_reports_are_whole_and_of_one_moment_beside_a_desk_that_registers(
    folder: Path, line: CommandLine, tmp_path: Path
) -> None:
    files = [tmp_path / f"quarter.{ending}" for ending in ("xlsx", "docx")]
    with open_office(folder, PASSPHRASE, OFFICER, clock=MovedClock(NIGHT)) as office:
        with registering(office):
            told = line.json(*QUARTER)
            for file in files:
                line.done(*QUARTER, file.suffix.replace(".", "--"), file)
        registered = office.views.matter_count()
    assert 0 < told["received"] <= registered
    assert sum(each["received"] for each in told["groups"]["unit"]) == told["received"]
    assert sorted(tmp_path.iterdir()) == sorted(files)
    assert line.json(*QUARTER)["received"] == registered


class FullDisk(io.FileIO):
    """A file on a disk that has room for the first 512 bytes."""

    def write(self, data: Any) -> int:
        if self.tell() >= 512:
            raise OSError(errno.ENOSPC, "no room")
        return super().write(data[:512])


@pytest.mark.parametrize("ending", ["xlsx", "csv", "docx"])
@pytest.mark.parametrize("there", [False, True], ids=["new", "replaced"])
def test_a_disk_that_fills_in_the_middle_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, there: bool
) -> None:
    file = tmp_path / f"quarter.{ending}"
    if there:
        file.write_text("the one of yesterday")
    with throw_away_offices() as offices:
        offices.desk.register_batch([letter(*each) for each in LETTERS])
        monkeypatch.setattr(
            "xfconsole.writing.os.fdopen", lambda end, _: io.BufferedWriter(FullDisk(end, "wb"))
        )
        asked = ("report", "quarter", "2025-Q4", f"--{ending}".replace("csv", "xlsx"), file)
        with pytest.raises(Refused) as refused:
            offices.run(*asked, *["--replace"] * there)
    assert (refused.value.key, refused.value.values["file"]) == ("export.refused.write", file.name)
    left = {each.name: each.read_text() for each in tmp_path.iterdir()}
    assert left == ({file.name: "the one of yesterday"} if there else {})
