"""``python -m tests.bench``: run every measurement and print the table (docs/speed.md)."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench.commands import commands
from tests.bench.dated import dated
from tests.bench.engine import engine
from tests.bench.figure import Figure
from tests.bench.idle import idle
from tests.bench.ledger import ledger
from tests.bench.offices import copied, fill, gather, new_office, opened
from tests.bench.raw import raw_office
from tests.bench.reported import reported
from tests.bench.searching import searching
from tests.bench.storing import drafts, importing, registering
from tests.bench.syncing import EVENTS, FEW, syncing, wait_for_disk
from tests.bench.syncing import MANY as MANY_ENTRIES
from tests.bench.table import markdown, plain
from tests.bench.terminal import first_paints, key_echo, usable

PARTS = ("paint", "usable", "echo", "idle", "commands", "store")
ENGINE = "engine"
SEARCH, LEDGER, REPORT, SYNC = "search", "ledger", "report", "sync"
"""Run only when they are asked for: filling their registers takes longer than all the others."""
MATTERS, MANY, INCIDENTS, DATES, STEPS = 100_000, 1_000_000, 50, 100_000, 10_000
KEYS, DRAFTS, REGISTRATIONS, LETTERS = 80, 1_000, 100, 1_000
"""So many in each round."""
IDLE = 6.0
"""Seconds of each round."""


def main() -> None:
    """Measure what was asked for, in a folder that is removed afterwards."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="xfconsole-bench-") as folder:
        figures = measure(Path(folder), asked.only, asked.rounds, asked.matters or MATTERS)
        if ENGINE in asked.only:
            _say("engine")
            figures += engine(asked.rounds, asked.steps)
            figures.append(dated(Path(folder) / "dated", asked.rounds, DATES))
        if SEARCH in asked.only:
            size = asked.matters or MANY
            _say(f"search, over {size:,} matters")
            figures += searching(Path(folder) / "searched", size, asked.rounds)
        if LEDGER in asked.only:
            size = asked.matters or MANY
            _say(f"ledger, over {size:,} matters")
            figures += ledger(Path(folder) / "listed", asked.rounds, size)
        if REPORT in asked.only:
            size = asked.matters or MATTERS
            _say(f"reports, over {size:,} matters of one quarter")
            figures += reported(Path(folder) / "reported", asked.rounds, size)
        if SYNC in asked.only:
            _say(f"a hub with {MANY_ENTRIES:,} entries")
            hub = Path(folder) / "hub"
            wait_for_disk()
            figures += syncing(hub, asked.rounds, EVENTS, FEW, MANY_ENTRIES)
    print((markdown if asked.markdown else plain)(figures))


def measure(folder: Path, parts: list[str], rounds: int, matters: int) -> list[Figure]:
    """Return the figures of some parts of the bench. ``folder`` is empty."""
    found: list[Figure] = []
    if not set(parts) & set(PARTS):
        return found
    empty, quiet, busy = folder / "empty", folder / "quiet", folder / "busy"
    empty.mkdir()
    _say(f"founding an office with {matters:,} matters")
    with new_office(quiet) as served:
        fill(served, matters)
    copied(quiet, busy)
    with opened(busy) as served:
        gather(served, INCIDENTS)
    night = f"{matters:,} matters"
    if "paint" in parts:
        _say("first paint")
        found += first_paints(empty, quiet, rounds)
    if "usable" in parts:
        _say("usable")
        found += usable(quiet, rounds, night)
    if "echo" in parts:
        _say("key echo")
        found += key_echo(busy, rounds, KEYS, f"{night}, {INCIDENTS} live")
    if "idle" in parts:
        _say("idle console")
        found.append(idle(folder / "idle", rounds, IDLE))
    if "commands" in parts:
        _say("commands")
        found += commands(quiet, rounds, night)
    if "store" in parts:
        found += _store(busy, copied(busy, folder / "bare"), folder, rounds)
    return found


def _store(office: Path, copy: Path, folder: Path, rounds: int) -> list[Figure]:
    with opened(office) as served, raw_office(served.office, copy) as bare:
        served.do(lambda desk: desk.tick())
        bare.store(bare.take())
        _say("drafts")
        found = [drafts(served, bare, rounds, DRAFTS)]
        _say("registering")
        found.append(registering(served, bare, rounds, REGISTRATIONS))
        _say("importing")
        found.append(importing(served, bare, folder, rounds, LETTERS))
    return found


def _say(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each measurement")
    parser.add_argument("--matters", type=int, help="size of the register")
    parser.add_argument("--steps", type=int, default=STEPS, help="steps of the larger drill")
    parts = (*PARTS, ENGINE, SEARCH, LEDGER, REPORT, SYNC)
    parser.add_argument("--only", action="append", choices=parts, help="measure this part only")
    asked = parser.parse_args()
    asked.only = asked.only or [*PARTS, ENGINE]
    return asked


if __name__ == "__main__":
    main()
