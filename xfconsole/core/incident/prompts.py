"""A prompt: what the officer is to do, from when on, until when, and under which name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID, uuid5

from xfconsole.core.words.desk import Contact, PromptKind, Uid
from xfconsole.core.words.frozen import frozen


@frozen
class Prompt:
    """Something the officer is to do from ``due`` on, until ``until`` (None: until it is done).

    ``uid`` is derived from incident, rule and anchor event, so the same facts always give the same
    prompt. ``duty`` is the post that has to come (empty for reports), ``contact`` whom to ring.
    ``attempt`` counts the rings in vain for the post, ``own_attempt`` those with ``contact``.
    ``limit`` is when it has to be done where that is later than ``due``, ``about`` the instruction
    that it is about.
    """

    uid: Uid
    kind: PromptKind
    rule: str
    duty: str
    contact: Contact | None
    due: datetime
    until: datetime | None
    attempt: int = 0
    corrected: bool = False
    own_attempt: int = 0
    limit: datetime | None = None
    about: Uid = ""

    @property
    def ends(self) -> datetime:
        """By when it has to be done."""
        return self.limit or self.due

    def standing(self, now: datetime) -> bool:
        """Whether it asks for something at this instant."""
        return self.due <= now and (self.until is None or now < self.until)


@lru_cache(maxsize=1 << 16)
def prompt_uid(incident: Uid, rule: str, anchor: Uid, *parts: str) -> Uid:
    """Derive a prompt's identity from what caused it."""
    return str(uuid5(UUID(incident), "|".join((rule, anchor, *parts))))


def cut(prompts: Iterable[Prompt], at: datetime | None) -> list[Prompt]:
    """Return the prompts as they stand when everything ends at an instant (None: never)."""
    if at is None:
        return list(prompts)
    return [
        each if each.until is not None and each.until <= at else replace(each, until=at)
        for each in prompts
        if each.due < at
    ]


class EndedPrompts:
    """Prompts that are over, in the order in which they were asked for; ``kept`` are of all times.

    A night has hundreds of each post, of which the last few matter.
    """

    def __init__(self, kept: Collection[PromptKind]) -> None:
        self._kinds = kept
        self._all: list[Prompt] = []
        self._over: list[datetime] = []
        self._kept: list[tuple[int, Prompt]] = []

    def add(self, prompts: Iterable[Prompt]) -> None:
        """Add some whose ``until`` is told."""
        for each in prompts:
            assert each.until is not None
            if each.kind in self._kinds:
                self._kept.append((len(self._all), each))
            self._over.append(max((each.until, *self._over[-1:])))
            self._all.append(each)

    def since(self, at: datetime | None) -> list[Prompt]:
        """Return at least those that were not over by an instant and those kept, in order."""
        gone = bisect_right(self._over, at) if at is not None else 0
        return [*(each for place, each in self._kept if place < gone), *self._all[gone:]]
