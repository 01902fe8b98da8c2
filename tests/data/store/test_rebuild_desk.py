"""Random nights of the desk's own verbs, under a moving clock: the journal gives every table back.

What the desk keeps in mind is what a desk that just woke reads from the journal, and the journal
in memory answers as the file does.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from data.journal.journal import all_events, verify_chain
from tests.data.both_stores import hold_alike
from tests.data.drawing import PEOPLE, WORDS
from tests.data.files import contents, new_file
from tests.data.journal.test_journal import CHAIN_KEY
from tests.data.playing_identities import IdentityPlaying
from tests.data.playing_receptions import ReceptionPlaying
from tests.data.playing_rosters import POSTS, UNITS, RosterPlaying
from tests.data.store.test_rebuild import rebuilt
from tests.desks import changed_pack, default_policy
from tests.issuing import issue_text
from tests.lives import MOVES
from xfconsole.core.days.workdays import WEEKENDS, Workdays
from xfconsole.core.facts.announced import ANNOUNCEMENTS
from xfconsole.core.facts.event import body_of
from xfconsole.core.facts.of_matter import LettersEnded, RowsLeftOut
from xfconsole.core.facts.of_office import OfficeFounded
from xfconsole.core.matter.acts import possible_acts
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.night.situation import Situation
from xfconsole.core.words.desk import (
    Channel,
    CountSource,
    EmergencyService,
    Hearing,
    Identity,
    Level,
    Purpose,
    ReportChannel,
    ReportKind,
    RingOutcome,
)
from xfconsole.core.words.documents import Document
from xfconsole.core.words.procedure import Bar, Barred, Clock
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk, Imported

OTHER_PACK = changed_pack(("at_least = 30", "at_least = 20"))
A_DAY_OFF = Workdays({date(2026, 3, 6): "节"}, (), {2026})

COUNTS = st.sampled_from([0, 4, 5, 29, 30, 49, 50, 99, 100])
PHONES = st.sampled_from(["", "", "139-0000-0077"])
AGO = st.sampled_from([0, 0, 0, 1, 5, 30, -1]).map(lambda minutes: timedelta(minutes=minutes))


class Playing(IdentityPlaying, ReceptionPlaying, RosterPlaying):
    """A night whose next verb and values come from hypothesis; refusals are part of it."""

    def play(self) -> None:
        """Let something happen: a verb, or time."""
        step = self.any(st.sampled_from([self.verb, self.verb, self.verb, self.time]))
        step()

    def time(self) -> None:
        minutes = self.any(st.sampled_from([0.5, 3, 12, 40, 12_000]))
        happens = self.any(st.sampled_from(["awake", "asleep", "clock", "restart", "files"]))
        if happens == "awake":
            self.night.after(minutes)
        elif happens == "asleep":
            self.night.sleep(minutes)
        elif happens == "clock":
            self.night.clock.jump(timedelta(minutes=self.any(st.sampled_from([-60, -1, 1, 90]))))
            self.night.desk.tick()
        elif happens == "files":
            self.night.policy = self.any(st.sampled_from([OTHER_PACK, default_policy()]))
            self.night.workdays = self.any(st.sampled_from([WEEKENDS, A_DAY_OFF]))
            self.night.restart()
        else:
            self.night.restart()

    def verb(self) -> None:
        name = self.any(st.sampled_from([*VERBS, *OFTEN, *OFTEN]))
        with suppress(Refused):
            done = getattr(self, name)(self.night.desk)
            self.seen += getattr(done, "events", ())

    def form(self) -> MatterForm:
        return MatterForm(
            self.any(st.sampled_from(Channel)),
            self.any(WORDS) or "反映欠薪",
            text=self.any(WORDS),
            purpose=self.any(st.none() | st.sampled_from(Purpose)),
            topic=self.any(st.sampled_from([(), ("城乡建设", "住房")])),
            unit=self.any(st.sampled_from(["", "住建局"])),
            headcount=self.any(st.none() | COUNTS),
            requests=self.any(st.sampled_from([(), ("请书面答复",)])),
            identity=self.any(st.sampled_from([Identity(), Identity(name="来访者甲")])),
            anonymous=self.any(st.booleans()),
            confidential=self.any(st.booleans()),
            assigned_leader=self.any(st.booleans()),
        )

    # -- the verbs --------------------------------------------------------------------------------

    def register(self, desk: Desk) -> Any:
        return desk.register(self.form(), opening=self.any(st.booleans()))

    def register_batch(self, desk: Desk) -> Any:
        refs = self.any(st.lists(st.sampled_from(["1", "2", "3", ""]), max_size=4))
        rows = [replace(self.form(), headcount=None, source="信.xlsx", source_ref=r) for r in refs]
        days = st.sampled_from([0, 12, 90])
        rows = [
            replace(row, received_at=self.night.now() - timedelta(days=self.any(days)))
            for row in rows
        ]
        return desk.register_batch([Imported(row, self.any(WORDS)) for row in rows])

    def end_letters(self, desk: Desk) -> Any:
        left_out = RowsLeftOut("letters.bad.nothing", "3-5 9")
        return desk.end_letters(LettersEnded("", "信.xlsx", 4, 0, 0, 0, 4, (left_out,)))

    def open_incident(self, desk: Desk) -> Any:
        return desk.open_incident(self.matter(), headcount=self.any(COUNTS), topic=self.any(WORDS))

    def count(self, desk: Desk) -> Any:
        return desk.count(self.incident(), self.any(COUNTS), self.any(st.sampled_from(CountSource)))

    def raise_level(self, desk: Desk) -> Any:
        return desk.raise_level(self.incident(), self.any(st.sampled_from(Level)), "情绪激动")

    def ring(self, desk: Desk) -> Any:
        outcome = self.any(st.sampled_from(RingOutcome))
        eta = desk.now() + timedelta(minutes=self.any(st.integers(0, 30)))
        return desk.ring(
            self.incident(), self.any(POSTS), outcome, person=self.any(PEOPLE), ago=self.any(AGO),
            phone=self.any(PHONES),
            eta=eta if outcome == "answered" else None, prompt=self.prompt(),
        )  # fmt: skip

    def arrive(self, desk: Desk) -> Any:
        return desk.arrive(self.incident(), self.any(POSTS), ago=self.any(AGO))

    def relieve(self, desk: Desk) -> Any:
        return desk.relieve(
            self.incident(), self.any(POSTS), self.any(PEOPLE), ago=self.any(AGO),
            phone=self.any(PHONES), told=self.any(st.booleans()),
        )  # fmt: skip

    def stand_down(self, desk: Desk) -> Any:
        return desk.stand_down(self.incident(), self.any(POSTS), "数错了")

    def name_unit(self, desk: Desk) -> Any:
        return desk.name_unit(self.incident(), self.any(WORDS), prompt=self.prompt())

    def name_township(self, desk: Desk) -> Any:
        return desk.name_township(self.incident(), self.any(WORDS))

    def emergency(self, desk: Desk) -> Any:
        return desk.emergency(self.incident(), self.any(st.sampled_from(EmergencyService)), "晕倒")

    def note(self, desk: Desk) -> Any:
        return desk.note(self.any(st.sampled_from([self.incident, self.matter]))(), "灯坏了")

    def report(self, desk: Desk) -> Any:
        again = self.any(
            st.sampled_from(["", *(e.uid for e in self.seen if e.kind == "report.filed")])
        )
        return desk.report(
            self.incident(), self.any(st.sampled_from(ReportKind)), self.any(WORDS), again=again,
            to=self.any(WORDS), channel=self.any(st.sampled_from([None, *ReportChannel])),
            person=self.any(WORDS),
        )  # fmt: skip

    def instruct(self, desk: Desk) -> Any:
        return desk.instruct(self.incident(), self.any(PEOPLE), "尽快核实", [self.any(POSTS)])

    def relay(self, desk: Desk) -> Any:
        given = self.instruction()
        outcome = self.any(st.sampled_from(RingOutcome))
        return desk.relay(
            given.subject, given.uid, self.any(POSTS), outcome, person=self.any(PEOPLE)
        )

    def carry_out(self, desk: Desk) -> Any:
        given = self.instruction()
        return desk.carry_out(given.subject, given.uid, "已核实", carried=self.any(st.booleans()))

    def instruction(self) -> Any:
        given = [each for each in self.seen if each.kind == "instruction.given"]
        return self.any(st.sampled_from(given or self.seen[:1]))

    def check(self, desk: Desk) -> Any:
        item = self.any(st.sampled_from(["safety.1", "check.place"]))
        return desk.check(self.incident(), item, done=self.any(st.booleans()))

    def receive(self, desk: Desk) -> Any:
        filed = [each for each in self.seen if each.kind == "report.filed"] or self.seen[:1]
        report = self.any(st.sampled_from(filed))
        return desk.receive(report.subject, report.uid, self.any(WORDS))

    def correct(self, desk: Desk) -> Any:
        entered = [each for each in self.seen if each.kind not in ANNOUNCEMENTS]
        event = self.any(st.sampled_from(entered))
        body = body_of(event.fact)
        other = self.any(st.sampled_from([each for each in self.seen if each.kind == event.kind]))
        fields = self.any(st.sets(st.sampled_from(sorted(body)), max_size=2)) if body else set()
        changes = {name: body_of(other.fact).get(name, body[name]) for name in fields}
        changes |= self.any(st.sampled_from([{}, {"value": 7}, {"headcount": 8}, {"text": "改"}]))
        at = event.happened_at + self.any(AGO) if self.any(st.booleans()) else None
        second = self.any(st.sampled_from(["", "周平"]))
        return desk.correct(event.uid, changes, "看错了", happened_at=at, second=second)

    def undo(self, desk: Desk) -> Any:
        return desk.undo()

    def snooze(self, desk: Desk) -> Any:
        return desk.snooze(self.prompt() or "nowhere", self.any(st.integers(0, 20)), "正在通话")

    def snooze_bundle(self, desk: Desk) -> Any:
        return desk.snooze_bundle(self.due(desk), self.any(st.integers(0, 20)), "正在通话")

    def record_request(self, desk: Desk) -> Any:
        return desk.record_request(self.incident(), "请书面答复")

    def answer_request(self, desk: Desk) -> Any:
        return desk.answer_request(*self.request(), self.any(WORDS))

    def set_next_step(self, desk: Desk) -> Any:
        return desk.set_next_step(*self.request(), "开会", date(2026, 1, 5))

    def accept_policy(self, desk: Desk) -> Any:
        return desk.accept_policy(self.incident())

    def close(self, desk: Desk) -> Any:
        return desk.close(self.incident(), self.any(WORDS))

    def move(self, desk: Desk) -> Any:
        number = self.matter()
        acts = [row.act for row in possible_acts(desk.life(number))]
        move = MOVES[self.any(st.sampled_from(acts))]
        at = desk.now() - self.any(AGO)
        return desk.move(number, replace(move, unit=move.unit and self.any(UNITS)), at=at)

    def chase(self, desk: Desk) -> Any:
        clock, outcome = self.any(st.sampled_from(Clock)), self.any(st.sampled_from(RingOutcome))
        prompt, person, phone = self.prompt() or "", self.any(PEOPLE), self.any(PHONES)
        return desk.chase(self.matter(), clock, outcome, prompt=prompt, person=person, phone=phone)

    def chase_bundle(self, desk: Desk) -> Any:
        outcome, person, phone = (
            self.any(each) for each in (st.sampled_from(RingOutcome), PEOPLE, PHONES)
        )
        return desk.chase_bundle(self.due(desk), outcome, person=person, phone=phone)

    def due(self, desk: Desk) -> list[str]:
        """Return all that stands of due work, in a bundle or not."""
        return [each.uid for each in desk.situation().duties]

    def bar(self, desk: Desk) -> Any:
        bar, person = self.any(st.sampled_from(Bar)), self.any(PEOPLE)
        return desk.bar(self.matter(), bar, person=person, unit=self.any(UNITS))

    def link(self, desk: Desk) -> Any:
        return desk.link(self.matter(), self.matter())

    def unlink(self, desk: Desk) -> Any:
        return desk.unlink(self.matter(), self.matter())

    def issue(self, desk: Desk) -> Any:
        return issue_text(desk, self.matter(), self.any(st.sampled_from(Document)), self.any(WORDS))

    def life(self, desk: Desk) -> Any:
        return desk.life(self.matter())

    def log_block(self, desk: Desk) -> Any:
        return desk.log_block(self.matter(), Barred.READER)

    def adopt_calendar(self, desk: Desk) -> Any:
        return desk.adopt_calendar()

    def adopt_policy(self, desk: Desk) -> Any:
        return desk.adopt_policy()

    def adopt_days(self, desk: Desk) -> Any:
        return desk.adopt_days()

    def put_off(self, desk: Desk) -> Any:
        seen = desk.situation()
        lines = [each.uid for each in seen.past] + [each.uid for each in seen.reception]
        return desk.put_off(self.any(st.sampled_from(lines or ["nowhere"])), "明早")

    def leave(self, desk: Desk) -> Any:
        return desk.leave()

    def begin(self, desk: Desk) -> Any:
        return desk.begin()

    def start_shift(self, desk: Desk) -> Any:
        return desk.start_shift()

    def sign_in(self, desk: Desk) -> Any:
        return desk.sign_in(self.any(PEOPLE) or "何静")

    def log_bell_answer(self, desk: Desk) -> Any:
        return desk.log_bell_answer(self.any(st.sampled_from(Hearing)))

    def hand_over(self, desk: Desk) -> Any:
        due = [each.matter for each in desk.running().duties]
        live = [each.uid for each in desk.situation().incidents]
        return desk.hand_over(
            self.any(PEOPLE), self.any(WORDS), self.any(st.sampled_from([due, live, []]))
        )

    def accept_clocks(self, desk: Desk) -> Any:
        return desk.accept_clocks(list(desk.situation().kept)[:1])

    def ring_relief(self, desk: Desk) -> Any:
        relief = desk.situation().relief
        outcome = self.any(st.sampled_from(RingOutcome))
        minutes = self.any(st.integers(0, 60)) if outcome == "answered" else None
        return desk.ring_relief(
            relief[0].uid if relief else "", outcome, minutes, person=self.any(PEOPLE),
            phone=self.any(PHONES),
        )  # fmt: skip


NOT_A_CHANGE = {
    *("acknowledge_blind", "next_change", "now", "roster", "note_awake", "situation", "tick"),
    *("known_sources", "roster_with", "policy", "zone", "officer", "due_work"),
    *("read_situation", "running", "office", "incident_file", "go_by", "not_in_force"),
    *("dailies", "incidents_of_day", "owed_daily", "other_desks"),
    *("sessions", "receptions_owed", "receptions_planned"),
    *("roster_changed", "roster_copied", "roster_undone", "duty_taken", "look_again"),
}
VERBS = sorted(name for name in dir(Desk) if not name.startswith("_") and name not in NOT_A_CHANGE)


OFTEN = "ring arrive relieve count correct snooze report record_request set_next_step".split()
OFTEN += ["move", "move", "chase", "undo", "undo"]
OFTEN += "read_identity review_reading approve_erasures cancel_erasure".split()


def as_read(situation: Situation) -> Situation:
    """Return a situation without what a desk that just woke has by right of its own."""
    return replace(situation, revision=0, blind=None)


def test_every_verb_of_the_desk_is_played() -> None:
    assert [name for name in VERBS if not hasattr(Playing, name)] == []


@pytest.mark.long
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_night_of_verbs_comes_back_equal(data: DataObject) -> None:
    comes_back_equal(data)


@pytest.mark.torture
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_thousand_nights_of_verbs_come_back_equal(data: DataObject) -> None:
    """As many nights as the profile says."""
    comes_back_equal(data)


def comes_back_equal(data: DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, new_file(Path(folder)) as file:
        file.add(file.store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        playing = Playing(data, file)
        for _ in range(data.draw(st.integers(3, 30))):
            playing.play()
        desk, fresh = playing.night.desk, playing.night.new_desk()
        # Whoever restarts the console signs in: the desk itself does not remember who sat there.
        fresh.officer = desk.officer
        desk.tick()
        fresh.tick()
        assert as_read(fresh.situation()) == as_read(desk.situation())
        assert fresh.roster() == desk.roster()
        hold_alike(file, desk.now())
        with file.reader.connect() as connection:
            assert verify_chain(connection, CHAIN_KEY) is None
            orders = [each.order for each in all_events(connection)]
        # However the clock jumped, one desk's lines stand in the order in which it wrote them.
        assert orders == sorted(orders)
        assert rebuilt(file, Path(folder)) == contents(file.reader)
