"""A console meets the hub by itself, and nobody who types ever waits for it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from data.exchange.exchange import Exchange
from data.file.connection import Connection
from data.hub.joined import join
from data.hub.place import refusals
from data.hub.syncing import Synced, Syncing
from data.office import OpenOffice, open_office
from data.store.in_turn import LINES
from tests.app.test_adopted import homes
from tests.data.backed_up import write
from tests.data.offices import NIGHT, PASSPHRASE
from tests.hub import Hub, new_hub
from xfconsole.app.desk_office import DeskOffice
from xfconsole.app.hub_meetings import HOURLY, STUCK, HubMeetings
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.office.meeting import LOOK, MOST, SOON, HubState, wait_after
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.refusal import Refused
from xfconsole.drill.run import DrillClock

__all__ = ["homes"]
AWAY = "hub.refused.away"
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
LETTER = MatterForm(Channel.LETTER, "反映欠薪")
CROWD = MatterForm(Channel.GROUP_VISIT, "停水三天", headcount=28)
_OTHERS = "SELECT count(*) FROM event WHERE desk <> (SELECT value FROM meta WHERE key = 'desk')"
_KINDS = "SELECT kind FROM event ORDER BY seq"


@dataclass
class Console:
    """An office at work, on a clock that moves only when told."""

    opened: OpenOffice
    clock: DrillClock
    steps: list[int] = field(default_factory=list)
    """How many lines of other desks were here after each transaction."""

    def __post_init__(self) -> None:
        self.office = DeskOffice(self.opened, ExitStack())
        self.opened.engine.committing.append(self._count)

    def _count(self, connection: Connection) -> None:
        self.steps.append(connection.execute(_OTHERS).scalar())

    def after(self, span: timedelta = MINUTE) -> HubState:
        """Let time pass, do what is done every second, and wait for a meeting that began."""
        self.clock.advance(span)
        self.office.submit(lambda desk: desk.note_awake()).result()
        self.office.tick().result()
        meetings = self.office._hub
        assert meetings is not None
        meetings.wait()
        self.office.tick().result()
        return self.office.hub

    def rows(self, table: str) -> list[tuple[object, ...]]:
        """Return what a table holds of the first desk."""
        known = f"SELECT desk, {'dseq, uid' if table == 'event' else 'first, last, name'}"
        with self.opened.reader.connect() as connection:
            found = connection.execute(f"{known} FROM {table} WHERE desk <> 'another desk'")
            return sorted(found)

    def kinds(self) -> list[str]:
        """Return what the journal holds, in the order in which it came."""
        with self.opened.reader.connect() as connection:
            return list(connection.execute(_KINDS).scalars())


@pytest.fixture
def hub() -> Iterator[Hub]:
    with new_hub() as made:
        yield made


@pytest.fixture
def two(
    hub: Hub, homes: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Console]]:
    """Two desks of one office that joined a hub, each at its console."""
    clock = DrillClock(NIGHT)
    monkeypatch.setattr("xfconsole.app.desk_office.SystemClock", lambda: clock)
    with ExitStack() as closing:
        consoles = []
        for home in homes:
            opened = closing.enter_context(open_office(home, PASSPHRASE, clock=clock))
            join(Exchange(opened.store, opened.reader, opened.key), hub.invite())
            consoles.append(Console(opened, clock))
            closing.callback(consoles[-1].office.close)
        yield consoles


def test_what_one_console_registers_the_other_shows_two_meetings_later(two: list[Console]) -> None:
    first, second = two
    before = second.office.tick().result()
    assert (first.office.hub.met_at, first.office.hub.age(NIGHT)) == (None, None)
    first.office.submit(lambda desk: desk.register(CROWD, opening=True)).result()
    assert first.after(SECOND).met_at is None, "it was opened just now"
    unsent = first.office.hub.unsent
    assert unsent > 3
    state = first.after()
    assert (state.unsent, state.age(first.office.now()), state.trouble) == (0, SECOND * 0, None)
    second.after()
    situation = second.office.tick().result()
    assert [each.topic for each in situation.incidents] == [CROWD.summary]
    assert situation.revision > before.revision


def test_a_run_of_acts_goes_to_the_hub_together_seconds_after_the_first(
    two: list[Console], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = two[0]
    for _ in range(2):
        met = first.after().met_at
    assert met == first.office.now()
    assert first.after(MINUTE - SECOND).met_at == met, "nothing was written"
    met = first.after(SECOND).met_at
    assert met is not None

    def seconds(count: int) -> list[int]:
        """Register a matter each second; return when desk and hub had met."""
        seen = []
        for _ in range(count):
            first.office.submit(lambda desk: desk.register(LETTER)).result()
            at = first.after(SECOND).met_at
            assert at is not None
            seen.append((at - met) // SECOND)
        return seen

    # It is seen at the first tick, a second after it was written, and so are those after a meeting.
    assert seconds(12) == [0] * 5 + [6] * 6 + [12]
    assert first.office.hub.unsent == 0

    def written_meanwhile(meeting: Syncing, *values: Any) -> Synced:
        found = meet(meeting, *values)
        first.office.submit(lambda desk: desk.register(LETTER)).result()
        return found

    meet = Syncing.meet
    with monkeypatch.context() as patch:
        patch.setattr(Syncing, "meet", written_meanwhile)
        assert first.after().unsent > 0
    assert first.after(SOON).unsent == 0


def test_while_people_are_there_a_desk_looks_for_news_and_leaves_nothing_at_the_hub(
    two: list[Console], hub: Hub
) -> None:
    first, second = two
    first.office.submit(lambda desk: desk.register(CROWD, opening=True)).result()
    first.after()
    assert second.after(LOOK - SECOND).met_at == second.office.now()
    second.after(SOON)
    left = hub.rows("SELECT sealed FROM xfc.record ORDER BY kind, name")
    met = second.office.hub.met_at
    for _ in range(2):
        assert second.after(LOOK).met_at == met
    assert hub.rows("SELECT sealed FROM xfc.record ORDER BY kind, name") == left
    first.office.submit(lambda desk: desk.note("02-001", "来了三十人")).result()
    first.after(SOON + SECOND)
    assert second.after(LOOK - SOON).met_at == second.office.now()
    assert "note.added" in second.kinds()


def test_a_verb_waits_for_no_more_than_one_step_of_few_lines(two: list[Console]) -> None:
    first, second = two
    write(first.opened, *map(str, range(LINES * 12)))
    first.after()

    def ask(connection: Connection) -> None:
        # As soon as the first lines come in, the officer does something.
        if connection.execute(_OTHERS).scalar() and len(asked) == 0:
            asked.append(second.office.submit(lambda desk: desk.register(CROWD)))

    asked: list[object] = []
    second.opened.engine.committing.append(ask)
    second.office.tick().result()
    had = len(second.kinds())
    second.after()
    come = [after - before for before, after in zip([0, *second.steps], second.steps, strict=False)]
    assert max(come) == LINES
    assert sum(come) > LINES * 12
    assert second.kinds()[had:].index("matter.registered") <= 2 * LINES + 2
    assert second.office.hub.trouble is None


def test_what_ends_between_two_steps_goes_on_from_there(
    two: list[Console], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    write(first.opened, *map(str, range(LINES * 12)))
    first.after()
    left = [4]

    def die(_: HubMeetings) -> None:
        left[0] -= bool(second.steps and second.steps[-1] > 1)
        if left[0] < 0:
            raise LookupError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(HubMeetings, "_rest", die)
        second.after()
    assert 1 < second.steps[-1] < LINES * 12
    assert second.rows("batch") == []
    second.after()
    assert second.rows("event") == first.rows("event")
    assert second.rows("batch") == first.rows("batch") != []


def test_a_batch_with_a_line_that_no_desk_wrote_comes_in_whole_or_not_at_all(
    two: list[Console], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    write(first.opened, *map(str, range(LINES * 3)))
    first.after()

    def newer(_: object) -> None:
        raise Refused("store.refused.line", number=LINES * 2)

    with monkeypatch.context() as patch:
        patch.setattr("data.store.in_turn.events_in", newer)
        patch.setattr("data.store.store.events_in", newer)
        state = second.after()
        assert state.wrong is not None
        assert state.wrong.key == "store.refused.line"
        assert set(second.steps) == {1}, "only what it began with"
    assert second.after().wrong is None
    assert second.steps[-1] > LINES * 3


def test_a_cable_that_is_out_is_no_fault_and_is_tried_less_and_less_often(
    two: list[Console], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = two[0]
    first.after()
    met, tried = first.office.hub.met_at, list[timedelta]()

    def out(*_: object) -> None:
        tried.append(first.clock.passed)
        raise Refused("hub.refused.away")

    monkeypatch.setattr("xfconsole.app.hub_meetings.at_hub", out)
    journal = first.kinds()
    for _ in range(2 * MOST):
        state = first.after()
    assert (state.met_at, state.wrong) == (met, None)
    assert state.trouble is not None
    began, minutes = tried[0], [(each - tried[0]) // MINUTE for each in tried]
    assert (began // MINUTE, minutes) == (2, [0, 1, 3, 7, 15])
    assert first.kinds() == journal, "nobody is told, and nothing written"
    first.office.submit(lambda desk: desk.register(CROWD, opening=True)).result()
    for _ in range(3):
        first.after(LOOK)
    assert len(tried) == len(minutes), "neither people who are there nor acts make it try sooner"
    monkeypatch.undo()
    for _ in range(MOST):
        state = first.after()
    assert (state.age(first.office.now()), state.trouble) == (SECOND * 0, None)


def test_the_city_is_told_figures_once_an_hour(two: list[Console], hub: Hub) -> None:
    first = two[0]
    first.office.submit(lambda desk: desk.register(CROWD)).result()

    def told() -> list[tuple[object, ...]]:
        return hub.rows("SELECT month, received, told_at FROM xfc.figure")

    assert told() == []
    first.after()
    (one,) = told()
    assert one[:2] == ("2026-02", 1)
    first.after()
    assert told() == [one]
    first.after(HOURLY)
    assert told() != [one]


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 1), (1, 1), (2, 2), (3, 4), (4, 8), (5, 15), (99, 15)]
)
def test_how_long_it_waits(failures: int, minutes: int) -> None:
    assert wait_after(failures) == MINUTE * minutes


def test_who_closes_the_office_waits_for_no_hub_that_accepts_and_never_answers(
    two: list[Console],
) -> None:
    first = two[0]
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with first.opened.store.begin() as tx:
            place = f"host=127.0.0.1 port={port} dbname=hub user=me sslmode=disable"
            tx.connection.execute("UPDATE hub SET place = ?, next_password = ''", (place,))
        first.clock.advance(MINUTE)
        first.office.tick().result()
        meetings = first.office._hub
        assert meetings is not None
        line, _ = silent.accept()
        first.office.close()
        assert meetings._thread is not None
        assert meetings._thread.is_alive(), "nobody waited for it"
        line.close()
        meetings.wait()


def test_who_closes_the_office_ends_what_is_asked_of_the_hub(
    two: list[Console], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = two[0]
    meetings = first.office._hub
    assert meetings is not None
    begun, line = socket.socketpair()

    def ask(meeting: Syncing, *_: object) -> None:
        line.send(b".")
        meeting._hub.execute("SELECT pg_sleep(600)")

    monkeypatch.setattr(Syncing, "meet", ask)
    first.clock.advance(MINUTE)
    first.office.tick().result()
    begun.recv(1)
    first.office.close()
    assert meetings._thread is not None
    assert not meetings._thread.is_alive()


def test_a_hub_that_answers_no_more_in_the_middle_is_given_up(
    two: list[Console], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = two[0]
    begun, line = socket.socketpair()

    def ask(meeting: Syncing, *_: object) -> None:
        line.send(b".")
        with refusals():
            meeting._hub.execute("SELECT pg_sleep(600)")

    monkeypatch.setattr(Syncing, "meet", ask)
    first.clock.advance(MINUTE)
    first.office.tick().result()
    begun.recv(1)
    meetings = first.office._hub
    assert meetings is not None
    assert meetings._thread is not None
    first.clock.advance(STUCK - SECOND)
    first.office.tick().result()
    assert meetings._thread.is_alive()
    trouble = first.after(SECOND).trouble
    assert trouble is not None
    assert trouble.key == AWAY


def test_a_fault_of_the_program_is_told_by_its_kind(
    two: list[Console], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> None:
        raise LookupError("a text that nobody is to see")

    monkeypatch.setattr("xfconsole.app.hub_meetings.at_hub", fault)
    wrong = two[0].after().wrong
    assert wrong is not None
    assert (wrong.key, wrong.values) == ("hub.refused.program", {"fault": "LookupError"})


def test_an_office_without_a_hub_says_and_does_nothing_of_it(homes: tuple[Path, Path]) -> None:
    with open_office(homes[0], PASSPHRASE, clock=DrillClock(NIGHT)) as opened:
        office = DeskOffice(opened, ExitStack())
        assert not office.hub.joined
        assert office._hub is None
