"""Prompts that the officer put off: each rests, then comes back under another name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from xfconsole.core.incident.fold import Snooze
from xfconsole.core.incident.prompts import Prompt, cut, prompt_uid
from xfconsole.core.words.desk import Uid


def snoozed(subject: Uid, snoozes: Mapping[Uid, Snooze], prompts: Sequence[Prompt]) -> list[Prompt]:
    """Split each snoozed prompt: it rests from the snooze on and comes back, anchored in it."""
    if not snoozes:
        return list(prompts)
    return [part for prompt in prompts for part in _rested(subject, snoozes, prompt)]


def _rested(subject: Uid, snoozes: Mapping[Uid, Snooze], prompt: Prompt) -> Iterator[Prompt]:
    snooze = snoozes.get(prompt.uid)
    if snooze is None:
        yield prompt
        return
    at, until, event = snooze
    yield from cut([prompt], at)
    uid, due = prompt_uid(subject, prompt.rule, event), max(until, prompt.due)
    back = replace(prompt, uid=uid, due=due, until=None)
    for part in cut([back], prompt.until):
        yield from _rested(subject, snoozes, part)
