"""Posts, prompts and due work in words: what to do, whom to ring and on which number."""

from __future__ import annotations

from datetime import datetime

from xfconsole.core.due.bundles import DutyBundle
from xfconsole.core.due.contested import ContestedView
from xfconsole.core.due.list import DaysLeft, DutyView
from xfconsole.core.due.past import PastView
from xfconsole.core.incident.daily import DailyView
from xfconsole.core.incident.placing import place_of
from xfconsole.core.incident.prompts import Prompt
from xfconsole.core.night.relief import ReliefView
from xfconsole.core.night.situation import PromptView, Situation, Standing
from xfconsole.core.policy.pack import Policy
from xfconsole.core.reception.tasks import ReceptionView
from xfconsole.core.words.desk import PromptKind
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import language, say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.times import day_count


def post_name(policy: Policy | None, post: str) -> str:
    """Return a post's name as its pack has it; its id when the pack does not know it."""
    known = policy.posts.get(post) if policy else None
    return known.name.say(language()) if known else post


def standing_words(situation: Situation, view: Standing) -> str:
    """Return whatever stands on the ranked list as one sentence."""
    if isinstance(view, ReliefView):
        return relief_words(view)
    if isinstance(view, PastView):
        return past_words(view)
    if isinstance(view, ContestedView):
        return say("contested.band", count=len(view.matters))
    if isinstance(view, DailyView):
        from xfconsole.ui.words.daily import daily_words

        return daily_words(view)
    if isinstance(view, ReceptionView):
        from xfconsole.ui.words.reception import reception_words

        return reception_words(view, situation.at)
    if isinstance(view, DutyBundle):
        return bundle_words(view)
    return duty_words(view) if isinstance(view, DutyView) else prompt_words(situation, view)


def past_words(view: PastView) -> str:
    """Return how many matters an import brought past their limit."""
    return say("past.band", source=view.brought.source, count=view.brought.count)


def prompt_words(situation: Situation, view: PromptView) -> str:
    """Return a prompt as one sentence: incident, what to do, whom to ring and the number."""
    prompt = view.prompt
    incident = situation.incident(view.incident)
    policy = incident.policy if incident else None
    values: dict[str, object] = {"number": view.number, "what": word(prompt.kind)}
    if prompt.contact is not None:
        values["post"] = post_name(policy, prompt.contact.post)
        values["person"] = prompt.contact.person
        values["phone"] = prompt.contact.phone or say("ui.prompt.no_phone")
        text = say("ui.prompt.ring", **values)
    elif prompt.duty:
        text = say("ui.prompt.post", **values, post=post_name(policy, prompt.duty))
    else:
        text = say("ui.prompt.plain", **values)
    return text + tries_words(prompt) + (say("ui.prompt.corrected") if prompt.corrected else "")


def tries_words(prompt: Prompt) -> str:
    """Return how often whoever is to be rung was not reached, and the post where that is more."""
    own, post = prompt.own_attempt, prompt.attempt
    if own < post:
        key = "ui.prompt.attempt_post" if own else "ui.prompt.others"
        return say(key, n=own, post=post)
    return say("ui.prompt.attempt", n=own) if own else ""


def relief_words(view: ReliefView) -> str:
    """Return a prompt about the relief as one sentence: whom to ring and the number."""
    prompt, contact = view.prompt, view.prompt.contact
    if contact is None:
        return say("relief.band_nobody", what=relief_what(view))
    post = post_name(view.policy, contact.post)
    words = {"post": post, "person": contact.person, "phone": contact.phone}
    return say("relief.band", what=relief_what(view), **words) + tries_words(prompt)


def relief_what(view: ReliefView) -> str:
    """Return what is to be done about the relief; a promise is to sit at the desk by then."""
    broken = view.prompt.kind in (PromptKind.ETA_BROKEN, PromptKind.ARRIVAL_LATE)
    return say("relief.still_missing") if broken else word(view.prompt.kind)


def duty_words(view: DutyView) -> str:
    """Return due work as one sentence: matter, how late it is, the duty, and whom to ask."""
    duty, contact = view.duty, view.asked.contact
    values = {"number": duty.number, "late": late_words(view), "clock": word(duty.clock)}
    if contact is None:
        return say("due.band_nobody", **values, who=asked_post(view))
    who = view.place or asked_post(view)
    return say("due.band", **values, who=who, person=contact.person, phone=contact.phone)


def bundle_about(bundle: DutyBundle) -> str:
    """Return whose due work is one card, of which kind, and how much of it."""
    who = bundle.first.place or asked_post(bundle.first)
    return say("bundle.about", who=who, clock=word(bundle.clock), n=len(bundle.views))


def bundle_words(bundle: DutyBundle) -> str:
    """Return a bundle as one sentence: what it is about and whom to ask."""
    about, contact = bundle_about(bundle), bundle.asked.contact
    if contact is None:
        return say("bundle.band_nobody", about=about, post=asked_post(bundle.first))
    return say("bundle.band", about=about, person=contact.person, phone=contact.phone)


def due_count(due: int, cards: int) -> str:
    """Return how many prompts there are, and in how many cards where these are fewer."""
    if cards < due:
        return say("ui.status.due_bundled", mark=glyph("due"), n=due, cards=card_count(cards))
    return say("ui.status.due", mark=glyph("due"), n=due)


def card_count(cards: int) -> str:
    """Return so many cards in words."""
    return say("ui.one_card") if cards == 1 else say("ui.cards", n=cards)


def late_words(view: DutyView) -> str:
    """Return how many days are left of some due work, or by how many it is past or overdue."""
    return lateness(view.left, view.duty.what, view.ends)


def lateness(left: DaysLeft, what: PromptKind, ends: datetime) -> str:
    """Return how a duty stands with its two last days; for minutes the time by which it is due.

    ``ends`` is when the limit is over, in the office's time zone.
    """
    days = left.days
    if days is None:
        return say("due.by_time", what=word(what), time=f"{ends:%H:%M}")
    if left.late:
        return say("due.late", days=day_count(left.late))
    if days < 0:
        return say("due.past_control", n=-days)
    return say("due.left", days=day_count(days)) if days else say("due.today")


def asked_post(view: DutyView) -> str:
    """Return the name of the post that is asked; whose it is is said where nobody named it."""
    post = post_name(view.policy, view.asked.post)
    placed = place_of(view.asked.post, view.policy) is not None
    unnamed = placed and view.asked.contact is None and not view.place
    return say("due.unnamed", post=post) if unnamed else post
