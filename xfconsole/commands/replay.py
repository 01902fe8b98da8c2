"""``xfconsole replay DATE``: a real night against another pack or roster, and what would differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import typer

from xfconsole.commands.context import chosen_office
from xfconsole.commands.drill import pack_in, roster_in
from xfconsole.commands.figures import print_figures
from xfconsole.commands.matter_life import LifeView
from xfconsole.commands.matters import every_row
from xfconsole.commands.printing import json_text
from xfconsole.core.days.night import night_hours
from xfconsole.core.facts.of_office import RosterImported
from xfconsole.core.ledger.filter import parse
from xfconsole.core.ledger.listing import Listing
from xfconsole.core.matter.life import life_of
from xfconsole.core.matter.limits import Deadline
from xfconsole.core.policy.pack import Policy
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.typed import iso_day
from xfconsole.desk.state.night import roster_of
from xfconsole.drill.replay import (
    Asked,
    Changed,
    Moved,
    Which,
    differences,
    moved_limits,
    night_facts,
    replay,
)
from xfconsole.office_files.in_force import pinned_pack
from xfconsole.ui.words.closed_lists import ledger_names, word
from xfconsole.ui.words.figures import FigureTable, heads_of
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.times import clock_time, moment

app = typer.Typer()


@app.command("replay")
def replay_night(
    context: typer.Context,
    day: str = typer.Argument(
        metavar="DATE",
        help="The day on whose noon the night began: 2026-02-19.",
        show_default=False,
    ),
    policy: Path | None = typer.Option(None, "--policy", help="Another policy pack."),
    roster: Path | None = typer.Option(None, "--roster", help="Another roster."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Tell what the desk would have asked for, of whom and when; the journal stays as it is."""
    begins = iso_day(day)
    if begins is None:
        raise Refused("cli.refused.date")
    with chosen_office(context).lives() as office:
        since, until = night_hours(begins, office.zone)
        known = roster_of(office.views.events_of(office.views.meta()["office"]))
        held = RosterImported("", known.entries(since, until))
        night = night_facts(office.views, since, until, held)
        found = _Found(office)
        ends = min(until, office.now)
        before = replay(night, None, pinned_pack, found.pinned, office.zone, ends)
        pack = pack_in(policy) if policy else None
        if roster is not None:
            read = roster_in(roster, office.zone, pack or office.policy, office.say)
            night = type(night)(night.facts, night.numbers, read)
        after = replay(night, pack, pinned_pack, found.pinned, office.zone, ends)
        changed = differences(before, after)
        moved = list(_moved(office, begins, pack)) if pack else []
        if as_json:
            typer.echo(json_text(_object(office, day, after, changed, moved)))
            return
        title = office.say(
            "figures.replay.title",
            since=moment(since, office.zone),
            until=moment(until, office.zone),
        )
        print_figures(context, office.say, title, _tables(office, after, changed, moved))


def _moved(office: LifeView, begins: date, pack: Policy) -> Iterator[Moved]:
    """Yield the time limits on the matters received that night that end otherwise."""
    rules = office.rules._replace(procedure=pack.procedure)
    if rules == office.rules:
        return
    since, until = night_hours(begins, office.zone)
    query = parse(f"received>={begins} received<={begins + timedelta(1)}", ledger_names())
    for row in every_row(office.views, Listing(office.now, query), None):
        if since <= row.received_at < until and (file := office.views.matter(row.uid)):
            yield from moved_limits([life_of(file.events)], office.rules, rules, office.now)


@dataclass(slots=True)
class _Found:
    """Finds the packs that incidents were pinned to; the one in force where one is not kept."""

    office: LifeView

    def pinned(self, digest: str) -> Policy:
        text = self.office.views.policy_text(digest)
        return pinned_pack(text) if text else self.office.policy


def _tables(
    office: LifeView, after: Mapping[Which, Asked], changed: list[Changed], moved: list[Moved]
) -> Iterator[FigureTable]:
    yield FigureTable(
        office.say("figures.replay.asked", count=len(after)),
        heads_of("time", "number", "what", "post", "person"),
        [_told(office, each) for each in sorted(after.values())],
    )
    rows = [
        (
            _or_nothing(office, each.before),
            _or_nothing(office, each.after),
            *_told(office, each.after or each.before or _never())[1:],
        )
        for each in changed
    ]
    yield FigureTable(
        office.say("figures.replay.changed", count=len(changed)),
        heads_of("before", "after", "number", "what", "post", "person"),
        rows,
    )
    if moved:
        yield FigureTable(
            office.say("figures.replay.limits", count=len(moved)),
            heads_of("before", "after", "number", "limit"),
            [
                (
                    _last(office, each.before),
                    _last(office, each.after),
                    each.number,
                    word(each.clock),
                )
                for each in moved
            ],
        )


def _last(office: LifeView, limit: Deadline | None) -> str:
    if limit is None:
        return office.say("figures.none")
    return limit.rolled.isoformat() if limit.span else moment(limit.due_at, office.zone)


def _told(office: LifeView, each: Asked) -> tuple[str, ...]:
    post = post_name(office.policy, each.duty or each.post)
    return clock_time(each.at, office.zone), each.incident, word(each.kind), post, each.person


def _or_nothing(office: LifeView, each: Asked | None) -> str:
    return clock_time(each.at, office.zone) if each else office.say("figures.replay.not_asked")


def _never() -> Asked:
    raise AssertionError("what changed is asked for before or after")


def _object(
    office: LifeView,
    day: str,
    after: Mapping[Which, Asked],
    changed: list[Changed],
    moved: list[Moved],
) -> dict[str, object]:
    return {
        "date": day,
        "asked": [_asked(office, each) for each in sorted(after.values())],
        "changed": [
            {
                "before": _asked(office, each.before) if each.before else None,
                "after": _asked(office, each.after) if each.after else None,
            }
            for each in changed
        ],
        "limits": [
            {
                "number": each.number,
                "clock": each.clock.value,
                "before": _last(office, each.before) if each.before else None,
                "after": _last(office, each.after) if each.after else None,
            }
            for each in moved
        ],
    }


def _asked(office: LifeView, each: Asked) -> dict[str, str]:
    at = each.at.astimezone(office.zone).isoformat(timespec="seconds")
    return {**each._asdict(), "at": at, "kind": each.kind.value}
