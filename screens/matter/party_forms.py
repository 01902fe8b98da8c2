"""Forms about people in office: chasing who owes a duty, and barring who may have no hand in it."""

from __future__ import annotations

from collections.abc import Iterator

from screens.shared.form import Form, Kind, Part, Values
from screens.shared.picks import known_units, official_rows, officials, unit_rows
from screens.widgets.picker_rows import PickRow
from xfconsole.core.matter.life import MatterLife
from xfconsole.core.matter.limits import Deadline
from xfconsole.core.words.desk import RingOutcome
from xfconsole.core.words.procedure import Bar
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import chase_key, say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.deadlines import last_day, owner, standing
from xfconsole.ui.words.posts import post_name


def chase_form(host: Host, life: MatterLife, duty: Deadline) -> Form:
    """Ask whom the desk chased about a duty, how that ended, and for a note."""
    stands = standing(duty, host.now(), host.zone, host.office.policy.procedure.due_soon_days)
    owes = say(
        "matter.chase.owes",
        who=owner(duty),
        clock=duty.clock,
        last=last_day(duty, host.zone),
        stands=stands.said,
    )
    outcomes = tuple((each.value, say(chase_key(each))) for each in RingOutcome)
    rows = official_rows(host)

    async def run(values: Values) -> object:
        if not values["outcome"]:
            raise Refused("matter.refused.outcome")
        outcome = RingOutcome(values["outcome"])
        return await host.desk_do(
            lambda desk: desk.chase(
                life.uid,
                duty.clock,
                outcome,
                text=values["text"],
                person=values["person"],
                phone=values["phone"],
            )
        )

    return Form(
        heading=f"{life.number} {say('action.matter.chase')}",
        parts=(
            Part("outcome", say("matter.chase.outcome"), Kind.CHOICE, outcomes),
            Part(
                "person",
                say("matter.chase.person"),
                rows=lambda: rows,
                hint=say("matter.chase.person_hint"),
            ),
            Part("phone", say("live.field.phone"), hint=say("live.other.phone")),
            Part("text", say("matter.chase.text"), Kind.BOX),
        ),
        run=run,
        lines=(owes,),
        faults=_OF_CHASE,
    )


_OF_CHASE = {
    "matter.refused.outcome": "outcome",
    "life.refused.barred": "person",
    "desk.refused.ring_unnamed": "person",
    "desk.refused.no_number": "phone",
}
_OF_BAR = {
    "life.refused.bar_nobody": "person",
    "life.refused.bar_unknown": "person",
    "life.refused.bar_again": "person",
    "matter.refused.bar": "bar",
}


def bar_form(host: Host, life: MatterLife) -> Form:
    """Ask which official is barred, as what, and which unit an accused leads."""

    async def run(values: Values) -> object:
        if not values["bar"]:
            raise Refused("matter.refused.bar")
        bar = Bar(values["bar"])
        post = values["post"]
        return await host.desk_do(
            lambda desk: desk.bar(
                life.uid, bar, person=values["person"], post=post, unit=values["unit"]
            )
        )

    return Form(
        heading=f"{life.number} {say('action.matter.bar')}",
        parts=tuple(_bar_parts(host)),
        run=run,
        lines=(say("matter.bar.why"),),
        faults=_OF_BAR,
    )


def _bar_parts(host: Host) -> Iterator[Part]:
    bars = tuple((each.value, word(each)) for each in Bar)
    people, posts = official_rows(host), _post_rows(host)
    yield Part("bar", say("matter.bar.as"), Kind.CHOICE, bars)
    yield Part("person", say("matter.bar.person"), rows=lambda: people)
    yield Part("post", say("matter.bar.post"), rows=lambda: posts)
    yield Part(
        "unit",
        say("matter.bar.unit"),
        rows=lambda: unit_rows(known_units(host)),
        hint=say("matter.bar.unit_hint"),
    )


def _post_rows(host: Host) -> list[PickRow[str]]:
    policy = host.office.policy
    held = {entry.post for entry in officials(host).values()}
    return [PickRow(post, post_name(policy, post)) for post in policy.posts if post in held]
