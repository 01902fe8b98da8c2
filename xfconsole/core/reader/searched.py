"""What a search looks through: the texts of a matter, each under the name of where it stands.

A kind of fact is added in one line of ``SEARCHED``. Who came is sealed, and stands nowhere here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import NamedTuple

from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_incident import ContestSettled, EventCorrected, NoteAdded
from xfconsole.core.facts.of_matter import (
    MatterRegistered,
    NextStepSet,
    ReplyRecorded,
    RequestAnswered,
    RequestRecorded,
)
from xfconsole.core.facts.of_procedure import DocumentIssued, MatterChased, MatterMoved
from xfconsole.core.facts.of_reception import ReceptionDecided
from xfconsole.core.words.folding import fold


class SearchedText(NamedTuple):
    """Where a text stands, such as ``summary``; the text, and the same folded."""

    name: str
    text: str
    folded: str


SEARCHED: Mapping[type[Fact], Mapping[str, str]] = {
    MatterRegistered: {
        "number": "number",
        "summary": "summary",
        "unit": "unit",
        "topic": "topic",
        "text": "text",
    },
    RequestRecorded: {"text": "request"},
    RequestAnswered: {"answer": "answer"},
    NextStepSet: {"step": "step"},
    ReplyRecorded: {"text": "reply"},
    NoteAdded: {"text": "note"},
    MatterMoved: {"unit": "unit", "text": "move", "remedy": "move", "letter": "letter"},
    MatterChased: {"text": "chase"},
    DocumentIssued: {"text": "document"},
    ReceptionDecided: {"text": "decision"},
}
"""For each kind of fact about a matter its searched attributes, and where their text stands."""

KINDS: frozenset[str] = frozenset(cls.kind for cls in SEARCHED) | {
    *(EventCorrected.kind, ContestSettled.kind)
}
"""Kinds of events that can change what a matter is found by."""


def texts_of(fact: Fact) -> Iterator[tuple[str, str]]:
    """Yield where each searched text of a fact stands and the text; most facts have none."""
    for attribute, place in SEARCHED.get(type(fact), {}).items():
        for text in _texts(getattr(fact, attribute)):
            yield place, text


def searched_texts(events: Iterable[Event]) -> list[SearchedText]:
    """Return the searched texts of a matter as they are meant now, in the order they were made."""
    return [
        SearchedText(name, text, fold(text))
        for event in effective(events)
        for name, text in texts_of(event.fact)
    ]


def holds(texts: Sequence[SearchedText], words: Collection[str]) -> bool:
    """Return whether every folded word stands in one of the texts; a word is never split."""
    return all(any(word in each.folded for each in texts) for word in words)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Enum):
        return
    if isinstance(value, str) and value:
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _texts(getattr(value, each.name))
