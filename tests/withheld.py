"""A matter with a live incident in which the officer at the desk is accused, and its words."""

from __future__ import annotations

from datetime import date, timedelta

from tests.issuing import issue_text
from xfconsole.core.facts.event import Event
from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import (
    Channel,
    EmergencyService,
    Identity,
    Level,
    Purpose,
    ReportKind,
)
from xfconsole.core.words.procedure import Act, Bar
from xfconsole.desk import Desk

NEEDLE = "梧桐"
"""Stands in every text that anybody wrote about the matter, and in nothing else."""
OFFICER = "李敏"
SUMMARY, OTHER = "梧桐新村拆迁补偿", "路灯不亮"
NUMBER, OTHER_NUMBER, INCIDENT = "2026-000001", "2026-000002", "02-001"


def told_all(desk: Desk) -> str:
    """Register the matter, open its incident and say something wherever something can be said.

    Returns the incident's uid. Another matter is there too, linked with it.
    """
    form = MatterForm(
        Channel.GROUP_VISIT,
        SUMMARY,
        text="梧桐新村二十户反映补偿未到位。",
        purpose=Purpose.CLAIM,
        topic=("梧桐类",),
        unit="梧桐局",
        township="梧桐镇",
        place="梧桐路",
        addressed_to="梧桐办",
        cause="梧桐补偿",
        concerned=60,
        headcount=20,
        requests=("梧桐新村何时补偿", "梧桐新村何时安置"),
        identity=Identity(name="某某"),
    )
    done = desk.register(form, opening=True)
    earlier = desk.now() - timedelta(hours=1)
    desk.register(MatterForm(Channel.LETTER, OTHER, unit="城管局", received_at=earlier))
    requests = [each for each in done.events if each.kind == "request.recorded"]
    _said_on_the_scene(desk, done.incident)
    _answered(desk, requests)
    desk.note(NUMBER, "梧桐新村来电")
    desk.move(NUMBER, Move(Act.FORWARD, unit="梧桐局", text="请梧桐局办理"))
    issue_text(desk, NUMBER, text="梧桐新村一事已受理", unit="梧桐局")
    desk.link(NUMBER, OTHER_NUMBER)
    return done.incident


def _said_on_the_scene(desk: Desk, incident: str) -> None:
    opened = desk.raise_level(incident, Level.MAJOR, "梧桐新村的人情绪激动").events[0]
    assert opened.kind == "level.raised"
    desk.emergency(incident, EmergencyService.AMBULANCE, "梧桐新村一人晕倒")
    note = desk.note(incident, "梧桐新村的代表到了").events[0]
    desk.correct(note.uid, {"text": "梧桐新村的两名代表到了"}, "梧桐新村写错了")
    parts = ("梧桐一", "梧桐二", "梧桐三", "梧桐四")
    desk.report(incident, ReportKind.FIRST, *parts)


def _answered(desk: Desk, requests: list[Event]) -> None:
    desk.answer_request(NUMBER, requests[0].uid, "梧桐新村本月补偿")
    desk.set_next_step(NUMBER, requests[1].uid, "梧桐新村现场勘查", date(2026, 3, 2))


def accused(desk: Desk) -> None:
    """Record that the officer at the desk is accused in the matter."""
    desk.bar(NUMBER, Bar.ACCUSED, person=OFFICER)
