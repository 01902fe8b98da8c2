"""What an officer does at a live incident: of each verb once its words, keys, letter and needs.

The live screen's keys, the cards of prompts, the F8 line and drills read it. A verb's texts stand
in the catalogue under ``verb.<name>``: ``action`` and ``help``, ``form`` and ``expected`` of its
line, ``whom`` of its post.
"""

from __future__ import annotations

from enum import Enum, auto

from xfconsole.core.words.frozen import frozen
from xfconsole.ui.keys.action import Action


class Takes(Enum):
    """What follows a verb's letter on the F8 line, after the post. Left out, its card asks; but
    left out after AGO, it is now."""

    NOTHING = auto()
    TEXT = auto()
    MINUTES = auto()
    """``15``: in fifteen minutes."""
    AGO = auto()
    """``-5``: five minutes ago."""
    OUTCOME = auto()
    """``2``, or ``1 20``: how ringing ended, and in how many minutes they come."""
    PERSON = auto()
    """A name, and a number after it."""
    PEOPLE = auto()
    """``33``, or ``33 e``: counted or estimated."""
    REPORT = auto()
    """``1`` to ``3``: first, follow-up, final."""
    SERVICE = auto()
    """``120`` and the reason."""


class Posts(Enum):
    """Which posts a verb can be about."""

    ANY = auto()
    AWAITED = auto()
    """Known, and nobody is here for it, though it may have been stood down."""
    OPEN = auto()
    CORRECTED = auto()
    """Open, and called on a count corrected since."""


@frozen
class Key:
    """A verb's key on one kind of screen; ``action`` is its name there, if not the verb's own.

    ``answers`` are those that the key gives by itself, after the post.
    """

    keys: str
    twin: str
    action: str = ""
    answers: tuple[str, ...] = ()
    show: bool = True


@frozen
class IncidentVerb:
    """One verb. With ``posts`` it is about one of these, else about the incident as a whole.

    ``letter`` begins its F8 line. ``any_card``: its keys are those of every card, not only of an
    incident's. ``desk`` is the desk's method, where that is not called the same.
    """

    name: str
    letter: str
    live: Key | None
    card: tuple[Key, ...] = ()
    takes: Takes = Takes.TEXT
    posts: Posts | None = None
    any_card: bool = False
    desk: str = ""


LINE = "coaentrxvqlusdbfi!"
"""The letters of the F8 line in the order in which they are offered."""
CARD = "d1234567o890u"
"""The keys of a prompt's card in the order in which they are shown."""
_OUTCOMES = (
    Key("1", "ctrl+r", "answered", ("answered",)),
    Key("2", "ctrl+n", "no_answer", ("no_answer",)),
    Key("3", "ctrl+b", "busy", ("busy",)),
    Key("4", "ctrl+f", "refused", ("refused",)),
    Key("5", "ctrl+w", "wrong_number", ("wrong_number",)),
)
_ARRIVED, _RELIEVED = Key("6", "ctrl+a", "arrived", ("",)), Key("7", "ctrl+d", "relieved")
_UNDO, _EMERGENCY = Key("u", "ctrl+z", show=False), "exclamation_mark,fullwidth_exclamation_mark"

VERBS: tuple[IncidentVerb, ...] = (
    IncidentVerb("ring", "c", Key("c", "ctrl+g"), _OUTCOMES, Takes.OUTCOME, Posts.ANY, True),
    IncidentVerb("arrive", "a", Key("a", "ctrl+a"), (_ARRIVED,), Takes.AGO, Posts.AWAITED),
    IncidentVerb("eta", "e", Key("e", "ctrl+e"), takes=Takes.MINUTES, posts=Posts.AWAITED),
    IncidentVerb("count", "n", Key("n", "ctrl+n"), takes=Takes.PEOPLE),
    IncidentVerb("undo", "u", Key("u", "ctrl+z"), (_UNDO,), Takes.NOTHING, any_card=True),
    IncidentVerb("emergency", "!", Key(_EMERGENCY, "ctrl+f"), takes=Takes.SERVICE),
    IncidentVerb("report", "r", Key("r", "ctrl+r"), (Key("8", "ctrl+t"),), Takes.REPORT),
    IncidentVerb("note", "t", Key("t", "ctrl+t")),
    IncidentVerb("close", "x", Key("x", "ctrl+x")),
    IncidentVerb("relieve", "v", Key("v", "ctrl+d"), (_RELIEVED,), posts=Posts.AWAITED),
    IncidentVerb("requests", "q", Key("q", "ctrl+y")),
    IncidentVerb("raise", "l", Key("l", "ctrl+u"), desk="raise_level"),
    IncidentVerb("correct", "", Key("k", "ctrl+k")),
    IncidentVerb(
        "stand_down", "s", Key("s", "ctrl+s"), (Key("0", "ctrl+x"),), posts=Posts.CORRECTED
    ),
    IncidentVerb("policy", "", Key("p", "ctrl+l"), desk="accept_policy"),
    IncidentVerb("safety", "", Key("w", "ctrl+w")),
    IncidentVerb("unit", "d", Key("d", "ctrl+o"), desk="name_unit"),
    IncidentVerb("township", "b", Key("b", "ctrl+b"), desk="name_township"),
    IncidentVerb("other", "o", Key("o", "f7"), (Key("o", "f7"),), Takes.PERSON, Posts.OPEN, True),
    IncidentVerb("told", "f", Key("f", "ctrl+v"), takes=Takes.NOTHING),
    IncidentVerb("instruct", "i", Key("i", "insert"), takes=Takes.NOTHING),
    IncidentVerb("paper", "", Key("y", "shift+f7,f19")),
    IncidentVerb("snooze", "", None, (Key("9", "ctrl+s"),), any_card=True),
    IncidentVerb("place", "", None, (Key("d", "ctrl+u"),)),
)
"""All of them, in the order of the live screen's key bar."""

BY_NAME = {each.name: each for each in VERBS}
BY_LETTER = {letter: next(each for each in VERBS if each.letter == letter) for letter in LINE}
ON_CARD = {(key.action or verb.name): (key, verb) for verb in VERBS for key in verb.card}
"""The keys of a prompt's card by the name of their action, each with its verb."""


def live_actions() -> list[Action]:
    """Return the verbs' actions on the live screen."""
    return [_action("live", each.live, each) for each in VERBS if each.live]


def card_actions() -> list[Action]:
    """Return the verbs' actions on a prompt's card."""
    pairs = sorted(ON_CARD.values(), key=lambda pair: CARD.index(pair[0].keys))
    return [_action("prompt", key, verb) for key, verb in pairs]


def _action(group: str, key: Key, verb: IncidentVerb) -> Action:
    name = f"{group}.{key.action or verb.name}"
    return Action(name, key.keys, key.twin, show=key.show, verb=verb.name)
