"""Letters in numbers: once an office has a second desk, each says in its numbers whose they are.

A letter belongs to a desk until a backup is put back: what was lost with it may still turn up with
numbers of its own, so the desk that goes on takes another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import DeskLettered

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without I and O, which are read as digits; after them come pairs."""


def letter_of(events: Iterable[Event], desk: str) -> str:
    """Return the letter that a desk's numbers carry by the office's events, or nothing."""
    return dict(_taken(events)).get(desk, "")


def _taken(events: Iterable[Event]) -> list[tuple[str, str]]:
    """Return which desk took which letter, in the order of all desks."""
    return [(e.desk, e.fact.letter) for e in events if isinstance(e.fact, DeskLettered)]


def letter_owed(events: Sequence[Event], desks: Sequence[str]) -> str:
    """Return the letter that a desk has to take now, or nothing.

    ``events`` are the office's, in the order of all desks; ``desks`` the desk itself, then those
    that it goes on from. Of two desks that took one letter before they read each other, the one
    that took it later takes another.
    """
    own, known = desks[0], list(dict.fromkeys(each.desk for each in events))
    taken = _taken(events)
    if not taken and set(known) <= set(desks):
        return ""
    last = dict(taken)
    mine = last.get(own, "")
    before = taken[: taken.index((own, mine))] if mine else []
    if mine and mine not in {letter for desk, letter in before if desk != own}:
        return ""
    return next_letter(events, own)


def called(events: Sequence[Event], desk: str) -> str:
    """Return the letter that a desk is called by: its own, or the one that it will take."""
    return letter_of(events, desk) or next_letter(events, desk)


def next_letter(events: Sequence[Event], desk: str) -> str:
    """Return the letter that a desk takes next: until then it is called by it."""
    known = list(dict.fromkeys(each.desk for each in events))
    return free_letter({letter for _, letter in _taken(events)}, known, desk)


def free_letter(taken: Iterable[str], known: Sequence[str], desk: str) -> str:
    """Return the letter that a desk takes next where these are taken; ``known`` are the desks in
    the order in which they first wrote about the office."""
    return _free(taken, known.index(desk) if desk in known else len(known))


def _free(taken: Iterable[str], place: int) -> str:
    """Return the first free letter from a place on, so that desks seldom choose the same one."""
    pairs = [one + other for one in LETTERS for other in LETTERS]
    at = place % len(LETTERS)
    order: tuple[str, ...] = (*LETTERS[at:], *LETTERS[:at], *pairs)
    used = set(taken)
    return next(each for each in order if each not in used)
