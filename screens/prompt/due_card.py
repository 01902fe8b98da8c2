"""What the card says of due work: which duty, until when, who owes it, whom to ask and why."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from screens.prompt.card_lines import QUIET, STRONG, WARN, Line, kept_lines, why_lines
from screens.prompt.when import when_words
from xfconsole.core.due.list import DutyView
from xfconsole.core.night.situation import Situation
from xfconsole.core.words.official import same
from xfconsole.core.words.procedure import Who
from xfconsole.ui.text.cells import plain, truncate, width, wrap
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.posts import asked_post, late_words, post_name
from xfconsole.ui.words.times import day, day_count


def due_lines(
    situation: Situation,
    view: DutyView,
    *,
    now: datetime,
    zone: ZoneInfo,
    office: str,
    cells: int,
) -> list[Line]:
    """Return the card of some due work in lines of at most ``cells``."""
    lines = [(_title(situation, view, cells), "bold $accent")]
    if view.hidden:
        return [*lines, *((line, WARN) for line in wrap(say("due.hidden"), cells))]
    lines += [(truncate(each, cells), style) for each, style in _facts(view, now, zone)]
    lines += kept_lines(situation.kept.get(view.duty.matter, ""), cells)
    climb = _climb(view, zone)
    lines += [(line, "") for line in wrap(climb, cells)] if climb else []
    lines += why_lines(view.rule, cells)
    lines += [(line, "$foreground on $surface") for line in _speech(situation, view, office, cells)]
    return lines


def _title(situation: Situation, view: DutyView, cells: int) -> str:
    """Return rank, number and channel; what the matter is about gets what room they leave."""
    duty = view.duty
    values: dict[str, object] = {
        "rank": situation.rank(view.uid),
        "of": situation.cards,
        "number": duty.number,
        "channel": word(duty.channel) + (say("due.supervised") if duty.supervised else ""),
    }
    room = cells - width(say("due.title", topic="", **values))
    return truncate(say("due.title", topic=truncate(view.topic, room), **values), cells)


def _facts(view: DutyView, now: datetime, zone: ZoneInfo) -> list[Line]:
    duty = view.duty
    place = duty.unit or duty.township
    owes = f"{word(duty.who)} {place}".strip()
    law, clock = word(view.law), word(duty.clock)
    what = say("due.what", late=late_words(view), clock=clock, law=law, owes=owes)
    lines = [(what, STRONG), (_limit(view), "")]
    lines += asked_lines(view)
    lines.append((when_words(view, now, zone), WARN))
    return lines


def _limit(view: DutyView) -> str:
    duty = view.duty
    if view.left.days is None:
        return say("due.until_time", day=day(duty.target), time=f"{view.ends:%H:%M}")
    if duty.rolled == duty.target:
        return say("due.until", day=day(duty.target))
    return say("due.until_rolled", day=day(duty.target), rolled=day(duty.rolled))


def asked_lines(view: DutyView, nobody_next: str = "due.after_none") -> list[Line]:
    """Return whom to ask, and who comes next in line; else what ``nobody_next`` says."""
    contact, deputy = view.asked.contact, view.asked.deputy
    post = f"{view.place} {asked_post(view)}".strip()
    if contact is None:
        lines = [(say("due.nobody", post=post), STRONG)]
    else:
        whom = say("due.whom", post=post, person=contact.person, phone=contact.phone)
        lines = [(whom, STRONG)]
    if deputy is None:
        return [*lines, (say(nobody_next), QUIET)]
    name = post_name(view.policy, deputy.post)
    after = say("prompt.after", post=name, person=deputy.person, phone=deputy.phone)
    return [*lines, (after, QUIET)]


def _climb(view: DutyView, zone: ZoneInfo) -> str:
    """Return how far it has climbed and when it goes on; nothing where neither is so."""
    parts = []
    names = [post_name(view.policy, each) for each in view.climbed]
    if len(names) > 1:
        ranks = len(names) - 1
        up = say("due.one_rank") if ranks == 1 else say("due.ranks", n=ranks)
        parts.append(say("due.climbed", ranks=up, posts=say("due.then").join(names)))
    if view.climbs_at is not None:
        on = day(view.climbs_at.astimezone(zone).date())
        parts.append(say("due.climbs", day=on, post=post_name(view.policy, view.climbs_to)))
    return say("ui.and_each").join(parts)


def _speech(situation: Situation, view: DutyView, office: str, cells: int) -> list[str]:
    """Return what may be said; nothing where the officer would ring themselves."""
    contact = view.asked.contact
    if contact is None or same(contact.person, situation.officer):
        return []
    climbed = view.duty.step > 0
    speech = say(
        "due.say_climbed" if climbed else "due.say",
        office=office,
        officer=situation.officer,
        number=view.duty.number,
        topic=plain(view.topic),
        subject=subject_words(view, climbed),
        verb=say(f"due.verb.{view.duty.clock.value}"),
        late=_said(view),
    )
    return wrap(speech, cells)


def subject_words(view: DutyView, climbed: bool) -> str:
    """Return who has not done it: whoever is spoken to, or whom they are told of."""
    duty = view.duty
    if duty.who is Who.OFFICE:
        return say("due.subject.office")
    place = duty.township if duty.who is Who.TOWNSHIP else duty.unit
    return (place or word(duty.who)) if climbed else say("due.subject.you")


def _said(view: DutyView) -> str:
    """Return how late it is as it may be said: nobody is told that he is overdue who is not."""
    duty, left = view.duty, view.left
    if left.days is None:
        return say("due.said.time", time=f"{view.ends:%H:%M}")
    if left.late:
        return say("due.said.late", days=day_count(left.late))
    if left.past_control:
        days, target, rolled = day_count(-left.days), day(duty.target), day(duty.rolled)
        return say("due.said.past_control", days=days, target=target, rolled=rolled)
    if not left.days:
        return say("due.said.today")
    return say("due.said.left", days=day_count(left.days), rolled=day(duty.rolled))
