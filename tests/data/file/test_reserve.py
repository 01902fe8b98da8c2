"""The reserve for a full disk: made little by little, given up little by little, told by sizes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from data.backup.check import Pace
from data.backup.folder import leftovers
from data.backup.make import make
from data.doctor.folder import reserve
from data.file.connection import Connection
from data.file.reserve import APART, FOR_DRAFTS, LOW, PIECE, RESERVE_FILE, WHOLE, Reserve
from data.office import OpenOffice, open_office
from tests.data.offices import CLOCK, NIGHT, PASSPHRASE, create
from xfconsole.app.office_room import OfficeRoom, RoomWatch
from xfconsole.core.office.disk_room import Leftover, Room, RoomStage, listed
from xfconsole.core.office.finding import Health
from xfconsole.core.words.refusal import NotStored

MB = 1 << 20


@dataclass
class Disk:
    """A disk with so many bytes free besides what the reserve holds or gave up."""

    folder: Path
    others: int

    def usage(self, _: Path) -> tuple[int, int, int]:
        return shutil._ntuple_diskusage(0, 0, self.others - Reserve(self.folder).left)


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    found = Disk(tmp_path, 100 * MB)
    monkeypatch.setattr(shutil, "disk_usage", found.usage)
    return found


def grown(folder: Path) -> Reserve:
    reserve = Reserve(folder)
    for _ in range(WHOLE // PIECE):
        reserve.grow()
    return reserve


def test_it_grows_piece_by_piece_and_is_private(disk: Disk) -> None:
    reserve = Reserve(disk.folder)
    reserve.grow()
    assert reserve.left == PIECE
    assert grown(disk.folder).left == WHOLE
    reserve.grow()
    assert reserve.left == WHOLE
    assert (disk.folder / RESERVE_FILE).stat().st_mode & 0o777 == 0o600


def test_its_bytes_cannot_be_stored_in_less_room(disk: Disk) -> None:
    raw = (grown(disk.folder)._path).read_bytes()
    assert len({raw[at : at + 4096] for at in range(0, len(raw), 4096)}) == len(raw) // 4096


def test_a_hole_is_no_reserve(disk: Disk) -> None:
    with (disk.folder / RESERVE_FILE).open("wb") as file:
        file.truncate(WHOLE)
    assert Reserve(disk.folder).left == 0
    assert grown(disk.folder).left == WHOLE


def test_it_grows_only_where_others_keep_some_room(disk: Disk) -> None:
    disk.others = WHOLE + APART - 1
    reserve = grown(disk.folder)
    assert (reserve.left, reserve.short) == (0, True)
    disk.others += 1
    assert (grown(disk.folder).left, reserve.short) == (WHOLE, False)


def test_no_more_is_given_up_than_it_takes_and_the_rest_is_for_drafts(disk: Disk) -> None:
    reserve = grown(disk.folder)
    disk.others = reserve.left
    assert reserve.short
    reserve.make_room(FOR_DRAFTS)
    assert reserve.left == WHOLE - PIECE
    for taken in range(1, 20):
        disk.others = WHOLE - PIECE - taken * PIECE // 2
        reserve.make_room(FOR_DRAFTS)
    assert reserve.left == FOR_DRAFTS
    assert reserve.release()
    assert reserve.left > FOR_DRAFTS - PIECE
    while reserve.release():
        pass
    assert reserve.left == 0
    assert reserve.exhausted is (disk.others < LOW)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[OpenOffice]:
    found, _ = create(tmp_path / "office")
    with found:
        grown(found.folder)
        yield found


class Full:
    """Makes every write of an engine fail until so many pieces of the reserve were given up."""

    def __init__(self, office: OpenOffice, pieces: float) -> None:
        self._reserve, self.until = office.reserve, WHOLE - pieces
        office.engine.committing.append(self)

    def __call__(self, _: Connection) -> None:
        if self._reserve.left > self.until:
            raise NotStored("vault.refused.disk_full")


def test_a_draft_may_have_all_of_the_reserve(office: OpenOffice) -> None:
    Full(office, WHOLE)
    office.writer.save_draft("intake", {"summary": "停水"}).result(10)
    draft = office.views.draft("intake")
    assert draft is not None
    assert draft.values == {"summary": "停水"}
    assert office.reserve.left == 0


def test_a_draft_that_found_no_room_is_saved_later_unless_it_was_dropped(
    office: OpenOffice,
) -> None:
    full = Full(office, WHOLE + 1)
    for form in ("intake", "note"):
        with pytest.raises(NotStored):
            office.writer.save_draft(form, {"summary": "停水"}).result(10)
    room = OfficeRoom(office)
    assert not looked(office, room).drafts_kept
    full.until = WHOLE
    with office.store.begin() as transaction:
        transaction.drop_draft("note")
    assert looked(office, room).drafts_kept
    assert office.views.draft("intake") is not None
    assert office.views.draft("note") is None


def looked(office: OpenOffice, room: OfficeRoom) -> Room:
    """Have the room looked after where the console does."""
    office.writer.submit(room.check).result()
    return room.state


def test_what_may_be_deleted_is_never_the_newest_backup(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    with create(folder)[0] as office:
        made = [make(folder, office.key, NIGHT, Pace()).path.name for _ in range(3)]
    (folder / "replaced-20200101T000000Z").mkdir()
    names = [each.name for each in leftovers(folder)]
    assert names == ["replaced-20200101T000000Z", *(f"backups/{name}" for name in made[:2])]
    assert all(each.size > 100_000 for each in leftovers(folder)[1:])


def test_a_few_are_named_and_the_rest_summed_up() -> None:
    assert listed([Leftover("a", 2 * MB)]) == "a (2 MB)"
    many = [Leftover(name, 3 * MB) for name in "abcde"]
    assert listed(many) == "a (3 MB), b (3 MB), c (3 MB), + 2 (6 MB)"


@pytest.mark.parametrize(
    ("room", "stored", "stage"),
    [
        (Room(), True, RoomStage.ROOMY),
        (Room(short=True), True, RoomStage.SHORT),
        (Room(short=True), False, RoomStage.UNSTORED),
        (Room(short=True, drafts_kept=False), False, RoomStage.LOST),
        (Room(), False, RoomStage.FAILING),
        (Room(drafts_kept=False), True, RoomStage.FAILING),
    ],
)
def test_how_bad_it_is(room: Room, stored: bool, stage: RoomStage) -> None:
    assert room.stage(stored=stored) is stage


class Watched:
    """An office whose room the test says."""

    folder = Path("/office")
    room = Room()


def test_each_stage_is_told_once_and_a_flicker_not_at_all() -> None:
    office, watch = Watched(), RoomWatch()
    look = [watch.news(office, stored=True) for _ in range(3)]  # type: ignore[arg-type]
    office.room = Room(short=True, left=7 * MB)
    look += [watch.news(office, stored=True) for _ in range(4)]  # type: ignore[arg-type]
    office.room = Room()
    look += [watch.news(office, stored=True)]  # type: ignore[arg-type]
    office.room = Room(short=True)
    look += [watch.news(office, stored=True) for _ in range(3)]  # type: ignore[arg-type]
    office.room = Room()
    look += [watch.news(office, stored=True) for _ in range(3)]  # type: ignore[arg-type]
    told = [each for each in look if each]
    assert len(told) == 2
    assert "7" in told[0]


@pytest.mark.parametrize(
    ("left", "others", "health"),
    [
        (WHOLE, 100 * MB, Health.OK),
        (0, 100 * MB, Health.OK),
        (WHOLE - PIECE, WHOLE, Health.WARN),
        (FOR_DRAFTS, FOR_DRAFTS, Health.BAD),
    ],
    ids=["whole", "not made yet", "begun", "used up"],
)
def test_the_doctor_tells_of_the_reserve(
    disk: Disk, left: int, others: int, health: Health
) -> None:
    made = grown(disk.folder)
    while made.left > left:
        made.release(left)
    disk.others = others
    (disk.folder / "replaced-20200101T000000Z").mkdir()
    found = reserve(disk.folder)
    assert found.health is health
    assert ("replaced" in str(found.values)) is (health is not Health.OK)


def test_an_office_opens_where_the_reserve_gives_room(disk: Disk) -> None:
    folder = disk.folder / "office"
    create(folder)[0].close()
    disk.folder = folder
    reserve = grown(folder)
    disk.others = WHOLE
    open_office(folder, PASSPHRASE, clock=CLOCK).close()
    assert reserve.left == WHOLE - PIECE
