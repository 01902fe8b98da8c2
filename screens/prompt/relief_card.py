"""What the card says when the relief has not come: who is missing, whom to ring, and why."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from screens.prompt.card_lines import QUIET, STRONG, WARN, Line, why_lines
from screens.prompt.when import short_time, when_words
from xfconsole.core.night.relief import ReliefView
from xfconsole.core.night.situation import Situation
from xfconsole.core.words.official import same
from xfconsole.ui.text.cells import truncate, wrap
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.posts import post_name, relief_what, tries_words


def relief_lines(
    situation: Situation,
    view: ReliefView,
    *,
    now: datetime,
    zone: ZoneInfo,
    office: str,
    cells: int,
) -> list[Line]:
    """Return the card about a missing relief in lines of at most ``cells``."""
    rank = situation.rank(view.uid)
    lines = [(say("relief.title", rank=rank, of=situation.cards), "bold $accent")]
    lines += [(truncate(each, cells), style) for each, style in _facts(view, now, zone)]
    lines += [(line, "") for line in wrap(say("relief.or_sign_in"), cells)]
    lines += why_lines(view.rule, cells)
    return [*lines, *((line, "$foreground on $surface") for line in _speech(view, office, cells))]


def _facts(view: ReliefView, now: datetime, zone: ZoneInfo) -> list[Line]:
    contact, missing = view.prompt.contact, view.missing
    began = short_time(missing.since, now, zone)
    key = "relief.missing" if missing.person else "relief.unheld"
    lines = [(say(key, person=missing.person, since=began, officer=view.officer), STRONG)]
    if contact is None:
        lines.append((relief_what(view), STRONG))
    else:
        post = post_name(view.policy, contact.post)
        whom = {"post": post, "person": contact.person, "phone": contact.phone}
        lines.append(
            (say("prompt.whom", what=relief_what(view), **whom) + tries_words(view.prompt), STRONG)
        )
    lines.append((_after(view), QUIET))
    return [*lines, (when_words(view, now, zone), WARN)]


def _after(view: ReliefView) -> str:
    deputy = view.deputy
    if deputy is None:
        return say("relief.after_none")
    post = post_name(view.policy, deputy.post)
    return say("prompt.after", post=post, person=deputy.person, phone=deputy.phone)


def _speech(view: ReliefView, office: str, cells: int) -> list[str]:
    contact, missing = view.prompt.contact, view.missing
    if contact is None:
        return []
    key = "relief.say" if same(contact.person, missing.person) else "relief.say_other"
    said = say(
        key if missing.person else "relief.say_unheld",
        person=contact.person,
        office=office,
        officer=view.officer,
        missing=missing.person,
    )
    return wrap(said, cells)
