"""Every Nth write or sync fails: what was told to be safe is there, what was refused is not.

The desk goes on by itself once the disk does.
"""

from __future__ import annotations

import errno
import random
import shutil
from pathlib import Path

import pytest

from data.office import open_office
from tests.crash.aftermath import hold_chain, hold_tables, left_behind, opened
from tests.crash.faults import SYNC, WRITE, Faults, failing
from tests.crash.intercepted import SUPPORTED, UNSUPPORTED
from tests.crash.summary import Tally
from tests.crash.work import Promise, Work, broken, stored
from tests.tty.offices import PASSPHRASE, MovedClock
from xfconsole.assembly import desk_of
from xfconsole.clock import SystemClock
from xfconsole.core.words.refusal import Refused
from xfconsole.ids import RandomIds
from xfconsole.ui.words.catalogue import catalogue

pytestmark = pytest.mark.skipif(not SUPPORTED, reason=UNSUPPORTED)
NIGHT = SystemClock().read().wall
FEWEST_STEPS, FEWEST_HITS, MOST_STEPS = 5, 2, 400
ERRORS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC}
NOT_SAVED = {"zh": ("没有保存",), "en": ("Not saved", "nothing was saved")}
CALLS = {"sync": SYNC, "write": WRITE}


def night(home: Path, scratch: Path, faults: Faults) -> None:
    """Work on a failing disk; hold what was said, before and after the office is opened anew."""
    chance, clock = random.Random(faults.every), MovedClock(NIGHT)
    promises: list[Promise] = []
    refused: list[Promise] = []
    with open_office(home, PASSPHRASE, clock=clock) as office:
        work = Work(office, desk_of(office, clock, RandomIds()), clock, chance, promises.append)
        with failing(faults):
            while not _enough(faults, work):
                if refusal := _step(work):
                    hold_plain(refusal)
                    refused.append(work.meant)
            faults.on, told = False, list(promises)
            died = left_behind(home, scratch / "died")
            work.step()
        assert broken(office, promises) == []
        hold_nothing_of(refused, stored(office))
    with opened(home, NIGHT) as (office, _):
        assert broken(office, promises) == []
        hold_nothing_of(refused, stored(office))
        hold_chain(office)
        hold_tables(office, scratch)
    with opened(died, NIGHT) as (office, _):
        # What was refused may be there after a death: it is not promised to be gone.
        assert broken(office, told) == []
        hold_chain(office)
    shutil.rmtree(died)


def _enough(faults: Faults, work: Work) -> bool:
    return work.serial >= MOST_STEPS or (work.serial >= FEWEST_STEPS and faults.hits >= FEWEST_HITS)


def _step(work: Work) -> Refused | None:
    try:
        work.step()
    except Refused as refused:
        return refused
    return None


def hold_plain(refused: Refused) -> None:
    """Hold that the officer is told in a sentence of their language that it was not saved."""
    for lang, words in NOT_SAVED.items():
        sentence = catalogue(lang).say(refused.key, **refused.values)
        assert any(each in sentence for each in words), sentence


def hold_nothing_of(refused: list[Promise], held: set[Promise]) -> None:
    """Hold that nothing that was refused is there."""
    assert not {each[:2] for each in refused if each[0] not in ("draft", "tick")} & held


def failed(home: Path, tmp_path: Path, tally: Tally, *, every: int, error: str, call: str) -> None:
    """Play a night with these faults, and count them."""
    faults = Faults(CALLS[call], every, ERRORS[error])
    try:
        night(home, tmp_path, faults)
    except BaseException:
        with tally.count("faults", faults.hits):
            raise
    tally.more("faults", faults.hits)
    assert faults.hits


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("every", [1, 7])
def test_nothing_is_said_to_be_saved_that_is_not(
    every: int, error: str, call: str, home: Path, tmp_path: Path, tally: Tally
) -> None:
    failed(home, tmp_path, tally, every=every, error=error, call=call)


@pytest.mark.torture
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("every", range(1, 201))
def test_whichever_call_fails_nothing_is_said_to_be_saved_that_is_not(
    every: int, error: str, call: str, home: Path, tmp_path: Path, tally: Tally
) -> None:
    failed(home, tmp_path, tally, every=every, error=error, call=call)
