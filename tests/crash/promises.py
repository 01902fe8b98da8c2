"""What the screen has acknowledged, read off it as the officer does, held against the journal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from tests.tty.offices import ZONE
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import HeadcountRecorded, IncidentOpened, NoteAdded, PostRung
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_procedure import MatterMoved

_REGISTERED = re.compile(r"已登记 (\d{4}-\d{6})　\S+ · (\S+)")
_PEOPLE = re.compile(r"(?<!\d)(\d\d-\d{3}) (\S+) · (\d+)人 ")
_NOTE = re.compile(r"\d\d:\d\d 记事：(\S+)")
_RING = re.compile(r"\d\d:\d\d 致电 \S+ (\S+)：接通，预计 (\d\d:\d\d) 到")
_MOVED = re.compile(r"(\d{4}-\d{6}) · .*\n.*目前：呈批中")


@dataclass(slots=True)
class Promises:
    """Numbers, counts, notes, rings and acts that stood on the screen in an office's life."""

    numbers: dict[str, str] = field(default_factory=dict)
    people: set[tuple[str, str, int]] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    rings: set[tuple[str, str]] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)

    def take(self, screen: str) -> None:
        """Read off what stands on a screen."""
        for number, summary in _REGISTERED.findall(screen):
            assert self.numbers.setdefault(number, summary) == summary, f"{number} was given twice"
        self.people |= {(each[0], each[1], int(each[2])) for each in _PEOPLE.findall(screen)}
        self.notes |= set(_NOTE.findall(screen))
        self.rings |= set(_RING.findall(screen))
        self.moved |= set(_MOVED.findall(screen))

    def broken(self, events: Iterable[Event]) -> list[object]:
        """Return what was promised and is not in the journal."""
        stored = _stored(events)
        return [
            *(self.numbers.items() - stored.numbers.items()),
            *(self.people - stored.people),
            *(self.notes - stored.notes),
            *(self.rings - stored.rings),
            *(self.moved - stored.moved),
        ]

    def __len__(self) -> int:
        kept = (self.numbers, self.people, self.notes, self.rings, self.moved)
        return sum(map(len, kept))


def _stored(events: Iterable[Event]) -> Promises:
    found, zone = Promises(), ZoneInfo(ZONE)
    numbers: dict[str, str] = {}
    incidents: dict[str, tuple[str, str]] = {}
    for event in events:
        match event.fact:
            case MatterRegistered(number=number, summary=summary):
                assert number not in found.numbers, f"{number} was stored twice"
                found.numbers[number] = summary
                numbers[event.subject] = number
            case IncidentOpened(number=number, topic=topic, headcount=headcount):
                incidents[event.subject] = number, topic
                found.people.add((number, topic, headcount))
            case HeadcountRecorded(value=value):
                found.people.add((*incidents[event.subject], value))
            case NoteAdded(text=text):
                found.notes.add(text)
            case PostRung(person=person, eta=eta) if eta is not None:
                found.rings.add((person, f"{eta.astimezone(zone):%H:%M}"))
            case MatterMoved():
                found.moved.add(numbers[event.subject])
    return found
