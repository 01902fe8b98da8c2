"""Reception days in a drill: sessions and matters go by names of the file's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.reception.planning import Leader, Pattern, leaders_named, units_named
from xfconsole.core.roster.shifts import shift_meant
from xfconsole.core.words.desk import Channel, Level, Uid
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk, Done
from xfconsole.desk.verbs.deciding import Decided


class DrillReceptions:
    """The sessions planned so far and the matters that came; ``labels`` are given to the lines."""

    def __init__(self, labels: dict[Uid, str]) -> None:
        self._labels = labels
        self._sessions: dict[str, Uid] = {}
        self._matters: dict[str, str] = {}

    def carry_out(self, desk: Desk, do: str, values: dict[str, Any]) -> Done:
        """Do one step; raises Refused for what the desk refuses, or nobody planned."""
        session = values.pop("session")
        if do == "reception":
            return self._plan(desk, session, **values)
        if session not in self._sessions:
            raise Refused("drill.refused.no_session", session=session)
        verb: Callable[..., Done] = getattr(self, f"_{do.removeprefix('reception_')}")
        return verb(desk, self._sessions[session], **values)

    def _plan(
        self, desk: Desk, session: str, on: Any, hours: str, leader: str,
        place: str = "", units: str = "",
    ) -> Done:  # fmt: skip
        if session in self._sessions:
            raise Refused("drill.refused.planned_twice", session=session)
        span = shift_meant(hours, ())
        if span is None:
            raise Refused("reception.refused.hours", text=hours)
        leaders = leaders_named(leader, desk.roster().everybody(), desk.policy)
        pattern = Pattern(
            on, on, frozenset({on.weekday()}), span, place or session, leaders,
            units=units_named(units),
        )  # fmt: skip
        known = {each.uid for each in desk.sessions()}
        done = desk.plan_receptions(pattern)
        [self._sessions[session]] = {each.uid for each in desk.sessions()} - known
        return done

    def _swap(self, desk: Desk, session: Uid, reason: str, leader: str = "", by: str = "") -> Done:
        if by in self._sessions:
            return desk.swap_receptions(session, self._sessions[by], reason)
        return desk.change_reception(session, reason, leader=self._leader(desk, leader))

    def _cancel(self, desk: Desk, session: Uid, reason: str) -> Done:
        return desk.cancel_reception(session, reason)

    def _notice(self, desk: Desk, session: Uid, text: str) -> Done:
        return desk.notice_receptions([session], text)

    def _told(self, desk: Desk, session: Uid, units: str, person: str = "") -> Done:
        return desk.tell_units(session, units_named(units), person)

    def _come(
        self, desk: Desk, session: Uid, matter: str, subject: str, headcount: int = 1,
        unit: str = "",
    ) -> Done:  # fmt: skip
        group = desk.policy.level_for(headcount) is not Level.NONE
        channel = Channel.GROUP_VISIT if group else Channel.VISIT
        form = MatterForm(channel, subject, headcount=headcount, unit=unit)
        done = desk.register(form, reception=session)
        self._matters[matter] = done.number
        self._labels[done.subject] = matter
        return done

    def _decide(
        self, desk: Desk, session: Uid, matter: str, decision: Any, text: str,
        unit: str = "", on: Any = None, leader: str = "",
    ) -> Done:  # fmt: skip
        to = self._leader(desk, leader) if leader else None
        return desk.decide(session, self._number(matter), Decided(decision, text, unit, on, to))

    def _undecide(self, desk: Desk, session: Uid, matter: str, reason: str) -> Done:
        return desk.take_back_decision(session, self._number(matter), reason)

    def _meeting(
        self, desk: Desk, session: Uid, matter: str, what: Any, text: str, on: Any = None
    ) -> Done:
        return desk.note_meeting(session, self._number(matter), what, text, on)

    def _held(self, desk: Desk, session: Uid, text: str = "") -> Done:
        return desk.hold_reception(session, text)

    def _number(self, matter: str) -> str:
        if matter not in self._matters:
            raise Refused("drill.refused.no_matter", matter=matter)
        return self._matters[matter]

    def _leader(self, desk: Desk, text: str) -> Leader:
        return leaders_named(text, desk.roster().everybody(), desk.policy)[0]
