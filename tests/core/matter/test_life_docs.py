"""docs/life.md and docs/rules.md say what the machine and its limits are: made from them, held."""

from __future__ import annotations

from enum import StrEnum

import pytest

from tests import sources
from tests.held import hold, section
from xfconsole.core.matter.limits import LIMITS, MOST_EXTENSION
from xfconsole.core.matter.transitions import ENDS, STARTS_WHEN, TRANSITIONS, Transition, possible
from xfconsole.core.words.procedure import Act, Clock, Ground, Law, Measure, State
from xfconsole.office_files.in_force import default_pack
from xfconsole.ui.text.cells import width
from xfconsole.ui.words.catalogue import catalogue
from xfconsole.ui.words.closed_lists import word_key

LIFE = sources.ROOT / "docs" / "life.md"
RULES = sources.ROOT / "docs" / "rules.md"


def word(member: StrEnum, language: str = "en") -> str:
    return catalogue(language).say(word_key(member))


def both(member: StrEnum) -> str:
    return f"{word(member)} {word(member, 'zh')}"


def short(law: Law) -> str:
    """Return an article as the docs write it."""
    if law is Law.TRIAL_2016:
        return "trial measures 2016"
    return f"TG {law.value[2:].replace('_', ', ')}" if law.value.startswith("tg") else law.value


def article(row: Transition) -> str:
    """Return an act's article; declining has one for each of its grounds."""
    laws = [each.law for each in Ground] if row.act is Act.DECLINE else [row.law]
    return ", ".join(map(short, laws))


def listed(members: object) -> str:
    found = set(members)  # type: ignore[call-overload]
    if found >= ENDS:
        more = "; and what may be asked" if found > ENDS else ""
        return f"all that is owed{more}"
    return "; ".join(word(each) for each in sorted(found, key=list(Clock).index)) or "–"


def diagram() -> str:
    """Return every move from one state to another; acts done where a matter stands are below."""
    lines = ["```mermaid", "stateDiagram-v2", "    direction LR", "    [*] --> registered"]
    for row in TRANSITIONS.values():
        if row.act in (Act.WITHDRAW, Act.REOPEN):
            continue
        for source, to in row.moves.items():
            if source is not to:
                lines.append(f"    {source.value} --> {to.value}: {word(row.act)}")
        if row.act is Act.UPHOLD:
            lines.append(f"    objected --> assigned: {word(row.act)}")
    lines += ["    archived --> [*]", "```"]
    return "\n".join(lines) + "\n"


def of_states() -> str:
    """Return where each act leads from each state, to read in a terminal."""
    lines = ["```text"]
    for state in State:
        lines.append(f"{word(state)} ({word(state, 'zh')})")
        for row in possible(state):
            to = row.moves[state]
            if to is not state:
                lines.append(f"  {word(row.act)} [{article(row)}] -> {word(to)}")
        here = [word(row.act) for row in possible(state) if row.moves[state] is state]
        lines += _wrapped("  here: ", here)
    return "\n".join([*lines, "```"]) + "\n"


def _wrapped(begin: str, words: list[str]) -> list[str]:
    lines, line = [], begin
    for number, each in enumerate(words):
        part = each + ("," if number + 1 < len(words) else "")
        if len(line) + len(part) > 76:
            lines.append(line.rstrip())
            line = " " * len(begin)
        line += part + " "
    return [*lines, line.rstrip()] if words else lines


def of_acts() -> str:
    head = (
        "| act | who | from | to | needs | article | starts | stops |\n"
        "|---|---|---|---|---|---|---|---|\n"
    )
    return head + "".join(map(act_line, TRANSITIONS.values()))


def act_line(row: Transition) -> str:
    stays = all(source is to for source, to in row.moves.items())
    targets = list(dict.fromkeys(row.moves.values()))
    sources_ = "any state" if len(row.moves) == len(State) else ", ".join(map(word, row.moves))
    to = "the same" if stays else ", ".join(map(word, targets))
    if row.act is Act.UPHOLD:
        to += f", or {word(State.ASSIGNED)} as it was"
    needs = ", ".join(map(word, row.needs)) or "–"
    if row.may:
        needs += f"; may say {', '.join(map(word, row.may))}"
    if row.guards:
        needs += f" ({', '.join(each.value.replace('_', ' ') for each in row.guards)})"
    starts = listed(row.starts)
    if any(clock in STARTS_WHEN for clock in row.starts):
        starts += " (by what is served)"
    if row.resumes:
        starts = f"resumes {listed(row.resumes)}"
    stops = f"excludes the days from {listed(row.excludes)}" if row.excludes else listed(row.stops)
    return (
        f"| {both(row.act)} | {word(row.who)} | {sources_} | {to} | {needs} | {article(row)} "
        f"| {starts} | {stops} |\n"
    )


def length(clock: Clock) -> str:
    limit, own = LIMITS[clock], default_pack().procedure
    match clock:
        case Clock.SPLIT:
            return " / ".join(map(str, own.split_days)) + " days"
        case Clock.URGENT_PHONE:
            return f"{own.urgent_phone_minutes} minutes"
        case Clock.URGENT_WRITTEN:
            return f"{own.urgent_written_minutes} minutes"
        case Clock.ALLOWANCE:
            return f"{own.allowance_workdays} working days"
        case Clock.LEADER:
            return f"{own.leader_workdays} working day"
        case Clock.SIMPLE_ACCEPT:
            return f"{own.simple_accept_workdays} working days"
        case Clock.SIMPLE_DECIDE:
            return f"{own.simple_decide_workdays} working days"
    if limit.measure is Measure.ORDERED:
        return "the date ordered"
    more = f", + up to {MOST_EXTENSION}" if clock is Clock.DECIDE else ""
    return f"{limit.days} {'working ' * (limit.measure is Measure.WORKING)}days{more}"


STARTED_BY = {
    Clock.DEAL: "receipt, or reopening",
    Clock.SPLIT: "receipt",
    Clock.SHADOW: "day 15 of receipt by the unit, when nobody has accepted",
    Clock.URGENT_PHONE: "receipt",
    Clock.URGENT_WRITTEN: "receipt",
    Clock.SUGGESTION: "receipt, or reopening",
    Clock.ALLOWANCE: "receipt, or reopening",
    Clock.SIMPLE_ACCEPT: "receipt by the unit, once it is handled simply",
    Clock.LEADER: "receipt, or reopening, of a joint letter that ten or more signed",
    Clock.SIMPLE_DECIDE: "accept, when it is handled simply",
}
"""The starts that are no act's own instant."""
SOURCES = {Clock.URGENT_PHONE: "plan", Clock.URGENT_WRITTEN: "plan"}
"""The article names no number: the office's own plan does."""


def of_limits() -> str:
    head = "| duty or right | clock starts | whose | limit | source |\n|---|---|---|---|---|\n"
    return head + "".join(map(limit_line, Clock))


def limit_line(clock: Clock) -> str:
    limit = LIMITS[clock]
    acts = [word(row.act) for row in TRANSITIONS.values() if clock in row.starts]
    start = STARTED_BY.get(clock) or ", ".join(acts)
    source = ", ".join(filter(None, [short(limit.law), SOURCES.get(clock, "")]))
    return f"| {both(clock)} | {start} | {word(limit.who)} | {length(clock)} | {source} |\n"


@pytest.mark.parametrize(
    ("name", "made"),
    [("diagram", diagram), ("states", of_states), ("acts", of_acts)],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_the_page_of_the_life_is_the_machine(name: str, made: object) -> None:
    hold(LIFE, name, made())  # type: ignore[operator]


def test_the_rules_have_every_limit() -> None:
    hold(RULES, "limits", of_limits())


def test_a_terminal_can_show_the_plain_table() -> None:
    assert max(map(width, section(LIFE, "states").splitlines())) <= 80


@pytest.mark.parametrize("act", Act)
def test_every_act_is_in_the_diagram_or_said_to_be_done_where_a_matter_stands(act: Act) -> None:
    text = section(LIFE, "diagram") + section(LIFE, "states")
    assert word(act) in text
