"""However the laptop's clocks go, every prompt comes once, in time, and in one ranked list.

The console runs on a terminal. Most clocks are moved by ``tests.tty.moved_clock``, which works
everywhere; what libfaketime and time namespaces do is held by ``test_clocks_outside``.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.tty import offices
from tests.tty.keyboard import shown_clock, unlock
from tests.tty.moved_clock import Offsets
from tests.tty.offices import journal
from tests.tty.standing import night_at, raised
from tests.tty.terminal import ESCAPE, F, Terminal, environment
from xfconsole.clock import SystemClock
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import ClockJumped, DeskBlind
from xfconsole.core.night.situation import Situation
from xfconsole.ui.words import catalogue as i18n
from xfconsole.ui.words.catalogue import catalogue
from xfconsole.ui.words.posts import standing_words

HOUR, DAY = 3600.0, 86400.0
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
IN_TIME = timedelta(seconds=5)
"""Within this long of waking everything that came due meanwhile has to be said."""
GROUPS = 3
FIRST = 6
"""So many rows of the list are compared."""
SLACK = timedelta(seconds=20)
"""What a busy machine may need from waking to the list's being drawn."""


@contextmanager
def moved_console(home: Path, offsets: Offsets, lang: str = "en") -> Iterator[Terminal]:
    """Run the console on moved clocks for the length of a block."""
    (home / "config.toml").write_text("[desk]\nlock_minutes = 0\n", encoding="utf-8")
    terminal = Terminal(
        *("-m", "tests.tty.moved_clock", str(offsets.path)), environ=environment(home, lang)
    )
    try:
        yield terminal
    finally:
        terminal.close()


@pytest.fixture
def offsets(tmp_path: Path) -> Offsets:
    """Clocks that go as this machine's do, until they are moved."""
    made = Offsets(tmp_path / "offsets")
    made.move(0, 0)
    return made


@pytest.fixture
def in_chinese() -> Iterator[None]:
    """Expect sentences as a console in Chinese says them."""
    before = i18n.language()
    i18n.use("zh")
    yield
    i18n.use(before)


@pytest.fixture
def groups_home(home: Path) -> Path:
    """An office with three groups at the door, for whom everybody was rung in vain."""
    offices.make_busy(home, GROUPS)
    return home


def leave(terminal: Terminal) -> None:
    """End the console as an officer does who comes back later."""
    terminal.kill(signal.SIGTERM)
    terminal.ended()


def counted(terminal: Terminal) -> int:
    """Return how much the top row says is due."""
    found = re.search(r"◷(\d+)", terminal.lines[0])
    return int(found[1]) if found else 0


def listed(terminal: Terminal) -> list[tuple[str, timedelta]]:
    """Return the rows of the list of prompts, top to bottom: how each begins, and how late it is.

    Late by the limit that the row names, in whole minutes.
    """
    row = r"│[ >]+(\d+ \d\d-\d{3} [^…\n]{8,}?) ?…? +通知时限 .* · 超(\d+)小时(\d+)分"
    found = re.findall(row, terminal.text)
    return [(begins, timedelta(hours=int(h), minutes=int(m))) for begins, h, m in found]


def in_rank_order(night: Situation, now: datetime) -> list[tuple[str, timedelta]]:
    """Return what the first rows have to be, and how late by their limits at an instant."""
    rows = []
    for number, view in enumerate(night.prompts[:FIRST], 1):
        incident = night.incident(view.incident)
        assert incident
        limit = next(d.tell_by for d in incident.plan.obligations if d.post == view.prompt.duty)
        assert limit
        rows.append((f"{number} {standing_words(night, view)}", now - limit))
    return rows


def jumps_in(said: list[Event]) -> list[float]:
    """Return by how many seconds the clock was found to have been set, each time."""
    return [each.fact.seconds for each in said if isinstance(each.fact, ClockJumped)]


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize(
    ("wall", "boot", "stopped"),
    [
        pytest.param(HOUR, 0, False, id="set-forward-1h"),
        pytest.param(-HOUR, 0, False, id="set-back-1h"),
        pytest.param(-DAY, 0, False, id="set-back-1-day"),
        pytest.param(8 * HOUR, 8 * HOUR, False, id="asleep-8h"),
        pytest.param(8 * HOUR, 8 * HOUR, True, id="stopped-8h"),
    ],
)
def test_each_prompt_comes_once_and_in_time(
    groups_home: Path, tmp_path: Path, offsets: Offsets, wall: float, boot: float, stopped: bool
) -> None:
    untouched = offices.copied(groups_home, tmp_path / "untouched")
    with moved_console(groups_home, offsets, "zh") as terminal:
        unlock(terminal)
        terminal.until(lambda: counted(terminal) > 0, "the first prompt")
        before, slept_at = terminal.bells, SystemClock().read().wall
        if stopped:
            terminal.kill(signal.SIGSTOP)
        offsets.move(wall, boot)
        woken = SystemClock().read().wall
        if stopped:
            terminal.kill(signal.SIGCONT)
        late = wall > 0
        if late:
            night = night_at(untouched, woken + timedelta(seconds=wall))
            everything = {each.uid for each in night.prompts}
            terminal.until(lambda: counted(terminal) >= len(everything), "all of them at once")
            terminal.until(lambda: terminal.bells > before, "the bell")
        ahead = (woken + timedelta(seconds=max(wall, 0))).astimezone(ZoneInfo(offices.ZONE))
        # The desk's own time is never set back: what is due and the clock beside it go together.
        soon = {f"{ahead + each * SECOND:%H:%M:%S}" for each in range(1, 40)}
        terminal.until(lambda: shown_clock(terminal) in soon, "the desk's own time")
        if boot:
            terminal.send(F[9])
            terminal.shows(catalogue("zh").say("prompt.list", n=len(everything)))
            terminal.until(lambda: len(listed(terminal)) >= FIRST, "the rows of the list")
            rows = listed(terminal)[:FIRST]
            ranked = in_rank_order(night, woken + timedelta(seconds=wall))
            assert all(e.startswith(b) for (b, _), (e, _) in zip(rows, ranked, strict=True))
            assert all(
                -MINUTE < shown - late <= SLACK
                for (_, shown), (_, late) in zip(rows, ranked, strict=True)
            )
            lateness = [late for _, late in ranked]
            assert lateness == sorted(lateness, reverse=True)
            terminal.send(ESCAPE)
        else:
            # What the row shows is there before the look that finds and journals the jump.
            terminal.until(lambda: bool(jumps_in(journal(groups_home))), "the jump in the journal")
        leave(terminal)
    said = journal(groups_home)
    uids = [each.prompt for each in raised(said)]
    assert len(uids) == len(set(uids))
    blind = [
        each.fact
        for each in said
        if isinstance(each.fact, DeskBlind) and each.fact.until > slept_at
    ]
    jumps = jumps_in(said)
    if boot:
        [gone] = blind
        assert abs(gone.since - slept_at) < IN_TIME
        assert abs(gone.until - (woken + timedelta(seconds=wall))) < IN_TIME
        assert not jumps
    else:
        assert jumps == [wall] or abs(jumps[0] - wall) <= 1
        assert not blind
    if late:
        awake = woken + timedelta(seconds=wall)
        at_waking = {each.prompt for each in raised(said) if each.at <= awake + IN_TIME}
        assert everything <= at_waking


@pytest.mark.parametrize(
    ("change", "after"),
    [
        pytest.param(datetime(2026, 3, 29, 1, tzinfo=UTC), "03:00:0", id="forward"),
        pytest.param(datetime(2026, 10, 25, 1, tzinfo=UTC), "02:00:0", id="back"),
    ],
)
def test_summer_time_changes_what_is_shown_and_nothing_else(
    tmp_path: Path, offsets: Offsets, change: datetime, after: str
) -> None:
    start = change - timedelta(seconds=6)
    home = offices.found(tmp_path / "berlin", zone="Europe/Berlin", at=start - timedelta(hours=1))
    offices.make_busy(home, GROUPS, at=start)
    away = (start - SystemClock().read().wall).total_seconds()
    offsets.move(away, away)
    with moved_console(home, offsets) as terminal:
        unlock(terminal)
        zone = ZoneInfo("Europe/Berlin")
        terminal.until(lambda: after in terminal.lines[0], "the other time of the year")
        terminal.until(lambda: counted(terminal) >= 10, "prompts on both sides of the change")
        now = SystemClock().read().wall + timedelta(seconds=away)
        assert now.astimezone(zone).strftime("%H") in shown_clock(terminal)
        leave(terminal)
    said = journal(home)
    uids = [each.prompt for each in raised(said)]
    assert len(uids) == len(set(uids))
    assert {each.late for each in raised(said) if each.at > change} <= set(range(6))
    assert not [each for each in said if isinstance(each.fact, ClockJumped)]
    blind = [each.fact for each in said if isinstance(each.fact, DeskBlind)]
    assert not [each for each in blind if each.until > start]
