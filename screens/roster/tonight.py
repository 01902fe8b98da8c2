"""Who is on duty tonight: a line for each post that may be called, filled in at one go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, TypeVar, cast

from textual.screen import Screen

from screens.shared.form import Form, Part, Values, open_form
from screens.shared.picks import known_units, unit_rows
from screens.shared.tonight import holes_said
from xfconsole.core.facts.of_office import RosterEntry
from xfconsole.core.night.situation import Situation
from xfconsole.core.policy.pack import Policy
from xfconsole.core.roster.planning import Holder, holders
from xfconsole.core.roster.roster import ANY_UNIT, day_ends
from xfconsole.core.roster.spelled import unit_meant
from xfconsole.core.words.official import name_key
from xfconsole.core.words.refusal import Refused
from xfconsole.desk.verbs.rostering import TONIGHT
from xfconsole.ui.host import Host, Office
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.times import clock_time

T = TypeVar("T")
MOST_UNITS = 5
"""For which a post of a unit can be filled in at one go; more come by file or one by one."""
_PLACES = {
    "unit": "roster_screen.tonight.unit",
    "township": "roster_screen.tonight.township",
}


async def asks_tonight(office: Office, situation: Situation) -> bool:
    """Whether a first start's question is still open; whoever is at the door goes first."""
    if situation.roster or situation.incidents:
        return False
    kept = await asyncio.to_thread(office.views.draft, TONIGHT)
    return kept is not None and bool(kept.values)


async def ask_tonight(screen: Screen[Any]) -> None:
    """Ask who holds which post until the roster's day ends, and tell what is still missing.

    ``screen`` is one of the desk's own.
    """
    over = cast("Acting", screen)

    def told(done: bool | None) -> None:
        host, situation = over.host, over.host.situation
        later = [] if done else [say("roster_screen.tonight.later")]
        missing = holes_said(host.office, situation, host.now()) if situation else []
        host.tell("\n".join(later + missing) or say("roster_screen.tonight.full"))

    await open_form(over, tonight_form(over.host), told)


def tonight_form(host: Host) -> Form:
    """Return the form: the post that works the desk, then those that the pack may call."""
    office = host.office
    until = day_ends(host.now(), host.zone)

    async def run(values: Values) -> object:
        entries = list(_entries(office.policy, values, host.now(), until))
        if not entries:
            return None
        source = say("roster_screen.tonight.source")
        return await host.desk_do(lambda desk: desk.import_roster(source, entries))

    return Form(
        heading=say("action.roster.tonight"),
        lines=(say("roster_screen.tonight.said", until=clock_time(until, host.zone)),),
        parts=tuple(_parts(host)),
        run=run,
        fault=lambda refused: str(refused.values.get("part", "")),
        draft=TONIGHT,
    )


def _posts(policy: Policy) -> dict[str, str]:
    """Return the posts that are asked for, with the scope of each."""
    desk = policy.posts.get(policy.handover.post)
    return ({desk.id: desk.scope} if desk else {}) | policy.needed_posts()


def _parts(host: Host) -> Iterator[Part]:
    policy, situation = host.office.policy, host.situation
    for n, (post, scope) in enumerate(_posts(policy).items()):
        held = situation.roster.holders(post, ANY_UNIT, host.now()) if situation else ()
        names = say("roster.and").join(f"{each.person} {each.phone}".rstrip() for each in held)
        hint = names or say("roster_screen.tonight.nobody")
        own = host.office.officer if post == policy.handover.post and not held else ""
        name = post_name(policy, post)
        yield Part(_people(n), name, initial=own, hint=hint)
        for k in range(MOST_UNITS if scope != "office" else 0):
            if k:
                another = say("roster_screen.tonight.another")
                yield Part(_people(n, k), name, hint=another, after=_unit(n, k - 1))
            yield Part(
                _unit(n, k),
                say(_PLACES[scope]),
                rows=lambda: unit_rows(known_units(host)),
                hint=say("roster_screen.tonight.every"),
                after=_people(n, k) if k else "",
            )


def _entries(
    policy: Policy, values: Values, since: datetime, until: datetime
) -> Iterator[RosterEntry]:
    for n, post in enumerate(_posts(policy)):
        seen: set[str] = set()
        for k in range(MOST_UNITS):
            people = _read(values, _people(n, k), _named) or ()
            unit = _read(values, _unit(n, k), unit_meant) or ""
            if unit and not people:
                raise Refused("roster.refused.no_name", part=_people(n, k))
            if people and name_key(unit) in seen:
                named = unit or say("roster_screen.tonight.all")
                raise Refused("roster.refused.unit_twice", unit=named, part=_unit(n, k))
            seen.add(name_key(unit))
            for order, (person, phone) in enumerate(people, start=1):
                yield RosterEntry(post, person, phone, since, until, order, unit)


def _read(values: Values, part: str, reader: Callable[[str], T]) -> T | None:
    """Return what stands in a part. Raises Refused, with the part that it is about."""
    try:
        return reader(values[part]) if values.get(part) else None
    except Refused as refused:
        raise Refused(refused.key, **refused.values, part=part) from None


def _named(text: str) -> tuple[Holder, ...]:
    return next(iter(holders(text, {}, turns=False)), ())


def _people(n: int, k: int = 0) -> str:
    return f"people{n}_{k}" if k else f"people{n}"


def _unit(n: int, k: int = 0) -> str:
    return f"unit{n}_{k}" if k else f"unit{n}"
