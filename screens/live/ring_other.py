"""Logging a ring of somebody whom the roster does not name: one form, whatever it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, TypeAlias

from screens.live.words import duty_post
from screens.shared.form import Form, Kind, Part, Values
from screens.widgets.picker_rows import PickRow
from xfconsole.core.due.bundles import DutyBundle
from xfconsole.core.due.list import DutyView, duty_bars
from xfconsole.core.incident.plan import Obligation
from xfconsole.core.night.relief import ReliefView
from xfconsole.core.night.situation import IncidentView, Situation
from xfconsole.core.policy.pack import Policy
from xfconsole.core.roster.roster import DAY_BEGINS, Roster
from xfconsole.core.words.desk import Contact, RingOutcome, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.typed import MOST_MINUTES, minutes
from xfconsole.desk import Desk, Done
from xfconsole.ui.host import Host
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.posts import bundle_about, post_name
from xfconsole.ui.words.roster import place_name

_FAULTS = {
    "desk.refused.ring_unnamed": "person",
    "live.refused.person": "person",
    "life.refused.barred": "person",
    "relief.refused.waiting": "person",
    "desk.refused.no_number": "phone",
    "desk.refused.eta_unanswered": "said",
    "desk.refused.eta_past": "said",
    "handover.refused.eta": "said",
    "live.ask.minutes_wrong": "said",
}


class Rung(NamedTuple):
    """Whom the officer rang for which post, on which number, and how it ended.

    ``said`` is when they come, in minutes from now, or what they said; empty where they did not.
    """

    post: str
    person: str
    phone: str
    outcome: RingOutcome
    said: str


Log: TypeAlias = Callable[[Desk, Rung], Done]


@frozen
class RingAsked:
    """What somebody else is rung for: its posts as ids with words, and the verb that logs it.

    ``roster`` are those who may be rung, ``said`` what is asked of whoever answered.
    """

    about: str
    posts: Sequence[tuple[str, str]]
    policy: Policy
    roster: Roster
    at: datetime
    log: Log
    draft: str
    said: Part


def ring_other(host: Host, ringing: RingAsked, person: str = "", phone: str = "") -> Form:
    """Return the form; the first post counts if nothing is chosen."""
    posts = ringing.posts

    async def run(values: Values) -> object:
        if not values["person"]:
            raise Refused("live.refused.person")
        post = values.get("post", "") or posts[0][0]
        number = values["phone"] or _number(ringing, values["person"])
        outcome = RingOutcome(values["outcome"])
        rung = Rung(post, values["person"], number, outcome, values["said"])
        return await host.desk_do(lambda desk: ringing.log(desk, rung))

    whose = f" {glyph('dot')} {posts[0][1]}" if len(posts) == 1 else ""
    return Form(
        f"{ringing.about} {say('verb.other.help')}{whose}",
        tuple(_parts(ringing, person, phone)),
        run,
        lines=(say("live.other.until", time=f"{DAY_BEGINS:%H:%M}"),),
        faults=_FAULTS,
        draft=ringing.draft,
        begin="outcome" if phone else "phone" if person else "",
    )


def _parts(ringing: RingAsked, person: str, phone: str) -> Sequence[Part]:
    posts = tuple(ringing.posts)
    outcomes = tuple((each.value, word(each)) for each in RingOutcome)
    first = [Part("post", say("live.field.post"), Kind.CHOICE, posts, initial=posts[0][0])]
    hint = say("live.other.phone")
    return [
        *(first if len(posts) > 1 else []),
        Part("person", say("live.field.person"), rows=lambda: _on_duty(ringing), initial=person),
        Part("phone", say("live.field.phone"), hint=hint, initial=phone),
        Part("outcome", say("live.field.outcome"), Kind.CHOICE, outcomes, initial="answered"),
        ringing.said,
    ]


def _on_duty(ringing: RingAsked) -> list[PickRow[str]]:
    """Return everybody on duty, and whoever was added tonight, with post and number."""
    known: dict[str, Contact] = {}
    for each in ringing.roster.on_duty(ringing.at):
        known.setdefault(name_key(each.person), each)
        if each.post == _asked(ringing):
            known[name_key(each.person)] = each
    return [
        PickRow(
            each.person,
            each.person,
            f"{place_name(ringing.policy, each.post, each.unit)} {_number(ringing, each.person)}",
        )
        for each in known.values()
    ]


def _number(ringing: RingAsked, person: str) -> str:
    """Return the number that counts if none is typed: by the post asked, if it is one."""
    return ringing.roster.phone(person, ringing.at, _asked(ringing))


def _asked(ringing: RingAsked) -> str:
    return ringing.posts[0][0] if len(ringing.posts) == 1 else ""


# --- what somebody else is rung for --------------------------------------------------------------


def for_posts(
    situation: Situation,
    view: IncidentView,
    duties: Sequence[Obligation],
    prompt: Uid | None = None,
) -> RingAsked:
    """Return what a ring for one of several posts of an incident takes."""

    def log(desk: Desk, rung: Rung) -> Done:
        after = _minutes(rung.said)
        eta = desk.now() + timedelta(minutes=after) if after is not None else None
        return desk.ring(
            view.uid, rung.post, rung.outcome, person=rung.person, phone=rung.phone,
            eta=eta, prompt=prompt,
        )  # fmt: skip

    posts = [(each.post, duty_post(view, each.post)) for each in duties]
    roster = situation.roster.without(view.bars)
    draft = f"ring-{view.uid}-{posts[0][0]}"
    return RingAsked(view.number, posts, view.policy, roster, situation.at, log, draft, _eta())


def for_relief(situation: Situation, view: ReliefView) -> RingAsked:
    """Return what a ring takes because the relief has not come."""

    def log(desk: Desk, rung: Rung) -> Done:
        return desk.ring_relief(
            view.uid, rung.outcome, _minutes(rung.said), person=rung.person, phone=rung.phone
        )

    policy, roster = view.policy, situation.roster
    posts = [(policy.handover.post, post_name(policy, policy.handover.post))]
    about, draft = say("relief.about"), f"ring-{view.uid}"
    return RingAsked(about, posts, policy, roster, situation.at, log, draft, _eta())


def for_duty(situation: Situation, view: DutyView) -> RingAsked:
    """Return what a ring about some due work takes."""
    duty = view.duty

    def log(desk: Desk, rung: Rung) -> Done:
        return desk.chase(
            duty.matter, duty.clock, rung.outcome, text=rung.said, prompt=duty.prompt,
            person=rung.person, phone=rung.phone,
        )  # fmt: skip

    return _chasing(situation, (view,), duty.number, log, f"ring-{view.uid}")


def for_bundle(situation: Situation, bundle: DutyBundle) -> RingAsked:
    """Return what a ring about due work that is one card takes."""
    prompts = bundle.prompts

    def log(desk: Desk, rung: Rung) -> Done:
        return desk.chase_bundle(
            prompts, rung.outcome, text=rung.said, person=rung.person, phone=rung.phone
        )

    about, draft = bundle_about(bundle), f"ring-{bundle.uid}"
    return _chasing(situation, bundle.views, about, log, draft)


def _chasing(
    situation: Situation, views: Sequence[DutyView], about: str, log: Log, draft: str
) -> RingAsked:
    roster, first = situation.roster, views[0]
    for each in views:
        roster = roster.without(duty_bars(each.duty))
    posts = [(first.asked.post, place_name(first.policy, first.asked.post, first.place))]
    said = Part("said", say("live.field.text"), hint=say("due.ask.said"))
    return RingAsked(about, posts, first.policy, roster, situation.at, log, draft, said)


def _eta() -> Part:
    return Part("said", say("live.field.eta"), hint=say("live.other.eta"))


def _minutes(text: str) -> int | None:
    found = minutes(text)
    if text and found is None:
        raise Refused("live.ask.minutes_wrong", most=MOST_MINUTES)
    return found
