"""What is over is found without looking through all of a night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from xfconsole.core.facts.announced import PromptCleared, PromptMoved, PromptRaised
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.incident.fold import Announced
from xfconsole.core.incident.placing import ASKS_FOR
from xfconsole.core.incident.prompts import EndedPrompts, Prompt
from xfconsole.core.words.desk import PromptKind

START = datetime(2026, 2, 19, 18, 0, tzinfo=UTC)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def prompt(name: str, until: int, kind: PromptKind = PromptKind.RING) -> Prompt:
    return Prompt(name, kind, "rule", "unit_head", None, START, at(until))


KINDS = st.sampled_from([PromptKind.RING, PromptKind.DEPUTY, *ASKS_FOR])


@given(st.lists(st.tuples(st.integers(0, 9), KINDS), max_size=12), st.integers(-1, 10))
def test_none_is_left_out_that_was_not_over_or_asked_for_a_place(
    found: list[tuple[int, PromptKind]], minute: int
) -> None:
    prompts = [prompt(str(place), until, kind) for place, (until, kind) in enumerate(found)]
    ended = EndedPrompts(ASKS_FOR)
    ended.add(prompts[:5])
    ended.add(prompts[5:])
    assert ended.since(None) == prompts

    def wanted(each: Prompt) -> bool:
        return each.kind in ASKS_FOR or (each.until is not None and each.until > at(minute))

    assert [each for each in ended.since(at(minute)) if wanted(each)] == list(
        filter(wanted, prompts)
    )


def test_of_a_long_night_the_last_few_are_looked_at() -> None:
    ended = EndedPrompts(ASKS_FOR)
    ended.add(prompt(str(minute), minute) for minute in range(600))
    assert [each.uid for each in ended.since(at(597))] == ["598", "599"]


def test_what_stands_is_told_in_the_order_in_which_it_was_first_shown() -> None:
    announced = Announced()
    for uid, fact in enumerate((*map(raised, "abc"), cleared("a"), cleared("b"), raised("a"))):
        announced.apply(Event(str(uid), "incident", START, START, "李敏", fact))
    assert [each.event.prompt for each in announced.in_sight()] == ["a", "c"]


def test_what_is_told_of_a_prompt_that_nobody_here_raised_is_passed_over() -> None:
    announced = Announced()
    moved = PromptMoved("a", PromptKind.RING, "rule", "unit_head", "", START, START)
    for uid, fact in enumerate((cleared("a"), moved, raised("b"), cleared("a"))):
        announced.apply(Event(str(uid), "incident", START, START, "李敏", fact))
    assert [each.event.prompt for each in announced.in_sight()] == ["b"]


def raised(uid: str) -> Fact:
    return PromptRaised(
        uid, PromptKind.RING, "rule", "unit_head", "unit_head", "", START, 0, 0, False
    )


def cleared(uid: str) -> Fact:
    return PromptCleared(uid, PromptKind.RING, "rule", "unit_head", "", START)
