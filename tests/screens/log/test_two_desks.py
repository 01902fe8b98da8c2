"""Another desk's lines stand where they happened, and say whose they are."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from data.store.store import SqlStore, claim_file
from tests.data.files import KEY, Uids, new_file
from tests.data.many_desks import written
from tests.screens.fake_host import START, ZONE, FakeOffice, desk_pilot, settle
from tests.screens.golden import screen_text
from tests.screens.log.test_log import LOG, lines, rows
from xfconsole.commands.log import log_lines
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_office import DeskLettered
from xfconsole.core.words.desk import Channel
from xfconsole.ui.words.catalogue import catalogue, use

HOUR = timedelta(hours=1)


def two_desks(office: FakeOffice) -> FakeOffice:
    """A night here from 02:29 on, and then what another desk had taken down at 02:19."""
    office.with_roster().with_incident(28)
    store = SqlStore(office.engine, KEY)
    with new_file(office.folder, "other.db") as other:
        claim_file(other.engine, store.office, "other-desk")
        other.store, other.uids = SqlStore(other.engine, KEY), Uids(5000)
        other.now = START - timedelta(minutes=10)
        other.add(store.office, DeskLettered("B"))
        fact = MatterRegistered(Channel.CALL, "楼道灯坏了", number="2026B-000001")
        other.add(other.uids.new(START), fact)
        store.take_in(written(other, "other-desk"), START + HOUR, lambda _: None)
    office.verb(lambda desk: desk.note_desks([]))
    office.verb(lambda desk: desk.note("02-001", "坐了两排"))
    return office


async def test_the_log_tells_which_desk_wrote_a_line(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LOG, language="zh", ready=two_desks) as (pilot, _):
        await pilot.press("f6")
        await settle(pilot)
        shown = [line for line in lines(pilot) if line.strip()]
        assert "台" in screen_text(pilot.app).splitlines()[2].split()
        (theirs,) = (at for at, line in enumerate(shown) if "2026B-000001" in line)
        (opened,) = (at for at, line in enumerate(shown) if "02-001" in line and "28" in line)
        assert theirs < opened
        assert shown[theirs].split()[:2] == ["02:19", "B"]
        assert shown[-1].split()[:2] == [">02:29", "C"]
        rows(pilot).move(theirs)
        await settle(pilot)
        assert "02:19:02 值班台 B 李敏 2026B-000001" in screen_text(pilot.app)


def test_the_command_tells_it_in_the_order_of_all_desks(tmp_path: Path) -> None:
    use("en")
    office = two_desks(FakeOffice(tmp_path))
    seen: Any = SimpleNamespace(
        views=office.views, zone=ZONE, policy=office.policy, say=catalogue("en").say
    )
    found = [json.loads(each) for each in log_lines(seen, START - HOUR, START + HOUR, as_json=True)]
    assert [each["desk"] for each in found[:3]] == ["B", "B", "C"]
    assert [each["recorded_at"] for each in found] == sorted(each["recorded_at"] for each in found)
    assert {each["seq"] for each in found} == set(range(1, len(found) + 1))
    assert found[0]["seq"] > 1
    plain = list(log_lines(seen, START - HOUR, START + HOUR, as_json=False))
    assert plain[1].startswith("02-20 02:19:02  B  李敏  2026B-000001  ")
    office.close()
