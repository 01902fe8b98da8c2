"""The office's daily report in a special period: owed every day, also with nothing to report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.desks import START, ZONE, Night, changed_pack
from xfconsole.core.facts.of_office import PostNumber
from xfconsole.core.incident.daily import DailyReport
from xfconsole.core.policy.pack import Policy
from xfconsole.core.words.desk import ReportChannel
from xfconsole.core.words.refusal import Refused

PHONE, WRITTEN = ReportChannel.PHONE, ReportChannel.WRITTEN
TODAY = START.astimezone(ZONE).date()
DUE = 13 * 60 + 31
"""Minutes from 02:29 to 16:00, when the report by 16:30 is asked for."""
A_DAY = 24 * 60
TWO = (PostNumber("duty_officer", 2),)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def period(policy: Policy | None = None, *, days: int = 3, rhythm: str = "yixing") -> Night:
    """Return a night at whose beginning a special period of some days was set."""
    night = Night(policy)
    night.desk.set_period("两会", day(0), day(days - 1), (), rhythm=rhythm)
    return night


def asked(night: Night) -> list[date]:
    """Return of which days a report is asked for."""
    return [each.owed.day for each in night.desk.situation().daily]


def report(night: Night, **said: object) -> DailyReport:
    night.desk.report_daily(to="市委值班室", channel=WRITTEN, **said)  # type: ignore[arg-type]
    return night.desk.dailies()[-1]


def test_it_is_asked_for_half_an_hour_before_until_it_went_up() -> None:
    night = period()
    assert asked(night.until(DUE, -1)) == []
    assert asked(night.until(DUE)) == [day(0)]
    [view] = night.desk.situation().daily
    assert f"{view.prompt.ends.astimezone(ZONE):%H:%M}" == "16:30"
    sent = report(night, prompt=view.uid)
    assert (sent.day, sent.limit, sent.nothing) == (day(0), view.owed.limit, True)
    assert asked(night) == []
    assert asked(night.until(DUE + A_DAY)) == [day(1)]


def test_one_never_sent_gives_way_to_the_next_days_and_none_follows_the_last() -> None:
    night = period(days=2)
    assert asked(night.until(DUE + A_DAY)) == [day(0), day(1)]
    assert asked(night.until(DUE + A_DAY + 30)) == [day(1)]
    assert asked(night.until(DUE + 2 * A_DAY)) == [day(1)]
    assert asked(night.until(DUE + 2 * A_DAY + 30)) == []
    assert asked(night.restart()) == []


@pytest.mark.parametrize(
    ("rhythm", "said", "wanted"),
    [
        pytest.param("", "zero = true", 0, id="no rhythm of the pack or the period asks"),
        pytest.param("henan", "zero = true", 0, id="another rhythm"),
        pytest.param("yixing", "zero = false", 0, id="a pack from before binds incidents only"),
        pytest.param("yixing", "zero = true", 1, id="the period's own rhythm"),
    ],
)
def test_a_pack_has_to_say_so(rhythm: str, said: str, wanted: int) -> None:
    night = Night(changed_pack(("zero = true", said)))
    night.desk.set_period("两会", day(0), day(2), TWO, rhythm=rhythm)
    assert len(asked(night.until(DUE))) == wanted


def test_the_rhythm_that_the_pack_follows_asks_in_every_period() -> None:
    night = Night(changed_pack(('rhythms = ["county"]', 'rhythms = ["county", "yixing"]')))
    night.desk.set_period("国庆", day(0), day(0), TWO)
    assert asked(night.until(DUE)) == [day(0)]


def test_what_lay_before_a_period_was_set_was_never_owed() -> None:
    night = Night().until(DUE + 31)
    night.desk.set_period("两会", day(0), day(2), (), rhythm="yixing")
    assert asked(night) == []
    assert asked(night.until(DUE + A_DAY)) == [day(1)]
    night.desk.end_period("两会")
    assert asked(night) == []


def test_a_day_with_an_incident_is_not_one_without_anything() -> None:
    night = period(days=2)
    night.open(4)
    number = night.view().number
    night.until(60).do(lambda desk: desk.close(night.incident))
    night.until(DUE)
    with pytest.raises(Refused) as refused:
        report(night)
    assert refused.value.key == "daily.refused.incident"
    assert refused.value.values["numbers"] == (number,)
    [known] = night.desk.incidents_of_day(night.desk.situation().daily[0].owed.limit)
    assert (known.number, known.people, known.live) == (number, 4, False)
    assert not report(night, situation="4 人，已答复").nothing
    assert report(night.until(DUE + A_DAY)).nothing


def test_what_cannot_be_is_refused_and_stores_nothing() -> None:
    night = period(days=2)
    sent = report(night.until(60))
    before = len(night.store.events)  # type: ignore[attr-defined]
    attempts: dict[str, Callable[[], object]] = {
        "daily.refused.twice": lambda: report(night, day=day(0)),
        "daily.refused.ahead": lambda: report(night),
        "daily.refused.not_owed": lambda: report(night, day=day(9)),
        "desk.refused.no_report": lambda: report(night, again="gone"),
        "desk.refused.prompt_gone": lambda: report(night, prompt="gone"),
        "upward.refused.to": lambda: night.desk.report_daily(again=sent.uid, channel=PHONE),
        "upward.refused.channel": lambda: night.desk.report_daily(again=sent.uid, to="市"),
        "desk.refused.receipt_unnamed": lambda: night.desk.receive_daily(sent.uid, " \n"),
        "desk.refused.receipt_early": lambda: night.desk.receive_daily(
            sent.uid, "赵颖", ago=timedelta(minutes=1)
        ),
    }
    for key, attempt in attempts.items():
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.key == key
    assert len(night.store.events) == before  # type: ignore[attr-defined]


def test_it_is_repeated_to_somebody_else_even_after_the_period_and_each_has_its_receipt() -> None:
    night = period(days=1)
    first = report(night.until(DUE + 45))
    assert first.at > first.limit
    night.desk.end_period("两会")
    again = report(night, again=first.uid)
    assert (again.day, again.limit) == (first.day, first.limit)
    night.desk.receive_daily(again.uid, " 赵颖\n", read_back=True)
    told = night.restart().desk.dailies()
    assert [each.receipt and each.receipt.person for each in told] == [None, "赵颖"]


def test_it_is_put_off_for_some_minutes_with_a_reason() -> None:
    night = period().until(DUE)
    night.desk.snooze(night.desk.situation().daily[0].uid, 10, "等带班领导签发")
    assert asked(night) == []
    assert asked(night.after(10)) == [day(0)]
