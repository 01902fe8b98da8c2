"""One live incident as its events tell it: the fold that the engine computes from."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias

from xfconsole.core.facts import announced, of_incident
from xfconsole.core.facts.corrections import effective, meant_by
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.following import ways
from xfconsole.core.facts.of_instruction import (
    InstructionDone,
    InstructionGiven,
    InstructionRelayed,
)
from xfconsole.core.incident.instructed import Instructed
from xfconsole.core.incident.upward import Upward
from xfconsole.core.words.desk import (
    CountSource,
    DutyState,
    Level,
    Place,
    RingOutcome,
    Uid,
)
from xfconsole.core.words.frozen import frozen


@frozen
class Ring:
    """One ring of one person; ``phone`` is the number dialled if the roster did not give it."""

    at: datetime
    uid: Uid
    post: str
    person: str
    outcome: RingOutcome
    eta: datetime | None
    phone: str = ""


@frozen
class NamedDeputy:
    """A deputy was named for a post: from then on it is their turn."""

    at: datetime
    uid: Uid
    post: str
    person: str
    phone: str


@frozen
class Peak:
    """A head-count higher than any before it; ``corrected`` when it turned out to be wrong."""

    value: int
    at: datetime
    uid: Uid
    corrected: bool = False


@frozen
class AcceptedPolicy:
    """Another pack was accepted; ``called`` are the posts that had been called by then."""

    at: datetime
    uid: Uid
    called: frozenset[str]


@frozen
class DutyEnding:
    """How and when a post's duty ended: arrived, relieved or stood down."""

    state: DutyState
    at: datetime
    person: str


@frozen
class PlaceNaming:
    """Which unit or township was said to be concerned; an empty ``name``: not known yet."""

    place: Place
    name: str
    at: datetime
    uid: Uid


@frozen
class Tick:
    """Who saw to a line of the checklist, and when."""

    at: datetime
    officer: str


@frozen
class ExcusedPerson:
    """Somebody told for another unit or township, who need not come for the post any more."""

    post: str
    person: str
    at: datetime


@frozen
class ShownPrompt:
    """What the officer was shown of one prompt: its due time then, and whether it still stands.

    ``corrected``: that the head-count behind it was corrected is said, too. ``number`` is how many
    were shown before it.
    """

    event: announced.PromptRaised
    due: datetime
    open: bool
    corrected: bool
    number: int


Step: TypeAlias = Ring | NamedDeputy
"""What moves a post's ladder on."""
Duty: TypeAlias = tuple[str, str]
"""A post and the rule that calls it."""
Snooze: TypeAlias = tuple[datetime, datetime, Uid]
"""When a prompt was put off, until when, and the event that says so."""


@dataclass(slots=True)
class Announced:
    """What the journal already says the engine found, so that nothing is said twice.

    Duties go by post and rule. ``missed`` holds the limits said to have run out, by clock;
    ``elsewhere`` the office's own tasks that another desk raised, so that nobody else has to.
    """

    level: Level = Level.NONE
    added: dict[Duty, tuple[Uid, datetime]] = field(default_factory=dict)
    met: dict[Duty, tuple[str, str]] = field(default_factory=dict)
    missed: dict[Duty, dict[str, datetime]] = field(default_factory=dict)
    prompts: dict[Uid, ShownPrompt] = field(default_factory=dict)
    standing: set[Uid] = field(default_factory=set)
    latest: datetime | None = None
    elsewhere: set[Uid] = field(default_factory=set)

    def begin(self, duty: Duty, anchor: Uid, tell_by: datetime) -> None:
        """A duty is said to begin, or to begin anew: what was said of it before is void."""
        self.added[duty] = anchor, tell_by
        self.met.pop(duty, None)
        self.missed.pop(duty, None)

    def apply(self, event: Event) -> None:
        """Remember one announcement."""
        self.latest = max(self.latest or event.recorded_at, event.recorded_at)
        match event.fact:
            case announced.LevelChanged(level=level):
                self.level = level
            case announced.ObligationAdded(post=post, rule=rule, anchor=anchor, tell_by=tell_by):
                self.begin((post, rule), anchor, tell_by)
            case announced.ObligationMet(post=post, rule=rule, how=how, person=person):
                self.met[post, rule] = how, person
            case announced.ObligationMissed(post=post, rule=rule, clock=clock, due=due):
                self.missed.setdefault((post, rule), {})[clock] = due
            case announced.PromptRaised() as raised:
                known = self.prompts.get(raised.prompt)
                number = known.number if known else len(self.prompts)
                self._show(ShownPrompt(raised, raised.due, True, raised.corrected, number))
            # A copied laptop ends what it raised before it departed: another desk did, by now.
            case announced.PromptCleared(prompt=prompt) if prompt in self.prompts:
                self._show(replace(self.prompts[prompt], open=False))
            case announced.PromptMarked(prompt=prompt) if prompt in self.prompts:
                self.prompts[prompt] = replace(self.prompts[prompt], corrected=True)
            case announced.PromptMoved(prompt=prompt, due=due) if prompt in self.prompts:
                stands = due <= event.recorded_at
                self._show(replace(self.prompts[prompt], due=due, open=stands))

    def in_sight(self) -> list[ShownPrompt]:
        """Return the prompts that still stand for the officer, in the order they were shown."""
        return sorted((self.prompts[each] for each in self.standing), key=lambda each: each.number)

    def _show(self, shown: ShownPrompt) -> None:
        uid = shown.event.prompt
        self.prompts[uid] = shown
        (self.standing.add if shown.open else self.standing.discard)(uid)


@dataclass(slots=True)
class Incident:
    """The state of one incident after all its events (mutable only through ``apply``)."""

    uid: Uid
    opened: of_incident.IncidentOpened
    opened_event: Event
    headcount: int = 0
    source: CountSource = CountSource.COUNTED
    policy: str = ""
    policy_label: str = ""
    accepted: list[AcceptedPolicy] = field(default_factory=list)
    peaks: list[Peak] = field(default_factory=list)
    wrong_peaks: list[Peak] = field(default_factory=list)
    raises: list[tuple[Level, datetime, Uid]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    endings: dict[str, list[DutyEnding]] = field(default_factory=dict)
    namings: list[PlaceNaming] = field(default_factory=list)
    names_said: frozenset[tuple[Place, str]] = frozenset()
    excused: list[ExcusedPerson] = field(default_factory=list)
    upward: Upward = field(default_factory=Upward)
    instructed: Instructed = field(default_factory=Instructed)
    ticks: dict[str, Tick] = field(default_factory=dict)
    snoozes: dict[Uid, Snooze] = field(default_factory=dict)
    closed_at: datetime | None = None
    follows: bool = False
    """Something of it was still open when it ended."""
    announced: Announced = field(default_factory=Announced)
    branches: list[Incident] = field(default_factory=list)
    """What it would be by each way to settle what is contested of it; nothing where nothing is."""

    @property
    def rings(self) -> list[Ring]:
        """The rings, in the order in which they were made."""
        return [each for each in self.steps if isinstance(each, Ring)]

    @property
    def opened_at(self) -> datetime:
        """When the incident began."""
        return self.opened_event.happened_at

    @property
    def places(self) -> dict[str, str]:
        """The unit and the township it concerns by now, by a post's scope; empty if not named."""
        return {place.value: self.named(place)[-1].name for place in Place}

    def named(self, place: Place) -> list[PlaceNaming]:
        """Return what the unit or township was said to be, the opening's word first."""
        return [each for each in self.namings if each.place is place]

    def apply(self, event: Event) -> None:
        """Apply the next event. A correction needs a new fold instead."""
        for branch in self.branches:
            branch.apply(event)
        if event.kind in announced.ANNOUNCEMENTS:
            self.announced.apply(event)
        else:
            self._fact(event)

    def _fact(self, event: Event) -> None:
        at, uid = event.happened_at, event.uid
        match event.fact:
            case of_incident.HeadcountRecorded(value=value, source=source):
                self._count(value, source, at, uid)
            case of_incident.LevelRaised(level=level):
                self.raises.append((level, at, uid))
            case of_incident.PostRung() as rung:
                self._step(
                    Ring(at, uid, rung.post, rung.person, rung.outcome, rung.eta, rung.phone)
                )
            case of_incident.DeputyNamed(post=post, person=person, phone=phone):
                self._step(NamedDeputy(at, uid, post, person, phone))
            case of_incident.PostArrived(post=post, person=person):
                self._end(post, DutyEnding(DutyState.ARRIVED, at, person))
            case of_incident.PostRelieved(post=post, by=by):
                self._end(post, DutyEnding(DutyState.RELIEVED, at, by))
            case of_incident.PostStoodDown(post=post, person=person) if person:
                self.excused.append(ExcusedPerson(post, person, at))
            case of_incident.PlaceNamed(place=place, name=name):
                insort(self.namings, PlaceNaming(place, name, at, uid), key=lambda each: each.at)
            case of_incident.PostStoodDown(post=post):
                self._end(post, DutyEnding(DutyState.STOOD_DOWN, at, ""))
            case of_incident.ChecklistTicked(item=item, done=True):
                self.ticks[item] = Tick(at, event.officer)
            case of_incident.ChecklistTicked(item=item):
                self.ticks.pop(item, None)
            case of_incident.ReportFiled() | of_incident.ReportReceived():
                self.upward.apply(event)
            case InstructionGiven() | InstructionRelayed() | InstructionDone():
                self.instructed.apply(event)
            case of_incident.PromptSnoozed(prompt=prompt, until=until):
                self.snoozes[prompt] = (at, until, uid)
            case of_incident.PolicyAccepted(policy=policy, policy_label=label):
                self.policy, self.policy_label = policy, label
                called = frozenset(post for post, _ in self.announced.added)
                self.accepted.append(AcceptedPolicy(at, uid, called))
            case of_incident.IncidentClosed(follows=follows):
                self.closed_at, self.follows = at, follows

    def _count(self, value: int, source: CountSource, at: datetime, uid: Uid) -> None:
        self.headcount, self.source = value, source
        if not self.peaks or value > self.peaks[-1].value:
            self.peaks.append(Peak(value, at, uid))

    def _step(self, step: Step) -> None:
        insort(self.steps, step, key=lambda each: each.at)

    def _end(self, post: str, ending: DutyEnding) -> None:
        self.endings.setdefault(post, []).append(ending)


def fold(events: Iterable[Event]) -> Incident:
    """Return the incident that these events (one incident's, oldest first) tell.

    Raises ValueError when they do not begin with an opening.
    """
    found = list(events)
    incident = _folded(found)
    incident.branches = [_folded([*found, *held]) for held in ways(found)]
    return incident


def _folded(found: list[Event]) -> Incident:
    meant = effective(found)
    if not meant or not isinstance(meant[0].fact, of_incident.IncidentOpened):
        raise ValueError("an incident begins with incident.opened")
    incident = _opened(meant[0])
    for event in meant[1:]:
        incident.apply(event)
    incident.wrong_peaks = _wrong_peaks(found, meant)
    incident.names_said = _names(found)
    return incident


def _opened(event: Event) -> Incident:
    opened = event.fact
    assert isinstance(opened, of_incident.IncidentOpened)
    incident = Incident(event.subject, opened, event)
    incident.policy, incident.policy_label = opened.policy, opened.policy_label
    incident._count(opened.headcount, opened.source, event.happened_at, event.uid)
    for place, name in ((Place.UNIT, opened.unit), (Place.TOWNSHIP, opened.township)):
        incident.namings.append(PlaceNaming(place, name, event.happened_at, event.uid))
    return incident


def _wrong_peaks(found: list[Event], meant: list[Event]) -> list[Peak]:
    """Return the counts that may have raised something and were corrected since."""
    values = {event.uid: [people] for event in found if (people := _people(event))}
    for event in found:
        if isinstance(event.fact, of_incident.EventCorrected) and event.fact.of in values:
            changed = event.fact.changes.get("value", event.fact.changes.get("headcount"))
            if isinstance(changed, int):
                values[event.fact.of].append(changed)
    return [
        Peak(value, event.happened_at, event.uid, corrected=True)
        for event in meant
        for value in dict.fromkeys(values.get(event.uid, ()))
        if value != _people(event)
    ]


def _names(events: list[Event]) -> frozenset[tuple[Place, str]]:
    """Return every unit and township that events name, as they stand and as corrected."""
    named = {event.uid: event for event in events}
    found: set[tuple[Place, str]] = set()
    for event in events:
        fact = event.fact
        if isinstance(fact, of_incident.EventCorrected) and fact.of in named:
            named[fact.of] = meant_by(named[fact.of], fact)
            fact = named[fact.of].fact
        match fact:
            case of_incident.IncidentOpened(unit=unit, township=township):
                found |= {(Place.UNIT, unit), (Place.TOWNSHIP, township)}
            case of_incident.PlaceNamed(place=place, name=name):
                found.add((place, name))
    return frozenset(found)


def _people(event: Event) -> int | None:
    match event.fact:
        case (
            of_incident.HeadcountRecorded(value=value) | of_incident.IncidentOpened(headcount=value)
        ):
            return value
    return None
