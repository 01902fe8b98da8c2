"""Who is asked about a duty: the first holder of a post who may be, and who comes after that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from xfconsole.core.policy.pack import Policy
from xfconsole.core.roster.parties import Bars
from xfconsole.core.roster.roster import ANY_UNIT, Roster
from xfconsole.core.words.desk import Contact
from xfconsole.core.words.official import same


class Asked(NamedTuple):
    """Whom to ask: ``contact`` for ``post``, ``deputy`` when that brings nothing.

    ``contact`` is None where nobody who has a number holds the post.
    """

    post: str
    contact: Contact | None
    deputy: Contact | None


def whom_to_ask(
    posts: Sequence[str],
    place: Mapping[str, str],
    policy: Policy,
    roster: Roster,
    bars: Bars,
    now: datetime,
) -> Asked:
    """Return whom to ask for the first of some posts, each below the next.

    ``place`` maps a post's scope to the unit or township whose holders count. Who is barred from
    the matter (TG 28, TG 30) is never named; a post that only such people hold is passed over.
    """
    without = roster.without(bars)

    def barred(contact: Contact) -> bool:
        return without.barring(contact.person) is not None

    held = [(post, _reachable(post, place, policy, roster, now)) for post in posts]
    at = next((i for i, (_, people) in enumerate(held) if not _all_barred(people, barred)), 0)
    line = [(post, each) for post, people in held[at:] for each in people if not barred(each)]
    contact = next((each for post, each in line if post == posts[at]), None)
    named = contact.person if contact else ""
    deputy = next((each for _, each in line if not same(each.person, named)), None)
    return Asked(posts[at], contact, deputy)


def _reachable(
    post: str, place: Mapping[str, str], policy: Policy, roster: Roster, now: datetime
) -> list[Contact]:
    unit = place.get(policy.posts[post].scope, ANY_UNIT)
    return [each for each in roster.holders(post, unit, now) if each.phone]


def _all_barred(people: Sequence[Contact], barred: Callable[[Contact], bool]) -> bool:
    return bool(people) and all(barred(each) for each in people)
