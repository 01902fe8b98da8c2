"""Plausible nights as events: random sequences of what the desk's verbs and its engine journal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from data.store.store import SqlStore
from tests.data.files import NIGHT, Uids
from tests.data.strategies_life import LIFE_VERBS
from xfconsole.core.facts import (
    announced,
    of_desks,
    of_incident,
    of_instruction,
    of_matter,
    of_office,
    of_procedure,
    of_reception,
)
from xfconsole.core.facts.event import Event, Fact, body_of
from xfconsole.core.night.outcome import ENTERED
from xfconsole.core.words.desk import (
    Channel,
    CountSource,
    EmergencyService,
    Hearing,
    Level,
    Place,
    PromptKind,
    Purpose,
    ReportChannel,
    ReportKind,
    RingOutcome,
    Uid,
)
from xfconsole.core.words.procedure import Satisfaction
from xfconsole.core.words.two_languages import BothLanguages

OFFICE = "office"
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
POSTS = st.sampled_from(["duty_leader", "unit_head", "township_head"])
PEOPLE = st.sampled_from(["李敏", "王强", "孙磊", "周平", ""])
RULES = st.sampled_from(["band.major", "leader.assigned"])
UNITS = st.sampled_from(["", "住建局", "水务局"])
COUNTS = st.integers(1, 200)
MINUTES = st.integers(-600, 600).map(lambda minutes: timedelta(minutes=minutes))
TOPICS = st.lists(WORDS, max_size=3).map(tuple)

CORRECTABLE: dict[type[Fact], dict[str, SearchStrategy[Any]]] = {
    of_matter.MatterRegistered: {
        "channel": st.sampled_from(Channel),
        "summary": WORDS,
        "text": WORDS,
        "purpose": st.none() | st.sampled_from(Purpose),
        "topic": TOPICS.map(list),
        "unit": UNITS,
        "headcount": st.none() | COUNTS,
        "place": WORDS,
        "concerned": st.none() | COUNTS,
        "publishable": st.booleans(),
    },
    of_incident.IncidentOpened: {"headcount": COUNTS, "topic": WORDS, "unit": UNITS},
    of_incident.HeadcountRecorded: {"value": COUNTS, "source": st.sampled_from(CountSource)},
    of_incident.DeputyNamed: {"person": PEOPLE},
    of_incident.PostRung: {"person": PEOPLE, "outcome": st.sampled_from(RingOutcome)},
    of_matter.RequestRecorded: {"text": WORDS},
    of_matter.RequestAnswered: {"answer": WORDS},
    of_matter.ReplyRecorded: {"text": WORDS},
    of_incident.IncidentClosed: {"summary": WORDS},
    of_office.LeaveRecorded: {"person": PEOPLE, "reason": WORDS},
    of_office.RosterReplaced: {"by": PEOPLE},
    of_office.OfficeFounded: {"name": WORDS},
    of_incident.NoteAdded: {"text": WORDS},
    of_procedure.MatterMoved: {
        "unit": UNITS,
        "text": WORDS,
        "days": st.integers(0, 30),
        "satisfaction": st.none() | st.sampled_from(Satisfaction),
    },
}


@dataclass
class Night:
    """What was journaled so far, as far as the next verb has to know."""

    data: DataObject
    uids: Uids = field(default_factory=Uids)
    now: datetime = NIGHT
    events: list[Event] = field(default_factory=list)
    matters: list[Uid] = field(default_factory=list)
    incidents: list[Uid] = field(default_factory=list)
    requests: list[tuple[Uid, Uid]] = field(default_factory=list)
    prompts: list[tuple[Uid, Uid]] = field(default_factory=list)

    def draw(self, strategy: SearchStrategy[Any]) -> Any:
        return self.data.draw(strategy)

    def add(self, subject: Uid, fact: Fact) -> Event:
        """Add a fact that was recorded now and happened now or up to ten hours before or after."""
        self.now += timedelta(seconds=self.draw(st.integers(0, 4_000_000)))
        at = self.now + self.draw(st.just(timedelta(0)) | MINUTES)
        event = Event(self.uids.new(self.now), subject, at, self.now, "李敏", fact)
        self.events.append(event)
        return event

    def moment(self) -> datetime:
        return self.now + timedelta(minutes=self.draw(st.integers(-60, 60)))


def register(night: Night) -> None:
    matter = night.uids.new(night.now)
    fact = of_matter.MatterRegistered(
        number="",
        channel=night.draw(st.sampled_from(Channel)),
        summary=night.draw(WORDS),
        text=night.draw(WORDS),
        purpose=night.draw(st.none() | st.sampled_from(Purpose)),
        topic=night.draw(TOPICS),
        unit=night.draw(UNITS),
        headcount=night.draw(st.none() | COUNTS),
        place=night.draw(WORDS),
        addressed_to=night.draw(PEOPLE),
        cause=night.draw(WORDS),
        concerned=night.draw(st.none() | COUNTS),
        publishable=night.draw(st.booleans()),
        anonymous=night.draw(st.booleans()),
        sealed=night.draw(st.sampled_from(["", "c2VhbGVk"])),
        source_ref=night.draw(st.sampled_from(["", f"letters:{len(night.matters)}"])),
    )
    night.add(matter, fact)
    night.matters.append(matter)


def reply(night: Night) -> None:
    night.add(
        night.draw(st.sampled_from(night.matters)), of_matter.ReplyRecorded(night.draw(WORDS))
    )


def request(night: Night) -> None:
    matter = night.draw(st.sampled_from(night.matters))
    night.requests.append(
        (matter, night.add(matter, of_matter.RequestRecorded(night.draw(WORDS))).uid)
    )


def answer(night: Night) -> None:
    matter, asked = night.draw(st.sampled_from(night.requests))
    on = date(2026, 3, night.draw(st.integers(1, 31)))
    answered: Fact = of_matter.RequestAnswered(asked, night.draw(WORDS))
    night.add(
        matter,
        night.draw(
            st.sampled_from([answered, of_matter.NextStepSet(asked, night.draw(WORDS), on)])
        ),
    )


def open_incident(night: Night) -> None:
    incident = night.uids.new(night.now)
    fact = of_incident.IncidentOpened(
        number="",
        matter=night.draw(st.sampled_from(night.matters)),
        topic=night.draw(WORDS),
        channel=Channel.GROUP_VISIT,
        headcount=night.draw(COUNTS),
        source=night.draw(st.sampled_from(CountSource)),
        policy="0" * 64,
        policy_label="default@1",
        assigned_leader=night.draw(st.booleans()),
    )
    night.add(incident, fact)
    night.incidents.append(incident)


def respond(night: Night) -> None:
    """Add one primary fact of a live incident."""
    post, person, words = night.draw(POSTS), night.draw(PEOPLE), night.draw(WORDS)
    outcome, eta = night.draw(st.sampled_from(RingOutcome)), night.draw(st.booleans())
    facts: list[Fact] = [
        of_incident.HeadcountRecorded(night.draw(COUNTS), CountSource.COUNTED),
        of_incident.LevelRaised(Level.MAJOR, words),
        of_incident.PostRung(post, person, outcome, eta=night.moment() if eta else None),
        of_incident.PostArrived(post, person),
        of_incident.DeputyNamed(post, person, words),
        of_incident.PostRelieved(post, person),
        of_incident.PostStoodDown(post, words),
        of_incident.PostStoodDown(post, person=person, place=words),
        of_incident.PlaceNamed(Place.UNIT, words),
        of_incident.EmergencyCalled(EmergencyService.AMBULANCE, words),
        of_incident.NoteAdded(words),
        of_incident.ReportFiled(ReportKind.FIRST, situation=words),
        of_incident.ReportFiled(
            ReportKind.FOLLOW_UP, to=words, channel=ReportChannel.SYSTEM, number=2, again=words
        ),
        of_incident.ReportReceived(words, person, read_back=eta),
        of_incident.ClockSaidBack(words, words, aloud=eta),
        of_incident.ChecklistTicked(words, BothLanguages(words, words), done=eta),
        of_instruction.InstructionGiven(person, words, (post,), night.moment() if eta else None),
        of_instruction.InstructionRelayed(words, post, person, outcome, read_back=eta),
        of_instruction.InstructionDone(words, words, carried=eta, keeps=eta),
        of_incident.PolicyAccepted("1" * 64, "default@2"),
        of_incident.IncidentClosed(words),
    ]
    night.add(night.draw(st.sampled_from(night.incidents)), night.draw(st.sampled_from(facts)))


def announce(night: Night) -> None:
    """Add one announcement of the engine."""
    post, person, rule = night.draw(POSTS), night.draw(PEOPLE), night.draw(RULES)
    clock = night.draw(st.sampled_from(["tell", "arrive"]))
    facts: list[Fact] = [
        announced.LevelChanged(night.draw(st.sampled_from(Level))),
        announced.ObligationAdded(post, rule, "anchor", person, night.moment()),
        announced.ObligationMet(post, rule, "arrived", person),
        announced.ObligationMissed(post, rule, clock, night.moment(), person),
    ]
    night.add(night.draw(st.sampled_from(night.incidents)), night.draw(st.sampled_from(facts)))


def raise_prompt(night: Night) -> None:
    incident, prompt = night.draw(st.sampled_from(night.incidents)), night.uids.new(night.now)
    night.prompts.append((incident, prompt))
    night.add(incident, _raised(night, prompt))


def follow_prompt(night: Night) -> None:
    """Snooze, clear, mark, move or raise again a prompt that was raised."""
    incident, prompt = night.draw(st.sampled_from(night.prompts))
    what, due = PromptKind.RING, night.moment()
    facts: list[Fact] = [
        of_incident.PromptSnoozed(prompt, night.moment(), "稍后"),
        of_incident.SubjectTakenOver((), "B", ("A",)),
        of_incident.ContestSettled(prompt, (prompt, incident), reason="以先到为准"),
        announced.PromptCleared(prompt, what, "r", "p", "q", due),
        announced.PromptMarked(prompt, what, "r", "p", "q", due),
        announced.PromptMoved(prompt, what, "r", "p", "q", due, night.moment()),
        _raised(night, prompt),
    ]
    night.add(incident, night.draw(st.sampled_from(facts)))


def keep_roster(night: Night) -> None:
    since = night.moment()
    until = since + timedelta(hours=8)
    entries = st.builds(
        of_office.RosterEntry,
        POSTS,
        PEOPLE,
        st.just("000"),
        st.just(since),
        st.just(until),
        COUNTS,
        UNITS,
    )
    facts: list[Fact] = [
        of_office.RosterImported("roster.csv", tuple(night.draw(st.lists(entries, max_size=4)))),
        of_office.RosterReplaced("unit_head", "孙磊", "周平", "000", since, until),
        of_office.RosterAdded("unit_head", "周平", "000", since, until, night.draw(UNITS)),
        of_office.RosterSet(
            (of_office.RosterStretch("unit_head", "", since, until),),
            tuple(night.draw(st.lists(entries, max_size=2))),
        ),
        of_office.LeaveRecorded("孙磊", since, until, night.draw(WORDS)),
        of_office.LeaveEnded("孙磊", since, until),
        of_office.PeriodSet("国庆", since, until, (of_office.PostNumber("unit_head", 2),)),
        of_office.PeriodSet("两会", since, until, (), "yixing", since),
        of_office.PeriodEnded("国庆"),
        of_office.DailyReported(since.date(), until, night.draw(WORDS), to=night.draw(WORDS)),
        of_office.DeskBlind(since, until),
        of_office.ClockJumped(-3600),
        of_desks.DeskJoined(since, 7, "0123456789abcde", "019c-desk", "何静"),
        of_desks.DeskForked("019c-desk", "B", 7, "019c-there"),
        of_desks.DeskDeparted("019c-desk", "B", 7, "019c-copy", "何静"),
        of_desks.ClocksApart("019c-desk", "B", 12),
        of_desks.DeskKeyed("0" * 64),
        of_desks.DeskKeyed("0" * 64, "何静"),
        of_desks.DeskSetAside("C", ("019c-desk",), "何静"),
        announced.AlarmPassed(11, 31, 10, 30),
        of_office.DeskLeft(),
        of_office.DeskResumed(),
        of_matter.LettersImported("2026-02-20 02:29 信.xlsx", "信.xlsx", 2, 1, 0),
        of_matter.LettersEnded(
            "2026-02-20 02:29 信.xlsx",
            "信.xlsx",
            *(4, 2, 1, 0, 1),
            (of_matter.RowsLeftOut("letters.bad.time_missing", "3", "", ("column=时间",)),),
        ),
        of_office.ShiftStarted(),
        of_office.BellTried(night.draw(st.sampled_from(Hearing))),
        of_office.ShiftEnded(night.draw(WORDS)),
    ]
    night.add(OFFICE, night.draw(st.sampled_from(facts)))


def correct(night: Night) -> None:
    """Correct an event, perhaps one that was corrected before."""
    wrong = [event for event in night.events if type(event.fact) in CORRECTABLE]
    event = night.draw(st.sampled_from(wrong))
    fields = CORRECTABLE[type(event.fact)]
    names = night.draw(st.lists(st.sampled_from(sorted(fields)), unique=True, max_size=3))
    changes = {name: _json(night.draw(fields[name])) for name in names}
    at = night.draw(st.none() | MINUTES.map(lambda minutes: event.happened_at + minutes))
    night.add(event.subject, of_incident.EventCorrected(event.uid, changes, night.draw(WORDS), at))


def undo(night: Night) -> None:
    """Take an outcome back, perhaps one that was corrected, or taken back before."""
    entered = [event for event in night.events if event.kind in ENTERED]
    if entered:
        event = night.draw(st.sampled_from(entered))
        night.add(event.subject, of_incident.EventCorrected(event.uid, {}, "", withdrawn=True))


VERBS: Sequence[tuple[Callable[[Night], None], Callable[[Night], object]]] = (
    (register, lambda night: True),
    (reply, lambda night: night.matters),
    (request, lambda night: night.matters),
    (answer, lambda night: night.requests),
    (open_incident, lambda night: night.matters),
    (respond, lambda night: night.incidents),
    (announce, lambda night: night.incidents),
    (raise_prompt, lambda night: night.incidents),
    (follow_prompt, lambda night: night.prompts),
    (keep_roster, lambda night: True),
    (correct, lambda night: True),
    (undo, lambda night: True),
    *LIFE_VERBS,
)
"""Each verb, and what has to be there before it can be used."""


@st.composite
def nights(draw: st.DrawFn, most: int = 40) -> list[list[Event]]:
    """Return a night's events by transaction; their numbers are yet to be drawn."""
    night = Night(draw(st.data()))
    night.add(OFFICE, of_office.OfficeFounded("市信访接待中心", "Asia/Shanghai"))
    for _ in range(draw(st.integers(0, most))):
        verb = draw(st.sampled_from([verb for verb, possible in VERBS if possible(night)]))
        verb(night)
    cuts = draw(st.sets(st.integers(1, len(night.events)), max_size=len(night.events)))
    edges = [0, *sorted(cuts | {len(night.events)})]
    return [night.events[a:b] for a, b in pairwise(edges)]


def play(store: SqlStore, transactions: Sequence[Sequence[Event]]) -> None:
    """Store a night, drawing numbers the way the desk does."""
    for events in transactions:
        with store.begin() as tx:
            tx.append([_numbered(tx.next_number, store.office, event) for event in events])


def _numbered(next_number: Callable[[str], int], office: Uid, event: Event) -> Event:
    local = event.recorded_at + timedelta(hours=8)
    fact = event.fact
    if isinstance(fact, of_matter.MatterRegistered):
        serial = next_number(f"matter-{local.year}")
        fact = replace(fact, number=f"{local.year}-{serial:06d}")
    elif isinstance(fact, of_incident.IncidentOpened):
        serial = next_number(f"incident-{local:%Y-%m}")
        fact = replace(fact, number=f"{local:%m}-{serial:03d}")
    elif isinstance(fact, of_reception.MatterQueued):
        fact = replace(fact, place=next_number(f"reception-{fact.session}"))
    subject = office if event.subject == OFFICE else event.subject
    return replace(event, fact=fact, subject=subject)


def _raised(night: Night, prompt: Uid) -> announced.PromptRaised:
    return announced.PromptRaised(
        prompt,
        night.draw(st.sampled_from(PromptKind)),
        night.draw(RULES),
        night.draw(POSTS),
        "arrive",
        night.draw(PEOPLE),
        night.moment(),
        night.draw(st.integers(0, 900)),
        attempt=night.draw(st.integers(0, 3)),
        corrected=night.draw(st.booleans()),
    )


def _json(value: object) -> Any:
    """Return a field's value in the form that a correction carries."""
    return body_of(of_incident.NoteAdded(value))["text"]  # type: ignore[arg-type]
