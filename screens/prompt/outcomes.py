"""Why an outcome makes no sense for what a card is about."""

from __future__ import annotations

from screens.prompt.incident_card import INSTRUCTIONS, REPORTS
from xfconsole.core.due.bundles import DutyBundle
from xfconsole.core.due.contested import ContestedView
from xfconsole.core.due.list import DutyView
from xfconsole.core.due.past import PastView
from xfconsole.core.incident.daily import DailyView
from xfconsole.core.incident.placing import ASKS_FOR
from xfconsole.core.night.relief import ReliefView
from xfconsole.core.night.situation import PromptView, Standing
from xfconsole.core.reception.tasks import ReceptionView
from xfconsole.core.words.desk import PromptKind
from xfconsole.ui.keys.verb_table import ON_CARD, Posts
from xfconsole.ui.words.catalogue import say

_ON_THE_LIST = frozenset({"list", "take", "back"})
_VERBS = {name: verb for name, (_, verb) in ON_CARD.items()}
_RINGING = {name for name, verb in _VERBS.items() if verb.name == "ring"}
_ON_SCENE = {name for name, verb in _VERBS.items() if not verb.any_card}
_POSTS = {name: verb.posts for name, verb in _VERBS.items() if verb.posts}


def off(view: Standing, name: str, *, listing: bool) -> str:
    """Return why an outcome makes no sense for what stands, or for the list; or nothing."""
    if name == "undo":
        return ""  # It is about the card before this one.
    if listing and name not in _ON_THE_LIST:
        # Its lines are numbered: whoever presses 2 there means the second line.
        return say("prompt.off.list")
    if isinstance(view, DutyView):
        return _off_duty(view, name)
    if isinstance(view, DutyBundle):
        nobody = view.asked.contact is None and name in _RINGING
        return say("bundle.off.nobody") if nobody else _off_duty(view.first, name)
    if isinstance(view, ReliefView):
        return _off_relief(view, name)
    if isinstance(view, DailyView):
        return say("daily.card.off") if name in (_ON_SCENE | _POSTS.keys()) - {"report"} else ""
    if isinstance(view, ReceptionView):
        return say("reception.card.off") if name in _ON_SCENE | _POSTS.keys() else ""
    if isinstance(view, ContestedView):
        return say("contested.card.off") if name in _ON_SCENE | _POSTS.keys() else ""
    if isinstance(view, PastView):
        return say("past.off") if name in _ON_SCENE | _POSTS.keys() else ""
    return _off(view, name)


def _off(view: PromptView, name: str) -> str:
    prompt, posts = view.prompt, _POSTS.get(name)
    if name == "place":
        return "" if _needs_place(view) else say("prompt.off.place")
    if prompt.kind in INSTRUCTIONS:
        return _off_instruction(view, name)
    if prompt.kind in REPORTS and posts:
        return say("prompt.off.report")
    if prompt.kind not in REPORTS and name == "report":
        return say("prompt.off.no_report")
    if prompt.kind in ASKS_FOR and posts and posts is not Posts.CORRECTED:
        return say("prompt.off.unnamed")
    if prompt.contact is None and name in _RINGING:
        return say("prompt.off.nobody")
    if posts is Posts.CORRECTED and not prompt.corrected:
        return say("desk.refused.still_needed")
    return ""


def _off_instruction(view: PromptView, name: str) -> str:
    relayed = view.prompt.kind is PromptKind.INSTRUCTION_RELAY
    if name == "report":
        return say("instruction.off.relay") if relayed else ""
    if name in _RINGING:
        if not relayed:
            return say("instruction.off.due")
        vacant = view.prompt.contact is None or not view.prompt.contact.person
        return say("prompt.off.nobody") if vacant else ""
    return say("instruction.off.relay") if name in _ON_SCENE | _POSTS.keys() else ""


def _needs_place(view: PromptView) -> bool:
    """Whether the unit or township is to be named, or the one named is nobody's on the roster."""
    prompt = view.prompt
    climbed = prompt.contact is None or prompt.contact.post != prompt.duty
    return prompt.kind in ASKS_FOR or (climbed and view.placed)


def _off_duty(view: DutyView, name: str) -> str:
    if name in _ON_SCENE:
        return say("due.off.on_scene")
    if view.hidden and name not in ("list", "back"):
        return say("due.off.barred")
    if view.asked.contact is None and name in _RINGING:
        return say("due.off.nobody")
    return ""


def _off_relief(view: ReliefView, name: str) -> str:
    if name in _ON_SCENE:
        return say("relief.off.on_scene")
    if view.prompt.contact is None and name in _RINGING:
        return say("relief.off.nobody")
    return ""
