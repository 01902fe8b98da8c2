"""Builds what a disk may hold when the power goes: all that was synced, and of the rest anything.

Of what was written and not synced, each sector of 512 bytes is there, is not, or is half there, in
any order; each name that was made, changed or removed without its folder being synced is or is not.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.crash.tape import TOP, Acknowledged, Cut, Entry, Names, Place, Synced, Tape, Write

SECTOR = 512


@dataclass(slots=True)
class Image:
    """A disk at one point of a tape, and what the officer had been told by then."""

    files: dict[int, bytearray] = field(default_factory=dict)
    names: dict[Place, int] = field(default_factory=dict)
    promised: list[Any] = field(default_factory=list)

    def put(self, folders: set[int], into: Path) -> Path:
        """Write the image into an empty folder."""
        into.mkdir()
        self._put(TOP, folders, into)
        return into

    def _put(self, number: int, folders: set[int], into: Path) -> None:
        for (folder, name), file in self.names.items():
            if folder != number:
                continue
            if file in folders:
                (into / name).mkdir()
                self._put(file, folders, into / name)
            else:
                (into / name).write_bytes(self.files.get(file, b""))


@dataclass(slots=True)
class _Disk:
    """What is on disk for certain, and what is on its way there, by file and by folder."""

    image: Image = field(default_factory=Image)
    coming: dict[int, list[Entry]] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        match entry:
            case Acknowledged(what):
                self.image.promised.append(what)
            case Synced(number):
                for each in self.coming.pop(number, []):
                    self._arrive(each)
            case Write(number) | Cut(number):
                self.coming.setdefault(number, []).append(entry)
            case Names(places):
                self.coming.setdefault(places[-1][0][0], []).append(entry)

    def lose_power(self, chance: random.Random) -> Image:
        """Let some of what is on its way arrive."""
        share = chance.choice([0.0, 0.1, 0.5, 0.9, 1.0])
        for number in sorted(self.coming):
            pieces = [piece for each in self.coming[number] for piece in _pieces(each)]
            if chance.random() < 0.5:
                chance.shuffle(pieces)
            for piece in pieces:
                if chance.random() < share:
                    self._arrive(_torn(piece, chance))
        return self.image

    def _arrive(self, entry: Entry) -> None:
        match entry:
            case Write(number, offset, data):
                file = self.image.files.setdefault(number, bytearray())
                file.extend(bytes(max(0, offset + len(data) - len(file))))
                file[offset : offset + len(data)] = data
            case Cut(number, size):
                file = self.image.files.setdefault(number, bytearray())
                del file[size:]
                file.extend(bytes(size - len(file)))
            case Names(places):
                for place, file_number in places:
                    if file_number is None:
                        self.image.names.pop(place, None)
                    else:
                        self.image.names[place] = file_number


def _pieces(entry: Entry) -> list[Entry]:
    """Return what of an entry arrives at once: a write comes sector by sector."""
    if not isinstance(entry, Write):
        return [entry]
    ends = range((entry.offset // SECTOR + 1) * SECTOR, entry.offset + len(entry.data), SECTOR)
    marks = [entry.offset, *ends, entry.offset + len(entry.data)]
    return [
        Write(entry.file, start, entry.data[start - entry.offset : end - entry.offset])
        for start, end in pairwise(marks)
    ]


def _torn(piece: Entry, chance: random.Random) -> Entry:
    """Break off a whole sector somewhere; less than one is taken over into the sector or is not."""
    if isinstance(piece, Write) and len(piece.data) == SECTOR and chance.random() < 0.1:
        return Write(piece.file, piece.offset, piece.data[: chance.randint(0, len(piece.data))])
    return piece


def image(tape: Tape, at: int, chance: random.Random) -> Image:
    """Return what may be left when the power goes before the entry of this number."""
    disk = _Disk()
    for entry in tape.entries[:at]:
        disk.take(entry)
    return disk.lose_power(chance)
