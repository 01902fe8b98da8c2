"""Which matters the timeliness report reads, and what it reads of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from data.journal.codec import instant_text
from tests.data.files import File
from xfconsole.core.matter.timeliness import TimelinessRow
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.procedure import State

ZONE = ZoneInfo("Asia/Shanghai")
MIDNIGHT = datetime(2026, 2, 20, tzinfo=ZONE)
SECOND = timedelta(seconds=1)


class Filled:
    """Writes ledger lines as they stand after a life that does not matter here."""

    def __init__(self, file: File) -> None:
        self._file, self._made = file, 0

    def matter(
        self,
        received: datetime = MIDNIGHT,
        answered: datetime | None = None,
        *,
        unit: str = "住建局",
        holder: str = "",
        channel: Channel = Channel.LETTER,
        again: bool = False,
        state: State = State.REGISTERED,
    ) -> str:
        self._made += 1
        uid = f"00000000-0000-7000-8000-{self._made:012d}"
        row = {
            **{"uid": uid, "number": uid, "channel": channel.value, "topic": "[]", "unit": unit},
            **dict.fromkeys(
                ("summary", "township", "sealed", "source", "source_ref", "officer"), ""
            ),
            **dict.fromkeys(("anonymous", "confidential", "read_back"), 0),
            "received_at": instant_text(received),
            "registered_at": instant_text(received),
            "answered_at": instant_text(answered) if answered else None,
            "holder": holder,
            "again": int(again),
            "state": state.value,
        }
        marks = ", ".join(f":{name}" for name in row)
        self._do(f"INSERT INTO matter ({', '.join(row)}) VALUES ({marks})", row)
        return uid

    def link(self, matter: str, target: str) -> None:
        row = {"event": f"{matter}>{target}", "matter": matter, "target": target}
        self._do(
            "INSERT INTO linked (event, matter, target) VALUES (:event, :matter, :target)", row
        )

    def _do(self, statement: str, row: Mapping[str, object]) -> None:
        with self._file.engine.begin() as connection:
            connection.execute(statement, dict(row))


@pytest.fixture
def filled(file: File) -> Filled:
    return Filled(file)


def rows(file: File, **asked: object) -> list[TimelinessRow]:
    return list(file.views.timeliness_rows(ZONE, MIDNIGHT, **asked))  # type: ignore[arg-type]


def test_days_are_those_of_the_office(file: File, filled: Filled) -> None:
    filled.matter(
        datetime(2026, 2, 19, 15, 59, 59, tzinfo=UTC), datetime(2026, 2, 19, 16, tzinfo=UTC)
    )
    (row,) = rows(file)
    assert row == TimelinessRow(date(2026, 2, 19), date(2026, 2, 20), "住建局", Channel.LETTER)


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        pytest.param(None, None, [0, 1, 2, 3], id="no bound"),
        pytest.param(date(2026, 2, 20), None, [1, 2, 3], id="from its first second"),
        pytest.param(None, date(2026, 2, 20), [0, 1, 2], id="to its last second"),
        pytest.param(date(2026, 2, 20), date(2026, 2, 20), [1, 2], id="one day"),
        pytest.param(date(2026, 2, 22), date(2026, 2, 28), [], id="an empty one"),
    ],
)
def test_a_period_holds_its_first_and_last_day(
    file: File, filled: Filled, since: date | None, until: date | None, found: list[int]
) -> None:
    next_day = MIDNIGHT + timedelta(days=1)
    for number, at in enumerate((MIDNIGHT - SECOND, MIDNIGHT, next_day - SECOND, next_day)):
        filled.matter(at, unit=str(number))
    assert sorted(int(row.unit) for row in rows(file, since=since, until=until)) == found


def test_a_day_that_a_change_of_clocks_made_longer_is_whole(file: File, filled: Filled) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    for hour in (21, 22, 23, 46, 47):
        filled.matter(datetime(2025, 10, 25, tzinfo=UTC) + timedelta(hours=hour), unit=str(hour))
    day = date(2025, 10, 26)
    found = list(file.views.timeliness_rows(berlin, MIDNIGHT, since=day, until=day))
    assert sorted(row.unit for row in found) == ["22", "23", "46"]
    assert {row.received for row in found} == {day}


def test_a_matter_belongs_to_the_unit_it_was_handed_to(file: File, filled: Filled) -> None:
    filled.matter(unit="住建局", holder="教育局", channel=Channel.VISIT)
    filled.matter(unit="住建局", channel=Channel.CALL)
    filled.matter(unit="", channel=Channel.ONLINE)
    found = {
        unit: [row.channel for row in rows(file, unit=unit)]
        for unit in ("教育局", "住建局", "", "水利局", "' OR 1=1 --")
    }
    assert found == {
        "教育局": [Channel.VISIT],
        "住建局": [Channel.CALL],
        "": [Channel.ONLINE],
        "水利局": [],
        "' OR 1=1 --": [],
    }
    assert {row.unit for row in rows(file)} == {"教育局", "住建局", ""}


def test_unit_channel_and_period_hold_together(file: File, filled: Filled) -> None:
    for unit in ("住建局", "教育局"):
        for channel in (Channel.CALL, Channel.VISIT):
            for days in (0, 5):
                filled.matter(MIDNIGHT - timedelta(days=days), unit=unit, channel=channel)
    (row,) = rows(file, unit="教育局", channel=Channel.CALL, since=date(2026, 2, 18))
    assert (row.unit, row.channel, row.received) == ("教育局", Channel.CALL, date(2026, 2, 20))


@pytest.mark.parametrize("state", State)
def test_a_matter_ends_unanswered_only_where_no_answer_is_owed(
    file: File, filled: Filled, state: State
) -> None:
    filled.matter(state=state)
    filled.matter(state=state, answered=MIDNIGHT + timedelta(days=1))
    ending = state.value in "directed led passed declined concluded archived withdrawn".split()
    assert {row.ended for row in rows(file) if row.answered is None} == {ending}
    assert {row.ended for row in rows(file) if row.answered} == {False}


def again(file: File) -> list[bool]:
    """Whether something followed the answer, of each answered matter, oldest receipt first."""
    found = sorted(rows(file), key=lambda row: row.received)
    return [row.again for row in found if row.answered]


def test_a_review_or_reopening_is_read_from_the_ledger(file: File, filled: Filled) -> None:
    filled.matter(answered=MIDNIGHT, again=True)
    filled.matter(MIDNIGHT + timedelta(days=1), MIDNIGHT + timedelta(days=2))
    assert again(file) == [True, False]


@pytest.mark.parametrize("turned", [False, True], ids=["later to earlier", "earlier to later"])
@pytest.mark.parametrize(
    ("after", "found"),
    [
        pytest.param(-SECOND, False, id="received before the answer"),
        pytest.param(timedelta(0), False, id="received with the answer"),
        pytest.param(SECOND, True, id="received after the answer"),
    ],
)
def test_the_same_matter_again_is_one_received_after_the_answer(
    file: File, filled: Filled, after: timedelta, found: bool, turned: bool
) -> None:
    answer = MIDNIGHT + timedelta(days=3)
    first = filled.matter(MIDNIGHT, answer)
    later = filled.matter(answer + after, answer + timedelta(days=9))
    filled.link(*((first, later) if turned else (later, first)))
    assert again(file) == [found, False]


def test_a_matter_that_is_not_linked_changes_nothing(file: File, filled: Filled) -> None:
    filled.matter(MIDNIGHT, MIDNIGHT + timedelta(days=3))
    other = filled.matter(MIDNIGHT + timedelta(days=4))
    filled.link(filled.matter(MIDNIGHT + timedelta(days=5)), other)
    assert again(file) == [False]


def test_all_rows_are_of_the_moment_the_first_one_came(file: File, filled: Filled) -> None:
    for _ in range(3):
        filled.matter()
    stream = file.views.timeliness_rows(ZONE, MIDNIGHT)
    next(stream)
    filled.matter()
    assert len(list(stream)) == 2
