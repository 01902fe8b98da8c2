"""Every kind of fact has its sentence, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from xfconsole.core.facts import (
    announced,
    of_desks,
    of_identity,
    of_incident,
    of_instruction,
    of_matter,
    of_office,
    of_procedure,
    of_reception,
)
from xfconsole.core.facts.event import FACTS, Fact
from xfconsole.core.facts.of_identity import Kept
from xfconsole.core.words.desk import (
    Channel,
    CountSource,
    EmergencyService,
    Hearing,
    Level,
    Place,
    PromptKind,
    ReportChannel,
    ReportKind,
    RingOutcome,
)
from xfconsole.core.words.documents import Document
from xfconsole.core.words.procedure import (
    Act,
    Bar,
    Barred,
    Clock,
    Manner,
    Measure,
    Opinion,
    Satisfaction,
    Signing,
    State,
    Who,
)
from xfconsole.core.words.receiving import Decision, MeetingNote
from xfconsole.core.words.two_languages import BothLanguages
from xfconsole.ui.words.catalogue import catalogue
from xfconsole.ui.words.events import EventWords

AT = datetime(2026, 2, 19, 18, 29, tzinfo=UTC)
DAY = date(2026, 3, 2)
PROMPT = ("p", PromptKind.RETRY, "ladder.default", "unit_head")
OWED: Any = {"who": Who.OFFICE, "measure": Measure.CALENDAR}
BEFORE: Any = {"old_target": DAY, "old_rolled": DAY}
SESSION = of_reception.ReceptionSession("s", "王强", "unit_head", AT, AT, "接待大厅")
TOLD: list[Fact] = [
    of_office.OfficeFounded("接待中心", "Asia/Shanghai"),
    of_office.JournalSalvaged(7, 2, "3-4"),
    of_office.DeskLettered("B", "0" * 64),
    of_desks.DeskForked("019c-desk", "B", 7, "019c-there", "019c-here"),
    of_desks.DeskForked("019c-desk", "B", 7, "019c-there"),
    of_desks.DeskDeparted("019c-desk", "B", 7, "019c-copy"),
    of_desks.DeskDeparted("019c-desk", "B", 7, "019c-copy", "何静"),
    of_desks.ClocksApart("019c-desk", "B", 12),
    of_desks.DeskKeyed("0" * 64),
    of_desks.DeskKeyed("0" * 64, "何静"),
    of_desks.DeskSetAside("C", ("019c-desk",), "何静"),
    of_office.PolicyKept("0" * 64, "default@3", "id = 1"),
    of_office.PolicyAdopted("0" * 64, "default@3"),
    of_office.JournalEndMissed(9, 7),
    of_desks.DeskJoined(AT, 7, "0123456789abcde", "019c-desk", "何静"),
    of_office.OfficeRestored(AT, 7, "0123456789abcde", "replaced-20260220T180000Z"),
    of_office.OfficerAdded("何静"),
    of_office.OfficerRevoked("何静"),
    of_office.OfficersKept(("李敏", "何静")),
    of_office.PassphraseChanged(),
    of_office.PassphraseRecovered(),
    of_office.RecoveryCodeRenewed(),
    of_office.ShiftStarted(),
    of_office.BellTried(Hearing.NOT_HEARD),
    of_office.ShiftEnded("交班"),
    of_office.RosterImported("roster.csv", ()),
    of_office.RosterReplaced("unit_head", "孙磊", "石坚", "1", AT, AT),
    of_office.RosterAdded("unit_head", "石坚", "1", AT, AT, "住建局"),
    of_office.RosterSet((of_office.RosterStretch("unit_head", "", AT, AT),), ()),
    of_office.LeaveRecorded("孙磊", AT, AT),
    of_office.LeaveEnded("孙磊", AT, AT),
    of_office.PeriodSet("国庆", AT, AT, (of_office.PostNumber("unit_head", 2),)),
    of_office.PeriodSet("两会", AT, AT, (), "yixing", AT),
    of_office.PeriodEnded("国庆"),
    of_office.DailyReported(DAY, AT, to="市委值班室", channel=ReportChannel.PHONE),
    of_office.DailyReported(DAY, AT, "33人", again="r"),
    of_reception.ReceptionsPlanned((SESSION,)),
    of_reception.ReceptionChanged(SESSION, "领导出差"),
    of_reception.ReceptionCancelled("s", AT, "会议"),
    of_reception.ReceptionNoticed(("s",), "公告"),
    of_reception.ReceptionTold("s", AT, ("住建局",), "孙磊"),
    of_reception.ReceptionHeld("s", AT, "王强"),
    of_reception.QuarterReported(DAY, "结果"),
    of_reception.MatterQueued("s", AT, 3),
    of_reception.MeetingNoted("s", DAY, MeetingNote.MOVED, "等材料", DAY),
    of_reception.ReceptionDecided(
        "s", "王强", "unit_head", Decision.ASSIGNED, "限期答复", "住建局", DAY
    ),
    of_office.DeskBlind(AT, AT),
    of_matter.LettersImported("2026-02-20 02:29 信.xlsx", "信.xlsx", 2, 1, 0),
    of_matter.LettersEnded("2026-02-20 02:29 信.xlsx", "信.xlsx", 4, 2, 1, 0, 1),
    announced.AlarmPassed(11, 31, 10, 30),
    of_office.DeskLeft(),
    of_office.DeskResumed(),
    of_office.ClockJumped(-3600),
    of_matter.MatterRegistered(Channel.CALL, "摘要", number="2026-000001"),
    of_matter.RequestRecorded("诉求"),
    of_matter.RequestAnswered("r", "答复"),
    of_matter.NextStepSet("r", "书面答复", date(2026, 3, 2)),
    of_matter.ReplyRecorded("答复"),
    of_incident.IncidentOpened(
        "02-001", "m", "主题", Channel.GROUP_VISIT, 33, CountSource.COUNTED, "d", "x@1"
    ),
    of_incident.HeadcountRecorded(33, CountSource.ESTIMATE),
    of_incident.LevelRaised(Level.MAJOR, "激动"),
    of_incident.PostRung("unit_head", "孙磊", RingOutcome.BUSY),
    of_incident.PostRung("unit_head", "孙磊", RingOutcome.ANSWERED, AT),
    of_incident.PostArrived("unit_head", "孙磊"),
    of_incident.DeputyNamed("unit_head", "唐青", "139-0000-0104"),
    of_incident.PostRelieved("unit_head", "唐青"),
    of_incident.PostStoodDown("unit_head", "更正"),
    of_incident.PostStoodDown("unit_head", person="孙磊", place="住建局"),
    of_incident.PlaceNamed(Place.UNIT, "人社局"),
    of_incident.PlaceNamed(Place.TOWNSHIP),
    of_incident.EmergencyCalled(EmergencyService.AMBULANCE, "头晕"),
    of_incident.NoteAdded("记事"),
    of_incident.ReportFiled(ReportKind.FIRST),
    of_incident.ReportFiled(
        ReportKind.FOLLOW_UP, to="市委值班室", channel=ReportChannel.PHONE, number=12, again="r"
    ),
    of_incident.ReportReceived("r", "赵颖", read_back=True),
    of_incident.ReportReceived("r"),
    of_incident.ClockSaidBack("c", "33人，等住建局"),
    of_incident.ClockSaidBack("c", aloud=True),
    of_incident.ChecklistTicked("safety.1", BothLanguages("已看过", "looked at")),
    of_incident.ChecklistTicked("safety.1", BothLanguages("已看过", "looked at"), done=False),
    of_instruction.InstructionGiven("郑岚", "尽快核实", ("unit_head", "township_head"), AT),
    of_instruction.InstructionGiven("郑岚", "尽快核实"),
    of_instruction.InstructionRelayed("i", "unit_head", "孙磊", RingOutcome.ANSWERED, True),
    of_instruction.InstructionRelayed("i", "unit_head", "孙磊", RingOutcome.BUSY),
    of_instruction.InstructionDone("i", "已核实"),
    of_instruction.InstructionDone("i", "住建局续办", carried=True),
    of_incident.EventCorrected("x", {"value": 3}, "看错"),
    of_incident.EventCorrected("x", {}, "", withdrawn=True),
    of_incident.PromptSnoozed("p", AT, "忙"),
    of_incident.SubjectTakenOver(("t",), "B", ("A", "C")),
    of_incident.ContestSettled("a", ("a", "b"), "e", ("text",), "以到件为准"),
    of_incident.PolicyAccepted("d", "x@2"),
    of_incident.IncidentClosed("完"),
    announced.IncidentSettled(),
    of_incident.IncidentClosed("完", "通知晚了"),
    of_office.ShiftHandedOver("何静", "灯坏了", ("a",), ("b", "c")),
    of_office.ShiftHandedOver("何静", daily=date(2026, 2, 19)),
    of_office.ClocksAccepted(("b",)),
    of_office.ReliefRung("duty_officer", "何静", RingOutcome.ANSWERED, AT),
    announced.LevelChanged(Level.MAJOR),
    announced.ObligationAdded("unit_head", "r", "a", "孙磊", AT),
    announced.ObligationMet("unit_head", "r", "arrived", "孙磊"),
    announced.ObligationMissed("unit_head", "r", "tell", AT, "孙磊"),
    announced.ObligationMissed("unit_head", "r", "arrive", AT, "孙磊"),
    announced.PromptRaised(*PROMPT, "unit_head", "孙磊", AT, 0),
    announced.PromptRaised(*PROMPT, "unit_head", "孙磊", AT, 0, corrected=True),
    announced.PromptCleared(*PROMPT, "孙磊", AT),
    announced.PromptMarked(*PROMPT, "孙磊", AT),
    announced.PromptMoved(*PROMPT, "孙磊", AT, AT),
    of_procedure.MatterMoved(Act.SERVE, State.SERVED, Who.UNIT),
    of_procedure.MatterMoved(
        Act.SERVE,
        State.SERVED,
        Who.UNIT,
        manner=Manner.POST,
        signing=Signing.REFUSED,
        opinion=Opinion.UNCLEAR,
    ),
    of_procedure.MatterMoved(
        Act.FOLLOW_UP, State.SERVED, Who.OFFICE, text="电话", satisfaction=Satisfaction.NOT
    ),
    of_procedure.MatterMoved(
        Act.EXTEND, State.HANDLING, Who.UNIT_HEAD, text="鉴定", approver="孙磊", days=9
    ),
    of_procedure.MatterMoved(
        Act.HEAR, State.FINAL_REVIEW, Who.UPPER, since=DAY, until=DAY, second="周平"
    ),
    of_procedure.MatterMoved(Act.ASSIGN, State.ASSIGNED, Who.OFFICE, "住建局", on=DAY),
    of_matter.QueryCodeGiven("K7M4X9QWTR"),
    of_procedure.MatterLinked("m"),
    of_procedure.MatterUnlinked("m"),
    of_procedure.PartyBarred(Bar.ACCUSED, "孙磊", "unit_head", "住建局"),
    of_procedure.AccessBlocked(Barred.TARGET, Bar.ACCUSED, unit="住建局"),
    of_procedure.MatterChased(Clock.DECIDE, "unit_head", "孙磊", RingOutcome.BUSY, AT),
    of_procedure.DocumentIssued(Document.NOTICE, "全文"),
    of_identity.IdentityRead("核实来信地址", "王强", export="ledger.xlsx"),
    of_identity.GlassReviewed("a", "属实"),
    of_identity.ErasureProposed("retention.request", "本人要求删除"),
    of_identity.ErasureApproved("a", "王强", AT),
    of_identity.ErasureCancelled("a", because=Kept.OPEN),
    of_identity.IdentityErased("retention.claim", "李敏", "王强"),
    of_procedure.DeadlineSet(Clock.DEAL, "a", DAY, 15, DAY, DAY, AT, **OWED),
    of_procedure.DeadlineSet(Clock.DEAL, "a", DAY, 15, DAY, DAY.replace(day=3), AT, **OWED),
    of_procedure.DeadlineMoved(Clock.DEAL, "a", DAY, 15, DAY, DAY, AT, **BEFORE),
    of_procedure.DeadlineMoved(
        Clock.DEAL, "a", DAY, 15, DAY, DAY, AT, old_due_at=AT.replace(hour=16), **BEFORE
    ),
    of_procedure.DeadlineMet(Clock.DEAL, "a", AT, Act.FORWARD),
    of_procedure.DeadlineDropped(Clock.DEAL, "a"),
    of_procedure.DutyPrompted(
        Clock.DEAL, "a", "p", PromptKind.OVERDUE, 1, "unit_head", "孙磊", AT, 60
    ),
    of_procedure.CalendarAdopted("d", (2025, 2026), (), ()),
    of_procedure.CalendarFollowed("d"),
]


def teller(language: str) -> EventWords:
    return EventWords(catalogue(language), lambda post: f"<{post}>", lambda at: f"{at:%H:%M}")


def test_every_kind_is_here() -> None:
    assert {fact.kind for fact in TOLD} == set(FACTS)


@pytest.mark.parametrize("fact", TOLD, ids=lambda fact: fact.kind)
def test_it_has_a_sentence_of_one_line(fact: Fact) -> None:
    zh, en = (teller(language).fact(fact) for language in ("zh", "en"))
    for said in (zh, en):
        assert said == said.strip()
        assert said
        assert said[-1] not in ":：、,"
        assert "\n" not in said
        assert "{" not in said
    assert zh != en


def test_a_correction_names_who_vouched_for_it() -> None:
    corrected = of_incident.EventCorrected("x", {}, "看错", AT, "周平")
    assert "看错、周平" in teller("zh").fact(corrected)
    assert "周平" in teller("en").fact(corrected)


def test_a_promise_names_its_time() -> None:
    rung = of_incident.PostRung("unit_head", "孙磊", RingOutcome.ANSWERED, AT)
    assert "18:29" in teller("en").fact(rung)


def test_a_corrected_count_is_named_with_the_prompt() -> None:
    raised = announced.PromptRaised(*PROMPT, "unit_head", "孙磊", AT, 0, corrected=True)
    assert "corrected" in teller("en").fact(raised)
    assert "更正" in teller("zh").fact(raised)


def test_nobody_is_shown_as_a_dash() -> None:
    added = announced.ObligationAdded("unit_head", "r", "a", "", AT)
    assert "——" in teller("zh").fact(added)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "2025-12-13（法定期限 2025-12-15）改为 2025-12-13（法定期限 2026-01-04）"),
        ("en", "2025-12-13 (statutory 2025-12-15) → 2025-12-13 (statutory 2026-01-04)"),
    ],
)
def test_a_moved_day_is_told_old_and_new_with_both_last_days(language: str, said: str) -> None:
    counted, before, now = date(2025, 12, 13), date(2025, 12, 15), date(2026, 1, 4)
    moved = of_procedure.DeadlineMoved(
        Clock.DEAL, "a", DAY, 15, counted, now, AT, old_target=counted, old_rolled=before
    )
    assert said in teller(language).fact(moved)


def test_what_lasts_longer_than_a_night_is_told_with_its_days() -> None:
    words = EventWords(catalogue("en"), str, lambda at: f"{at:%H:%M}", lambda at: f"{at:%m-%d}")
    until = datetime(2026, 3, 9, tzinfo=UTC)
    stretch = of_office.RosterStretch("unit_head", "", AT, until)
    assert words.fact(of_office.LeaveRecorded("孙磊", AT, until)) == "孙磊 on leave 02-19–03-09"
    assert words.fact(of_office.LeaveEnded("孙磊", AT, until)).endswith(" 02-19–03-09")
    assert "unit_head 02-19–03-09" in words.fact(of_office.RosterSet((stretch,), ()))
