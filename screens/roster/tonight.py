"""Who is on duty tonight: a line for each post that may be called, filled in at one go."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from textual.screen import Screen

from screens.shared.form import Form, Part, Values, open_form
from screens.shared.picks import known_units, unit_rows
from screens.shared.tonight import holes_said
from xfconsole.core.facts.of_office import RosterEntry
from xfconsole.core.night.situation import Situation
from xfconsole.core.policy.pack import Policy
from xfconsole.core.roster.planning import Holder, holders
from xfconsole.core.roster.roster import ANY_UNIT, day_ends
from xfconsole.core.roster.spelled import MAX_UNIT
from xfconsole.core.words.refusal import Refused
from xfconsole.desk.verbs.rostering import TONIGHT
from xfconsole.ui.host import Host, Office
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.times import clock_time

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
        yield Part(_people(n), post_name(policy, post), initial=own, hint=hint)
        if scope != "office":
            yield Part(
                _unit(n),
                say(_PLACES[scope]),
                rows=lambda: unit_rows(known_units(host)),
                hint=say("roster_screen.tonight.every"),
            )


def _entries(
    policy: Policy, values: Values, since: datetime, until: datetime
) -> Iterator[RosterEntry]:
    for n, post in enumerate(_posts(policy)):
        unit = values.get(_unit(n), "")
        people = _named(values[_people(n)], n)
        if len(unit) > MAX_UNIT:
            raise Refused("roster.refused.long_unit", most=MAX_UNIT, part=_unit(n))
        if unit and not people:
            raise Refused("roster.refused.no_name", part=_people(n))
        for order, (person, phone) in enumerate(people, start=1):
            yield RosterEntry(post, person, phone, since, until, order, unit)


def _named(text: str, n: int) -> tuple[Holder, ...]:
    """Return who is named in a line. Raises Refused, with the part that it is about."""
    try:
        return next(iter(holders(text, {}, turns=False)), ())
    except Refused as refused:
        raise Refused(refused.key, **refused.values, part=_people(n)) from None


def _people(n: int) -> str:
    return f"people{n}"


def _unit(n: int) -> str:
    return f"unit{n}"
