"""What provokes each sentence that the verbs of reception days can be refused with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from tests.data.provocations_life import NUMBER, LifeCase, Provocation
from tests.desks import Night
from tests.lives import MOVES
from tests.receptions import monthly, planned_by
from xfconsole.core.reception.planning import Leader
from xfconsole.core.words.procedure import Act
from xfconsole.core.words.receiving import Decision, MeetingNote
from xfconsole.desk.verbs.deciding import Decided

TEXT = "限期书面答复"


def planned(night: Night) -> None:
    planned_by(night.desk, monthly(night.desk, units=("住建局",)))


def first(night: Night, place: int = 0) -> str:
    return night.desk.sessions()[place].uid


def queued(night: Night) -> None:
    night.desk.queue_matter(first(night), NUMBER)


def began(night: Night) -> None:
    night.after(minutes=60 * 24 * 10 + 60 * 8)


def cancelled(night: Night) -> None:
    night.desk.cancel_reception(first(night), "会议")


def held(night: Night) -> None:
    night.desk.hold_reception(first(night))


def on_first(verb: Callable[[Night, str], object]) -> Provocation:
    return lambda night: verb(night, first(night))


def deciding(decided: Decided) -> Provocation:
    return lambda night: night.desk.decide(first(night), NUMBER, decided)


def noting(what: MeetingNote, text: str = TEXT, on: date | None = None) -> Provocation:
    return lambda night: night.desk.note_meeting(first(night), NUMBER, what, text, on)


def taking_back(night: Night) -> object:
    return night.desk.take_back_decision(first(night), NUMBER, "写错了")


def decided_twice(night: Night) -> None:
    """The matter is assigned, then forwarded by the office itself."""
    deciding(ASSIGNED)(night)
    night.after(minutes=1)
    night.desk.move(NUMBER, MOVES[Act.ACCEPT])


SETTLED = Decided(Decision.SETTLED, TEXT)
ASSIGNED = Decided(Decision.ASSIGNED, TEXT, "住建局", date(2026, 4, 1))
MEETS = date(2026, 4, 1)
MEETING = Decided(Decision.MEETING, TEXT, "住建局", MEETS)
ON_THE_DAY = (planned, queued, began)
CALLED = (*ON_THE_DAY, deciding(MEETING))

RECEPTION_PROVOKED: dict[str, tuple[LifeCase, ...]] = {
    "reception.refused.past": (
        (
            (),
            lambda night: night.desk.plan_receptions(
                replace(monthly(night.desk), first=date(2026, 2, 16))
            ),
        ),
    ),
    "reception.refused.clash": (
        ((planned,), lambda night: night.desk.plan_receptions(monthly(night.desk))),
    ),
    "reception.refused.nothing_changed": (
        ((planned,), on_first(lambda night, uid: night.desk.change_reception(uid, "出差"))),
    ),
    "reception.refused.swap_same": (
        (
            (planned,),
            lambda night: night.desk.swap_receptions(first(night), first(night, 2), "出差"),
        ),
    ),
    "reception.refused.nothing_to_notice": (
        ((planned,), lambda night: night.desk.notice_receptions([], "公告")),
    ),
    "reception.refused.no_such_unit": (
        ((planned,), on_first(lambda night, uid: night.desk.tell_units(uid, ["水务局"]))),
        ((planned,), on_first(lambda night, uid: night.desk.tell_units(uid, []))),
    ),
    "reception.refused.not_begun": (
        ((planned,), on_first(lambda night, uid: night.desk.hold_reception(uid))),
        ((planned, queued), deciding(SETTLED)),
    ),
    "reception.refused.begun": (
        ((planned, began), on_first(lambda night, uid: night.desk.cancel_reception(uid, "会议"))),
    ),
    "reception.refused.cancelled": (
        ((planned, cancelled), on_first(lambda night, uid: night.desk.cancel_reception(uid, "会"))),
        ((planned, queued, cancelled), deciding(SETTLED)),
    ),
    "reception.refused.held": (
        ((planned, began, held), on_first(lambda night, uid: night.desk.hold_reception(uid))),
    ),
    "reception.refused.no_session": (
        ((planned,), lambda night: night.desk.queue_matter("nowhere", NUMBER)),
    ),
    "reception.refused.empty_quarter": (
        ((planned,), lambda night: night.desk.report_quarter(date(2025, 10, 1), "结果")),
    ),
    "reception.refused.quarter_runs": (
        ((planned,), lambda night: night.desk.report_quarter(date(2026, 1, 1), "结果")),
    ),
    "reception.refused.queued": ((((planned, queued)), queued),),
    "reception.refused.not_queued": (((planned, began), deciding(SETTLED)),),
    "reception.refused.undecided": ((ON_THE_DAY, taking_back),),
    "reception.refused.moved_on": (((*ON_THE_DAY, decided_twice), taking_back),),
    "reception.refused.no_meeting": (
        (ON_THE_DAY, noting(MeetingNote.OFF)),
        ((*CALLED, noting(MeetingNote.OFF)), noting(MeetingNote.OFF)),
    ),
    "reception.refused.no_outcome": ((CALLED, noting(MeetingNote.OFF, " \t")),),
    "reception.refused.meeting_ahead": ((CALLED, noting(MeetingNote.HELD)),),
    "reception.refused.meeting_day": (
        (CALLED, noting(MeetingNote.MOVED)),
        (CALLED, noting(MeetingNote.MOVED, on=MEETS)),
        (CALLED, noting(MeetingNote.MOVED, on=date(2026, 3, 1))),
    ),
    "reception.refused.no_decision": ((ON_THE_DAY, deciding(replace(SETTLED, text=" \t"))),),
    "reception.refused.no_unit": ((ON_THE_DAY, deciding(replace(ASSIGNED, unit=""))),),
    "reception.refused.no_date": (
        (ON_THE_DAY, deciding(replace(ASSIGNED, on=None))),
        (ON_THE_DAY, deciding(replace(ASSIGNED, on=date(2026, 3, 1)))),
    ),
    "reception.refused.no_other_leader": (
        (ON_THE_DAY, deciding(Decided(Decision.PASSED, TEXT))),
        (ON_THE_DAY, deciding(Decided(Decision.PASSED, TEXT, to=Leader("王强", "duty_leader")))),
    ),
}
RECEPTION_PROVOKED["reception.refused.unknown_leader"] = (
    (
        (planned,),
        on_first(
            lambda night, uid: night.desk.change_reception(
                uid, "出差", leader=Leader("王二", "duty_leader")
            )
        ),
    ),
)
