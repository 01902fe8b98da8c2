"""Text from outside is made harmless by the desk itself, whichever door it came in by."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from data.vault.sealing import Sealer, identity_bytes
from tests.data.files import KEY, File, new_file
from tests.desks import OFFICE, Night, three_days, turn
from tests.hostile import HOSTILE, assert_harmless, in_groups
from tests.identities import ACCUSATION, CLAIM
from tests.lives import MOVES
from tests.receptions import monthly, planned_by
from xfconsole.core.facts.event import Fact, body_of
from xfconsole.core.facts.of_identity import IdentityRead
from xfconsole.core.facts.of_incident import (
    DeputyNamed,
    HeadcountRecorded,
    IncidentOpened,
    PostArrived,
    PostRung,
    ReportFiled,
)
from xfconsole.core.facts.of_instruction import InstructionGiven
from xfconsole.core.facts.of_matter import LettersEnded, RowsLeftOut
from xfconsole.core.facts.of_office import PostNumber, RosterSet, RosterStretch
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.ports import Store
from xfconsole.core.reception.planning import Leader
from xfconsole.core.words.desk import (
    Channel,
    EmergencyService,
    Identity,
    Level,
    Purpose,
    ReportKind,
    RingOutcome,
)
from xfconsole.core.words.procedure import Act
from xfconsole.core.words.receiving import Decision
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.desk import Imported
from xfconsole.desk.verbs.deciding import Decided
from xfconsole.desk.verbs.rostering import Turn
from xfconsole.drill.memory import MemoryStore

NAMING_NOTHING = {
    "desk.refused.no_post",
    "desk.refused.not_called",
    "desk.refused.prompt_gone",
    "desk.refused.no_incident",
    "desk.refused.no_matter",
    "desk.refused.no_event",
    "desk.refused.no_report",
    "instruction.refused.none",
    "checklist.refused.none",
    "desk.refused.open_requests",
    "handover.refused.nothing",
    "identity.refused.no_glass",
    "reception.refused.no_session",
}
WITHOUT_IDENTITIES = {
    "identity.refused.none",
    "erasure.refused.none",
    "erasure.refused.not_proposed",
}
"""What a desk says besides whose journal, in memory, keeps no identities."""
TEXTS = {
    "event": "body",
    "matter": "json_array(summary, unit, township, source, source_ref, topic)",
    "request": "json_array(text, answer, step)",
    "incident": "json_array(topic, unit, township)",
    "roster_entry": "json_array(post, unit, person, phone, shift, in_place_of)",
    "leave": "json_array(person, reason)",
    "received": "json_array(text, unit, leader, passed_to)",
}
"""Where outside text lies in the file, as JSON."""
HOUR = timedelta(hours=1)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[File]:
    with new_file(tmp_path) as found:
        yield found


def everything(night: Night, text: str) -> list[Callable[[], object]]:
    """Return every verb of the desk with the text in every parameter that takes one."""
    desk, here, now = night.desk, night.incident, night.now()
    matter, request = night.view().matter, night.view().requests[0].uid
    person = night.desk.roster().entries(now, now + HOUR)[0].person
    form = MatterForm(
        Channel.VISIT, text, text=text, topic=(text, text), unit=text, township=text,
        requests=(text,), identity=Identity(*(text,) * 7, representatives=(text,)),
        source=text, source_ref=text,
    )  # fmt: skip
    entry = turn(text, text, text, unit=text, shift=text)
    changes: list[tuple[type[Fact], dict[str, object]]] = [
        (IncidentOpened, {"topic": text, "unit": text, "township": text}),
        (PostRung, {"person": text}),
        (PostRung, {"post": text}),
        (PostArrived, {"person": text}),
        (DeputyNamed, {"person": text}),
    ]
    left_out = (RowsLeftOut("letters.cut_off", "1", text, (f"column={text}",)),)
    entries = [(night.entered(kind).uid, change) for kind, change in changes]
    texts = {"summary": text, "text": text, "unit": text, "township": text, "topic": [text]}
    return [
        lambda: desk.register(form),
        lambda: desk.register_batch([Imported(form, reply=text, replied_at=now)]),
        lambda: desk.open_incident("2026-000002", headcount=5, topic=text),
        lambda: desk.raise_level(here, Level.MAJOR, text),
        lambda: desk.ring(here, "unit_head", RingOutcome.BUSY, person=text),
        lambda: desk.ring(here, text, RingOutcome.BUSY, person=text),
        lambda: desk.ring(here, "unit_head", RingOutcome.BUSY, prompt=text),
        lambda: desk.arrive(here, "duty_leader", person=text),
        lambda: desk.relieve(here, "township_head", text),
        lambda: desk.stand_down(here, text, text),
        lambda: desk.name_unit(here, text),
        lambda: desk.name_township(here, text),
        lambda: desk.emergency(here, EmergencyService.POLICE, text),
        lambda: desk.note(here, text),
        lambda: desk.note(matter, text),
        lambda: desk.report(
            here, ReportKind.FIRST, text, text, text, text, to=text, person=text, again=text
        ),
        lambda: desk.report(here, ReportKind.FIRST, text, text, text, text, to=text, person=text),
        lambda: desk.receive(here, night.entered(ReportFiled).uid, text),
        lambda: desk.receive(here, text, text),
        lambda: desk.check(here, text),
        lambda: desk.instruct(here, text, text, [text]),
        lambda: desk.instruct(here, text, text, ["unit_head"]),
        lambda: desk.relay(here, text, text, RingOutcome.BUSY, person=text),
        lambda: desk.relay(
            here, night.entered(InstructionGiven).uid, "unit_head", RingOutcome.BUSY, person=text
        ),
        lambda: desk.carry_out(here, night.entered(InstructionGiven).uid, text),
        lambda: desk.close(here, text, text),
        lambda: desk.record_request(here, text),
        lambda: desk.answer_request(here, request, text),
        lambda: desk.set_next_step(here, request, text, date(2026, 3, 1)),
        lambda: desk.snooze(desk.situation().prompts[0].prompt.uid, 5, text),
        lambda: desk.correct(night.entered(HeadcountRecorded).uid, {"value": 9}, text),
        lambda: desk.correct(night.events(matter)[0].uid, texts, text),
        *(
            lambda uid=uid, change=change: desk.correct(uid, change, text)
            for uid, change in entries
        ),
        lambda: desk.import_roster(text, [entry]),
        lambda: desk.replace_on_roster("unit_head", "孙磊", text, text, now, now + HOUR, text),
        lambda: desk.swap_on_roster(
            Turn("unit_head", "孙磊", now + HOUR, now + 2 * HOUR, text),
            Turn("duty_leader", "王强", now + HOUR, now + 2 * HOUR, text),
            text,
        ),
        lambda: desk.change_roster(
            RosterSet((RosterStretch("unit_head", text, now, now + HOUR),), (entry,))
        ),
        lambda: desk.set_period(f"国庆{text}", now.date(), now.date(), (PostNumber(text, 1),)),
        lambda: desk.set_period(
            f"国庆{text}", now.date(), now.date(), (PostNumber("unit_head", 1),), text
        ),
        lambda: desk.end_period(f"国庆{text}"),
        lambda: desk.take_duty(RosterStretch("unit_head", text, now, now + HOUR), text),
        lambda: desk.end_letters(LettersEnded("", text, 1, 0, 0, 0, 1, left_out)),
        lambda: desk.record_leave(person, now + HOUR, now + 2 * HOUR, text),
        lambda: desk.close(here, text),
        lambda: desk.accept_clocks({text}),
        lambda: desk.count(text, 5),
        lambda: desk.note(text, text),
        lambda: desk.correct(text, {"value": 5}, text),
        *on_identities(night, text),
        *on_receptions(night, text),
        lambda: desk.ring_relief(text, RingOutcome.BUSY),
        lambda: desk.hand_over(text, text, {text, here}),
    ]


def on_receptions(night: Night, text: str) -> list[Callable[[], object]]:
    """Return the verbs of reception days; the sessions they need are planned for them."""
    desk, pattern = night.desk, monthly(night.desk, units=(f"住建局{text}",))
    first, second, third = planned_by(desk, pattern)[:3]
    leader = Leader("孙磊", "unit_head", text)

    def decide() -> object:
        number = desk.register(MatterForm(Channel.VISIT, "停水三天"), reception=third).number
        night.after(minutes=60 * 24 * 40)
        return desk.decide(third, number, Decided(Decision.SETTLED, text or "已答复", text))

    return [
        lambda: desk.change_reception(first, text, leader=leader, place=text),
        lambda: desk.notice_receptions([first], text),
        lambda: desk.tell_units(first, [f"住建局{text}"], text),
        lambda: desk.cancel_reception(first, text),
        lambda: desk.cancel_reception(text, text),
        lambda: desk.queue_matter(second, text),
        decide,
        lambda: desk.hold_reception(third, text),
        lambda: desk.report_quarter(date(2026, 1, 1), text),
    ]


def on_identities(night: Night, text: str) -> list[Callable[[], object]]:
    """Return the verbs that read and erase identities; the matters they need are made for them."""
    desk = night.desk
    accusation = desk.register(ACCUSATION).number
    resting = desk.register(replace(CLAIM, purpose=Purpose.SUGGESTION)).number
    desk.move(resting, MOVES[Act.ANSWER])

    def look_into() -> None:
        desk.read_identity(accusation, text, glass=True)
        alone = [e for e in night.events(desk.life(accusation).uid) if e.kind == IdentityRead.kind]
        own, desk.officer = desk.officer, "何静"
        try:
            desk.review_reading(alone[-1].uid, text)
        finally:
            desk.officer = own

    return [
        lambda: desk.read_identity(accusation, text, text),
        lambda: desk.read_identity(text, text, text),
        lambda: desk.read_identities([desk.life(accusation).uid], text, text, export=text),
        look_into,
        lambda: desk.review_reading(text, text),
        lambda: desk.propose_erasures([text]),
        lambda: desk.propose_erasure_on_request(resting, text),
        lambda: desk.approve_erasures([resting], text),
        lambda: desk.cancel_erasure(resting, text),
    ]


def told(store: Store, text: str) -> tuple[Night, set[str]]:
    """Play a night in which everything says the text; returns it with what was refused."""
    night = Night(store=store, roster=three_days()).open(28).count(8)
    night.ring("unit_head", eta=20).arrive("receptionist")
    night.desk.relieve(night.incident, "hall_safety", "马骏")
    night.desk.record_request(night.incident, "请答复")
    night.desk.instruct(night.incident, "郑岚", "尽快核实", ["unit_head"])
    night.desk.register(MatterForm(Channel.VISIT, "停水三天"))
    refused = set()
    for verb in everything(night, text):
        try:
            verb()
        except Refused as said:
            refused.add(said.key)
            assert_harmless("".join(map(str, said.values.values())))
    return night, refused


FEW = in_groups()


@pytest.mark.parametrize("name", FEW)
def test_nothing_hostile_reaches_the_journal_by_any_verb(name: str) -> None:
    store = MemoryStore(OFFICE)
    night, refused = told(store, FEW[name])
    for event in store.events:
        for text in (event.officer, *strings(body_of(event.fact))):
            assert_harmless(text)
    # Words of blanks are refused where words are needed; else nothing is but what names nothing.
    if neutral_line(FEW[name]).strip():
        assert refused == NAMING_NOTHING | WITHOUT_IDENTITIES
    assert night.restart().desk.situation().incidents


def test_nothing_hostile_reaches_the_file_not_even_sealed(file: File) -> None:
    night, refused = told(file.store, "甲".join(HOSTILE.values()))
    assert refused == NAMING_NOTHING
    for table, column in TEXTS.items():
        rows = file.rows(f"SELECT {column} FROM {table}")
        assert rows, table
        for (stored,) in rows:
            for text in strings(json.loads(stored)):
                assert_harmless(text)
    told_of = {kind for (kind,) in file.rows("SELECT kind FROM event")}
    assert {
        "identity.read",
        "identity.reviewed",
        "erasure.approved",
        "erasure.cancelled",
    } <= told_of
    for (officer,) in file.rows("SELECT DISTINCT officer FROM event"):
        assert_harmless(officer)
    sealer = Sealer(KEY.sealing)
    sealed = file.rows("SELECT uid, wrapped, sealed FROM matter JOIN matter_key ON matter = uid")
    assert sealed
    for row in sealed:
        for text in strings(json.loads(identity_bytes(sealer.open_identity(*row)))):
            assert_harmless(text)
    assert night.restart().desk.situation().incidents


@pytest.mark.parametrize("name", HOSTILE)
def test_looking_for_hostile_text_finds_what_was_stored_of_it(file: File, name: str) -> None:
    text = HOSTILE[name][:200]
    file.register(neutral_line(text).strip())
    assert file.views.matter(text) is None
    assert len(file.matching(text)) == 1


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
