"""Acts on a matter in a drill, what an officer enters on its page; and verbs of the office."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.transitions import TRANSITIONS
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.documents import DecisionLetter
from xfconsole.core.words.procedure import Act, Need, Who
from xfconsole.desk import Desk, Done

OF_THE_OFFICE: dict[str, Callable[..., Done]] = {
    "period": lambda desk, **values: desk.set_period(**values, posts=()),
    "daily": Desk.report_daily,
    "receive_daily": Desk.receive_daily,
    "undo": Desk.undo,
}
"""Verbs that are about no incident."""


def act(desk: Desk, matter: Uid, values: Mapping[str, Any]) -> Done:
    """Record an act; what only the complainant may do is theirs, a reply is one text throughout."""
    row = TRANSITIONS[Act(values["act"])]
    text = values.get("text", "")
    said = {
        "by": row.who if row.who is Who.COMPLAINANT else None,
        "letter": DecisionLetter(text, text, text, text) if Need.LETTER in row.needs else None,
        **values,
    }
    return desk.move(matter, Move(**said))


def matter_of(labels: Mapping[Uid, str], incident: Uid) -> Uid:
    """Return the matter that bears the same name in the drill as its incident."""
    return next(uid for uid, name in labels.items() if name == labels[incident] and uid != incident)
