"""Every sentence the desk can refuse with is provoked, and a refused verb leaves no trace."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests import sources
from tests.data import provocations
from tests.data.files import File, contents, new_file
from tests.data.provocations import FORM, Provocation, a_night
from tests.data.provocations_desk import ERASURE_PROVOKED, HANDOVER_PROVOKED
from tests.data.provocations_identity import IDENTITY_PROVOKED
from tests.data.provocations_keeping import KEEPING_PROVOKED
from tests.data.provocations_life import LIFE_PROVOKED, Before, walked
from tests.data.provocations_reception import RECEPTION_PROVOKED
from tests.data.provocations_roster import PERIOD_PROVOKED
from tests.data.provocations_upward import UPWARD_BEFORE, UPWARD_PROVOKED
from tests.desks import OFFICER, Night
from xfconsole.core.words.desk import Level
from xfconsole.core.words.procedure import Guard
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.words.catalogue import LANGUAGES, catalogue

CHECKS = ("matter/registration", "matter/acts", "reader/history")
"""What the desk checks its entries with."""


def desk_literals() -> Iterator[str]:
    """Yield every refusal written down in the desk and in what it checks its entries with."""
    desk = sources.files("xfconsole/desk")
    core = [f"xfconsole/core/{name}.py" for name in CHECKS]
    for path in (*desk, *(sources.ROOT / each for each in core)):
        for node in ast.walk(sources.tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused":
                yield from (
                    each.value
                    for each in ast.walk(node.args[0])
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                )


GUARDS = {f"life.refused.{each.value}" for each in Guard}
PROVOKED, BEFORE = provocations.PROVOKED | UPWARD_PROVOKED, provocations.BEFORE | UPWARD_BEFORE
LIVES = LIFE_PROVOKED | IDENTITY_PROVOKED | HANDOVER_PROVOKED | ERASURE_PROVOKED
LIVES |= PERIOD_PROVOKED | RECEPTION_PROVOKED | KEEPING_PROVOKED
OF_DOCUMENTS = {"document.refused.decision_part"}


def test_every_refusal_is_provoked() -> None:
    written = set(desk_literals()) - {"life.refused."}
    assert written | GUARDS | OF_DOCUMENTS == {*PROVOKED, *LIVES}


@pytest.fixture
def file(tmp_path: Path) -> Iterator[File]:
    with new_file(tmp_path) as found:
        yield found


class Case(NamedTuple):
    """A verb that is refused, and with what."""

    name: str
    key: str
    provoke: Provocation


def cases() -> dict[tuple[Before, ...], list[Case]]:
    """Return all cases by what goes before them: those of one night follow each other."""
    found: dict[tuple[Before, ...], list[Case]] = defaultdict(list)
    for key, provoking in PROVOKED.items():
        steps: tuple[Before, ...] = (BEFORE[key],) if key in BEFORE else ()
        for number, provoke in enumerate(provoking, start=1):
            found[steps].append(Case(f"{key}-{number}", key, provoke))
    for key, lives in LIVES.items():
        for number, (before, provoke) in enumerate(lives, start=1):
            found[before].append(Case(f"{key}-{number}", key, provoke))
    return found


@pytest.mark.parametrize(
    ("before", "refused"),
    [pytest.param(before, each, id=each[0].name) for before, each in cases().items()],
)
def test_a_refused_verb_leaves_no_trace(
    tmp_path: Path, subtests: pytest.Subtests, before: tuple[Before, ...], refused: list[Case]
) -> None:
    """So the next one finds the night as it was; after one that left a trace begins a new night."""
    with ExitStack() as open_files:
        kept: tuple[File, Night] | None = None
        for case in refused:
            with subtests.test(case.name):
                if kept is None:
                    file = open_files.enter_context(new_file(tmp_path, f"{case.name}.db"))
                    kept = file, a_night(file)
                    walked(kept[1], before)
                tried, kept = kept, None
                leave_no_trace(*tried, case)
                kept = tried


def leave_no_trace(file: File, night: Night, case: Case) -> None:
    tables, situation = contents(file.reader), night.desk.situation()
    with pytest.raises(Refused) as refused:
        case.provoke(night)
    assert refused.value.key == case.key
    for language in LANGUAGES:
        assert catalogue(language).say(case.key, **refused.value.values)
    now = night.now()
    assert contents(file.reader) == tables
    assert same(night.desk.situation(), now) == same(situation, now)
    fresh = night.new_desk()
    fresh.tick()
    night.desk.tick()
    assert same(fresh.situation(), now) == same(night.desk.situation(), now)


def same(situation: Any, now: datetime) -> Any:
    """Return a situation without what differs between two looks and two desks by right."""
    return replace(situation, at=now, revision=0)


def test_numbers_go_on_as_if_nothing_had_been_refused(file: File) -> None:
    night = a_night(file)
    with pytest.raises(Refused):
        night.desk.register(FORM, opening=True)
    done = night.desk.register(replace(FORM, headcount=6), opening=True)
    assert (done.number, done.incident_number) == ("2026-000003", "02-002")
    assert {each.officer for each in done.events} == {OFFICER}


def test_raising_the_level_needs_its_reason(file: File) -> None:
    night = a_night(file).open(6)
    with pytest.raises(Refused, match=r"desk\.refused\.no_reason"):
        night.desk.raise_level(night.incident, Level.MAJOR, " \t")
