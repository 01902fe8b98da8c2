"""The command line's grammar: one short line is one verb. Pure: text in, a ``Command`` out.

``[02-117:]`` names an incident; without it the chosen one is meant. Posts are numbers of the list.

    n 33 [e]            head-count, counted or estimated
    c2 [1-5 [20]]       ring post 2, how it ended, minutes until they come
    o2 [NAME NUMBER]    ring NAME, who is not on the roster, for post 2
    a2 [-5]             post 2 arrived, five minutes ago
    e2 15               post 2 comes in fifteen minutes
    v2 NAME             NAME is the deputy for post 2
    s2 REASON           post 2 need not come
    d NAME, b NAME      it concerns this unit, this township
    t TEXT, q TEXT      note, request
    r [1-3]             first, follow-up, final report
    l REASON            raise the level
    u                   take back the outcome logged last, within a minute
    x [SUMMARY]         end the incident
    ! 120 REASON        emergency number rung

Besides, a whole word shows a screen: ``officers``, ``retention``; ``lock`` locks the desk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from xfconsole.core.words.desk import (
    MAX_HEADCOUNT,
    CountSource,
    EmergencyService,
    ReportKind,
    RingOutcome,
)
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.typed import minutes, narrow, whole_number

VERBS: dict[str, str] = {
    "c": "ring",
    "o": "other",
    "a": "arrive",
    "e": "eta",
    "n": "count",
    "t": "note",
    "r": "report",
    "x": "close",
    "v": "relieve",
    "q": "requests",
    "l": "raise",
    "u": "undo",
    "s": "stand_down",
    "d": "unit",
    "b": "township",
    "!": "emergency",
}
"""The letters, the same as the live screen's keys, and the verbs they stand for."""
WORDS: dict[str, str] = {
    "officers": "app.officers",
    "值班员": "app.officers",
    "retention": "app.retention",
    "保留期": "app.retention",
    "lock": "app.lock",
    "锁屏": "app.lock",
}
"""Whole words, and the actions that they stand for."""
WITH_POST = frozenset({"ring", "other", "arrive", "eta", "relieve", "stand_down"})
_PREFIX = re.compile(r"\s*(\d{1,2}-\d{1,6})\s*[:：]")


@dataclass(frozen=True, slots=True)
class Command:
    """One verb. ``values`` are its answers in the order a card would ask for them.

    Fewer values than the verb needs leave the rest to its card.
    """

    verb: str
    incident: str = ""
    values: tuple[str, ...] = ()


def parse(line: str) -> Command:
    """Return the command a line means. Raises Refused saying what was expected."""
    incident, rest = _incident(line)
    letter, rest = _letter(rest)
    verb = VERBS[letter]
    if verb in WITH_POST:
        post, rest = _post(verb, rest)
        if not post:
            _nothing_more(verb, rest)
            return Command(verb, incident)
        return Command(verb, incident, (post, *_after_post(verb, rest)))
    return Command(verb, incident, _without_post(verb, rest))


def verb_of(line: str) -> str:
    """Return the verb a line begins with, or an empty text."""
    _, rest = _incident(line)
    return VERBS.get(narrow(rest.lstrip()[:1]).lower(), "")


def post_of(line: str) -> int:
    """Return the number of the post that a line names right after its verb, or 0."""
    _, rest = _incident(line)
    found = re.match(r"\s*[^\W\d]\s*(\d{1,2})(?!\d)", narrow(rest[:8]))
    return int(found[1]) if found else 0


def complete(line: str, names: Iterable[str]) -> list[str]:
    """Return the lines that Tab offers: verbs for an empty line, names after ``v2``."""
    found = _PREFIX.match(line)
    head, rest = (line[: found.end()], line[found.end() :]) if found else ("", line)
    if not rest.strip():
        return [f"{head}{letter}" for letter in VERBS]
    relief = re.fullmatch(r"(\s*[vVｖＶ]\s*[\d０-９]+)\s*(.*)", rest)
    if relief is None:
        return []
    stem = relief[2].strip()
    return [f"{head}{relief[1]} {name}" for name in names if name.startswith(stem)]


# --- parts of a line -----------------------------------------------------------------------------


def _incident(line: str) -> tuple[str, str]:
    found = _PREFIX.match(narrow(line[:16]) + line[16:])
    return (found[1], line[found.end() :]) if found else ("", line)


def _letter(rest: str) -> tuple[str, str]:
    rest = rest.strip()
    if not rest:
        raise Refused("command.refused.empty", verbs=" ".join(VERBS))
    letter = narrow(rest[0]).lower()
    after = narrow(rest[1:2])
    known = letter in VERBS
    # "no" is no head-count: a letter right after the verb makes another word of it.
    if not known or (letter.isalpha() and after.isascii() and after.isalpha()):
        word = neutral_line(rest.split()[0][:12])
        raise Refused("command.refused.verb", word=word, verbs=" ".join(VERBS))
    return letter, rest[1:]


def _post(verb: str, rest: str) -> tuple[str, str]:
    """Split off the post's number."""
    rest = rest.lstrip()
    found = re.match(r"(\d{1,2})(?!\d)", narrow(rest))
    if found is None or int(found[1]) == 0:
        if not rest:
            return "", ""
        raise _expected(verb)
    return str(int(found[1])), rest[found.end() :]


def _after_post(verb: str, rest: str) -> tuple[str, ...]:
    words = narrow(rest).split()
    if verb == "ring":
        return _ring(words)
    if verb == "other":
        return _name_and_number(rest)
    if verb == "arrive":
        return _arrive(words)
    if verb == "eta":
        if len(words) > 1:
            raise _expected(verb)
        return tuple(_minutes(verb, word) for word in words)
    text = rest.strip()
    return (text,) if text else ()


def _name_and_number(rest: str) -> tuple[str, ...]:
    """Part a number from the name before it: it begins with the first word that is dialled."""
    text = rest.strip()
    found = re.search(r"\s[+(]?\d", narrow(text))
    parts = (text[: found.start()], text[found.start() :]) if found else (text,)
    return tuple(each.strip() for each in parts if each.strip())


def _ring(words: list[str]) -> tuple[str, ...]:
    if not words:
        return ()
    outcomes = {str(n): each for n, each in enumerate(RingOutcome, start=1)}
    if words[0] not in outcomes or len(words) > 2:
        raise _expected("ring")
    outcome = outcomes[words[0]]
    if outcome is not RingOutcome.ANSWERED:
        if len(words) > 1:
            raise _expected("ring")
        return (outcome.value,)
    minutes = _minutes("ring", words[1]) if len(words) > 1 else ""
    return (outcome.value, minutes)


def _arrive(words: list[str]) -> tuple[str, ...]:
    if not words:
        return ("",)
    if len(words) > 1 or not words[0].startswith("-"):
        raise _expected("arrive")
    return (_minutes("arrive", words[0][1:]),)


def _without_post(verb: str, rest: str) -> tuple[str, ...]:
    text, words = rest.strip(), narrow(rest).split()
    if verb == "undo":
        _nothing_more(verb, rest)
        return ()
    if verb == "count":
        return _count(words)
    if verb == "report":
        return _report(words)
    if verb == "emergency":
        return _emergency(text)
    return (text,) if text else ()


def _count(words: list[str]) -> tuple[str, ...]:
    if not words:
        return ()
    sources = {"e": CountSource.ESTIMATE, "c": CountSource.COUNTED}
    source = words[1].lower() if len(words) == 2 else "c"
    people = whole_number(words[0])
    if people not in range(MAX_HEADCOUNT + 1) or len(words) > 2 or source not in sources:
        raise _expected("count")
    return (str(people), sources[source].value)


def _report(words: list[str]) -> tuple[str, ...]:
    if not words:
        return ()
    kinds = {str(n): each.value for n, each in enumerate(ReportKind, start=1)}
    if len(words) > 1 or words[0] not in kinds:
        raise _expected("report")
    return (kinds[words[0]],)


def _emergency(text: str) -> tuple[str, ...]:
    if not text:
        return ()
    number = narrow(text[:3])
    rest = text[3:]
    if number not in set(EmergencyService) or (rest and not rest[0].isspace()):
        raise _expected("emergency")
    reason = rest.strip()
    return (number, reason) if reason else (number,)


def _minutes(verb: str, word: str) -> str:
    found = minutes(word)
    if found is None:
        raise _expected(verb)
    return str(found)


def _nothing_more(verb: str, rest: str) -> None:
    if rest.strip():
        raise _expected(verb)


def _expected(verb: str) -> Refused:
    return Refused(EXPECTED[verb])


EXPECTED: dict[str, str] = {
    "ring": "command.refused.ring",
    "other": "command.refused.other",
    "arrive": "command.refused.arrive",
    "eta": "command.refused.eta",
    "relieve": "command.refused.relieve",
    "stand_down": "command.refused.stand_down",
    "undo": "command.refused.undo",
    "count": "command.refused.count",
    "report": "command.refused.report",
    "emergency": "command.refused.emergency",
}
"""What was expected of each verb that can be misspelt."""
