"""Replacing, swapping, leave, columns of a file: what cards ask, and what becomes of it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from screens.roster.rows import DAYS
from screens.shared.question import Answers, Asking, Choice, Step
from screens.widgets.picker_rows import PickRow
from xfconsole.core.facts.of_office import RosterEntry
from xfconsole.core.policy.pack import Policy
from xfconsole.core.roster.roster import Roster
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key, same
from xfconsole.core.words.spelled_times import in_digits
from xfconsole.core.words.typed import keyed
from xfconsole.desk.verbs.rostering import Turn
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.roster import order_name, span

COLUMNS = "roster_columns"
"""The draft of what was answered about columns, until a file is taken in."""
_MOST_TURNS = 8
_KEEP = "-"
_ASKED_FOR = timedelta(minutes=5)
"""So long a card may have stood open with "from now" in it."""


@frozen
class Official:
    """Somebody who can hold a post; ``phone`` is empty when nobody has told it yet."""

    name: str
    phone: str = ""


def holder_rows(entries: Sequence[RosterEntry]) -> list[PickRow[RosterEntry]]:
    """Return the holders of one post to pick from."""
    return [
        PickRow(each, each.person, f"{order_name(each.order)} {each.phone}") for each in entries
    ]


def official_rows(
    roster: Roster, policy: Policy, entry: RosterEntry, now: datetime
) -> list[PickRow[Official]]:
    """Return everybody on the roster, those of the same post first."""
    around = roster.entries(now - timedelta(days=DAYS), now + timedelta(days=2 * DAYS))
    found: dict[str, Official] = {}
    posts: dict[str, list[str]] = {}
    for each in sorted(around, key=lambda other: other.post != entry.post):
        key = name_key(each.person)
        known = found.get(key) or Official(each.person)
        found[key] = replace(known, phone=known.phone or each.phone)
        names = posts.setdefault(key, [])
        if (name := post_name(policy, each.post)) not in names:
            names.append(name)
    found.pop(name_key(entry.person), None)
    return [
        PickRow(each, each.name, f"{each.phone} {' '.join(posts[key])}".strip())
        for key, each in found.items()
    ]


class Replacing:
    """One holder's stretch is taken over by somebody else, who may give one of theirs in return."""

    def __init__(self, host: Host, roster: Roster, entry: RosterEntry, by: Official) -> None:
        self._host, self._entry, self._by = host, entry, by
        self._now = host.now()
        until = self._now + timedelta(days=DAYS)
        self._turns = [
            each
            for each in roster.entries(self._now, until)
            if same(each.person, by.name) and (each.post != entry.post or not _overlap(each, entry))
        ][:_MOST_TURNS]

    def asking(self) -> Asking:
        """Ask for the number if it is not known, the stretch, a turn in return, and the reason."""
        heading = say(
            "roster_screen.ask.replace",
            post=post_name(self._host.office.policy, self._entry.post),
            person=self._entry.person,
            by=self._by.name,
        )
        return Asking(heading, self._plan, self._run)

    def _steps(self) -> list[str]:
        steps = [] if self._by.phone else ["phone"]
        steps.append("span")
        if self._turns:
            steps.append("return")
        return [*steps, "reason"]

    def _plan(self, answers: Answers) -> Step | None:
        steps = self._steps()
        if len(answers) >= len(steps):
            return None
        name = steps[len(answers)]
        if name == "phone":
            return Step(say("roster_screen.ask.phone", person=self._by.name), field=True)
        if name == "span":
            return span_step(self._host, self._entry)
        if name == "return":
            return Step(say("roster_screen.ask.return", person=self._entry.person), self._choices())
        return Step(say("roster_screen.ask.reason"), field=True, optional=True)

    def _choices(self) -> tuple[Choice, ...]:
        policy, zone = self._host.office.policy, self._host.zone
        turns = (
            Choice(str(n), f"{span(each.starts_at, each.ends_at, zone)} {_post(policy, each)}")
            for n, each in enumerate(self._turns)
        )
        return (Choice(_KEEP, say("roster_screen.ask.no_return")), *turns)

    async def _run(self, answers: Answers) -> object:
        given = dict(zip(self._steps(), answers, strict=True))
        found = parse_span(given["span"], self._host.zone)
        assert found is not None
        starts, ends = _from_now(found[0], self._host.now()), found[1]
        phone = given.get("phone", self._by.phone)
        entry, reason = self._entry, given["reason"]
        back = given.get("return", _KEEP)
        if back == _KEEP:
            return await self._host.desk_do(
                lambda desk: desk.replace_on_roster(
                    entry.post, entry.person, self._by.name, phone, starts, ends, reason
                )
            )
        other = self._turns[int(back)]
        one = Turn(entry.post, entry.person, starts, ends, entry.phone)
        two = Turn(
            other.post, other.person, max(other.starts_at, self._host.now()), other.ends_at, phone
        )
        return await self._host.desk_do(lambda desk: desk.swap_on_roster(one, two, reason))


def leave(host: Host, entry: RosterEntry) -> Asking:
    """Ask from when to when somebody is away, and why."""

    def plan(answers: Answers) -> Step | None:
        if not answers:
            return span_step(host, entry)
        if len(answers) == 1:
            return Step(say("roster_screen.ask.reason"), field=True, optional=True)
        return None

    async def run(answers: Answers) -> object:
        found = parse_span(answers[0], host.zone)
        assert found is not None
        starts = _from_now(found[0], host.now())
        return await host.desk_do(
            lambda desk: desk.record_leave(entry.person, starts, found[1], answers[1])
        )

    return Asking(say("roster_screen.ask.leave", person=entry.person), plan, run)


def span_step(host: Host, entry: RosterEntry) -> Step:
    """Ask for a stretch; what is offered is what is left of the turn."""
    starts = max(entry.starts_at, host.now())
    initial = span_text(starts, entry.ends_at, host.zone)
    title = say("roster_screen.ask.span")

    def check(text: str) -> str:
        return "" if parse_span(text, host.zone) else say("roster_screen.ask.span_wrong")

    return Step(title, field=True, initial=initial, check=check)


def _from_now(starts: datetime, now: datetime) -> datetime:
    """Return the instant itself, or now: what is offered as now has no seconds and gets old."""
    return max(starts, now) if now - starts < _ASKED_FOR else starts


def _overlap(one: RosterEntry, other: RosterEntry) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _post(policy: Policy, entry: RosterEntry) -> str:
    return post_name(policy, entry.post)


_SPAN = re.compile(
    r"(\d{4}-\d{1,2}-\d{1,2}) +(\d{1,2}):(\d{2}) *(?:-|–|—|~|至|到|to)? *"
    r"(?:(\d{4}-\d{1,2}-\d{1,2}) +)?(\d{1,2}):(\d{2})"
)


def span_text(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """Return a stretch, to be edited; seconds are left out."""
    starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    return f"{starts:%Y-%m-%d %H:%M} - {ends:%Y-%m-%d %H:%M}"


def parse_span(text: str, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Return start and end in UTC, None for what is no stretch.

    Without a second date the end is on the same day, or, when it is no later, on the next.
    """
    found = _SPAN.fullmatch(in_digits(keyed(text)).replace("/", "-"))
    if found is None:
        return None
    try:
        starts = _at(found[1], found[2], found[3], zone)
        ends = _at(found[4] or found[1], found[5], found[6], zone)
    except ValueError:
        return None
    if found[4] is None and ends <= starts:
        ends += timedelta(days=1)
    return (starts.astimezone(UTC), ends.astimezone(UTC)) if starts < ends else None


def _at(on: str, hour: str, minute: str, zone: ZoneInfo) -> datetime:
    year, month, number = (int(part) for part in on.split("-"))
    return datetime.combine(date(year, month, number), time(int(hour), int(minute)), zone)


async def asking_columns(
    host: Host, columns: Sequence[str], take: Callable[[Mapping[str, str]], Awaitable[None]]
) -> Asking:
    """Ask of each column of a roster which post it is, if any; then ``take`` the answers.

    Whoever was cut off in the middle finds the cursor on each answer that was given.
    """
    kept = await asyncio.to_thread(host.views.draft, COLUMNS)
    said = dict(kept.values) if kept else {}
    posts = (Choice(each, post_name(host.office.policy, each)) for each in host.office.policy.posts)
    # Enter pressed in haste leaves a column out, and makes nobody an official to be rung.
    choices = (Choice("", say("roster_screen.ask.no_post")), *posts)
    values = [each.value for each in choices]

    def plan(answers: Answers) -> Step | None:
        if answers:
            said.update(zip(columns, answers, strict=False))
            host.office.save_draft(COLUMNS, said)
        if len(answers) == len(columns):
            return None
        column = columns[len(answers)]
        likely = said.get(column, "")
        cursor = values.index(likely) if likely in values else 0
        return Step(say("roster_screen.ask.column", column=column), choices, cursor=cursor)

    async def run(answers: Answers) -> None:
        await take(dict(zip(columns, answers, strict=True)))

    return Asking(say("roster_screen.ask.columns"), plan, run)
