"""A matter walked through its life by keyboard, and what the desk refuses on the way."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from tests.screens.fake_host import FakeOffice
from tests.screens.live_desk import press
from tests.screens.matters import act, days, issue, life, matter, open_matter, shown, text
from xfconsole.core.matter.limits import deadlines
from xfconsole.core.words.procedure import Clock, Finding, State

REPLY = {"requests": "交付", "facts": "属实", "decision": "六月底前交付", "basis": "合同法"}


async def test_a_letter_is_walked_to_the_archive(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        assert "Now: registered" in text(pilot)
        await act(pilot, "forward", unit="住建局")
        assert life(office).state is State.FORWARDED
        assert "with 住建局" in shown(pilot)
        await days(pilot, office, 5)
        await act(pilot, "accept")
        await issue(
            pilot,
            "notice of receipt",
            route="由住建局办理",
            procedure="60日内答复",
            contact="值班员",
        )
        await days(pilot, office, 50)
        assert "overdue" not in shown(pilot)
        await act(pilot, "extend", approver="孙磊", days="30", text="案情复杂")
        await days(pilot, office, 20)
        await act(pilot, "reply", finding="1", **REPLY)
        await act(pilot, "serve", manner="2", signing="1", opinion="3")
        assert "by post, signed for, no clear opinion" in text(pilot)
        await days(pilot, office, 31)
        await act(pilot, "conclude")
        assert "execution" in shown(pilot)
        await pilot.press("escape")
        await act(pilot, "record execution", text="房已交付")
        await act(pilot, "follow up", text="已入住", satisfaction="1")
        assert "satisfied, 已入住" in text(pilot)
        await act(pilot, "conclude")
        await act(pilot, "archive")
        walked = life(office)
        assert walked.state is State.ARCHIVED
        assert walked.finding is Finding.SUPPORTED
        assert "Now: archived" in text(pilot)
        _every_duty_was_met_in_time(office)
        await _every_date_is_explained(pilot, office)


async def _every_date_is_explained(pilot: Pilot[None], office: FakeOffice) -> None:
    await press(pilot, "d")
    for _ in deadlines(life(office), office.rules, office.now()):
        said = shown(pilot)
        for label in ("Rule", "Start", "Count", "Last day", "Statutory", "Now"):
            assert f"{label} " in said
        await press(pilot, "right")


def _every_duty_was_met_in_time(office: FakeOffice) -> None:
    found = deadlines(life(office), office.rules, office.now())
    kept = {each.clock for each in found if each.met_at and not each.overdue(office.now())}
    assert {Clock.DEAL, Clock.ACCEPT, Clock.DECIDE} <= kept
    assert Clock.SHADOW not in {each.clock for each in found}
