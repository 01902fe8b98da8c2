"""Which function says what a kind of fact does to the tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from data.tables.statements import Write
from xfconsole.core.facts.event import Event, Fact

AFact = TypeVar("AFact", bound=Fact)
Projection: TypeAlias = Callable[[Event, AFact], list[Write]]

PROJECTIONS: dict[type[Fact], Projection[Any]] = {}
"""A fact that is not here changes no row by itself: it is read from the journal."""


def ordinal(event: Event) -> str:
    """Return an event's place in the order of all desks as text that sorts alike."""
    stamp, desk, dseq = event.order
    return f"{stamp} {desk} {dseq:010}"


def projects(fact: type[AFact]) -> Callable[[Projection[AFact]], Projection[AFact]]:
    """Register a function as the projection of a kind of fact. Raises ValueError for a second."""

    def register(projection: Projection[AFact]) -> Projection[AFact]:
        if fact in PROJECTIONS:
            raise ValueError(f"{fact.kind} has a projection")
        PROJECTIONS[fact] = projection
        return projection

    return register
