"""Every kind of fact has its sentence, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from xfconsole.core.facts import event as e
from xfconsole.core.facts.of_identity import Kept
from xfconsole.core.words.desk import (
    Channel,
    CountSource,
    EmergencyService,
    Hearing,
    Level,
    Place,
    PromptKind,
    ReportKind,
    RingOutcome,
)
from xfconsole.core.words.documents import Document
from xfconsole.core.words.procedure import Act, Bar, Barred, Clock, Measure, State, Who
from xfconsole.ui.words.catalogue import catalogue
from xfconsole.ui.words.events import Teller

AT = datetime(2026, 2, 19, 18, 29, tzinfo=UTC)
DAY = date(2026, 3, 2)
PROMPT = ("p", PromptKind.RETRY, "ladder.default", "unit_head")
FACTS: list[e.Fact] = [
    e.OfficeFounded("接待中心", "Asia/Shanghai"),
    e.JournalSalvaged(7, 2, "3-4"),
    e.JournalEndMissed(9, 7),
    e.OfficeRestored(AT, 7, "0123456789abcde", "replaced-20260220T180000Z"),
    e.OfficerAdded("何静"),
    e.OfficerRevoked("何静"),
    e.OfficersKept(("李敏", "何静")),
    e.PassphraseChanged(),
    e.PassphraseRecovered(),
    e.RecoveryCodeRenewed(),
    e.ShiftStarted(),
    e.BellTried(Hearing.NOT_HEARD),
    e.ShiftEnded("交班"),
    e.RosterImported("roster.csv", ()),
    e.RosterReplaced("unit_head", "孙磊", "石坚", "1", AT, AT),
    e.RosterAdded("unit_head", "石坚", "1", AT, AT, "住建局"),
    e.LeaveRecorded("孙磊", AT, AT),
    e.DeskBlind(AT, AT),
    e.LettersImported("2026-02-20 02:29 信.xlsx", "信.xlsx", 2, 1, 0),
    e.AlarmPassed(11, 31, 10, 30),
    e.DeskLeft(),
    e.DeskResumed(),
    e.ClockJumped(-3600),
    e.MatterRegistered("2026-000001", Channel.CALL, "摘要"),
    e.RequestRecorded("诉求"),
    e.RequestAnswered("r", "答复"),
    e.NextStepSet("r", "书面答复", date(2026, 3, 2)),
    e.ReplyRecorded("答复"),
    e.IncidentOpened(
        "02-001", "m", "主题", Channel.GROUP_VISIT, 33, CountSource.COUNTED, "d", "x@1"
    ),
    e.HeadcountRecorded(33, CountSource.ESTIMATE),
    e.LevelRaised(Level.MAJOR, "激动"),
    e.PostRung("unit_head", "孙磊", RingOutcome.BUSY),
    e.PostArrived("unit_head", "孙磊"),
    e.DeputyNamed("unit_head", "唐青", "139-0000-0104"),
    e.PostRelieved("unit_head", "唐青"),
    e.PostStoodDown("unit_head", "更正"),
    e.PostStoodDown("unit_head", person="孙磊", place="住建局"),
    e.PlaceNamed(Place.UNIT, "人社局"),
    e.PlaceNamed(Place.TOWNSHIP),
    e.EmergencyCalled(EmergencyService.AMBULANCE, "头晕"),
    e.NoteAdded("记事"),
    e.ReportFiled(ReportKind.FIRST),
    e.EventCorrected("x", {"value": 3}, "看错"),
    e.PromptSnoozed("p", AT, "忙"),
    e.PolicyAccepted("d", "x@2"),
    e.IncidentClosed("完"),
    e.ShiftHandedOver("何静", "灯坏了", ("a",), ("b", "c")),
    e.ClocksAccepted(("b",)),
    e.ReliefRung("duty_officer", "何静", RingOutcome.ANSWERED, AT),
    e.LevelChanged(Level.MAJOR),
    e.ObligationAdded("unit_head", "r", "a", "孙磊", AT),
    e.ObligationMet("unit_head", "r", "arrived", "孙磊"),
    e.ObligationMissed("unit_head", "r", "tell", AT, "孙磊"),
    e.PromptRaised(*PROMPT, "unit_head", "孙磊", AT, 0),
    e.PromptCleared(*PROMPT, "孙磊", AT),
    e.PromptMarked(*PROMPT, "孙磊", AT),
    e.PromptMoved(*PROMPT, "孙磊", AT, AT),
    e.MatterMoved(Act.SERVE, State.SERVED, Who.UNIT),
    e.MatterMoved(Act.EXTEND, State.HANDLING, Who.UNIT_HEAD, text="鉴定", approver="孙磊", days=9),
    e.MatterMoved(Act.HEAR, State.FINAL_REVIEW, Who.UPPER, since=DAY, until=DAY, second="周平"),
    e.MatterMoved(Act.ASSIGN, State.ASSIGNED, Who.OFFICE, "住建局", on=DAY),
    e.MatterLinked("m"),
    e.MatterUnlinked("m"),
    e.PartyBarred(Bar.ACCUSED, "孙磊", "unit_head", "住建局"),
    e.AccessBlocked(Barred.TARGET, Bar.ACCUSED, unit="住建局"),
    e.MatterChased(Clock.DECIDE, "unit_head", "孙磊", RingOutcome.BUSY, AT),
    e.DocumentIssued(Document.NOTICE, "全文"),
    e.IdentityRead("核实来信地址", "王强", export="ledger.xlsx"),
    e.GlassReviewed("a", "属实"),
    e.ErasureProposed("retention.request", "本人要求删除"),
    e.ErasureApproved("a", "王强", AT),
    e.ErasureCancelled("a", because=Kept.OPEN),
    e.IdentityErased("retention.claim", "李敏", "王强"),
    e.DeadlineSet(Clock.DEAL, Who.OFFICE, "a", DAY, Measure.CALENDAR, 15, DAY, DAY, AT),
    e.DeadlineMoved(Clock.DEAL, "a", DAY, 15, DAY, DAY, DAY, DAY, AT),
    e.DeadlineMet(Clock.DEAL, "a", AT, Act.FORWARD),
    e.DeadlineDropped(Clock.DEAL, "a"),
    e.DutyPrompted(Clock.DEAL, "a", "p", PromptKind.OVERDUE, 1, "unit_head", "孙磊", AT, 60),
    e.CalendarAdopted("d", (2025, 2026), (), ()),
]


def teller(language: str) -> Teller:
    return Teller(catalogue(language), lambda post: f"<{post}>", lambda at: f"{at:%H:%M}")


def test_every_kind_is_here() -> None:
    assert {fact.kind for fact in FACTS} == set(e.FACTS)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.kind)
def test_it_has_a_sentence_of_one_line(fact: e.Fact) -> None:
    zh, en = (teller(language).fact(fact) for language in ("zh", "en"))
    for said in (zh, en):
        assert said == said.strip()
        assert said
        assert said[-1] not in ":：、,"
        assert "\n" not in said
        assert "{" not in said
    assert zh != en


def test_a_correction_names_who_vouched_for_it() -> None:
    corrected = e.EventCorrected("x", {}, "看错", AT, "周平")
    assert "看错、周平" in teller("zh").fact(corrected)
    assert "周平" in teller("en").fact(corrected)


def test_a_promise_names_its_time() -> None:
    rung = e.PostRung("unit_head", "孙磊", RingOutcome.ANSWERED, AT)
    assert "18:29" in teller("en").fact(rung)


def test_a_corrected_count_is_named_with_the_prompt() -> None:
    raised = e.PromptRaised(*PROMPT, "unit_head", "孙磊", AT, 0, corrected=True)
    assert "corrected" in teller("en").fact(raised)
    assert "更正" in teller("zh").fact(raised)


def test_nobody_is_shown_as_a_dash() -> None:
    added = e.ObligationAdded("unit_head", "r", "a", "", AT)
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
    moved = e.DeadlineMoved(Clock.DEAL, "a", DAY, 15, counted, counted, before, now, AT)
    assert said in teller(language).fact(moved)
