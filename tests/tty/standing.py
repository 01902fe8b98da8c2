"""What a desk that was never disturbed would say is due: worked out over a copy of the office."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from data.office import open_office
from tests.tty.offices import OFFICER, PASSPHRASE, MovedClock
from xfconsole.assembly import desk_of
from xfconsole.core.facts.announced import PromptRaised
from xfconsole.core.facts.event import Event
from xfconsole.core.night.situation import Situation
from xfconsole.core.words.desk import Uid
from xfconsole.ids import RandomIds


class Raised(NamedTuple):
    """A prompt that was said: which one, when, and how many seconds late."""

    prompt: Uid
    at: datetime
    late: int


def raised(events: Iterable[Event]) -> list[Raised]:
    """Return the prompts that a journal says were raised."""
    return [
        Raised(each.fact.prompt, each.recorded_at, each.fact.late_s)
        for each in events
        if isinstance(each.fact, PromptRaised)
    ]


def standing_at(folder: Path, now: datetime) -> dict[Uid, datetime]:
    """Return the prompts that ``night_at`` shows, in their order, and when they are due."""
    return {each.uid: each.prompt.due for each in night_at(folder, now).prompts}


def night_at(folder: Path, now: datetime) -> Situation:
    """Return the night at an instant by what a closed office holds, which is left as it is.

    It is that of one look at that instant.
    """
    with tempfile.TemporaryDirectory() as aside:
        copy = Path(shutil.copytree(folder, Path(aside) / "office"))
        clock = MovedClock(now)
        with open_office(copy, PASSPHRASE, OFFICER, clock=clock) as office:
            desk = desk_of(office, clock, RandomIds())
            office.writer.submit(desk.tick).result()
            return office.writer.submit(desk.situation).result()
