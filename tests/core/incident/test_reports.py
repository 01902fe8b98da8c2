"""By when information reports are owed, by which channel, in the rhythms that plans have."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.desks import START, Night, changed_pack
from tests.packs import TEXT, without
from xfconsole.core.facts.announced import PromptRaised
from xfconsole.core.facts.of_office import PostNumber
from xfconsole.core.policy.load import parse
from xfconsole.core.policy.pack import Policy
from xfconsole.core.words.desk import PromptKind, ReportChannel, ReportKind
from xfconsole.core.words.refusal import Refused

FIRST, MORE, FINAL = ReportKind.FIRST, ReportKind.FOLLOW_UP, ReportKind.FINAL
PHONE, WRITTEN, SYSTEM = ReportChannel.PHONE, ReportChannel.WRITTEN, ReportChannel.SYSTEM
IN_PERSON = ReportChannel.IN_PERSON


def rhythm(*names: str) -> Policy:
    """Return the default pack with these rhythms chosen."""
    listed = ", ".join(f'"{each}"' for each in names)
    return changed_pack(('rhythms = ["county"]', f"rhythms = [{listed}]"))


def owed(night: Night) -> list[tuple[str, float]]:
    """Return what is owed by when, in minutes after the start."""
    found = night.view().plan.owed
    return [(each.kind.value, (each.limit - START) / timedelta(minutes=1)) for each in found]


def filed(night: Night, kind: ReportKind, channel: ReportChannel | None, again: str = "") -> Night:
    return night.do(
        lambda desk: desk.report(
            night.incident, kind, to="市委值班室", channel=channel, again=again
        )
    )


def test_by_phone_and_in_writing_are_two_reports() -> None:
    night = Night().open(33)
    assert owed(night) == [("report_first", 20), ("report_written", 40)]
    filed(night.until(12), FIRST, PHONE)
    assert owed(night) == [("report_written", 40), ("report_follow_up", 72)]
    assert "report_written" not in night.until(39, 59).asks()
    assert "report_written" in night.until(40).asks()
    filed(night, FIRST, WRITTEN, night.view().reports[0].uid)
    assert owed(night) == [("report_follow_up", 72)]
    assert "report_written" not in night.asks()


@pytest.mark.parametrize(
    ("channel", "left"),
    [
        pytest.param(PHONE, "report_written", id="phone leaves writing"),
        pytest.param(IN_PERSON, "report_written", id="in person is spoken"),
        pytest.param(WRITTEN, "report_first", id="writing leaves the call"),
        pytest.param(SYSTEM, "report_first", id="a system is writing"),
    ],
)
def test_what_one_channel_leaves_owed(channel: ReportChannel, left: str) -> None:
    night = filed(Night().open(33).until(5), FIRST, channel)
    assert [kind for kind, _ in owed(night)] == [left, "report_follow_up"]


def test_a_report_of_which_nobody_knows_the_channel_is_asked_for_no_second_time() -> None:
    night = filed(Night().open(33).until(5), FIRST, None)
    assert owed(night) == [("report_follow_up", 65)]


def test_each_report_has_the_limit_it_was_owed_by() -> None:
    night = filed(Night().open(33).until(25), FIRST, PHONE)
    filed(night.until(30), FIRST, SYSTEM, night.view().reports[0].uid)
    filed(night.until(31), FIRST, PHONE, night.view().reports[0].uid)
    filed(night.until(90), MORE, PHONE)
    limits = dict(night.view().plan.report_limits)
    times = [limits.get(each.uid) for each in night.view().reports]
    assert times == [night.at(20), night.at(40), None, night.at(85)]


def test_what_repeats_a_report_is_no_follow_up() -> None:
    night = filed(Night().open(33).until(10), FIRST, PHONE)
    filed(night.until(30), FIRST, WRITTEN, night.view().reports[0].uid)
    assert owed(night) == [("report_follow_up", 70)]


def test_a_pack_of_before_there_were_rhythms_asks_for_one_report_as_it_did() -> None:
    old = parse(without("rhythms", TEXT.replace('rhythms = ["county"]', "")), "old")
    assert old.reporting.rhythms == ()
    night = Night(old).open(33)
    assert owed(night) == [("report_first", 20)]
    assert (
        night.until(20).said(PromptRaised, what=PromptKind.REPORT_FIRST)[0].rule == "report.first"
    )
    assert owed(filed(night, FIRST, WRITTEN)) == [("report_follow_up", 80)]


def test_a_higher_level_has_other_limits_from_when_it_was_reached() -> None:
    night = Night(rhythm("henan")).open(28)
    assert owed(night) == [("report_first", 360)]
    night.until(100).count(33)
    assert owed(night) == [("report_first", 115), ("report_written", 135)]


def test_without_a_follow_up_by_minutes_only_the_level_asks_for_one() -> None:
    night = filed(Night(rhythm("henan")).open(28).until(10), FIRST, PHONE)
    assert owed(night) == []
    assert owed(night.until(50).count(33)) == [("report_written", 85), ("report_follow_up", 50)]


@pytest.mark.parametrize(
    ("reported", "by"),
    [
        pytest.param("02:40", 8, id="before the next of the times"),
        pytest.param("07:29", 8, id="31 minutes before it: not yet that one"),
        pytest.param("07:30", 17, id="30 minutes before it counts for it"),
        pytest.param("09:00", 17, id="between the times"),
        pytest.param("17:30", 24 + 8, id="the next morning"),
    ],
)
def test_again_before_times_of_day(reported: str, by: int) -> None:
    night = Night(rhythm("henan", "henan_times"))
    begins = START.astimezone(night.desk.zone).replace(hour=0, minute=0)
    hours, minutes = map(int, reported.split(":"))
    at = begins + timedelta(hours=hours, minutes=minutes)
    filed(night.open(28).until((at - START) / timedelta(minutes=1)), FIRST, PHONE)
    limit = begins + timedelta(hours=by)
    assert [(each.kind, each.limit) for each in night.view().plan.owed] == [
        (PromptKind.REPORT_FOLLOW_UP, limit)
    ]
    due = (limit - START) / timedelta(minutes=1)
    assert "report_follow_up" not in night.until(due - 31).asks()
    assert "report_follow_up" in night.until(due - 30).asks()
    (card,) = (each for each in night.desk.situation().prompts if not each.prompt.duty)
    assert card.limit == limit


@pytest.mark.parametrize(("name", "minutes"), [("taiyuan", 60), ("lanzhou", 120)])
def test_one_report_by_any_channel(name: str, minutes: int) -> None:
    night = Night(rhythm(name)).open(28)
    assert owed(night) == [("report_first", minutes)]
    assert owed(filed(night, FIRST, WRITTEN)) == [("report_follow_up", 60)]


def test_the_first_rhythm_to_say_something_counts() -> None:
    assert owed(Night(rhythm("taiyuan", "lanzhou")).open(28)) == [("report_first", 60)]
    assert owed(Night(rhythm("yixing")).open(28)) == [("report_first", 20)]


def test_nothing_is_owed_after_the_final_report() -> None:
    night = filed(Night().open(33).until(5), FINAL, PHONE)
    assert owed(night) == []
    assert not [each for each in night.until(100).asks() if each.startswith("report")]


@pytest.mark.parametrize(
    ("first", "by"),
    [
        pytest.param(20, 21, id="under way: the next day, as the time of this one is over"),
        pytest.param(23, 23, id="ahead: on its first day"),
    ],
)
def test_in_a_special_period_one_more_every_day(first: int, by: int) -> None:
    night = Night(rhythm("henan", "yixing"))
    days = date(2026, 2, first), date(2026, 2, first + 2)
    night.desk.set_period("两会", *days, [PostNumber("receptionist", 2)])
    # It is 17:29 of the 20th.
    filed(night.open(28).until(15 * 60), FIRST, PHONE)
    limit = datetime(2026, 2, by, 16, 30, tzinfo=night.desk.zone)
    assert [each.limit for each in night.view().plan.owed] == [limit]


def limits(night: Night) -> list[str]:
    """Return by when reports are owed, in office time."""
    found = (each.limit.astimezone(night.desk.zone) for each in night.view().plan.owed)
    return [f"{each:%d %H:%M}" for each in found]


def test_a_special_period_says_its_own_rhythm_from_then_on() -> None:
    night = filed(Night(rhythm("henan")).open(28).until(5), FIRST, PHONE)
    assert limits(night) == []
    days = date(2026, 2, 20), date(2026, 2, 22)
    night.desk.set_period("两会", *days, [], rhythm="yixing")
    # It is 02:34, before the period begins with the office's day.
    assert limits(night) == ["20 16:30"]
    assert "report_follow_up" not in night.until(13 * 60 + 30).asks()
    filed(night.until(13 * 60 + 50), MORE, PHONE)
    assert limits(night) == ["21 16:30"]
    filed(night.until(48 * 60), MORE, PHONE)
    filed(night.until(62 * 60), MORE, PHONE)
    # The next 16:30 lies behind its end.
    assert limits(night) == []


def test_a_rhythm_that_is_set_at_noon_makes_nothing_late_that_was_not() -> None:
    night = filed(Night(rhythm("henan", "henan_times")).open(33).until(14), FIRST, PHONE)
    filed(night.until(34), FIRST, WRITTEN, night.view().reports[0].uid)
    before = night.view().plan.report_limits
    days = date(2026, 2, 19), date(2026, 2, 22)
    night.desk.set_period("两会", *days, [], rhythm="county")
    assert night.view().plan.report_limits == before
    # Set again with other numbers, the rhythm holds since it was said.
    [period] = night.desk.roster().periods
    night.until(120)
    wanted = [PostNumber("receptionist", 2)]
    night.desk.set_period("两会", *days, wanted, rhythm="county")
    assert night.desk.roster().periods[0].rhythm_from == period.rhythm_from == night.at(34)
    night.desk.set_period("两会", *days, wanted, rhythm="taiyuan")
    assert night.desk.roster().periods[0].rhythm_from == night.at(120)
    night.desk.set_period("两会", *days, wanted)
    assert night.desk.roster().periods[0].rhythm_from is None


def test_in_a_special_period_the_first_report_follows_its_rhythm() -> None:
    night = Night(rhythm("taiyuan"))
    night.desk.set_period("两会", date(2026, 2, 19), date(2026, 2, 22), [], rhythm="henan")
    assert owed(night.open(33)) == [("report_first", 15), ("report_written", 35)]
    later = Night(rhythm("taiyuan"))
    later.desk.set_period("两会", date(2026, 2, 20), date(2026, 2, 22), [], rhythm="henan")
    assert owed(later.open(33)) == [("report_first", 60)]


def test_a_rhythm_that_the_plan_does_not_offer_is_refused() -> None:
    night = Night()
    with pytest.raises(Refused, match="period_rhythm"):
        night.desk.set_period("两会", date(2026, 2, 20), date(2026, 2, 22), [], rhythm="x")
    with pytest.raises(Refused, match="period_posts"):
        night.desk.set_period("两会", date(2026, 2, 20), date(2026, 2, 22), [])


def test_outside_a_special_period_nothing_more_is_asked() -> None:
    assert owed(filed(Night(rhythm("henan", "yixing")).open(28).until(5), FIRST, PHONE)) == []
