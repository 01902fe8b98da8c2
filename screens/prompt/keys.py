"""The rows of keys under a card, and the line over them while they do not mean it yet."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from xfconsole.core.due.bundles import DutyBundle
from xfconsole.core.due.contested import ContestedView
from xfconsole.core.due.list import DutyView
from xfconsole.core.due.past import PastView
from xfconsole.core.incident.daily import DailyView
from xfconsole.core.night.relief import ReliefView
from xfconsole.core.night.situation import PromptView, Standing
from xfconsole.core.reception.tasks import ReceptionView
from xfconsole.core.words.desk import PromptKind
from xfconsole.ui.keys.action import Action
from xfconsole.ui.keys.actions import action, actions, label
from xfconsole.ui.keys.key_names import key_name
from xfconsole.ui.text.cells import width
from xfconsole.ui.words.catalogue import say

_OPENS = {
    DutyView: "due.open",
    DutyBundle: "bundle.open",
    ReliefView: "relief.open",
    PastView: "past.open",
    ContestedView: "contested.card.open",
    ReceptionView: "reception.card.open",
    DailyView: "daily.card.open",
}
"""What Enter opens from a card."""


AT_ONCE = frozenset({"next", "undo", "list", "back"})
"""What can be done for a card that nobody had time to read."""


def card_keys(view: Standing, reason: Callable[[str], str], cells: int, ready: bool) -> Content:
    """Return the keys in rows; an outcome that makes no sense for this prompt is left out."""
    opens = _OPENS.get(type(view))
    rows = [""]
    for each in actions("prompt"):
        name = say(opens) if opens and each.id == "prompt.take" else _name(view, each)
        shown = each.show or (opens and each.id == "prompt.take")
        if not shown or reason(each.id):
            continue
        text = _key(each, name)
        if width(rows[-1] + text) > cells:
            rows.append("")
        rows[-1] += text
    return Content.styled("\n".join(rows), "bold $accent" if ready else "$quiet")


def _name(view: Standing, each: Action) -> str:
    """Return what a key is called: that for a report notes an instruction's end, or a receipt."""
    kind = view.prompt.kind if isinstance(view, PromptView) else None
    named = _REPORT_KEY.get(kind) if kind and each.id == "prompt.report" else None
    return say(named) if named else label(each)


_REPORT_KEY = {
    PromptKind.INSTRUCTION_DUE: "instruction.card.key",
    PromptKind.REPORT_RECEIPT: "action.told.receipt",
}
"""What the key of a report does where nothing is to be reported."""


def list_keys(*, parts: bool) -> Content:
    """Return the keys of the ranked list, or of the list of a bundle's parts."""
    return Content(say("bundle.list_keys" if parts else "prompt.list_keys"))


def wait_line(ignored: str, *, undoable: bool) -> str:
    """Return how to make the keys mean the card; ``ignored`` is the outcome pressed too early.

    ``undoable``: what was logged on the card before can be taken back.
    """
    key = key_name(action("prompt.next").key_list[0])
    if ignored:
        return say("prompt.ignored", what=ignored, pressed=key)
    if undoable:
        undo = key_name(action("prompt.undo").key_list[0])
        return say("prompt.wait_after", pressed=key, undo=undo)
    return say("prompt.wait", pressed=key)


def _key(each: Action, name: str) -> str:
    return f"{key_name(each.key_list[0])} {name}  "
