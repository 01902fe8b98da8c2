"""Verbs on the roster, and on what another desk keeps, in a random night."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from tests.data.drawing import PEOPLE, WORDS, Drawing
from tests.desks import turn
from xfconsole.core.facts.of_office import PostNumber, RosterSet, RosterStretch
from xfconsole.core.words.desk import ReportChannel
from xfconsole.desk import Desk
from xfconsole.desk.verbs.rostering import Turn

POSTS = st.sampled_from(
    ["duty_leader", "unit_head", "township_head", "receptionist", "leader_in_charge", "mayor"]
)
UNITS = st.sampled_from(["", "住建局", "住建局", "水务局"])
HOURS = st.integers(-1, 30).map(lambda hours: timedelta(hours=hours))


class RosterPlaying(Drawing):
    """Whoever is named may hold the post, or hold nothing at all."""

    def take_over(self, desk: Desk) -> Any:
        return desk.take_over(self.any(st.sampled_from([self.matter(), self.incident()])))

    def take_over_desk(self, desk: Desk) -> Any:
        return desk.take_over_desk(self.any(st.sampled_from(["A", "b", "C"])))

    def set_aside(self, desk: Desk) -> Any:
        return desk.set_aside(self.any(st.sampled_from(["A", "b", "C"])), self.any(PEOPLE) or "")

    def settle(self, desk: Desk) -> Any:
        acts = [each for each in self.seen if each.kind in ("matter.moved", "event.corrected")]
        return desk.settle(self.any(st.sampled_from(acts or self.seen)).uid, "以先到为准")

    def import_roster(self, desk: Desk) -> Any:
        now = desk.now()
        entries = [
            turn(self.any(POSTS), self.any(PEOPLE) or "何静", starts_at=now + self.any(HOURS),
                 ends_at=now + timedelta(hours=31))
            for _ in range(self.any(st.integers(0, 3)))
        ]  # fmt: skip
        return desk.import_roster("值班.csv", entries)

    def a_turn(self, desk: Desk) -> Turn:
        held = desk.roster().entries(desk.now(), desk.now() + timedelta(hours=24))
        # After a year nobody holds anything any more.
        turns = [(each.post, each.person) for each in held] or [("duty_leader", "王强")]
        post, person = self.any(st.sampled_from(turns))
        ends = desk.now() + self.any(HOURS)
        return Turn(post, person, desk.now(), ends, "139-0000-0001")

    def replace_on_roster(self, desk: Desk) -> Any:
        out = self.a_turn(desk)
        return desk.replace_on_roster(
            out.post, out.person, self.any(PEOPLE), "139-0000-0002", out.starts_at, out.ends_at
        )

    def swap_on_roster(self, desk: Desk) -> Any:
        return desk.swap_on_roster(self.a_turn(desk), self.a_turn(desk))

    def a_stretch(self, desk: Desk) -> RosterStretch:
        starts, unit = desk.now() + self.any(HOURS), self.any(UNITS)
        return RosterStretch(self.any(POSTS), unit, starts, desk.now() + timedelta(hours=31))

    def change_roster(self, desk: Desk) -> Any:
        held = self.a_stretch(desk)
        entries = [
            turn(held.post, person or "何静", unit=held.unit, starts_at=held.starts_at,
                 ends_at=held.ends_at, order=order)
            for order, person in enumerate(self.any(st.lists(PEOPLE, max_size=2)), start=1)
        ]  # fmt: skip
        return desk.change_roster(RosterSet((held,), tuple(entries)))

    def take_duty(self, desk: Desk) -> Any:
        return desk.take_duty(self.a_stretch(desk), "139-0000-0003")

    def undo_roster(self, desk: Desk) -> Any:
        return desk.undo_roster()

    def set_period(self, desk: Desk) -> Any:
        name, today = self.any(st.sampled_from(["国庆", "两会"])), desk.now().date()
        first = today + timedelta(days=self.any(st.integers(-2, 3)))
        last = today + timedelta(days=self.any(st.integers(-1, 4)))
        wanted = PostNumber(self.any(POSTS), self.any(st.integers(1, 3)))
        rhythm = self.any(st.sampled_from(["", "county", "yixing"]))
        return desk.set_period(name, first, last, (wanted,), rhythm=rhythm)

    def report_daily(self, desk: Desk) -> Any:
        channel = self.any(st.none() | st.sampled_from(ReportChannel))
        return desk.report_daily(
            situation=self.any(WORDS), to=self.any(WORDS), channel=channel, person=self.any(PEOPLE)
        )

    def receive_daily(self, desk: Desk) -> Any:
        sent = [each.uid for each in desk.dailies()]
        return desk.receive_daily(self.any(st.sampled_from(sent or ["nowhere"])), self.any(PEOPLE))

    def end_period(self, desk: Desk) -> Any:
        return desk.end_period("国庆")

    def record_leave(self, desk: Desk) -> Any:
        out = self.a_turn(desk)
        return desk.record_leave(out.person, out.starts_at, out.ends_at)
