"""Special periods by keyboard: one is set, changed or ended, and nothing else of the roster."""

from __future__ import annotations

from screens.shared.form import Form, Part, Values
from screens.shared.moments import day_meant
from screens.widgets.picker_rows import PickRow
from xfconsole.core.facts.of_office import PeriodSet
from xfconsole.core.policy.pack import Policy
from xfconsole.core.roster.periods import days_of, numbers_named
from xfconsole.core.roster.roster import Roster
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.roster import numbers_words, period_words, rhythm_of, rhythm_words
from xfconsole.ui.words.times import day

_FAULTS = {
    "roster.refused.period_name": "name",
    "roster.refused.period_order": "last",
    "roster.refused.period_past": "last",
    "roster.refused.period_overlaps": "first",
    "roster.refused.period_posts": "posts",
    "roster.refused.period_number": "posts",
    "roster.refused.post": "posts",
    "roster.refused.period_rhythm": "rhythm",
    "matter.refused.day": "first",
}
Wanted = tuple[str, PeriodSet | None]
"""``change`` or ``end`` with the period it is about, or ``change`` with None for another one."""


def period_rows(host: Host, roster: Roster) -> list[PickRow[Wanted]]:
    """Return what can be done about the periods there are, and setting another."""
    rows: list[PickRow[Wanted]] = []
    for each in roster.periods:
        if each.ends_at > host.now():
            words = period_words(each, host.office.policy, host.zone)
            rows += [
                PickRow(
                    ("change", each), say("roster_screen.period.change", name=each.name), words
                ),
                PickRow(("end", each), say("roster_screen.period.end", name=each.name), words),
            ]
    return [*rows, PickRow(("change", None), say("roster_screen.period.new"))] if rows else []


def period_form(host: Host, period: PeriodSet | None) -> Form:
    """Return the form that sets a period, or changes the one it begins with."""
    policy, zone = host.office.policy, host.zone
    today = host.now().astimezone(zone).date()
    first, last = days_of(period, zone) if period else (today, None)
    initial = {
        "name": period.name if period else "",
        "first": day(first),
        "last": day(last) if last else "",
        "posts": numbers_words(period.posts, policy) if period else "",
        "rhythm": rhythm_of(period.rhythm, policy) if period else "",
    }
    rhythms = {rhythm_words(each): each.name for each in policy.reporting.offered}

    async def run(values: Values) -> object:
        posts = numbers_named(values["posts"], names_of(policy))
        begins = day_meant(values["first"], host.now(), zone) or first
        ends = day_meant(values["last"], host.now(), zone) or begins
        former = period.name if period else ""
        rhythm = rhythms.get(values["rhythm"], values["rhythm"])
        done = await host.desk_do(
            lambda desk: desk.set_period(values["name"], begins, ends, posts, former, rhythm)
        )
        host.tell(say("roster_screen.period.done", name=values["name"]))
        return done

    hints = {
        "name": say("roster_screen.period.name_hint"),
        "last": say("roster_screen.plan.last_hint"),
        "posts": say("roster_screen.period.posts_hint"),
        "rhythm": say("roster_screen.period.rhythm_hint"),
    }
    labels = {
        "name": say("roster_screen.period.name"),
        "first": say("roster_screen.plan.first"),
        "last": say("roster_screen.plan.last"),
        "posts": say("roster_screen.period.posts"),
        "rhythm": say("roster_screen.period.rhythm"),
    }
    offered = [PickRow(words, words) for words in rhythms]
    parts = tuple(
        Part(
            name,
            label,
            initial=initial[name],
            offered=name in ("first", "last"),
            hint=hints.get(name, ""),
            rows=(lambda: offered) if name == "rhythm" else None,
        )
        for name, label in labels.items()
    )
    draft = f"period:{period.name if period else ''}"
    heading, resumed = say("action.roster.period"), say("matter.form.resumed")
    said = (say("roster_screen.period.said"),)
    return Form(heading, parts, run, said, faults=_FAULTS, draft=draft, resumed=resumed)


def names_of(policy: Policy) -> dict[str, str]:
    """Return the posts of a pack by their names."""
    return {post_name(policy, post): post for post in policy.posts}
