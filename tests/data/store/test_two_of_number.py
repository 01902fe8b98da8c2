"""Two desks gave one number before they read each other: it is asked back about, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.data.files import File, Uids
from tests.data.many_desks import bring_all, desks
from tests.desks import Night
from xfconsole.core.facts.of_office import OfficeFounded
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk

MATTER, INCIDENT = "2026-000001", "02-001"


class Here(NamedTuple):
    """One desk that has read the other: each has an incident of the same numbers."""

    file: File
    desk: Desk
    own: str
    others: str


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    with desks(tmp_path, 2) as (mine, theirs):
        mine.add(mine.store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        nights = [
            Night(store=file.store, ids=Uids(1000 * at)).open(people)
            for at, (file, people) in enumerate(((mine, 33), (theirs, 12)), 1)
        ]
        bring_all(theirs, mine)
        with theirs.store.begin() as tx, mine.store.begin() as own:
            own.save_policy(nights[1].policy.digest, tx.policy_text(nights[1].policy.digest) or "")
        nights[0].desk.look_again()
        nights[0].desk.tick()
        yield Here(mine, nights[0].desk, nights[0].incident, nights[1].incident)


ASKED: dict[str, Callable[[Here], object]] = {
    "a head-count": lambda here: here.desk.count(INCIDENT, 50),
    "a head-count by the matter": lambda here: here.desk.count(MATTER, 50),
    "a note": lambda here: here.desk.note(MATTER, "灯坏了"),
    "a life": lambda here: here.desk.life(MATTER),
    "an incident's file": lambda here: here.desk.incident_file(INCIDENT),
    "a look": lambda here: here.file.views.matter(MATTER),
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_a_number_of_two_is_never_guessed(here: Here, asked: Callable[[Here], object]) -> None:
    before = here.file.rows("SELECT count(*) FROM event")
    with pytest.raises(Refused, match=r"desk\.refused\.two_of_number") as refused:
        asked(here)
    assert len(str(refused.value.values["names"]).split(", ")) == 2
    assert here.file.rows("SELECT count(*) FROM event") == before


def test_by_its_own_name_each_is_found(here: Here) -> None:
    here.desk.count(here.own, 50)
    here.desk.count(here.others, 8)
    counts = {each.uid: each.headcount for each in here.desk.situation().incidents}
    assert counts == {here.own: 50, here.others: 8}
    matters = [each.matter for each in here.desk.situation().incidents]
    found = [here.file.views.matter(each) for each in matters]
    assert [each.row.uid for each in found if each] == matters


def test_of_two_the_one_that_is_live_is_meant(here: Here) -> None:
    here.desk.close(here.others, "散了")
    here.desk.count(INCIDENT, 50)
    assert [each.headcount for each in here.desk.situation().incidents] == [50]
