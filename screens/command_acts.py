"""From a command to the verb's questions and the answers the line gave already."""

from __future__ import annotations

from screens import live_acts
from screens.ask_steps import Answers, Asking
from screens.form_parts import Form
from screens.live_verbs import PostVerbs, numbered
from screens.live_words import duty_post
from screens.requests import NEW, requests
from xfconsole.core.model import Level
from xfconsole.core.official import name_key
from xfconsole.core.refusal import Refused
from xfconsole.core.situation import IncidentView, Situation
from xfconsole.ui.command_line import WITH_POST, Command
from xfconsole.ui.glyphs import glyph
from xfconsole.ui.host import Host


def asked_for(
    command: Command,
    host: Host,
    situation: Situation,
    view: IncidentView,
    seen: IncidentView | None,
) -> tuple[Asking, Answers]:
    """Return the verb and the answers given; its card asks for the rest. Raises Refused.

    ``seen`` is the incident as it was when the line was begun: its numbers are what is meant. None
    if that is not known: then a number is asked about once.
    """
    if command.verb in WITH_POST:
        return _on_post(command, PostVerbs(host, situation, view), seen)
    match command.verb:
        case "count":
            return live_acts.count(host, view), command.values
        case "note":
            return live_acts.note(host, view), command.values
        case "emergency":
            return live_acts.emergency(host, view), command.values
        case "requests":
            return requests(host, view), (NEW, *command.values) if command.values else ()
        case "raise":
            return live_acts.raise_level(host, view), _next_level(view, command.values)
        case _:
            return _closing(host, view, command.values)


def deputies(situation: Situation, view: IncidentView, post: int) -> list[str]:
    """Return who can stand in, each once; the deputies of the post of this number come first."""
    posts = [each.post for each in view.plan.obligations]
    first = posts[post - 1 : post] if post > 0 else []
    found = (situation.stand_ins(view, each) for each in (*first, *posts))
    written: dict[str, str] = {}
    for each in (deputy for deputies in found for deputy in deputies):
        written.setdefault(name_key(each.person), each.person)
    return list(written.values())


def other(
    command: Command,
    host: Host,
    situation: Situation,
    view: IncidentView,
    seen: IncidentView | None,
) -> Form:
    """Return the form for somebody whom the roster does not name, with what the line gave."""
    verbs = PostVerbs(host, situation, view)
    number, *typed = command.values or ("",)
    if number:
        _refuse_moved(number, verbs, seen)
    return verbs.other(verbs.duty(number) if number else None, *typed)


def _on_post(
    command: Command, verbs: PostVerbs, seen: IncidentView | None
) -> tuple[Asking, Answers]:
    if command.values:
        _refuse_moved(command.values[0], verbs, seen)
    elif not verbs.view.plan.obligations:
        raise Refused("live.off.no_posts")
    asking = {
        "ring": verbs.ring,
        "arrive": verbs.arrive,
        "eta": verbs.eta,
        "relieve": verbs.relieve,
        "stand_down": verbs.stand_down,
    }[command.verb]
    return asking(), command.values


def _refuse_moved(number: str, verbs: PostVerbs, seen: IncidentView | None) -> None:
    """Refuse a number that means another post, or another person to ring, than when it was seen."""
    duty, at = verbs.duty(number), slice(int(number) - 1, int(number))
    if seen is None or numbered(verbs.view)[at] != numbered(seen)[at]:
        post = duty_post(verbs.view, duty.contact.post if duty.contact else duty.post)
        person = duty.contact.person if duty.contact else glyph("none")
        raise Refused("command.refused.moved", number=number, post=post, person=person)


def _next_level(view: IncidentView, values: Answers) -> Answers:
    higher = [each for each in Level if each.rank > view.level.rank]
    if not higher:
        raise Refused("desk.refused.level_not_higher")
    return (higher[0].value, *values) if values else ()


def _closing(host: Host, view: IncidentView, values: Answers) -> tuple[Asking, Answers]:
    count = sum(each.open for each in view.requests)
    if count:
        raise Refused("desk.refused.open_requests", count=count)
    return live_acts.close(host, view), values
