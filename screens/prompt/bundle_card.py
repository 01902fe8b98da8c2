"""What the card of a bundle says: whom to ring, about how much due work, and each piece of it."""

from __future__ import annotations

from screens.prompt.card_lines import QUIET, STRONG, Line, kept_lines, listed, why_lines
from screens.prompt.due_card import asked_lines, subject_words
from xfconsole.core.due.bundles import DutyBundle
from xfconsole.core.due.list import DutyView
from xfconsole.core.night.situation import Situation
from xfconsole.core.words.official import same
from xfconsole.ui.text.cells import fit, plain, truncate, width, wrap
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.posts import bundle_about, late_words
from xfconsole.ui.words.times import day

SHOWN = 5
"""So many parts stand on the card itself; Enter lists all."""


def bundle_lines(
    situation: Situation,
    bundle: DutyBundle,
    *,
    office: str,
    cells: int,
) -> list[Line]:
    """Return the card of a bundle in lines of at most ``cells``."""
    rank, of = situation.rank(bundle.uid), situation.cards
    title = say("bundle.title", rank=rank, of=of, about=bundle_about(bundle))
    more = len(bundle.views) - SHOWN
    lines = [(title, "bold $accent"), *asked_lines(bundle.first, "bundle.after_none")]
    parts = [_part(each, "  ", cells) for each in bundle.views[:SHOWN]]
    lines += [(f"{fit(left, cells - width(right) - 1)} {right}", "") for left, right in parts]
    lines += [(say("bundle.more", n=more), QUIET)] if more > 0 else []
    lines = [(truncate(line, cells), style) for line, style in lines]
    lines += kept_lines(bundle.keeper, cells)
    lines += why_lines(bundle.rule, cells)
    speech = _speech(situation, bundle, office)
    return lines + [(line, "$foreground on $surface") for line in wrap(speech, cells) if speech]


def part_lines(bundle: DutyBundle, cursor: int, *, cells: int, rows: int) -> list[Line]:
    """Return all parts of a bundle, a window of ``rows`` round the cursor."""
    title = say("bundle.list", about=bundle_about(bundle))
    parts = bundle.views

    def row(index: int) -> tuple[str, str]:
        return _part(parts[index], f"{index + 1} ", cells - 1)

    lines = listed(len(parts), row, cursor, cells=cells, rows=rows)
    return [(truncate(title, cells), STRONG), *lines]


def _part(view: DutyView, before: str, cells: int) -> tuple[str, str]:
    """Return a part with its last day; what it is about gets what room they leave."""
    right = say("bundle.until", day=day(view.duty.rolled))
    values = {"number": view.duty.number, "late": late_words(view)}
    room = cells - width(before + say("bundle.part", topic="", **values)) - width(right) - 1
    return before + say("bundle.part", topic=truncate(plain(view.topic), room), **values), right


def _speech(situation: Situation, bundle: DutyBundle, office: str) -> str:
    """Return what may be said; nothing where the officer would ring themselves."""
    contact = bundle.asked.contact
    if contact is None or same(contact.person, situation.officer):
        return ""
    climbed = any(each.duty.step > 0 for each in bundle.views)
    subjects = {subject_words(each, climbed) for each in bundle.views}
    return say(
        "bundle.say_climbed" if climbed else "bundle.say",
        office=office,
        officer=situation.officer,
        n=len(bundle.views),
        subject=subjects.pop() if len(subjects) == 1 else say("bundle.several"),
        verb=say(f"due.verb.{bundle.clock.value}"),
        day=day(min(each.duty.rolled for each in bundle.views)),
    )
