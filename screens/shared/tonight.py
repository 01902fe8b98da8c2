"""Tonight's gaps in words, for whoever has just signed in or changed the roster."""

from __future__ import annotations

from datetime import datetime

from xfconsole.core.night.situation import Situation
from xfconsole.core.roster.roster import day_ends
from xfconsole.core.roster.tonight import holes_tonight
from xfconsole.ui.host import Office
from xfconsole.ui.keys.actions import action
from xfconsole.ui.keys.key_names import key_name
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.roster import place_name
from xfconsole.ui.words.times import clock_time


def holes_said(office: Office, situation: Situation, now: datetime) -> list[str]:
    """Return from when on which posts are not to be relied on until the next 08:30, and the key.

    Nothing where there is no gap.
    """
    policy, zone = office.policy, office.zone
    holes = holes_tonight(situation.roster, policy.needed_posts(), now, zone)
    order = {post: place for place, post in enumerate(policy.posts)}
    since: dict[datetime, list[str]] = {}
    for hole in sorted(holes, key=lambda each: (each.starts_at, order.get(each.post, len(order)))):
        names = (place_name(policy, post, hole.unit) for post in hole.posts)
        since.setdefault(max(hole.starts_at, now), []).extend(names)
    told = (
        say(
            "roster.tonight_hole" if at > now else "roster.tonight_now",
            since=clock_time(at, zone),
            posts=say("roster.and").join(dict.fromkeys(names)),
        )
        for at, names in since.items()
    )
    sentence = say(
        "roster.tonight",
        until=clock_time(day_ends(now, zone), zone),
        count=len(holes),
        opens=key_name(action("app.roster").key_list[0]),
        holes=say("roster.then").join(told),
    )
    return [sentence] if holes else []
