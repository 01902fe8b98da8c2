"""What is still open once an incident is over: reports never sent, receipts, instructions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.desks import Night, without_after
from xfconsole.core.facts.announced import IncidentSettled
from xfconsole.core.facts.of_incident import IncidentClosed, IncidentOpened, ReportFiled
from xfconsole.core.facts.of_instruction import InstructionGiven
from xfconsole.core.incident.upward import FiledReport
from xfconsole.core.night.situation import IncidentView
from xfconsole.core.policy.pack import Policy
from xfconsole.core.words.desk import PromptKind, ReportChannel, ReportKind, RingOutcome
from xfconsole.core.words.refusal import Refused

PHONE, WRITTEN = ReportChannel.PHONE, ReportChannel.WRITTEN
FIRST, MORE, FINAL = ReportKind.FIRST, ReportKind.FOLLOW_UP, ReportKind.FINAL


def sent(policy: Policy | None = None) -> Night:
    """Phone the first report without saying who took it, send it in writing too."""
    night = Night(policy).open(33).until(5)
    for channel, again in ((PHONE, ""), (WRITTEN, "first")):
        of = night.entered(ReportFiled).uid if again else ""
        night.desk.report(night.incident, FIRST, "33人", to="市委值班室", channel=channel, again=of)
    return night


def closed(night: Night) -> Night:
    return night.do(lambda desk: desk.close(night.incident, "已答复"))


def asks(night: Night) -> list[str]:
    """Return what stands of incidents that are over."""
    return [e.prompt.kind.value for e in night.desk.situation().prompts if e.over]


def followed(night: Night) -> IncidentView:
    [view] = night.desk.situation().followed
    return view


def reports(night: Night) -> list[FiledReport]:
    return list(followed(night).reports)


def settled(night: Night) -> bool:
    return any(isinstance(e.fact, IncidentSettled) for e in night.store.events)  # type: ignore[attr-defined]


def test_who_took_a_report_is_asked_half_an_hour_after_it_went_up_once_the_incident_is_over() -> (
    None
):
    night = closed(sent().until(20))
    assert night.desk.situation().incidents == ()
    assert asks(night.until(35, -1)) == []
    assert asks(night.until(35)) == ["report_receipt"]
    for each in reports(night):
        night.desk.receive(night.incident, each.uid, "赵颖")
    assert asks(night) == []
    assert settled(night)
    assert night.desk.situation().followed == ()
    assert night.restart().desk.situation().followed == ()
    with pytest.raises(Refused, match="closed"):
        night.desk.receive(night.incident, "x", "赵颖")


def test_a_first_report_never_sent_is_owed_after_the_end_until_it_is_sent() -> None:
    night = closed(Night().open(33).until(10))
    assert [each.kind.value for each in followed(night).plan.owed] == [
        "report_first",
        "report_written",
    ]
    assert asks(night.restart().until(45)) == ["report_first", "report_written"]
    night.desk.report(night.incident, FIRST, to="市委值班室", channel=PHONE, person="赵颖")
    assert asks(night) == ["report_written"]
    with pytest.raises(Refused, match="closed"):
        night.desk.report(night.incident, MORE, to="市委值班室")
    night.desk.report(night.incident, FINAL, to="市委值班室", channel=WRITTEN, person="赵颖")
    assert asks(night) == []
    assert settled(night)


@pytest.mark.parametrize("late", [0, 45])
def test_a_pack_from_before_asks_for_nothing_once_it_is_over(late: int) -> None:
    night = closed(sent(without_after()).until(20 + late))
    [over] = [e.fact for e in night.store.events if isinstance(e.fact, IncidentClosed)]  # type: ignore[attr-defined]
    assert not over.follows
    assert (asks(night.after(60)), night.desk.situation().followed) == ([], ())
    assert not settled(night)


def test_an_instruction_that_goes_on_keeps_its_clocks_until_it_is_carried_out() -> None:
    night = Night(without_after()).open(4).until(5)
    by = night.now() + timedelta(hours=3)
    night.desk.instruct(night.incident, "郑岚", "尽快核实", ["unit_head"], due=by)
    uid = night.entered(InstructionGiven).uid
    with pytest.raises(Refused, match="open_instructions"):
        closed(night)
    night.desk.carry_out(night.incident, uid, "住建局续办", carried=True)
    closed(night)
    assert asks(night) == ["instruction_relay"]
    night.desk.relay(night.incident, uid, "unit_head", RingOutcome.ANSWERED, read_back=True)
    assert asks(night) == []
    assert asks(night.restart().after(180)) == ["instruction_due"]
    [order] = followed(night).instructions
    assert (order.carried, order.result) == (True, "住建局续办")
    night.desk.carry_out(night.incident, uid, "已核实")
    assert (asks(night), settled(night)) == ([], True)


def test_what_is_open_of_one_that_is_over_comes_after_whoever_is_here() -> None:
    night = closed(sent().until(20)).until(40)
    night.open(4).after(60)
    kinds = [each.over for each in night.desk.situation().prompts]
    assert kinds == sorted(kinds)
    assert PromptKind.REPORT_RECEIPT.value in asks(night)
    with pytest.raises(Refused, match="closed"):
        night.desk.count(followed(night).uid, 5)


def test_how_many_came_is_put_right_while_something_of_the_incident_is_open() -> None:
    night = Night().open(33)
    for post in ("duty_leader", "unit_head"):
        night.ring(post, RingOutcome.ANSWERED)
    closed(night)
    opened = next(e for e in night.store.events if isinstance(e.fact, IncidentOpened))  # type: ignore[attr-defined]
    night.desk.correct(opened.uid, {"headcount": 3}, "数错了")
    # Three people are nothing to report.
    assert settled(night)
    assert night.desk.situation().followed == ()
