"""What provokes each sentence the desk can refuse with, and the night it is provoked on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeAlias

from tests.data.files import File
from tests.desks import START, Night, turn
from xfconsole.core.facts.of_incident import (
    DeputyNamed,
    HeadcountRecorded,
    IncidentOpened,
    NoteAdded,
    PostArrived,
    PostRung,
)
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_office import RosterImported, RosterStretch, ShiftStarted
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.roster.planning import week_before
from xfconsole.core.words.desk import Channel, Identity, Level, ReportKind, RingOutcome
from xfconsole.desk.verbs.rostering import Turn

FORM = MatterForm(Channel.VISIT, "停水三天")
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)

Provocation: TypeAlias = Callable[[Night], object]


def call(method: str, *values: Any, **more: Any) -> Provocation:
    """Return what calls a verb for the incident of the night."""
    return lambda night: getattr(night.desk, method)(night.incident, *values, **more)


def register(**changes: Any) -> Provocation:
    return lambda night: night.desk.register(replace(FORM, **changes))


def correct(entry: type, changes: Any = None, reason: str = "看错了", **more: Any) -> Provocation:
    """Return what corrects the last entry of a kind; ``at`` are minutes after the start."""

    def provoke(night: Night) -> None:
        uid = night.entered(entry).uid
        at = night.at(more["at"]) if "at" in more else None
        night.desk.correct(uid, changes or {}, reason, happened_at=at)

    return provoke


def office_entry(night: Night) -> str:
    """Return the uid of the shift's beginning, which is nobody's slip of the pen."""
    events = night.events(night.store.office)
    return next(each.uid for each in events if isinstance(each.fact, ShiftStarted))


def replaced(**changes: Any) -> Provocation:
    def provoke(night: Night) -> None:
        now = night.now()
        values = {"post": "duty_leader", "person": "王强", "by": "林涛", "phone": "139-0000-0099"}
        span = {"starts_at": now, "ends_at": now + HOUR}
        moved = {name: now + change for name, change in changes.items() if name in span}
        night.desk.replace_on_roster(**{**values, **span, **changes, **moved})

    return provoke


def with_matter(then: Callable[[Night, str], object]) -> Provocation:
    """Return what does something with the number of the incident's matter."""
    return lambda night: then(night, night.view().matter_number)


def final_report(night: Night) -> None:
    night.report("first").report("final")


def closed(night: Night) -> None:
    night.after(1)
    night.desk.close(night.incident)


def long_closed(night: Night) -> None:
    closed(night)
    night.after(10)


def asked(night: Night) -> None:
    night.desk.record_request(night.incident, "请书面答复")


def no_unit(night: Night) -> None:
    """Nobody holds the post for every unit, and it is not known which one it is."""
    night.desk.record_leave("孙磊", night.now(), night.now() + HOUR)
    night.desk.name_unit(night.incident)


def no_township(night: Night) -> None:
    night.ring("township_head", "refused")
    night.desk.record_leave("周平", night.now(), night.now() + HOUR)


def rung_by_mistake(night: Night) -> None:
    night.ring("unit_head")
    night.desk.undo()


def took_duty(night: Night) -> None:
    now = night.now()
    night.desk.take_duty(RosterStretch("duty_leader", "", now, now + HOUR), "139-0000-0088")


BEFORE: dict[str, Callable[[Night], object]] = {
    "desk.refused.report_again": lambda night: night.report("first"),
    "desk.refused.report_final": final_report,
    "desk.refused.open_requests": asked,
    "desk.refused.step_past": asked,
    "desk.refused.unit_unnamed": no_unit,
    "desk.refused.township_unnamed": no_township,
    "desk.refused.township_same": lambda night: night.desk.name_township(night.incident, "东街道"),
    "desk.refused.closed": closed,
    "desk.refused.after_closing": long_closed,
    "desk.refused.already_there": lambda night: night.arrive("unit_head"),
    "desk.refused.nothing_to_undo": lambda night: night.after(2),
    "desk.refused.taken_back": rung_by_mistake,
    "desk.refused.holds_already": took_duty,
    "desk.refused.no_change_to_undo": lambda night: night.after(3 * 24 * 60),
}
"""What has to happen before a provocation."""

PROVOKED: dict[str, tuple[Provocation, ...]] = {
    "register.refused.no_summary": (register(summary=" \n\t "),),
    "register.refused.headcount": (
        register(headcount=0),
        register(headcount=100_001),
        call("count", 0),
        call("count", -3),
        call("count", 100_001),
        correct(HeadcountRecorded, {"value": 0}),
        correct(IncidentOpened, {"headcount": 100_001}),
        lambda night: night.desk.correct(matter_of(night), {"headcount": -1}, "错"),
        lambda night: night.desk.open_incident("2026-000002", headcount=0),
    ),
    "register.refused.concerned": (
        register(concerned=0),
        register(concerned=100_001),
        lambda night: night.desk.correct(matter_of(night), {"concerned": 0}, "错"),
    ),
    "register.refused.headcount_missing": (lambda night: night.desk.register(FORM, opening=True),),
    "register.refused.representatives": (
        register(identity=Identity(representatives=("甲", "乙", "丙", "丁", "戊", "己"))),
    ),
    "register.refused.future": (
        lambda night: night.desk.register(replace(FORM, received_at=night.now() + MINUTE)),
    ),
    "desk.refused.no_incident": (lambda night: night.desk.count("99-999", 5),),
    "desk.refused.closed": (
        call("count", 5),
        call("ring", "unit_head", RingOutcome.BUSY),
        call("close"),
    ),
    "desk.refused.no_matter": (
        lambda night: night.desk.open_incident("2020-000001", headcount=5),
        lambda night: night.desk.record_request("2020-000001", "请答复"),
        lambda night: night.desk.note("2020-000001", "灯坏了"),
    ),
    "desk.refused.no_event": (lambda night: night.desk.correct("nowhere", {"value": 3}, "错"),),
    "desk.refused.no_request": (
        call("answer_request", "nowhere", "已答复"),
        call("set_next_step", "nowhere", "开会", date(2026, 3, 1)),
    ),
    "desk.refused.already_live": (
        with_matter(lambda night, number: night.desk.open_incident(number, headcount=5)),
    ),
    "desk.refused.no_text": (
        call("note", " \n "),
        call("record_request", ""),
        correct(NoteAdded, {"text": "  "}),
        correct(PostRung, {"person": ""}),
        correct(DeputyNamed, {"person": " "}),
        lambda night: night.desk.correct(matter_of(night), {"summary": "\n"}, "错"),
    ),
    "desk.refused.no_reason": (
        call("emergency", "110", "\n"),
        correct(HeadcountRecorded, {"value": 29}, " "),
        lambda night: night.desk.snooze(standing(night), 5, " "),
    ),
    "desk.refused.step_past": (
        lambda night: night.desk.set_next_step(
            night.incident, request(night), "开会", date(2026, 2, 19)
        ),
    ),
    "desk.refused.future": (
        call("arrive", "unit_head", ago=-MINUTE),
        correct(PostRung, at=60),
    ),
    "desk.refused.before_opening": (
        call("arrive", "unit_head", ago=HOUR),
        call("ring", "unit_head", RingOutcome.BUSY, ago=HOUR),
        call("relieve", "unit_head", "唐青", ago=HOUR),
        correct(PostRung, at=-1),
    ),
    "desk.refused.opening_late": (correct(IncidentOpened, at=2.5),),
    "desk.refused.after_closing": (correct(PostRung, at=6),),
    "desk.refused.level_not_higher": (
        call("raise_level", Level.GENERAL, "情绪激动"),
        call("raise_level", Level.NONE, "情绪激动"),
    ),
    "desk.refused.eta_unanswered": (
        lambda night: night.desk.ring(
            night.incident, "unit_head", RingOutcome.BUSY, eta=night.now() + HOUR
        ),
        lambda night: correct(PostRung, {"outcome": "busy", "eta": "2026-02-19T20:00:00+00:00"})(
            night
        ),
    ),
    "desk.refused.eta_past": (
        lambda night: night.desk.ring(
            night.incident, "unit_head", RingOutcome.ANSWERED, eta=night.now()
        ),
        correct(PostRung, {"eta": "2026-02-19T18:29:00+00:00"}),
        correct(PostRung, {"eta": "2026-02-19T18:32:30+00:00"}, at=3.9),
    ),
    "desk.refused.relief_unnamed": (call("relieve", "unit_head", " "),),
    "desk.refused.deputy_already": (call("relieve", "township_head", "周平"),),
    "desk.refused.ring_unnamed": (
        call("ring", "unit_head", RingOutcome.BUSY, phone="139-0000-0009"),
    ),
    "desk.refused.no_number": (
        call("ring", "unit_head", RingOutcome.BUSY, person="钱进", phone="明天再问"),
        call("ring", "unit_head", RingOutcome.BUSY, person="钱进", phone="1" * 99),
        call("relieve", "unit_head", "钱进", phone="12"),
        correct(DeputyNamed, {"phone": "\x1b[31m"}),
    ),
    "desk.refused.still_needed": (call("stand_down", "unit_head", "不用来了"),),
    "desk.refused.report_again": (call("report", ReportKind.FIRST),),
    "desk.refused.report_order": (call("report", ReportKind.FOLLOW_UP),),
    "desk.refused.report_final": (
        call("report", ReportKind.FINAL),
        call("report", ReportKind.FOLLOW_UP),
    ),
    "desk.refused.same_policy": (call("accept_policy"),),
    "desk.refused.one_desk": (lambda night: night.desk.adopt_policy(),),
    "desk.refused.open_requests": (call("close"),),
    "desk.refused.no_post": (
        call("ring", "mayor", RingOutcome.BUSY),
        call("ring", "mayor", RingOutcome.BUSY, person="孙磊"),
        correct(PostRung, {"post": "mayor"}),
        correct(PostArrived, {"post": ""}),
    ),
    "desk.refused.nobody_holds": (call("ring", "principal_leader", RingOutcome.BUSY),),
    "desk.refused.unit_unnamed": (call("ring", "unit_head", RingOutcome.BUSY),),
    "desk.refused.township_unnamed": (call("ring", "township_head", RingOutcome.BUSY),),
    "desk.refused.unit_same": (call("name_unit", " 住建局"),),
    "desk.refused.township_same": (call("name_township", "东街道\n"),),
    "desk.refused.not_called": (
        call("arrive", "principal_leader"),
        call("relieve", "mayor", "唐青"),
        call("stand_down", "principal_leader", "不用来了"),
    ),
    "desk.refused.already_there": (
        call("arrive", "unit_head"),
        call("relieve", "unit_head", "唐青"),
    ),
    "desk.refused.nothing_to_undo": (lambda night: night.desk.undo(),),
    "desk.refused.taken_back": (correct(PostRung, {"outcome": "busy"}),),
    "desk.refused.not_correctable": (
        lambda night: night.desk.correct(office_entry(night), {"note": "x"}, "错"),
    ),
    "desk.refused.correction_field": (
        correct(HeadcountRecorded, {"officer": "孙磊"}),
        correct(IncidentOpened, {"policy": "x"}),
        correct(IncidentOpened, {"number": "02-999"}),
        lambda night: night.desk.correct(matter_of(night), {"sealed": ""}, "错"),
    ),
    "desk.refused.correction_value": (
        correct(HeadcountRecorded, {"value": "29"}),
        correct(HeadcountRecorded, {"value": None}),
        correct(HeadcountRecorded, {"value": 29.5}),
        correct(HeadcountRecorded, {"value": True}),
        correct(HeadcountRecorded, {"source": "guessed"}),
        correct(PostRung, {"outcome": "sang"}),
        correct(PostRung, {"eta": "soon"}),
        correct(PostRung, {"eta": "2026-02-20T04:00:00"}),
        correct(PostRung, {"eta": 5}),
        correct(NoteAdded, {"text": 5}),
        correct(NoteAdded, {"text": ["a"]}),
        lambda night: night.desk.correct(matter_of(night), {"topic": "城乡建设"}, "错"),
        lambda night: night.desk.correct(matter_of(night), {"topic": [1]}, "错"),
        lambda night: night.desk.correct(matter_of(night), {"headcount": "5"}, "错"),
        lambda night: night.desk.correct(matter_of(night), {"channel": "pigeon"}, "错"),
    ),
    "desk.refused.no_change": (
        correct(HeadcountRecorded),
        correct(HeadcountRecorded, {"value": 33}),
        correct(HeadcountRecorded, at=2),
    ),
    "desk.refused.prompt_gone": (
        lambda night: night.desk.snooze("nowhere", 5, "稍后"),
        call("ring", "unit_head", RingOutcome.BUSY, prompt="nowhere"),
        call("arrive", "unit_head", prompt="\x1b[31m"),
        call("relieve", "unit_head", "唐青", prompt="nowhere"),
        call("stand_down", "unit_head", "不用", prompt="nowhere"),
        call("report", ReportKind.FIRST, prompt="nowhere"),
    ),
    "desk.refused.snooze_minutes": (
        lambda night: night.desk.snooze(standing(night), 0, "稍后"),
        lambda night: night.desk.snooze(standing(night), 100_000, "稍后"),
    ),
    "desk.refused.roster_past": (
        lambda night: night.desk.import_roster("空.csv", ()),
        lambda night: night.desk.import_roster(
            "昨天.csv", [turn("unit_head", "唐青", starts_at=START - HOUR, ends_at=START)]
        ),
        lambda night: night.desk.roster_with("空.csv", ()),
    ),
    "desk.refused.past_duty": (
        replaced(starts_at=-HOUR),
        lambda night: night.desk.record_leave("王强", night.now() - HOUR, night.now() + HOUR),
        lambda night: night.desk.swap_on_roster(
            held(night, "duty_leader", "王强"),
            replace(held(night, "unit_head", "孙磊"), starts_at=night.now() - HOUR),
        ),
    ),
    "desk.refused.span": (
        replaced(ends_at=timedelta(0)),
        replaced(starts_at=-MINUTE / 2, ends_at=-MINUTE / 4),
    ),
    "desk.refused.holds_already": (took_duty,),
    "desk.refused.no_change_to_undo": (
        lambda night: night.desk.undo_roster(),
        lambda night: night.desk.roster_undone(),
    ),
    "desk.refused.nothing_to_copy": (
        lambda night: night.desk.roster_copied([week_before(date(2026, 9, 1))]),
    ),
    "desk.refused.swap_same": (
        lambda night: night.desk.swap_on_roster(
            held(night, "unit_head", "孙磊"), held(night, "unit_head", "唐青")
        ),
    ),
    "desk.refused.replacement_unnamed": (replaced(by=" "), replaced(phone="")),
    "desk.refused.holds_nothing": (
        replaced(person="罗安"),
        lambda night: night.desk.record_leave("罗安", night.now(), night.now() + HOUR),
        lambda night: night.desk.swap_on_roster(
            held(night, "duty_leader", "王强"), held(night, "unit_head", "罗安")
        ),
    ),
}
"""For every refusal what provokes it, on the night of ``night`` below."""


def matter_of(night: Night) -> str:
    """Return the uid of the registration behind the night's incident."""
    events = night.events(night.view().matter)
    return next(each.uid for each in events if isinstance(each.fact, MatterRegistered))


def request(night: Night) -> str:
    """Return the uid of the request made at the incident."""
    return next(each.uid for each in night.view().requests)


def standing(night: Night) -> str:
    return night.desk.situation().prompts[0].prompt.uid


def held(night: Night, post: str, person: str) -> Turn:
    return Turn(post, person, night.now(), night.now() + HOUR, "139-0000-0001")


def a_night(file: File) -> Night:
    """Return a night with one live incident of everything that can be corrected.

    02:29 opened with 28, 02:31 counted 33, 02:32 one rung and answered, two come.
    Nobody holds the post of the principal leader.
    """
    held = [
        turn(post, person)
        for post, person in {
            "duty_leader": "王强",
            "unit_head": "孙磊",
            "township_head": "周平",
            "receptionist": "赵颖",
            "hall_safety": "郭勇",
        }.items()
    ]
    night = Night(store=file.store, roster=RosterImported("值班.csv", tuple(held)))
    night.desk.start_shift()
    night.open(28).after(2).count(33).after(1)
    night.ring("township_head", eta=10)
    night.arrive("receptionist")
    night.desk.relieve(night.incident, "hall_safety", "马骏")
    night.arrive("hall_safety")
    night.desk.note(night.incident, "坐了两排")
    night.desk.register(FORM)
    return night.after(1)
