"""Measures what a console costs that only stands there: processor time, beside a bare clock."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path

from tests.bench.figure import Figure
from tests.bench.offices import OFFICER, PASSPHRASE, gather, new_office
from tests.bench.probe import Probe, bare, console, running

AS_A_CLOCK = 1.5
_FIRST_INCIDENT = "-001"
_PER_MINUTE = 60.0


def idle(office: Path, rounds: int, seconds: float) -> Figure:
    """Processor time of the live screen, and of a bare app with a clock in the same seconds.

    Both are in seconds a minute; what a part of a minute took is scaled up. ``office`` is founded.
    """
    with new_office(office) as served:
        gather(served, 1)
    with ExitStack() as closing:
        ours = closing.enter_context(running(console("--home", str(office))))
        clock = closing.enter_context(running(bare("clock")))
        ours.until_shown(OFFICER)
        ours.send(PASSPHRASE + "\r")
        ours.until_shown(_FIRST_INCIDENT)
        found = [_spent((ours, clock), seconds) for _ in range(rounds + 1)]
    # In the first round what was left to do at opening is still being done.
    sides = [[each[side] * _PER_MINUTE / seconds for each in found[1:]] for side in (0, 1)]
    return Figure("idle console, a minute, one live incident", sides[0], sides[1], AS_A_CLOCK)


def _spent(probes: tuple[Probe, Probe], seconds: float) -> tuple[float, float]:
    before = [probe.processor_time() for probe in probes]
    late = time.perf_counter() + seconds
    while time.perf_counter() < late:
        for probe in probes:
            probe.pass_time(0.1)
    ours, beside = (probe.processor_time() - at for probe, at in zip(probes, before, strict=True))
    return ours, beside
