"""Matters for tests: one that a desk in memory walks through its life, act by act.

``life = Walk("2026-03-02 09:00").do(Act.FORWARD)``, ``life.wait("2026-03-17 23:59:59")``. Acts are
complete by default (``MOVES``); dates are the office's, counted by the published holidays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.desks import OFFICE, OFFICER, ZONE, Night, pinned
from xfconsole.core.days.workdays import Workdays
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import RosterImported
from xfconsole.core.facts.of_procedure import DutyPrompted
from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.life import MatterLife, life_of
from xfconsole.core.matter.limits import Deadline, deadlines
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.ports import Store
from xfconsole.core.rows import StandingDuty
from xfconsole.core.words.desk import Channel, Identity, PromptKind, Purpose, Uid
from xfconsole.core.words.documents import DecisionLetter
from xfconsole.core.words.procedure import (
    Act,
    Clock,
    Finding,
    Ground,
    Manner,
    Opinion,
    Satisfaction,
    Signing,
    State,
    Who,
)
from xfconsole.desk import Desk, Done
from xfconsole.drill.memory import MemoryStore
from xfconsole.office_files.in_force import published_workdays

NOBODY = RosterImported("", ())
LETTER = DecisionLetter("请求退还押金", "押金应退", "限七日内退还", "《民法典》第五百七十七条")
FORM = MatterForm(
    Channel.LETTER, "物业不退押金", purpose=Purpose.CLAIM, identity=Identity(name="来信人甲")
)
FAR = date(2026, 12, 31)

MOVES: dict[Act, Move] = {
    Act.SUBMIT: Move(Act.SUBMIT, text="请分管领导批示"),
    Act.FORWARD: Move(Act.FORWARD, unit="住建局"),
    Act.ASSIGN: Move(Act.ASSIGN, unit="住建局", on=FAR),
    Act.PASS_DOWN: Move(Act.PASS_DOWN, unit="房管所"),
    Act.ANSWER: Move(Act.ANSWER, text="已当面答复"),
    Act.DIRECT: Move(Act.DIRECT, text="请向仲裁委员会提出"),
    Act.LEAD: Move(Act.LEAD, text="已导入行政复议"),
    Act.PASS: Move(Act.PASS, unit="纪委监委"),
    Act.DECLINE: Move(Act.DECLINE, ground=Ground.PENDING, remedy="可在原事项中补充意见"),
    Act.OBJECT: Move(Act.OBJECT, text="不属本单位职权"),
    Act.RETURN: Move(Act.RETURN),
    Act.UPHOLD: Move(Act.UPHOLD, text="属住建局职权"),
    Act.RETRIEVE: Move(Act.RETRIEVE, text="改由他单位办理"),
    Act.ACCEPT: Move(Act.ACCEPT),
    Act.HANDLE: Move(Act.HANDLE),
    Act.EXTEND: Move(Act.EXTEND, approver="孙磊", days=30, text="需要鉴定"),
    Act.MEDIATE: Move(Act.MEDIATE, text="双方愿意协商"),
    Act.HEAR: Move(Act.HEAR, since=date(2026, 3, 2), until=date(2026, 3, 2)),
    Act.REPORT_BACK: Move(Act.REPORT_BACK, text="已办结并报告"),
    Act.REPLY: Move(Act.REPLY, finding=Finding.SUPPORTED, letter=LETTER),
    Act.SERVE: Move(
        Act.SERVE, manner=Manner.POST, signing=Signing.SIGNED, opinion=Opinion.DISAGREES
    ),
    Act.ASK_REVIEW: Move(Act.ASK_REVIEW, Who.COMPLAINANT, unit="市政府"),
    Act.DECIDE_REVIEW: Move(Act.DECIDE_REVIEW, finding=Finding.SUPPORTED, text="变更原意见"),
    Act.ASK_FINAL: Move(Act.ASK_FINAL, Who.COMPLAINANT, unit="省政府"),
    Act.DECIDE_FINAL: Move(Act.DECIDE_FINAL, finding=Finding.SUPPORTED, text="维持复查意见"),
    Act.EXECUTE: Move(Act.EXECUTE, text="押金已退"),
    Act.FOLLOW_UP: Move(Act.FOLLOW_UP, text="已电话回访", satisfaction=Satisfaction.FAIRLY),
    Act.CONCLUDE: Move(Act.CONCLUDE),
    Act.ARCHIVE: Move(Act.ARCHIVE),
    Act.WITHDRAW: Move(Act.WITHDRAW, Who.COMPLAINANT, text="问题已解决"),
    Act.REOPEN: Move(Act.REOPEN, text="有新的事实"),
    Act.SUPERVISE: Move(Act.SUPERVISE, text="列入督办"),
    Act.END_SUPERVISION: Move(Act.END_SUPERVISION, text="督办事项已落实"),
    Act.MARK_URGENT: Move(Act.MARK_URGENT, text="可能影响供暖"),
    Act.REPORT_PHONE: Move(Act.REPORT_PHONE, text="已电话报告总值班室"),
    Act.REPORT_WRITTEN: Move(Act.REPORT_WRITTEN, text="书面报告已送出"),
    Act.SIMPLIFY: Move(Act.SIMPLIFY, text="事实清楚，争议不大"),
    Act.ORDINARY: Move(Act.ORDINARY, text="须现场勘查"),
    Act.ASSIGN_LEADER: Move(Act.ASSIGN_LEADER, leader="王强"),
}
"""Every act with all that it needs."""

_TO_UNIT = (Act.ASSIGN,)
_AT_WORK = (*_TO_UNIT, Act.ACCEPT, Act.HANDLE)
_SERVED = (*_AT_WORK, Act.REPLY, Act.SERVE)
_REVIEWED = (*_SERVED, Act.ASK_REVIEW, Act.DECIDE_REVIEW, Act.SERVE)
_FINAL = (*_REVIEWED, Act.ASK_FINAL, Act.DECIDE_FINAL)
WAYS: dict[State, tuple[Act, ...]] = {
    State.REGISTERED: (),
    State.SUBMITTED: (Act.SUBMIT,),
    State.FORWARDED: (Act.FORWARD,),
    State.ASSIGNED: _TO_UNIT,
    State.OBJECTED: (*_TO_UNIT, Act.OBJECT),
    State.ACCEPTED: _AT_WORK[:-1],
    State.HANDLING: _AT_WORK,
    State.REPLIED: _SERVED[:-1],
    State.SERVED: _SERVED,
    State.REVIEW: _REVIEWED[:-2],
    State.REVIEW_REPLIED: _REVIEWED[:-1],
    State.REVIEW_SERVED: _REVIEWED,
    State.FINAL_REVIEW: _FINAL[:-1],
    State.FINAL_REPLIED: _FINAL,
    State.FINISHED: (*_FINAL, Act.SERVE),
    State.ANSWERED: (Act.ANSWER,),
    State.DIRECTED: (Act.DIRECT,),
    State.LED: (Act.LEAD,),
    State.PASSED: (Act.PASS,),
    State.DECLINED: (Act.DECLINE,),
    State.CONCLUDED: (*_SERVED, Act.EXECUTE, Act.CONCLUDE),
    State.ARCHIVED: (*_SERVED, Act.EXECUTE, Act.CONCLUDE, Act.ARCHIVE),
    State.WITHDRAWN: (Act.WITHDRAW,),
}
"""How each state is reached from registering."""


def local(text: str) -> datetime:
    """Return the instant of a time at the office: ``2026-03-02 09:00`` or with seconds."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


class _Sealing(MemoryStore):
    """Remembers of an identity that there was one, so that a notice can be given."""

    def seal(self, matter: Uid, identity: Identity) -> str:
        """Return something sealed."""
        return "c2VhbGVk"


class Walk(Night):
    """A desk with one matter, received when the desk starts; verbs mean that matter."""

    def __init__(
        self,
        received: str = "2026-03-02 09:00",
        *,
        form: MatterForm = FORM,
        store: Store | None = None,
        workdays: Workdays | None = None,
        roster: RosterImported = NOBODY,
        **changes: Any,
    ) -> None:
        self.workdays = workdays or published_workdays()
        super().__init__(store=store or _Sealing(OFFICE), roster=roster, start=local(received))
        self.number = self.desk.register(replace(form, **changes)).number

    def new_desk(self) -> Desk:
        """Return a desk that knows nothing but the store, and counts by the walk's table."""
        return Desk(
            self.store, self.clock, self.ids, self.policy, OFFICER, pinned, ZONE, self.workdays
        )

    def do(self, *acts: Act | Move, at: str = "") -> Walk:  # type: ignore[override]
        """Record acts one after the other, now or at a time at the office."""
        for each in acts:
            move = each if isinstance(each, Move) else MOVES[each]
            self.done = self.desk.move(self.number, move, at=local(at) if at else None)
        return self

    def to(self, state: State, **changed: Move) -> Walk:
        """Walk to a state; ``changed`` replaces moves by the name of their act."""
        return self.do(*(changed.get(act.value, MOVES[act]) for act in WAYS[state]))

    def shown(self, clock: Clock, part: int = 0) -> list[StandingDuty]:
        """Return what is prompted for on a clock now; of several steps on one alone."""
        with self.store.begin() as tx:
            found = tx.standing_duties(50)[0]
        return [each for each in found if each.clock is clock and part in (0, each.part)]

    def wait(self, when: str | datetime) -> Walk:
        """Let time pass to an instant, and let the desk look."""
        then = local(when) if isinstance(when, str) else when
        self.clock.advance(then - self.now())
        self.desk.tick()
        return self

    def days(self, count: float) -> Walk:
        """Let days pass."""
        return self.wait(self.now() + timedelta(days=count))

    # -- what came of it --------------------------------------------------------------------------

    def life(self) -> MatterLife:
        """Return where the matter stands."""
        return life_of(self.journal())

    def journal(self) -> list[Event]:
        """Return the matter's events."""
        with self.store.begin() as tx:
            return tx.events_of(tx.find_number(self.number) or "")

    def facts(self, kind: type[Any], clock: Clock | None = None) -> list[Any]:
        """Return the matter's facts of a kind, of one clock or of all."""
        found = [each.fact for each in self.journal() if isinstance(each.fact, kind)]
        return [each for each in found if clock is None or each.clock is clock]

    def clocks(self, clock: Clock) -> list[Deadline]:
        """Return the deadlines of a kind, the latest started last."""
        found = deadlines(self.life(), self.desk.rules, self.now())
        return [each for each in found if each.clock is clock]

    def deadline(self, clock: Clock, part: int = 0) -> Deadline:
        """Return the deadline started last."""
        return [each for each in self.clocks(clock) if not part or each.part == part][-1]

    def prompted(self, clock: Clock) -> list[tuple[PromptKind, int]]:
        """Return what the desk was told about a clock: the kind and how far it had climbed."""
        return [(each.what, each.step) for each in self.facts(DutyPrompted, clock)]


def walks(ways: Sequence[Act]) -> Walk:
    """Return a matter that was walked some way."""
    return Walk().do(*ways)


__all__ = ["FAR", "FORM", "LETTER", "MOVES", "WAYS", "Done", "Walk", "local", "walks"]
