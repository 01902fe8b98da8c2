"""Measures what the officer sees, from outside through a pty: first paint, readiness, key echo."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.bench.figure import Figure, interleaved, percentile
from tests.bench.offices import OFFICER, PASSPHRASE, opened
from tests.bench.probe import Probe, bare, console, fresh_keys, running
from xfconsole.app.console import ConsoleApp
from xfconsole.app.offices import DiskOffices
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.host import Office

FIRST_PAINT, USABLE, AT_ONCE = 1.10, 1.6, 3.0
ECHO_MEDIAN, ECHO_SLOWEST = 1.10, 1.25
_F2, _CLEAR = "\x1bOQ", "\x15"
_FORM_SHOWN, _FIRST_INCIDENT = "New registration", "-001"
_FIRST_CHANNEL, _CHOSEN = "1", "[1"
_PACE = 0.1
"""Seconds from key to key of somebody who types a passphrase well."""


def first_paints(folder: Path, office: Path, rounds: int) -> list[Figure]:
    """Time from the start to the first output, of each screen a start can begin with.

    ``folder`` is empty, so that the console finds no office there.
    """
    starts = {
        "first start": ["--home", str(folder)],
        "unlock": ["--home", str(office)],
        "demo": ["--demo", "--home", str(folder)],
    }
    return [
        _first_paint(name, arguments, folder if name != "unlock" else office, rounds)
        for name, arguments in starts.items()
    ]


def _first_paint(name: str, arguments: Sequence[str], home: Path, rounds: int) -> Figure:
    widgets = asyncio.run(count_widgets(home, demo=name == "demo"))
    sides = console(*arguments), bare("words", str(widgets))

    def paint(command: Sequence[str]) -> float:
        with running(command) as probe:
            return probe.first_paint()

    for side in sides:
        paint(side)  # The first run of all compiles and fills the disk's cache.
    ours, least = interleaved(rounds, *(lambda side=side: paint(side) for side in sides))
    return Figure(f"first paint: {name} ({widgets} widgets)", ours, least, FIRST_PAINT)


async def count_widgets(home: Path, *, demo: bool = False) -> int:
    """Return how many widgets our first screen has that the bare app does not have anyway."""
    app = ConsoleApp(_Waiting(home) if demo else DiskOffices(home), demo=demo)
    async with app.run_test() as pilot:
        await pilot.pause()
        return len(app.screen.query("*").exclude("ToastRack, Tooltip, Toast"))


class _Waiting(DiskOffices):
    """A demo office that never opens, so that the opening screen stays."""

    def demo(self) -> Office:
        """Refuse: only the screen before it is wanted."""
        raise Refused("vault.refused.no_office", folder="")


def usable(office: Path, rounds: int, what: str) -> list[Figure]:
    """Time an officer waits from the start until the form shows the first key; a bare input's.

    Deriving the key from the passphrase costs nothing here (see offices.CHEAP). The first row
    leaves out the time it takes a hand to type the passphrase, which the program uses to get
    ready; in the second it is typed in no time, as no hand does.
    """

    def least() -> float:
        with running(bare("input")) as probe:
            probe.first_paint()
            key = fresh_keys(1)[0]
            probe.send(key)
            return probe.until_shown(key) - probe.started

    def by_hand() -> float:
        return _waited(office, _PACE)

    def at_once() -> float:
        return _waited(office, 0)

    at_once()
    typed, pasted, beside = interleaved(rounds, by_hand, at_once, least)
    return [
        Figure(f"usable with {what}", typed, beside, USABLE),
        Figure(f"usable with {what}, passphrase in no time", pasted, beside, AT_ONCE),
    ]


def _waited(office: Path, pace: float) -> float:
    """Seconds from the start to the first key seen in the form, those of typing left out."""
    with running(console("--home", str(office))) as probe:
        # A hand may begin at once; Enter needs the officer's name to be there.
        asked = probe.first_paint() + probe.started if pace else probe.until_shown(OFFICER)
        for key in PASSPHRASE:
            probe.send(key)
            probe.pass_time(pace)
        answered = probe.send("\r")
        probe.until_shown(_FORM_SHOWN)
        probe.send(_FIRST_CHANNEL)
        seen = probe.until_shown(_CHOSEN)
    _forget_draft(office)
    return (asked - probe.started) + (seen - answered)


def key_echo(office: Path, rounds: int, keys: int, what: str) -> list[Figure]:
    """Time from a key to its character on the screen: in the form's summary, and a bare input."""
    with ExitStack() as closing:
        form = closing.enter_context(running(console("--home", str(office))))
        line = closing.enter_context(running(bare("input")))
        _unlock(form)
        form.until_shown(_FIRST_INCIDENT)
        form.settle(0.5)
        form.send(_F2)
        form.until_shown(_FORM_SHOWN)
        form.settle(0.3)
        form.send(_FIRST_CHANNEL + "\r")
        for probe in (form, line):
            probe.settle(0.3)
            _typed(probe, 20)
        found, beside = interleaved(rounds, lambda: _typed(form, keys), lambda: _typed(line, keys))
    _forget_draft(office)
    return [
        Figure(f"key echo, {name}, {what}", _each(found, share), _each(beside, share), limit)
        for name, share, limit in (("p50", 0.5, ECHO_MEDIAN), ("p99", 0.99, ECHO_SLOWEST))
    ]


def _each(rounds: Sequence[Sequence[float]], share: float) -> list[float]:
    return [percentile(times, share) for times in rounds]


def _typed(probe: Probe, keys: int) -> list[float]:
    """Type so many characters into an empty line and empty it again; returns the times."""
    times = []
    for key in fresh_keys(keys):
        times.append(probe.echo(key))
        probe.settle()
    probe.send(_CLEAR)
    probe.settle(0.1)
    return times


def _unlock(probe: Probe) -> None:
    probe.until_shown(OFFICER)
    probe.send(PASSPHRASE + "\r")


def _forget_draft(office: Path) -> None:
    """Drop what was typed, or the next start would offer it."""
    with opened(office) as served, served.office.store.begin() as transaction:
        transaction.drop_draft("intake")
