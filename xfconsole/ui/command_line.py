"""The command line's grammar: one short line is one verb. Pure: text in, a ``Command`` out.

``[02-117:]c2 1 20``: the incident's number, without which the chosen one is meant; the verb's
letter; for a verb on posts the post's number in the list; then what the verb takes.

Besides, a whole word shows a screen: ``officers``, ``retention``, ``reception``; ``lock`` locks
the desk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from xfconsole.core.words.desk import (
    MAX_HEADCOUNT,
    CountSource,
    EmergencyService,
    ReportKind,
    RingOutcome,
)
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.typed import as_numbered, minutes, narrow, whole_number
from xfconsole.ui.keys.verb_table import BY_LETTER, IncidentVerb, Takes

WORDS: dict[str, str] = {
    "officers": "app.officers",
    "值班员": "app.officers",
    "retention": "app.retention",
    "保留期": "app.retention",
    "reception": "app.reception",
    "接待日": "app.reception",
    "upward": "app.upward",
    "报送": "app.upward",
    "report": "app.figures",
    "报表": "app.figures",
    "adopt": "app.adopt",
    "采用": "app.adopt",
    "lock": "app.lock",
    "锁屏": "app.lock",
}
"""Whole words, and the actions that they stand for."""
_PREFIX = re.compile(r"\s*(\d{1,2}[A-Za-z]{0,2}-\d{1,6})\s*[:：]")


@frozen
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
    verb, rest = _verb(rest)
    post: tuple[str, ...] = ()
    if verb.posts:
        if not rest:
            return Command(verb.name, incident)
        number, rest = _post(verb, rest)
        post = (number,)
    # Who arrived without a time is here now.
    nothing = ("",) if verb.takes is Takes.AGO else ()
    return Command(
        verb.name, incident, (*post, *(_READERS[verb.takes](verb, rest) if rest else nothing))
    )


def verb_of(line: str) -> str:
    """Return the verb a line begins with, or an empty text."""
    _, rest = _incident(line)
    verb = BY_LETTER.get(narrow(rest.lstrip()[:1]).lower())
    return verb.name if verb else ""


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
        return [f"{head}{letter}" for letter in BY_LETTER]
    relief = re.fullmatch(r"(\s*[vVｖＶ]\s*[\d０-９]+)\s*(.*)", rest)
    if relief is None:
        return []
    stem = relief[2].strip()
    return [f"{head}{relief[1]} {name}" for name in names if name.startswith(stem)]


# --- parts of a line -----------------------------------------------------------------------------


def _incident(line: str) -> tuple[str, str]:
    found = _PREFIX.match(narrow(line[:16]) + line[16:])
    return (as_numbered(found[1]), line[found.end() :]) if found else ("", line)


def _verb(rest: str) -> tuple[IncidentVerb, str]:
    rest = rest.strip()
    if not rest:
        raise Refused("command.refused.empty", verbs=" ".join(BY_LETTER))
    letter = narrow(rest[0]).lower()
    after = narrow(rest[1:2])
    known = letter in BY_LETTER
    # "no" is no head-count: a letter right after the verb makes another word of it.
    if not known or (letter.isalpha() and after.isascii() and after.isalpha()):
        word = neutral_line(rest.split()[0][:12])
        raise Refused("command.refused.verb", word=word, verbs=" ".join(BY_LETTER))
    return BY_LETTER[letter], rest[1:].strip()


def _post(verb: IncidentVerb, text: str) -> tuple[str, str]:
    """Split off the post's number."""
    found = re.match(r"(\d{1,2})(?!\d)", narrow(text))
    if found is None or int(found[1]) == 0:
        raise _expected(verb)
    return str(int(found[1])), text[found.end() :].strip()


def _nothing(verb: IncidentVerb, _: str) -> tuple[str, ...]:
    raise _expected(verb)


def _text(_: IncidentVerb, text: str) -> tuple[str, ...]:
    return (text,)


def _person(_: IncidentVerb, text: str) -> tuple[str, ...]:
    """Part a number from the name before it: it begins with the first word that is dialled."""
    found = re.search(r"\s[+(]?\d", narrow(text))
    parts = (text[: found.start()], text[found.start() :]) if found else (text,)
    return tuple(each.strip() for each in parts if each.strip())


def _outcome(verb: IncidentVerb, text: str) -> tuple[str, ...]:
    word, *more = narrow(text).split()
    outcomes = {str(n): each for n, each in enumerate(RingOutcome, start=1)}
    outcome = outcomes.get(word)
    if outcome is RingOutcome.ANSWERED and len(more) <= 1:
        return (outcome.value, _minutes(verb, more[0]) if more else "")
    if outcome is None or more:
        raise _expected(verb)
    return (outcome.value,)


def _ago(verb: IncidentVerb, text: str) -> tuple[str, ...]:
    found = re.fullmatch(r"-(\S+)", narrow(text))
    if found is None:
        raise _expected(verb)
    return (_minutes(verb, found[1]),)


def _wait(verb: IncidentVerb, text: str) -> tuple[str, ...]:
    return (_minutes(verb, narrow(text)),)


def _people(verb: IncidentVerb, text: str) -> tuple[str, ...]:
    word, *more = narrow(text).split()
    sources = {"e": CountSource.ESTIMATE, "c": CountSource.COUNTED}
    source = more[0].lower() if more else "c"
    people = whole_number(word)
    if people not in range(MAX_HEADCOUNT + 1) or len(more) > 1 or source not in sources:
        raise _expected(verb)
    return (str(people), sources[source].value)


def _report(verb: IncidentVerb, text: str) -> tuple[str, ...]:
    kinds = {str(n): each.value for n, each in enumerate(ReportKind, start=1)}
    if (number := narrow(text)) not in kinds:
        raise _expected(verb)
    return (kinds[number],)


def _service(verb: IncidentVerb, text: str) -> tuple[str, ...]:
    number, rest = narrow(text[:3]), text[3:]
    if number not in set(EmergencyService) or (rest and not rest[0].isspace()):
        raise _expected(verb)
    return (number, rest.strip()) if rest else (number,)


_READERS: dict[Takes, Callable[[IncidentVerb, str], tuple[str, ...]]] = {
    Takes.NOTHING: _nothing,
    Takes.TEXT: _text,
    Takes.MINUTES: _wait,
    Takes.AGO: _ago,
    Takes.OUTCOME: _outcome,
    Takes.PERSON: _person,
    Takes.PEOPLE: _people,
    Takes.REPORT: _report,
    Takes.SERVICE: _service,
}


def _minutes(verb: IncidentVerb, word: str) -> str:
    found = minutes(word)
    if found is None:
        raise _expected(verb)
    return str(found)


def _expected(verb: IncidentVerb) -> Refused:
    return Refused(f"verb.{verb.name}.expected")
