"""Random nights of desks that now and then read a part of each other, each by its own clock.

Whatever one does about what another did, none is ever stopped, and all come to the same; they go by
the same pack and the same holidays then, whatever lies in their folders.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from data.journal.desks import waiting
from data.store.store import SqlStore, claim_file
from tests.data.files import KEY, File, Uids, asked_of_files, contents
from tests.data.many_desks import bring, bring_all, desks, known, own, received, sent, told
from tests.data.store.test_rebuild import rebuilt
from tests.data.store.test_rebuild_desk import OTHER_PACK, Playing, as_read
from tests.desks import START, Night
from tests.identities import CLAIM
from xfconsole.core.days.workdays import changed
from xfconsole.core.facts.announced import ANNOUNCEMENTS, told_once
from xfconsole.core.facts.of_incident import HeadcountRecorded, IncidentOpened, SubjectTakenOver
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_office import OfficeFounded, OfficeRestored, RosterImported
from xfconsole.core.figures.desk import DeskLateness
from xfconsole.core.night.report import desk_events
from xfconsole.core.office.keeping import heads_of
from xfconsole.core.words.desk import CountSource
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk

DAY = timedelta(days=1)
NOBODY = RosterImported("", ())


def exchange(playings: list[Playing]) -> None:
    """Let desks read each other's files, and look."""
    for source in playings:
        found = sent(source.file)
        for target in playings:
            if target is not source:
                assert not received(target.file, found).refused
    look(playings)


def hear_some(playings: list[Playing], data: DataObject) -> None:
    """Let one desk read a part of what another knows, and look."""
    source, target = data.draw(st.sampled_from(list(permutations(playings, 2))))
    name = data.draw(st.sampled_from(sorted(known(source.file))))
    if name != own(target.file):
        bring(source.file, target.file, name, data.draw(st.integers(1, 60)))
    look([target])


def look(playings: list[Playing]) -> None:
    seen = {each.uid: each for playing in playings for each in playing.seen}
    for playing in playings:
        playing.seen = list(seen.values())
        playing.night.desk.look_again()
        playing.night.desk.tick()


def written_by(file: File) -> Any:
    """Return how many lines a desk wrote itself."""
    own = "SELECT value FROM meta WHERE key = 'desk'"
    return file.rows(f"SELECT max(dseq) FROM event WHERE desk = ({own})")


def assert_kept(file: File) -> None:
    """Hold that nobody announced anything about what they did not keep by then."""
    with file.store.begin() as tx:
        founder = tx.events_of(file.store.office)[0].desk
        for (subject,) in file.rows("SELECT uid FROM matter UNION ALL SELECT uid FROM incident"):
            keepers: set[str] = set()
            for event in tx.events_of(subject):
                opens = isinstance(event.fact, MatterRegistered | IncidentOpened)
                if opens or isinstance(event.fact, SubjectTakenOver):
                    keepers.add(event.desk)
                elif event.kind in ANNOUNCEMENTS:
                    assert event.desk in keepers
            kept = {
                row[0] for row in file.rows(f"SELECT desk FROM keeper WHERE subject='{subject}'")
            }
            assert kept == {each for each in heads_of(tx.events_of(subject)).values() if each}
            assert kept or founder in keepers


def work_together(data: DataObject) -> None:
    count = data.draw(st.sampled_from([2, 2, 3]))
    with tempfile.TemporaryDirectory() as name, desks(Path(name), count) as files:
        files[0].add(files[0].store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        for file in files[1:]:
            bring_all(files[0], file)
        playings = []
        for number, file in enumerate(files, 1):
            playing = Playing(data, file, Uids(100_000 * number))
            playings.append(playing)
        for _ in range(data.draw(st.integers(3, 30))):
            if data.draw(st.sampled_from([False, False, False, True])):
                hear_some(playings, data)
            elif data.draw(st.sampled_from([False, False, False, True])):
                playing = data.draw(st.sampled_from(playings))
                take = data.draw(st.sampled_from([playing.take_over, playing.take_over_desk]))
                with suppress(Refused):
                    take(playing.night.desk)
            else:
                data.draw(st.sampled_from(playings)).play()
        # Desks that never met take their letters at the first meeting: the tables of holidays that
        # they bring along then are read at the second.
        exchange(playings)
        exchange(playings)
        quiet = [written_by(file) for file in files]
        exchange(playings)
        assert [written_by(file) for file in files] == quiet
        assert_kept(files[0])
        for source, target in permutations(files, 2):
            bring_all(source, target)
        assert all(told(file) == told(files[0]) for file in files)
        for file in files:
            with file.reader.connect() as connection:
                assert not waiting(connection, file.store.office)
        assert len({playing.night.desk.policy.digest for playing in playings}) == 1
        first = playings[0].night.desk
        for playing in playings:
            desk, fresh = playing.night.desk, playing.night.new_desk()
            fresh.officer = desk.officer
            desk.look_again()
            desk.tick()
            fresh.tick()
            assert as_read(fresh.situation()) == as_read(desk.situation())
            assert fresh.roster() == desk.roster()
            assert fresh.policy.digest == desk.policy.digest
            assert changed(fresh.rules.workdays, desk.rules.workdays) is None
            assert changed(first.rules.workdays, desk.rules.workdays) is None
            assert rebuilt(playing.file, Path(name)) == contents(playing.file.reader)


@pytest.mark.long
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_desks_at_work_come_to_the_same(data: DataObject) -> None:
    work_together(data)


@pytest.mark.torture
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_desks_at_work_come_to_the_same_a_thousand_times(data: DataObject) -> None:
    """As many times as the profile says."""
    work_together(data)


# --- what is read anew ----------------------------------------------------------------------------


def test_only_what_another_desk_wrote_about_is_read_anew(tmp_path: Path) -> None:
    with desks(tmp_path, 2) as (here, there):
        night = Night(store=here.store, ids=Uids(1000))
        for _ in range(3):
            night.open(33)
        bring_all(here, there)
        there.add(night.incident, HeadcountRecorded(60, CountSource.COUNTED))
        night.desk.tick()
        bring_all(there, here)
        night.desk.look_again()
        with asked_of_files() as asked:
            night.desk.tick()
        read = {values[0] for said, values in asked if "WHERE subject = ?" in said}
        assert read == {night.incident, night.view().matter}
        assert sorted(each.headcount for each in night.desk.situation().incidents) == [33, 33, 60]


def test_of_the_office_only_what_goes_on_from_what_is_in_mind_is_read(tmp_path: Path) -> None:
    with desks(tmp_path, 2) as (here, there):
        here.add(here.store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        bring_all(here, there)
        day = Night(store=here.store, ids=Uids(1000))
        night = Night(store=there.store, ids=Uids(2000), roster=NOBODY)

        def read_from() -> set[int]:
            """Let the first desk hear the other one, and return from where on it reads."""
            bring_all(there, here)
            day.desk.look_again()
            with asked_of_files() as asked:
                day.desk.tick()
            fresh = day.new_desk()
            fresh.officer = day.desk.officer
            fresh.tick()
            assert as_read(fresh.situation()) == as_read(day.desk.situation())
            said = [values for text, values in asked if "WHERE subject = ?" in text]
            return {after for subject, after in said if subject == here.store.office}

        night.desk.sign_in("王强")
        assert 0 in read_from()
        bring_all(here, there)
        night.desk.look_again()
        night.sleep(40)
        night.desk.sign_in("何静")
        day.sleep(5)
        assert min(read_from()) > 0
        # What it wrote while another one wrote stands behind that.
        night.desk.sign_in("罗安")
        day.sleep(60)
        assert 0 in read_from()


# --- what is a desk's own -------------------------------------------------------------------------


def on_duty(desk: Desk) -> str:
    """Return whose shift is running at a desk that has just looked, or nobody."""
    desk.tick()
    shift = desk.running()
    return shift.officer if shift.since else ""


def test_each_desk_has_its_own_officer_on_duty_and_its_own_clock(tmp_path: Path) -> None:
    with desks(tmp_path, 2) as (here, there):
        here.add(here.store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        day, night = (
            Night(store=file.store, ids=Uids(1000 * at)) for at, file in enumerate((here, there), 1)
        )
        day.desk.sign_in("何静")
        night.desk.sign_in("王强")
        night.desk.tick()
        night.sleep(40)
        bring_all(there, here)
        day.desk.look_again()
        day.desk.tick()
        found = DeskLateness()
        list(found.watched(desk_events(here.views, START - DAY, START + DAY)))
        assert found.blind == []
        assert on_duty(day.desk) == on_duty(day.new_desk()) == "何静"
        assert not day.desk.sign_in("何静").events
        assert "shift.ended" in [each.kind for each in day.desk.sign_in("周平").events]
        bring_all(here, there)
        assert on_duty(night.new_desk()) == "王强"


def test_a_desk_that_was_put_back_goes_on_with_its_shift(tmp_path: Path) -> None:
    with desks(tmp_path, 2) as (here, there):
        here.add(here.store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        Night(store=here.store, ids=Uids(1000)).desk.sign_in("何静")
        bring_all(here, there)
        claim_file(here.engine, here.store.office, "put back")
        here.store = SqlStore(here.engine, KEY)
        here.add(here.store.office, OfficeRestored(here.now, 1, "0" * 15))
        again = Night(store=SqlStore(here.engine, KEY), roster=NOBODY, ids=Uids(9000))
        assert on_duty(again.desk) == "何静"
        assert on_duty(Night(store=there.store, roster=NOBODY, ids=Uids(8000)).desk) == ""


# --- numbers --------------------------------------------------------------------------------------


def test_numbers_carry_a_letter_once_there_is_a_second_desk(tmp_path: Path) -> None:
    with desks(tmp_path, 2) as (here, there):
        here.add(here.store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        first = Night(store=here.store, ids=Uids(1000)).open(33)
        assert first.view().number == "02-001"
        bring_all(here, there)
        second = Night(store=there.store, ids=Uids(2000)).open(12)
        assert second.view().number == "02B-001"
        bring_all(there, here)
        first.desk.look_again()
        first.open(5)
        numbers = [each.number for each in first.desk.situation().incidents]
        assert sorted(numbers) == ["02-001", "02A-001", "02B-001"]
        # A letter is typed as it comes.
        assert first.desk.life("２０２６b-000001").number == "2026B-000001"
        assert here.views.matter("2026b-000001")
        assert first.desk.incident_file("02b-001")
        assert here.rows("SELECT number FROM matter ORDER BY number") == [
            ("2026-000001",), ("2026A-000001",), ("2026B-000001",),
        ]  # fmt: skip
        assert rebuilt(here, tmp_path) == contents(here.reader)


def test_an_incident_follows_its_pack_on_every_desk(tmp_path: Path) -> None:
    with desks(tmp_path, 2) as (here, there):
        here.add(here.store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        first = Night(store=here.store, ids=Uids(1000))
        bring_all(here, there)
        second = Night(OTHER_PACK, store=there.store, ids=Uids(2000)).open(25)
        bring_all(there, here)
        first.desk.look_again()
        first.desk.tick()
        (shown,) = first.desk.situation().incidents
        assert (shown.policy.digest, shown.level) == (OTHER_PACK.digest, "major")
        second.open(25)
        kept = "SELECT count(*) FROM event WHERE kind = 'policy.kept'"
        assert there.rows(kept) == [(1,)]


def test_what_two_desks_announced_alike_is_told_and_counted_once(tmp_path: Path) -> None:
    with desks(tmp_path, 2) as files:
        files[0].add(files[0].store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        bring_all(files[0], files[1])
        nights = [
            Night(store=file.store, ids=Uids(1000 * at)).open(33)
            for at, file in enumerate(files, 1)
        ]
        for _ in range(2):
            for source, target in permutations(files, 2):
                bring_all(source, target)
            for night in nights:
                night.desk.look_again()
                night.desk.tick()
        # Each takes over what the other keeps, before that one has read of it.
        for night, letter in zip(nights, "BA", strict=True):
            night.desk.take_over_desk(letter)
            night.after(minutes=12)
        bring_all(files[1], files[0])
        since, until = START - timedelta(hours=1), START + timedelta(hours=1)
        views = files[0].views
        missed = [e for e in views.log(since=since, until=until) if e.kind == "obligation.missed"]
        found = DeskLateness()
        list(found.watched(desk_events(views, since, until)))
        told = [e for e in told_once(views.log(since=since, until=until)) if e in missed]
        assert (len(missed), found.told_late, len(told)) == (20, 10, 10)
        assert {each.subject for each in told} == {each.incident for each in nights}


# --- identities -----------------------------------------------------------------------------------


def test_an_identity_whose_key_has_not_come_is_not_called_erased_and_read_once_it_has(
    tmp_path: Path,
) -> None:
    with desks(tmp_path, 2) as (here, there):
        here.add(here.store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        first = Night(store=here.store, ids=Uids(1000))
        matter = first.desk.register(CLAIM).subject
        bring_all(here, there)
        second = Night(store=there.store, ids=Uids(2000))
        with pytest.raises(Refused, match=r"identity\.refused\.elsewhere"):
            second.desk.read_identity(matter, "回访")
        read = second.desk.read_identities([matter], "编报", export="台账.csv")
        assert (dict(read.found), read.kept_back, read.elsewhere) == ({}, 0, 1)
        assert there.rows("SELECT count(*) FROM event WHERE kind = 'identity.read'") == [(0,)]
        for file in (sent(here, whole=True), sent(there), sent(here)):
            received(there, file)
        for desk in (first.desk, second.desk):
            assert desk.read_identity(matter, "回访") == CLAIM.identity
