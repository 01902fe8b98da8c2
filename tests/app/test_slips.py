"""A slip in an optional file: the desk opens, says so where it is seen, and nothing is lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.office import OpenOffice
from tests.commandline import CommandLine
from tests.data.erasing import WINDOW, desked
from tests.data.offices import CLOCK, PASSPHRASE, create
from tests.packs import TEXT
from tests.screens.fake_console import TestConsole
from tests.screens.fake_host import settle
from tests.screens.golden import screen_text
from xfconsole.app.desk_office import DeskOffice
from xfconsole.app.offices import DiskOffices
from xfconsole.assembly import desk_of
from xfconsole.commands.doctor import settings as examined
from xfconsole.core.days.workdays import changed
from xfconsole.core.facts.of_procedure import CalendarAdopted
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.office.finding import Health
from xfconsole.core.office.slip import OptionalFile
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.refusal import Refused
from xfconsole.ids import RandomIds
from xfconsole.office_files.in_force import (
    OWN_PACK,
    default_pack,
    pack_in_force,
    slips,
    subjects_that_hold,
)
from xfconsole.ui.words import catalogue as i18n
from xfconsole.ui.words.status import slip_sentences

FILES = {
    "config.toml": b"[desk]\nlock_minutes = 5\n",
    "policy.toml": TEXT.encode(),
    "holidays.toml": b'[holidays]\n2031-01-01 = "\xe5\x85\x83\xe6\x97\xa6"\n',
    "subjects.csv": "一级分类,二级分类,三级分类\n民政,低保,\n".encode(),
    "keymap.toml": b'[keys]\n"live.ring" = "g"\n',
}
SPOILED: dict[str, Callable[[Path], object]] = {
    "no syntax": lambda path: path.write_bytes(b"x = [\n"),
    "folder": Path.mkdir,
    "pipe": os.mkfifo,
    "endless": lambda path: path.symlink_to("/dev/zero"),
    "dangling": lambda path: path.symlink_to("nowhere"),
    "NUL": lambda path: path.write_bytes(b"a = 1\n\x00\n"),
    "huge": lambda path: path.write_bytes(b"\n" * (2 << 20)),
    "UTF-16": lambda path: path.write_bytes("[keys]\n".encode("utf-16")),
    "GB18030": lambda path: path.write_bytes('x = "节"\n'.encode("gb18030")),
}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[OpenOffice]:
    office, _ = create(tmp_path / "office")
    with office:
        yield office


def at_the_desk(office: OpenOffice) -> DeskOffice:
    return DeskOffice(office, ExitStack())


@pytest.mark.parametrize("spoil", SPOILED)
@pytest.mark.parametrize("name", FILES)
def test_whatever_is_in_its_place_the_desk_opens_and_the_doctor_names_the_file(
    opened: OpenOffice, name: str, spoil: str
) -> None:
    SPOILED[spoil](opened.folder / name)
    office = at_the_desk(opened)
    (slip,) = office.slips
    assert name in slip_sentences([slip])[0]
    assert office.submit(lambda desk: desk.tick()).result() is not None
    (found,) = examined(opened.folder)
    assert (found.health, found.found) == (Health.WARN, slip.why.key)
    assert subjects_that_hold(opened.folder)


def test_an_office_with_good_files_or_none_has_no_slip(opened: OpenOffice) -> None:
    assert slips(opened.folder) == ()
    for name, content in FILES.items():
        (opened.folder / name).write_bytes(content)
    assert slips(opened.folder) == ()
    assert [each.health for each in examined(opened.folder)] == [Health.OK]


def _mutated(content: bytes) -> st.SearchStrategy[bytes]:
    return st.builds(
        lambda at, cut, added: content[:at] + added + content[at + cut :],
        st.integers(0, len(content)),
        st.integers(0, 9),
        st.binary(max_size=6),
    )


ANY = {name: st.binary(max_size=200) | _mutated(content) for name, content in FILES.items()}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(contents=st.fixed_dictionaries({}, optional=ANY))
def test_any_bytes_in_any_of_them_open(opened: OpenOffice, contents: dict[str, bytes]) -> None:
    for name in FILES:
        (opened.folder / name).unlink(missing_ok=True)
    for name, content in contents.items():
        (opened.folder / name).write_bytes(content)
    found = slips(opened.folder)
    desk_of(opened, CLOCK, RandomIds()).tick()
    assert subjects_that_hold(opened.folder)
    for each, sentence in zip(found, slip_sentences(found), strict=True):
        assert any(f"{each.file}" in name or name in sentence for name in contents)
        assert "\n" not in sentence


def test_what_config_toml_says_rightly_holds(tmp_path: Path) -> None:
    from xfconsole.office_files.config import ConsoleOptions, load_settings

    (tmp_path / "config.toml").write_text(
        'language = "zh"\ntheme = "pink"\n[desk]\nlock_minutes = 3\n', encoding="utf-8"
    )
    found = load_settings(ConsoleOptions(home=tmp_path))
    assert (found.language, found.theme, found.lock_minutes) == ("zh", "night", 3)
    assert found.slip is not None
    assert found.slip.why.values["line"] == 2


# --- what holds meanwhile ------------------------------------------------------------------------


def test_the_pack_an_incident_followed_last_holds(opened: OpenOffice) -> None:
    own = opened.folder / OWN_PACK
    own.write_text(TEXT.replace("at_least = 30", "at_least = 20"), encoding="utf-8")
    desk = desk_of(opened, CLOCK, RandomIds())
    desk.register(MatterForm(Channel.GROUP_VISIT, "安置房逾期交付", headcount=25), opening=True)
    followed = pack_in_force(opened.folder).digest
    assert followed != default_pack().digest
    own.write_text("x = [", encoding="utf-8")
    again = desk_of(opened, CLOCK, RandomIds())
    assert again.policy.digest == followed
    again.tick()
    (live,) = again.situation().incidents
    assert live.policy.digest == followed


def test_without_an_incident_the_built_in_pack_holds(opened: OpenOffice) -> None:
    (opened.folder / OWN_PACK).mkdir()
    assert desk_of(opened, CLOCK, RandomIds()).policy.digest == default_pack().digest


def calendars(office: OpenOffice) -> list[CalendarAdopted]:
    facts = (each.fact for each in office.views.events_of(office.store.office))
    return [each for each in facts if isinstance(each, CalendarAdopted)]


def test_the_days_last_reckoned_with_hold_and_the_journal_tells_of_no_change(
    opened: OpenOffice,
) -> None:
    own = opened.folder / "holidays.toml"
    own.write_bytes(FILES["holidays.toml"])
    before = at_the_desk(opened).rules.workdays
    assert len(calendars(opened)) == 1
    own.write_bytes(FILES["holidays.toml"].replace(b"=", b"-"))
    meanwhile = at_the_desk(opened)
    assert [each.file for each in meanwhile.slips] == [OptionalFile.HOLIDAYS]
    assert changed(before, meanwhile.rules.workdays) is None
    assert meanwhile.rules.workdays.covers(2031) is before.covers(2031)
    own.write_bytes(FILES["holidays.toml"])
    at_the_desk(opened)
    assert len(calendars(opened)) == 1


def test_nothing_is_erased_while_the_offices_own_pack_cannot_be_read(tmp_path: Path) -> None:
    with desked(tmp_path / "office") as at_desk:
        ripe, later = at_desk.finished(), at_desk.finished()
        at_desk.approved(ripe)
        own = at_desk.office.folder / OWN_PACK
        own.write_bytes(b"\xff\xfe")
        at_desk.desk = desk_of(at_desk.office, at_desk.clock, RandomIds())
        at_desk.clock.advance(WINDOW + timedelta(minutes=1))
        at_desk.desk.tick()
        assert at_desk.standing(ripe).erased is None
        with pytest.raises(Refused, match=r"desk\.refused\.stand_in"):
            at_desk.desk.propose_erasures([later])
        own.unlink()
        at_desk.desk = desk_of(at_desk.office, at_desk.clock, RandomIds())
        at_desk.desk.tick()
        assert at_desk.standing(ripe).erased is not None


# --- where it is seen ----------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "mark"), [("zh", "! 设置"), ("en", "! files")])
async def test_the_console_opens_and_its_header_and_a_sentence_say_so(
    tmp_path: Path, language: str, mark: str
) -> None:
    create(tmp_path / "office", passphrase="passphrase")[0].close()
    for name in FILES:
        (tmp_path / "office" / name).write_bytes(b"x = [\n")
    i18n.use(language)
    app = TestConsole(DiskOffices(tmp_path / "office"))
    try:
        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            await settle(pilot)
            await pilot.press(*"passphrase", "enter")
            await settle(pilot)
            await app.tick_now()
            shown = screen_text(app)
            assert mark in shown.splitlines()[0]
            assert next(iter(FILES)) in shown
            # Two rows cannot name every file; the help tells what was said in full.
            assert i18n.say("ui.said_more").strip() in shown
            await pilot.press("f1")
            await settle(pilot)
            told = screen_text(app)
            for name in FILES:
                assert name in told
    finally:
        app.close_office()


def test_the_commands_go_on_and_say_so_on_stderr(tmp_path: Path) -> None:
    home = tmp_path / "office"
    create(home)[0].close()
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    line = CommandLine(home, secret)
    for name in FILES:
        (home / name).write_bytes(b"x = [\n")
    for words, told in (
        (["roster"], {"config.toml", "policy.toml"}),
        (["handover"], {"config.toml", "policy.toml", "holidays.toml"}),
        (["holidays"], {"config.toml", "holidays.toml"}),
    ):
        ended = line.run(*words)
        assert ended.returncode == 0
        assert {name for name in FILES if name in ended.stderr} == told
    doctor = line.run("doctor", "--quick")
    assert all(name in doctor.stdout for name in FILES)
