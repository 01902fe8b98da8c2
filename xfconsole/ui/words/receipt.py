"""What is answered to whoever asks after a matter with its code, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from xfconsole.core.matter.life import MatterLife
from xfconsole.core.matter.limits import Rules
from xfconsole.core.matter.promises import Promise, promises
from xfconsole.core.words.procedure import Who
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.times import day, day_count


def answer_lines(life: MatterLife, rules: Rules, now: datetime) -> Iterator[str]:
    """Yield the number and the day of receipt, then each promise: what, who, by when, and if kept.

    Nothing here says what the matter is about, or who brought it.
    """
    yield say("receipt.of", number=life.number, on=day(received_on(life, rules)))
    found = promises(life, rules, now)
    yield from map(_told, found)
    if all(each.done for each in found):
        yield say("receipt.nothing_open")


def received_on(life: MatterLife, rules: Rules) -> date:
    """Return the day on which the matter reached the office."""
    assert life.receipt is not None
    return life.receipt[1].astimezone(rules.zone).date()


def _told(promise: Promise) -> str:
    who = promise.unit if promise.who is Who.UNIT and promise.unit else word(promise.who)
    return say(
        "receipt.promise", what=promise.clock, who=who, last=day(promise.last), how=_how(promise)
    )


def _how(promise: Promise) -> str:
    if promise.done is None:
        return (
            say("receipt.overdue", days=day_count(promise.late))
            if promise.late
            else say("receipt.open")
        )
    on = day(promise.done)
    if promise.late:
        return say("receipt.done_late", on=on, days=day_count(promise.late))
    return say("receipt.done", on=on)
