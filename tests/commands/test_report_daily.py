"""``report daily`` and ``report desk``: a night in figures, the desk's own lateness among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests import sources
from tests.commanded import NOW, ZONE, TestOffices, throw_away_offices
from tests.commands.test_report_command import letter
from tests.lives import MOVES
from tests.office_papers import paragraphs
from xfconsole.core.days.night import night_hours, night_of
from xfconsole.core.days.reading import Reading
from xfconsole.core.words.desk import Channel, ReportChannel, ReportKind, RingOutcome
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import Act, Bar
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk
from xfconsole.drill.demo_night import play
from xfconsole.ids import RandomIds
from xfconsole.office_files.in_force import default_pack, pinned_pack
from xfconsole.ui.words.catalogue import use


@pytest.fixture(scope="module")
def offices() -> Iterator[TestOffices]:
    """The demo night: fourteen minutes of an incident with 33 people."""
    with throw_away_offices() as found:
        play(found.office.store, NOW, ZoneInfo(ZONE), "李敏")
        yield found


@pytest.fixture(scope="module")
def night(offices: TestOffices) -> Any:
    return offices.run_json("report", "daily")


def test_a_night_goes_from_noon_to_noon(night: Any) -> None:
    assert (night["since"], night["until"]) == (
        "2026-02-19T12:00:00+08:00",
        "2026-02-20T12:00:00+08:00",
    )
    assert night["shifts"] == [{"since": "2026-02-20T09:46:00+08:00", "officer": "李敏"}]


def test_after_the_handover_it_still_is_the_night_that_was() -> None:
    zone = ZoneInfo(ZONE)
    _, noon = night_hours(night_of(NOW, zone), zone)
    for before in (timedelta(seconds=1), timedelta(hours=3, minutes=20)):
        assert night_of(noon - before, zone) == night_of(NOW, zone)
    assert night_of(noon, zone) == noon.date()


def test_matters_are_counted_by_channel_and_hour(night: Any) -> None:
    assert night["received"] == {"call": 1, "group_visit": 1}
    assert [(each["hour"][11:13], each["count"]) for each in night["hours"]] == [
        ("09", 1),
        ("09", 1),
    ]


def test_each_post_is_told_with_both_clocks(night: Any) -> None:
    (incident,) = night["incidents"]
    assert (incident["number"], incident["level"], incident["people"]) == ("02-001", "major", 33)
    posts = {each["post"]: each for each in incident["posts"]}
    leader = posts["duty_leader"]
    assert [leader[key][11:19] for key in ("tell_by", "told", "arrive_by", "ended")] == [
        *("09:53:00", "09:49:00", "10:19:00", "09:51:30"),
    ]
    assert posts["unit_head"]["state"] == "en_route"
    assert posts["receptionist"]["told"] is None


def test_what_was_told_late_is_the_desks_own(offices: TestOffices, night: Any) -> None:
    assert night["lateness"] == {
        **{"called": 5, "told_late": 3, "shown_late": 0, "most_late_s": 0},
        "blind": [],
    }
    assert offices.run_json("report", "desk")["lateness"] == night["lateness"]
    assert "posts told late: 3 of 5" in offices.run("report", "desk").stdout.splitlines()


def test_a_barred_officer_reads_posts_and_limits_and_no_text() -> None:
    with throw_away_offices() as found:
        play(found.office.store, NOW, ZoneInfo(ZONE), "李敏")
        (row,) = [each for each in found.office.views.matters() if each.live]
        found.desk.bar(row.number, Bar.ACCUSED, person="李敏")
        told = found.run_json("report", "daily")
        assert [each["number"] for each in told["incidents"]] == ["02-001"]
        assert len(told["incidents"][0]["posts"]) == 5
        assert told["received"] == {"call": 1, "group_visit": 1}
        assert row.summary not in found.run("report", "daily").stdout


def test_the_night_is_sentences_in_chinese(
    offices: TestOffices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offices, "language", "zh")
    use("zh")
    try:
        lines = offices.run("report", "daily").stdout.splitlines()
    finally:
        use("en")
    assert lines[0] == "值班情况：2026-02-19 12:00 至 2026-02-20 12:00"
    assert "收到信访事项 2 件" in lines
    assert "02-001：级别 重大，人数 33，开始 09:48，结束 未结束，信息报告 无" in lines
    assert "02-001：岗位 带班领导，姓名 王强，通知 09:49，到场 09:51" in lines
    assert "超过通知时限：3 项，共 5 项" in lines


def test_another_night_is_empty_and_what_is_no_day_is_refused(offices: TestOffices) -> None:
    lines = offices.run("report", "daily", "2026-01-05").stdout.splitlines()
    assert lines[1:3] == ["Nobody signed in that night", "Matters received: 0"]
    with pytest.raises(Refused) as refused:
        offices.run("report", "daily", "yesterday")
    assert refused.value.key == "cli.refused.date"


def test_nothing_that_anybody_wrote_is_in_it(offices: TestOffices, night: Any) -> None:
    said = [str(night), offices.run("report", "daily").stdout, offices.seen("report", "daily")]
    topic = offices.office.views.matters(limit=2)[0].summary
    assert topic
    assert not any(topic in each or "吴越" in each for each in said)


def test_a_sheet_is_written(offices: TestOffices, tmp_path: Path) -> None:
    file = tmp_path / "night.csv"
    offices.run("report", "daily", "--xlsx", file)
    assert "duty leader,王强,09:49,09:51" in file.read_text(encoding="utf-8-sig")


def test_every_key_is_documented(night: Any) -> None:
    text = (sources.ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    section = text.split("## `report daily --json`")[1].split("\n## ")[0]
    documented = set(re.findall(r"`(\w+)`", section))
    incident = night["incidents"][0]
    lists = [night["shifts"][0], night["hours"][0], incident, incident["posts"][0]]
    assert {key for each in [night, *lists, night["lateness"]] for key in each} <= documented


def test_the_desk_is_drawn_as_tables_and_written_to_a_sheet(
    offices: TestOffices, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    seen = re.sub(r"\x1b\[[\d;]*m", "", offices.seen("report", "desk"))
    rows = [line.split() for line in seen.splitlines()]
    head = "day tasks due /hour /10 min floods full h handled median".split()
    assert head in rows
    assert "2026-02-20 7 0 7 7 0 0 0".split() in rows
    assert "posts told late 3 of 5".split() in rows
    assert all(len(line) <= 80 for line in seen.splitlines()[1:])
    file = tmp_path / "desk.csv"
    offices.run("report", "desk", "--xlsx", file)
    assert "2026-02-20,7,0,7,7,0,0,0," in file.read_text(encoding="utf-8-sig")


def test_what_a_file_brings_of_long_ago_is_none_of_the_nights_acts() -> None:
    with throw_away_offices() as found:
        found.desk.register_batch([letter("2025-10-01", 5, "住建局", Channel.LETTER, True)])
        told = found.run_json("report", "daily")
        assert told["acts"] == {}
        assert told["received"] == {}
        number = found.office.views.matters(limit=1)[0].number
        found.desk.move(number, MOVES[Act.FOLLOW_UP])
        assert found.run_json("report", "daily")["acts"] == {"follow_up": 1}


def test_the_daily_says_who_signed_it_at_which_handover_or_that_nobody_did(
    tmp_path: Path, night: Any, offices: TestOffices
) -> None:
    assert night["signed"] == []
    assert "The daily was not signed at a handover" in offices.run("report", "daily").stdout
    with throw_away_offices() as found:
        found.desk.start_shift()
        outgoing = found.desk.officer
        found.desk.hand_over("何静")
        (signed,) = found.run_json("report", "daily")["signed"]
        assert (signed["outgoing"], signed["incoming"]) == (outgoing, "何静")
        found.run("verify", signed["head"])
        file = tmp_path / "daily.docx"
        found.run("report", "daily", "--docx", file)
        lines = paragraphs(file.read_bytes())
        at = lines.index("Incoming (signs)")
        assert lines[at + 1] == "何静"
        assert lines[at + 3].endswith(", at the handover")
        leader = lines.index("Duty leader (signs)")
        assert lines[leader + 1] == ""


@pytest.fixture(scope="module")
def reported() -> Iterator[TestOffices]:
    """The first report went up by phone, and a leader's instruction reached one post of two."""
    with throw_away_offices() as found:
        play(found.office.store, NOW, ZoneInfo(ZONE), "李敏")
        found.desk.report(
            "02-001", ReportKind.FIRST, "33人", to="市委值班室", channel=ReportChannel.PHONE,
            person="秘书", read_back=True,
        )  # fmt: skip
        posts = ("unit_head", "township_head")
        given = found.desk.instruct("02-001", "郑岚", "今晚答复", posts).events[0].uid
        found.desk.relay("02-001", given, "unit_head", RingOutcome.ANSWERED, read_back=True)
        yield found


def test_what_went_up_and_came_down_is_in_the_daily(reported: TestOffices) -> None:
    (incident,) = reported.run_json("report", "daily")["incidents"]
    (report,) = incident["reports"]
    assert (report["to"], report["channel"], report["taken"]) == (
        *("市委值班室", "phone", report["at"]),
    )
    assert report["limit"] == "2026-02-20T10:08:00+08:00"
    (given,) = incident["instructions"]
    assert (given["leader"], given["told"], given["ended"]) == ("郑岚", ["unit_head"], None)


def test_the_daily_names_neither_who_took_a_report_nor_what_was_instructed(
    reported: TestOffices,
) -> None:
    """Whoever is barred from the matter may read the daily, too."""
    said = reported.run("report", "daily").stdout + str(reported.run_json("report", "daily"))
    assert "市委值班室" in said
    assert not any(each in said for each in ("秘书", "今晚答复", "33人"))


def test_the_keys_of_reports_and_instructions_are_documented(reported: TestOffices) -> None:
    text = (sources.ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    section = text.split("## `report daily --json`")[1].split("\n## ")[0]
    documented = set(re.findall(r"`(\w+)`", section))
    (incident,) = reported.run_json("report", "daily")["incidents"]
    assert {*incident["reports"][0], *incident["instructions"][0]} <= documented


@frozen
class _Then:
    """A clock that shows a moment that was."""

    at: datetime

    def read(self) -> Reading:
        return Reading(self.at, 1000.0, "then")


def test_what_is_open_of_an_incident_of_before_stays_in_the_daily_until_it_is_done() -> None:
    before, zone = NOW - timedelta(days=2), ZoneInfo(ZONE)
    with throw_away_offices() as found:
        play(found.office.store, before, zone, "李敏")
        then = _Then(before)
        desk = Desk(
            found.office.store, then, RandomIds(), default_pack(), "李敏", pinned_pack, zone
        )
        desk.tick()
        (live,) = desk.situation().incidents
        desk.answer_request(live.number, live.requests[0].uid, "书面答复")
        sent = desk.report(
            live.number, ReportKind.FIRST, "33人", to="市委值班室", channel=ReportChannel.SYSTEM
        )
        desk.close(live.number, "散了")
        night = found.run_json("report", "daily")
        assert night["incidents"] == []
        (earlier,) = night["earlier"]
        assert (earlier["number"], earlier["reports"][0]["taken"]) == ("02-001", None)
        assert "市委值班室" in found.run("report", "daily").stdout
        found.desk.receive(live.number, sent.events[0].uid, "秘书")
        assert "市委值班室" not in found.run("report", "daily").stdout
