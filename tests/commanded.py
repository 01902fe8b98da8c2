"""Runs commands as typed, against a throw-away office on disk with a clock that stands still."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import typer
from typer.testing import CliRunner, Result

from data.office import OpenOffice, demo_office
from tests.desks import default_policy, pinned
from xfconsole.commands import (
    desks,
    doctor,
    handover,
    imports,
    incident,
    log,
    matters,
    officers,
    receipt,
    reception,
    rehearse,
    replay,
    report,
    search,
    upward,
)
from xfconsole.commands.block_log import BlockLog
from xfconsole.commands.context import OfficeContext, OfficeView
from xfconsole.commands.doctor import UpkeepView
from xfconsole.commands.handover import HandingView
from xfconsole.commands.import_reports import export_imports
from xfconsole.commands.matter_life import LifeView
from xfconsole.commands.printing import Harmless
from xfconsole.commands.roster import RosterView, export_roster, import_roster
from xfconsole.commands.roster import app as roster
from xfconsole.core.days.reading import Reading
from xfconsole.core.office.officers import OfficerRow
from xfconsole.desk import Desk
from xfconsole.ids import RandomIds
from xfconsole.office_files.in_force import published_workdays
from xfconsole.ui.words.catalogue import catalogue

NOW = datetime(2026, 2, 20, 2, 0, tzinfo=UTC)
ZONE = "Asia/Shanghai"


class StillClock:
    """A clock that shows the same moment for ever."""

    def read(self) -> Reading:
        return Reading(NOW, 1000.0, "boot")


class Screen(io.StringIO):
    """Keeps what a terminal gets."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@dataclass
class TestOffices:
    """Implements ``CommandOffices`` over one office that stays open."""

    office: OpenOffice
    language: str = "en"
    desk: Desk = field(init=False)
    __test__ = False

    def __post_init__(self) -> None:
        self.desk = Desk(
            self.office.store,
            StillClock(),
            RandomIds(),
            default_policy(),
            "李敏",
            pinned,
            ZoneInfo(ZONE),
            published_workdays(),
        )

    @property
    def home(self) -> Path:
        """The office's folder."""
        return self.office.folder

    @contextmanager
    def read(self) -> Iterator[OfficeView]:
        say = catalogue(self.language).say
        yield OfficeView(
            self.office.views, ZoneInfo(ZONE), say, blocks=self.blocks, folder=self.home
        )

    @contextmanager
    def duty(self) -> Iterator[RosterView]:
        desk, say = self.desk, catalogue(self.language).say
        found = desk.roster(), desk.policy, desk.now(), self.office.name
        yield RosterView(
            self.office.views, ZoneInfo(ZONE), say, *found, blocks=self.blocks, folder=self.home
        )

    @contextmanager
    def lives(self) -> Iterator[LifeView]:
        say, pack = catalogue(self.language).say, self.desk.policy
        days, now = self.desk.rules.workdays, self.desk.now()
        yield LifeView(
            self.office.views,
            ZoneInfo(ZONE),
            say,
            pack,
            days,
            now,
            blocks=self.blocks,
            folder=self.home,
        )

    @contextmanager
    def handing(self) -> Iterator[HandingView]:
        say, named = catalogue(self.language).say, self.office.name
        look = self.desk, named, None
        yield HandingView(
            self.office.views, ZoneInfo(ZONE), say, *look, blocks=self.blocks, folder=self.home
        )

    @contextmanager
    def work(self) -> Iterator[OfficeContext]:
        say = catalogue(self.language).say
        named = self.desk, self.office.name
        yield OfficeContext(
            self.office.views, ZoneInfo(ZONE), say, *named, blocks=self.blocks, folder=self.home
        )

    second = None
    """Where a second copy of the backups would lie."""

    def passphrase(self) -> str:
        return "open sesame 7"

    def officer_rows(self) -> tuple[list[OfficerRow], ZoneInfo]:
        return [OfficerRow("李敏", NOW, None, slot=True, here=True)], ZoneInfo(ZONE)

    @property
    def blocks(self) -> BlockLog:
        """What a command journals blocks with."""
        store = self.office.store
        return BlockLog(lambda: nullcontext(store), self.office.officer, StillClock(), RandomIds())

    @contextmanager
    def upkeep(self) -> Iterator[UpkeepView]:
        say = catalogue(self.language).say
        zone = ZoneInfo(ZONE)
        yield UpkeepView(
            self.office.views, zone, say, self.office.indexer, blocks=self.blocks, folder=self.home
        )

    def run(self, *arguments: object) -> Result:
        """Run one command; a refusal is raised as it is."""
        with pytest.MonkeyPatch.context() as patch:
            # It makes all commands anew for each that is run.
            patch.setattr("typer.testing._get_command", lambda _: _command())
            result = CliRunner().invoke(_root(), [str(each) for each in arguments], obj=self)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def seen(self, *arguments: object) -> str:
        """Return what a terminal gets from one command."""
        screen = Screen()
        with redirect_stdout(Harmless(screen)):
            _command().main([*map(str, arguments)], standalone_mode=False, obj=self)
        return screen.getvalue()

    def run_json(self, *arguments: object) -> Any:
        """Run one command with ``--json`` and return what it printed."""
        return json.loads(self.run(*arguments, "--json").stdout)


@contextmanager
def throw_away_offices() -> Iterator[TestOffices]:
    """Yield offices for commands; nothing is left of them afterwards."""
    with demo_office("信访接待中心", ZONE, "李敏", clock=StillClock(), ids=RandomIds()) as office:
        yield TestOffices(office)


@cache
def _command() -> Any:
    """Return all commands, made once: that takes longer than most of them."""
    return typer.main.get_command(_root())


def _root() -> typer.Typer:
    root, importing = typer.Typer(), typer.Typer()
    exporting = typer.Typer(callback=lambda: None)
    importing.command("letters")(imports.import_letters)
    importing.command("roster")(import_roster)
    root.command("matters")(matters.matters)
    root.command("show")(matters.show)
    root.command("search")(search.search)
    root.command("log")(log.log)
    root.command("replay")(replay.replay_night)
    root.command("rehearse")(rehearse.rehearse_tonight)
    root.command("officers")(officers.officers)
    root.command("doctor")(doctor.doctor)
    exporting.command("roster")(export_roster)
    exporting.command("imports")(export_imports)
    root.add_typer(importing, name="import")
    root.add_typer(exporting, name="export")
    root.add_typer(receipt.app, name="receipt")
    root.add_typer(roster, name="roster")
    root.add_typer(reception.app, name="reception")
    root.add_typer(upward.app, name="upward")
    root.add_typer(desks.app, name="desks")
    root.add_typer(report.app, name="report")
    root.add_typer(handover.app)
    root.add_typer(incident.app)
    return root


if __name__ == "__main__":
    with throw_away_offices() as found:
        _root()(obj=found)
