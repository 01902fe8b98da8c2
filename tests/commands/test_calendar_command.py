"""``export calendar``: one official's turns as a calendar that the next one moves and cancels."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from typer.testing import CliRunner, Result

from tests.commanded import ZONE, TestOffices, throw_away_offices
from xfconsole.commands import export
from xfconsole.core.facts.of_office import RosterEntry
from xfconsole.core.reception.planning import Leader, Pattern
from xfconsole.core.roster.shifts import shift_meant
from xfconsole.core.words.refusal import Refused

AT = datetime(2026, 2, 21, 8, 30, tzinfo=ZoneInfo(ZONE))
DAYS = ("--from", "2026-02-01", "--to", "2026-02-28")


@pytest.fixture
def offices() -> Any:
    with throw_away_offices() as found:
        yield found


def roster(offices: TestOffices, *turns: tuple[str, str, int]) -> None:
    """Import a roster: who holds which post from eight o'clock for a day, so many days on."""
    entries = tuple(
        RosterEntry(
            post, who, "139-0000-0001", AT + timedelta(days=at), AT + timedelta(days=at + 1)
        )
        for post, who, at in turns
    )
    offices.desk.import_roster("roster.csv", entries)


def run(offices: TestOffices, file: Path, *options: str) -> Result:
    found = CliRunner().invoke(export.app, ["calendar", str(file), *options], obj=offices)
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


def read(file: Path) -> dict[str, Any]:
    """Return the events by the time they begin, as icalendar reads them."""
    calendar: Any = Calendar.from_ical(file.read_bytes())
    return {f"{each['DTSTART'].dt:%d %H:%M}": each for each in calendar.walk("VEVENT")}


def test_an_officials_turns_are_read_again_with_their_time_zone(
    offices: TestOffices, tmp_path: Path
) -> None:
    roster(offices, ("duty_leader", "王强", 0), ("duty_leader", "钱进", 1))
    file = tmp_path / "王强.ics"
    run(offices, file, "--person", "王强", *DAYS)
    (event,) = read(file).values()
    assert event["DTSTART"].dt == AT
    assert event["DTSTART"].params["TZID"] == ZONE
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1)
    assert event["SUMMARY"] == "duty leader"
    assert event["STATUS"] == "CONFIRMED"
    assert b"BEGIN:VTIMEZONE" in file.read_bytes()
    assert b"139-0000" not in file.read_bytes()


def test_a_turn_that_went_to_somebody_else_is_cancelled_under_its_own_name(
    offices: TestOffices, tmp_path: Path
) -> None:
    first, second = tmp_path / "1.ics", tmp_path / "2.ics"
    roster(offices, ("duty_leader", "王强", 0), ("duty_leader", "王强", 1))
    run(offices, first, "--person", "王强", *DAYS)
    offices.desk.replace_on_roster(
        "duty_leader", "王强", "钱进", "139-0000-0002", AT, AT + timedelta(days=1), reason="出差"
    )
    run(offices, second, "--person", "王强", *DAYS)
    before, after = read(first), read(second)
    assert {at: each["UID"] for at, each in after.items()} == {
        at: each["UID"] for at, each in before.items()
    }
    assert [after[at]["STATUS"] for at in sorted(after)] == ["CANCELLED", "CONFIRMED"]
    assert after["21 08:30"]["SEQUENCE"] > before["21 08:30"]["SEQUENCE"]
    run(offices, tmp_path / "3.ics", "--person", "钱进", *DAYS)
    (taken,) = read(tmp_path / "3.ics").values()
    assert taken["STATUS"] == "CONFIRMED"


def test_a_posts_calendar_names_who_holds_it(offices: TestOffices, tmp_path: Path) -> None:
    roster(offices, ("duty_leader", "王强", 0), ("receptionist", "周平", 0))
    file = tmp_path / "post.ics"
    run(offices, file, "--post", "duty leader", *DAYS)
    (event,) = read(file).values()
    assert "王强" in event["SUMMARY"]


def test_reception_days_swapped_and_cancelled_keep_their_names(
    offices: TestOffices, tmp_path: Path
) -> None:
    roster(offices, *(("duty_leader", who, at) for at, who in enumerate(["王强", "钱进"])))
    desk, days = offices.desk, ("--from", "2026-03-01", "--to", "2026-03-31")
    [wang, qian] = (each for each in desk.policy.posts if each in ("duty_leader", "unit_head"))
    hours = shift_meant("9:00-11:30", ())
    assert hours is not None
    leaders = (Leader("王强", wang, "城建"), Leader("钱进", qian))
    monthly = Pattern(
        date(2026, 3, 2),
        date(2026, 3, 20),
        frozenset({0}),
        hours,
        "大厅",
        leaders,
    )
    desk.plan_receptions(monthly)
    first, second, third = (each.uid for each in desk.sessions())
    run(offices, tmp_path / "1.ics", "--person", "王强", *days)
    desk.swap_receptions(first, second, "出差")
    desk.cancel_reception(third, "会议")
    run(offices, tmp_path / "2.ics", "--person", "王强", *days)
    before, after = read(tmp_path / "1.ics"), read(tmp_path / "2.ics")
    assert sorted(before) == ["02 09:00", "16 09:00"]
    assert {at: each["STATUS"] for at, each in after.items()} == {
        "02 09:00": "CANCELLED",
        "09 09:00": "CONFIRMED",
        "16 09:00": "CANCELLED",
    }
    assert all(after[at]["UID"] == before[at]["UID"] for at in before)
    assert all(after[at]["SEQUENCE"] > before[at]["SEQUENCE"] for at in before)
    assert {each["DTSTART"].params["TZID"] for each in after.values()} == {ZONE}
    assert after["09 09:00"]["LOCATION"] == "大厅"


@pytest.mark.parametrize(
    ("options", "key"),
    [
        pytest.param((), "calendar.refused.whose", id="nobody named"),
        pytest.param(("--person", "王强", "--post", "x"), "calendar.refused.whose", id="both"),
        pytest.param(("--post", "no such"), "calendar.refused.post", id="no such post"),
        pytest.param(("--person", "某人"), "calendar.refused.nobody", id="not in the roster"),
    ],
)
def test_what_cannot_be_written_is_refused(
    offices: TestOffices, options: tuple[str, ...], key: str, tmp_path: Path
) -> None:
    roster(offices, ("duty_leader", "王强", 0))
    with pytest.raises(Refused) as refused:
        run(offices, tmp_path / "a.ics", *options)
    assert refused.value.key == key
    assert list(tmp_path.iterdir()) == []


def test_hostile_names_stay_text(offices: TestOffices, tmp_path: Path) -> None:
    name = "王;强,\\n BEGIN:VEVENT"
    roster(offices, ("duty_leader", name, 0))
    run(offices, tmp_path / "a.ics", "--post", "duty_leader", *DAYS)
    (event,) = read(tmp_path / "a.ics").values()
    assert "BEGIN:VEVENT" in event["SUMMARY"]
