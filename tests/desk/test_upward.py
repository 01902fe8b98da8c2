"""What goes up from an incident: numbered, to somebody, by a channel, and taken by somebody."""

from __future__ import annotations

import pytest

from tests.desks import Night
from xfconsole.core.facts.of_incident import ReportFiled, ReportReceived
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.roster.parties import Blocked
from xfconsole.core.words.desk import ReportChannel, ReportKind
from xfconsole.core.words.procedure import Bar, Barred
from xfconsole.core.words.refusal import Refused

FIRST, MORE, FINAL = ReportKind.FIRST, ReportKind.FOLLOW_UP, ReportKind.FINAL


def night_reported() -> Night:
    night = Night().open(33).after(5)
    night.desk.report(
        night.incident, FIRST, "33人", to="市委值班室", channel=ReportChannel.PHONE,
        person="赵颖", read_back=True,
    )  # fmt: skip
    return night


def test_follow_ups_are_numbered_and_what_repeats_one_bears_its_number() -> None:
    night = night_reported()
    for _ in range(2):
        night.desk.report(night.incident, MORE, to="市委值班室", channel=ReportChannel.PHONE)
    second = night.entered(ReportFiled).uid
    night.desk.report(night.incident, MORE, to="市信访局", again=second)
    night.desk.report(night.incident, MORE, to="市委值班室")
    assert [each.number for each in night.view().reports] == [0, 1, 2, 2, 3]
    assert [each.number for each in night.restart().view().reports] == [0, 1, 2, 2, 3]


def test_of_a_report_by_phone_is_known_who_took_it_and_that_it_was_read_back() -> None:
    (report,) = night_reported().view().reports
    assert (report.to, report.channel) == ("市委值班室", ReportChannel.PHONE)
    assert report.receipt is not None
    assert (report.receipt.person, report.receipt.read_back) == ("赵颖", True)


def test_a_receipt_corrected_by_a_later_one_counts() -> None:
    night = night_reported().after(3)
    night.desk.receive(night.incident, night.entered(ReportFiled).uid, "钱进", read_back=False)
    (report,) = night.view().reports
    assert report.receipt is not None
    assert (report.receipt.person, report.receipt.at) == ("钱进", night.now())


def test_after_the_final_report_only_the_same_can_go_to_others() -> None:
    night = night_reported()
    night.desk.report(night.incident, FINAL, to="市委值班室")
    night.desk.report(night.incident, FINAL, to="市信访局", again=night.entered(ReportFiled).uid)
    with pytest.raises(Refused, match=r"desk\.refused\.report_final"):
        night.desk.report(night.incident, FINAL, to="市信访局")


@pytest.mark.parametrize("to", ["王强", "带班领导 王强", "王强、钱进", " 王 强"])
def test_nobody_barred_is_reported_to(to: str) -> None:
    night = Night().open(33)
    night.desk.bar(night.view().matter_number, Bar.RECUSED, person="王强")
    with pytest.raises(Blocked):
        night.desk.report(night.incident, FIRST, to=to)
    matter = night.events(night.view().matter)
    assert [e.fact.barred for e in matter if isinstance(e.fact, AccessBlocked)] == [Barred.READER]
    assert not night.view().reports


def test_nor_the_unit_that_an_accused_leads_nor_does_one_take_a_report() -> None:
    night = night_reported()
    number = night.view().matter_number
    night.desk.bar(number, Bar.ACCUSED, person="孙磊", unit="住建局")
    with pytest.raises(Blocked):
        night.desk.report(night.incident, MORE, to="住建局 值班室")
    with pytest.raises(Blocked):
        night.desk.receive(night.incident, night.entered(ReportFiled).uid, "孙磊")
    assert len([e for e in night.events() if isinstance(e.fact, ReportReceived)]) == 1
