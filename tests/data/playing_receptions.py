"""Verbs on reception days in a random night."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from tests.data.drawing import PEOPLE, WORDS, Drawing
from tests.receptions import LEADERS, monthly
from xfconsole.core.reception.planning import Leader
from xfconsole.core.words.receiving import Decision, MeetingNote
from xfconsole.desk import Desk
from xfconsole.desk.verbs.deciding import Decided

UNITS = st.sampled_from(["住建局", "水务局"])


class ReceptionPlaying(Drawing):
    """Sessions of the next weeks, most of them by leaders of the roster."""

    def a_session(self, desk: Desk) -> str:
        known = [each.uid for each in desk.sessions()]
        found: str = self.any(st.sampled_from(known[:4] or ["nowhere"]))
        return found

    def plan_receptions(self, desk: Desk) -> Any:
        today = desk.now().date()
        first = today + timedelta(days=self.any(st.integers(0, 3)))
        pattern = replace(
            monthly(desk, LEADERS, units=("住建局", "水务局")),
            first=first,
            last=first + timedelta(days=self.any(st.integers(0, 9))),
            weekdays=frozenset(range(7)),
        )
        return desk.plan_receptions(pattern)

    def change_reception(self, desk: Desk) -> Any:
        leader = Leader(self.any(PEOPLE), "duty_leader")
        return desk.change_reception(self.a_session(desk), self.any(WORDS), leader=leader)

    def swap_receptions(self, desk: Desk) -> Any:
        return desk.swap_receptions(self.a_session(desk), self.a_session(desk), "出差")

    def cancel_reception(self, desk: Desk) -> Any:
        return desk.cancel_reception(self.a_session(desk), self.any(WORDS))

    def notice_receptions(self, desk: Desk) -> Any:
        return desk.notice_receptions([self.a_session(desk)], self.any(WORDS))

    def tell_units(self, desk: Desk) -> Any:
        return desk.tell_units(self.a_session(desk), [self.any(UNITS)], self.any(PEOPLE))

    def hold_reception(self, desk: Desk) -> Any:
        return desk.hold_reception(self.a_session(desk), self.any(WORDS))

    def report_quarter(self, desk: Desk) -> Any:
        first = desk.now().date().replace(month=1, day=1)
        return desk.report_quarter(first, self.any(WORDS))

    def take_back_decision(self, desk: Desk) -> Any:
        return desk.take_back_decision(self.a_session(desk), self.matter(), self.any(WORDS))

    def queue_matter(self, desk: Desk) -> Any:
        return desk.queue_matter(self.a_session(desk), self.matter())

    def decide(self, desk: Desk) -> Any:
        decided = Decided(
            self.any(st.sampled_from(Decision)),
            self.any(WORDS),
            self.any(UNITS),
            desk.now().date() + timedelta(days=9),
            Leader(self.any(PEOPLE), "leader_in_charge"),
        )
        return desk.decide(self.a_session(desk), self.matter(), decided)

    def note_meeting(self, desk: Desk) -> Any:
        on = desk.now().date() + timedelta(days=self.any(st.integers(0, 9)))
        what = self.any(st.sampled_from(MeetingNote))
        return desk.note_meeting(self.a_session(desk), self.matter(), what, self.any(WORDS), on)
