"""What a command takes in while a console has the office open."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.data.files import Uids
from tests.data.many_desks import desks, received, sent
from tests.desks import Night
from xfconsole.core.facts.of_office import OfficeFounded


def test_what_a_command_took_in_beside_a_console_is_drawn(tmp_path: Path) -> None:
    """The console only ticks: nobody tells it."""
    with desks(tmp_path, 2) as (here, there):
        here.add(here.store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        received(there, sent(here))
        night = Night(store=here.store, ids=Uids(1000))
        other = Night(store=there.store, ids=Uids(5000))
        for count in (1, 2):
            other.open(12)
            received(here, sent(there))
            seen = night.desk.situation().revision
            for _ in range(15):
                night.clock.advance(timedelta(seconds=1))
                night.desk.note_awake()
                night.desk.tick()
            assert len(night.desk.situation().incidents) == count
            assert night.desk.situation().revision > seen
