"""An office of several desks goes by what an officer adopted; a file in a folder is offered."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from data.journal.desks import lines_of, reached
from data.office import OpenOffice, open_office, read_office
from data.store.store import claim_file
from tests.commandline import CommandLine, command_line
from tests.data.many_desks import EVER
from tests.data.offices import CLOCK, PASSPHRASE, create
from tests.packs import TEXT
from tests.screens.fake_console import TestConsole
from tests.screens.fake_host import settle
from tests.screens.golden import screen_text
from xfconsole.app.desk_office import DeskOffice
from xfconsole.app.offices import DiskOffices
from xfconsole.assembly import policy_in_force, workdays_of
from xfconsole.commands.doctor import examined
from xfconsole.core.days.workdays import Workdays
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.policy.load import parse
from xfconsole.core.words.desk import Channel
from xfconsole.office_files.in_force import (
    OWN_DAYS,
    OWN_PACK,
    default_pack,
    pack_in_force,
    published_workdays,
)
from xfconsole.office_files.offered import offers
from xfconsole.ui.words import catalogue as i18n
from xfconsole.ui.words.status import slip_sentences

A_WEDNESDAY = date(2031, 3, 5)
OWN = TEXT.replace("at_least = 30", "at_least = 20")
A_DAY_OFF = "covers = [2031]\n[holidays]\n2031-03-05 = '节'\n"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


def opened(home: Path) -> OpenOffice:
    return open_office(home, PASSPHRASE, clock=CLOCK)


@pytest.fixture
def homes(tmp_path: Path) -> tuple[Path, Path]:
    """The folders of two desks of one office: the second was put on another laptop just now."""
    first, second = tmp_path / "first", tmp_path / "second"
    create(first)[0].close()
    shutil.copytree(first, second)
    with opened(second) as office:
        claim_file(office.engine, office.store.office, "another desk")
    return first, second


def bring(source: Path, target: Path) -> None:
    with opened(source) as here, opened(target) as there:
        with here.engine.connect() as connection, there.engine.connect() as own:
            known = reached(own)
            lines = [
                lines_of(connection, desk, known.get(desk, 0), 1000) for desk in reached(connection)
            ]
        with there.store.begin() as tx:
            for each in filter(None, lines):
                tx.take_in(each, EVER)


def line(home: Path) -> CommandLine:
    return command_line(home.parent, PASSPHRASE, home)


def kinds(home: Path) -> list[str]:
    with opened(home) as office, office.engine.connect() as connection:
        return list(connection.execute("SELECT kind FROM event ORDER BY seq").scalars())


def in_force(home: Path) -> tuple[str, bool]:
    """Return the digest of the pack, and whether 5 March 2031 is worked."""
    with opened(home) as office:
        workdays = workdays_of(office.folder, office.store)[0]
        pack = policy_in_force(office.folder, office.store)[0]
        return pack.digest, workdays.works(A_WEDNESDAY)


def start(home: Path) -> DeskOffice:
    closing = ExitStack()
    office = closing.enter_context(opened(home))
    return DeskOffice(office, closing)


# --- an office of one desk ------------------------------------------------------------------------


def test_an_only_desk_goes_by_its_files_and_has_nothing_to_adopt(tmp_path: Path) -> None:
    home = tmp_path / "office"
    create(home)[0].close()
    (home / OWN_PACK).write_text(OWN, encoding="utf-8")
    (home / OWN_DAYS).write_text(A_DAY_OFF, encoding="utf-8")
    refused = line(home).run("policy", "adopt")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "only desk" in refused.stderr
    office = start(home)
    assert (office.offered, office.policy.text) == ((), OWN)
    office.close()
    assert kinds(home) == ["office.founded", "shift.started", "calendar.adopted"]
    assert not in_force(home)[1]
    assert line(home).json("holidays", "--adopt")["adopted"] is False
    refused = line(home).run("holidays", "--adopt", "--file", home / OWN_DAYS)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "--adopt alone" in refused.stderr


# --- several --------------------------------------------------------------------------------------


def test_what_an_officer_adopts_holds_at_every_desk_and_a_start_adopts_nothing(
    homes: tuple[Path, Path],
) -> None:
    first, second = homes
    (second / OWN_PACK).write_text(OWN, encoding="utf-8")
    (second / OWN_DAYS).write_text(A_DAY_OFF, encoding="utf-8")
    start(first).close()
    start(second).close()
    bring(first, second)
    bring(second, first)
    start(first).close()
    # Before anybody adopts one, the pack and the table of the desk that was there first hold.
    bring(first, second)
    start(second).close()
    assert in_force(first) == in_force(second) == (default_pack().digest, True)

    shown = line(second).done("policy", "adopt", "--dry-run")
    assert "band.major" in shown
    assert "Nothing was written" in shown
    assert "open incidents keep theirs" in line(second).done("policy", "adopt")
    assert line(second).json("holidays", "--adopt")["adopted"] is True
    before = kinds(second)
    bring(second, first)
    start(first).close()
    assert in_force(first) == in_force(second) == (pack_in_force(second).digest, False)
    known = kinds(first)
    for home in homes:
        start(home).close()
    assert (kinds(first), kinds(second)) == (known, before)


def test_a_desk_that_joins_without_a_file_goes_by_the_pack_of_the_last_incident(
    tmp_path: Path,
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    create(first)[0].close()
    (first / OWN_PACK).write_text(OWN, encoding="utf-8")
    office = start(first)
    crowd = MatterForm(Channel.GROUP_VISIT, "停水三天", headcount=28)
    office.submit(lambda desk: desk.register(crowd, opening=True)).result()
    office.close()
    shutil.copytree(first, second)
    (second / OWN_PACK).unlink()
    with opened(second) as there:
        claim_file(there.engine, there.store.office, "another desk")
    own = pack_in_force(first).digest
    assert in_force(second)[0] == own
    start(second).close()
    joined = start(second)
    assert (joined.policy.digest, joined.offered) == (own, [])
    joined.close()


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_file_that_is_not_in_force_is_offered_when_the_console_opens(
    homes: tuple[Path, Path], language: str
) -> None:
    first, second = homes
    (second / OWN_PACK).write_text(OWN, encoding="utf-8")
    start(second).close()
    bring(second, first)
    start(first).close()
    bring(first, second)
    i18n.use(language)
    app = TestConsole(DiskOffices(second))
    try:
        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            await settle(pilot)
            await pilot.press(*PASSPHRASE, "enter")
            await settle(pilot)
            await app.tick_now()
            shown = " ".join(screen_text(app).split())
            assert OWN_PACK in shown
            assert "Shift+F4" in shown
            await pilot.press("shift+f4")
            await settle(pilot)
            assert pack_in_force(second).label in screen_text(app)
            await pilot.press("1")
            await settle(pilot)
            assert app.office.policy.text == OWN
            # What was adopted is told; then there is nothing left to adopt.
            assert app.office.offered == []
            assert pack_in_force(second).label in next(iter(app.told))
            await pilot.press("shift+f4")
            assert i18n.say("adopting.none") in app.told
    finally:
        app.close_office()


async def test_what_another_desk_adopts_is_told_once_while_the_console_runs(
    homes: tuple[Path, Path],
) -> None:
    first, second = homes
    (first / OWN_DAYS).write_text(A_DAY_OFF, encoding="utf-8")
    (second / OWN_PACK).write_text(OWN, encoding="utf-8")
    start(second).close()
    bring(second, first)
    start(first).close()
    bring(first, second)
    line(second).done("policy", "adopt")
    with opened(second) as office, office.engine.connect() as connection:
        lines = lines_of(connection, "another desk", 0, 1000)
    app = TestConsole(DiskOffices(first))
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press(*PASSPHRASE, "enter")
            await settle(pilot)
            with read_office(first, PASSPHRASE, clock=CLOCK) as beside, beside.writing() as store:
                store.take_in(lines, EVER, lambda _: None)
            await app.desk_do(lambda desk: desk.adopt_calendar())
            assert app.office.policy.text == OWN
            said = next(iter(app.told))
            assert said.startswith("Every desk goes by policy")
            await app.tick_now()
            assert list(app.told).count(said) == 1
    finally:
        app.close_office()


def test_a_slip_in_a_file_that_is_not_in_force_stops_nothing(homes: tuple[Path, Path]) -> None:
    first, second = homes
    start(second).close()
    bring(second, first)
    start(first).close()
    (first / OWN_PACK).write_bytes(b"x = [\n")
    office = start(first)
    (slip,) = office.slips
    assert slip.idle
    assert "adopted" in slip_sentences([slip])[0]
    assert (office.policy.digest, office.offered) == (default_pack().digest, [])
    office.close()
    assert doctors_first(first) == ("settings", "slip.instead.adopted")
    assert doctors_first(second) == ("settings", "")
    (second / OWN_PACK).write_bytes(b"x = [\n")
    assert doctors_first(second) == ("settings", "slip.instead.adopted")
    refused = line(first).run("policy", "adopt")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert OWN_PACK in refused.stderr


def test_what_came_with_the_program_is_offered_once_it_is_newer(tmp_path: Path) -> None:
    default, days = default_pack(), published_workdays()
    newer = parse(default.text.replace("\nversion = 1\n", "\nversion = 2\n"), "newer")
    other = parse(OWN, "other")
    more = Workdays(days.holidays, days.working, {*days.covered, 2050})
    found = offers(tmp_path, newer, more, default, days)
    assert [each.key for each in found] == ["policy.offered.built_in", "holidays.offered.published"]
    assert offers(tmp_path, default, days, newer, more) == []
    assert offers(tmp_path, other, None, default, days) == []
    (tmp_path / OWN_PACK).write_text(OWN, encoding="utf-8")
    (tmp_path / OWN_DAYS).write_text(A_DAY_OFF, encoding="utf-8")
    found = offers(tmp_path, other, days, default, more)
    assert [each.key for each in found] == ["policy.offered.file", "holidays.offered.file"]
    for language in ("zh", "en"):
        i18n.use(language)
        assert all(str(each.values["file"]) in i18n.say(each.key, **each.values) for each in found)


def test_the_doctor_looks_for_the_posts_of_the_pack_that_every_desk_goes_by(
    homes: tuple[Path, Path],
) -> None:
    first, second = homes
    rule = TEXT[TEXT.index("[[attendance]]", TEXT.index("attend.receptionist")) :]
    rule = rule[: rule.index("[[attendance]]", 1)]
    assert "attend.hall_safety" in rule
    (second / OWN_PACK).write_text(TEXT.replace(rule, ""), encoding="utf-8")
    start(second).close()
    all_of_them = gaps(first)
    assert gaps(second) == all_of_them - 1
    bring(second, first)
    start(first).close()
    bring(first, second)
    assert gaps(second) == all_of_them
    line(second).done("policy", "adopt")
    bring(second, first)
    assert gaps(first) == gaps(second) == all_of_them - 1


def doctors_first(home: Path) -> tuple[str, str]:
    """Return what the doctor names first, and what it says to do about that."""
    (found, *_) = examined(home, lambda: PASSPHRASE, None, None, quick=True, clock=CLOCK)
    return found.name, found.todo


def gaps(home: Path) -> int:
    """Return how many gaps the doctor finds in the roster."""
    found = examined(home, lambda: PASSPHRASE, None, None, quick=True, clock=CLOCK)
    (roster,) = [each for each in found if each.name == "roster"]
    return int(str(roster.values["count"]))
