"""Runs a scripted night at full speed on the desk's own verbs, policy and engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from xfconsole.core.days.reading import Reading
from xfconsole.core.facts.announced import (
    LevelChanged,
    ObligationAdded,
    ObligationMet,
    ObligationMissed,
)
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import (
    EventCorrected,
    HeadcountRecorded,
    IncidentOpened,
    PostRung,
)
from xfconsole.core.facts.of_office import RosterImported
from xfconsole.core.facts.of_procedure import DATES
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.policy.pack import Policy
from xfconsole.core.ports import Store
from xfconsole.core.words.desk import Channel, CountSource, DutyState, Uid
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk, Done
from xfconsole.drill.acting import OF_THE_OFFICE, act, matter_of
from xfconsole.drill.file import Drill, DrillStep
from xfconsole.drill.memory import MemoryStore
from xfconsole.drill.reception import DrillReceptions
from xfconsole.drill.verbs import VERBS
from xfconsole.ui.words.catalogue import catalogue
from xfconsole.ui.words.events import EventWords

_NAMESPACE = UUID("6f1c2a52-0d9b-5d52-8f2e-6c1d3a7b9e10")
_OFFICER = "drill"
_PRINTED = {"desk.blind": "blind", "note.added": "note"}


class DrillClock:
    """A clock that moves only when told; ``jump`` moves the wall and not the time since boot."""

    def __init__(self, start: datetime) -> None:
        self._start, self._passed, self._set = start.astimezone(UTC), timedelta(0), timedelta(0)

    @property
    def passed(self) -> timedelta:
        """How much time really passed since the start."""
        return self._passed

    def read(self) -> Reading:
        """Return the clocks as they are now."""
        wall = self._start + self._passed + self._set
        return Reading(wall, self._passed.total_seconds(), "drill")

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self._passed += by

    def jump(self, by: timedelta) -> None:
        """Set the wall clock."""
        self._set += by


class DrillIds:
    """Identifiers that are the same in every run."""

    def __init__(self) -> None:
        self._count = 0

    def new(self, at: datetime) -> Uid:
        """Return the next identifier."""
        self._count += 1
        return str(uuid5(_NAMESPACE, str(self._count)))


@dataclass(slots=True)
class Line:
    """One line of a drill's output; the fields are documented in docs/drills.md."""

    at: datetime
    kind: str
    incident: str
    rule: str
    post: str
    person: str
    due: datetime | None
    late_s: int | None
    text: str
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Score:
    """How one duty ended: whether somebody came, and which of its clocks ran out."""

    came: bool = False
    missed: set[str] = field(default_factory=set)


class DrillRun:
    """One run of a drill. ``lines`` yields its output in order.

    ``policy_named`` finds a pack by the name written in the file. ``store`` holds the journal.
    """

    def __init__(
        self,
        drill: Drill,
        roster: RosterImported,
        policy_named: Callable[[str], Policy],
        load_policy: Callable[[str], Policy],
        language: str = "zh",
        store: Store | None = None,
    ) -> None:
        self._drill, self._policy_named, self._load_policy = drill, policy_named, load_policy
        self._clock, self._ids = DrillClock(drill.start), DrillIds()
        self._store = store or MemoryStore(str(_NAMESPACE))
        self._policy = policy_named(drill.policy)
        self._words = catalogue(language)
        self._teller = EventWords(self._words, self._post_name, self._local, self._dated)
        self._incidents: dict[str, Uid] = {}
        self._labels: dict[Uid, str] = {}
        self._receptions = DrillReceptions(self._labels)
        self._steps: dict[str, list[Event]] = {}
        self._refused = 0
        self._counts: dict[str, int] = {}
        self._late: list[int] = []
        self._duties: dict[tuple[Uid, str, str], _Score] = {}
        self._desk = self._new_desk()
        self._desk.import_roster(roster.source, roster.entries)
        self._desk.tick()  # The console is on watch from the first minute.

    def lines(self) -> Iterator[Line]:
        """Run the night and yield each thing that happened, then the summary."""
        for step in self._drill.steps:
            yield from self._pass_until(step.at)
            yield from self._carry_out(step)
        yield from self._pass_until(self._drill.until)
        yield self._summary()

    # -- time -------------------------------------------------------------------------------------

    def _pass_until(self, at: timedelta) -> Iterator[Line]:
        """Let time pass as for a console that ticks all along, stopping where something is due."""
        while self._clock.passed < at:
            ahead = at - self._clock.passed
            due = self._desk.next_change()
            if due is not None:
                ahead = min(ahead, max(due - self._desk.now(), timedelta(0)))
            self._clock.advance(ahead)
            self._desk.note_awake()
            yield from self._event_lines(self._desk.tick())

    def _new_desk(self) -> Desk:
        return Desk(
            self._store,
            self._clock,
            self._ids,
            self._policy,
            _OFFICER,
            self._load_policy,
            self._drill.zone,
        )

    # -- steps ------------------------------------------------------------------------------------

    def _carry_out(self, step: DrillStep) -> Iterator[Line]:
        try:
            done = self._do(step)
        except Refused as refused:
            self._refused += 1
            text = self._words.say(refused.key, **refused.values)
            at = self._desk.now()
            incident = step.values.get("incident", "")
            yield Line(at, "refused", incident, "", "", "", None, None, text, {"line": step.line})
            return
        if step.id and done.events:
            self._steps[step.id] = list(done.events)
        yield from self._event_lines(done)

    def _do(self, step: DrillStep) -> Done:
        values = dict(step.values)
        if step.do == "open":
            return self._open(**values)
        if step.do in ("sleep", "clock", "restart", "policy"):
            return self._outside(step.do, values)
        if step.do == "correct":
            return self._correct(step, **values)
        if step.do in OF_THE_OFFICE:
            values |= {"of": self._origin(values["of"])} if "of" in values else {}
            return OF_THE_OFFICE[step.do](self._desk, **values)
        if step.do.startswith("reception"):
            if "reason" in VERBS[step.do][1]:
                values.setdefault("reason", self._words.say("drill.reason"))
            return self._receptions.carry_out(self._desk, step.do, values)
        incident = self._incident(values.pop("incident"))
        return self._verb(step.do, incident, values)

    def _verb(self, do: str, incident: Uid, values: dict[str, Any]) -> Done:
        desk = self._desk
        if "reason" in VERBS[do][1]:
            values.setdefault("reason", self._words.say("drill.reason"))
        if do == "snooze":
            return desk.snooze(self._prompt(incident, values.pop("post", "")), **values)
        if values.get("eta") is not None:
            values["eta"] = desk.now() + values["eta"]
        if do in ("receive", "relay", "carry_out") or values.get("again"):
            name = "again" if do == "report" else "of"
            values[name] = self._origin(values[name])
        if do == "instruct":
            values["posts"] = values.get("posts", "").replace(",", " ").split()
            values["due"] = desk.now() + values["due"] if "due" in values else None
        if do == "act":
            return act(desk, matter_of(self._labels, incident), values)
        if do == "request":
            return desk.record_request(incident, values["text"])
        if do == "answer":
            return desk.answer_request(incident, self._origin(values["of"]), values["text"])
        if do == "next_step":
            request = self._origin(values["of"])
            return desk.set_next_step(incident, request, values["text"], values["on"])
        method: Callable[..., Done] = getattr(desk, do)
        return method(incident, **values)

    def _open(
        self,
        incident: str,
        headcount: int,
        channel: Channel = Channel.GROUP_VISIT,
        subject: str = "",
        unit: str = "",
        township: str = "",
        source: CountSource = CountSource.COUNTED,
        assigned_leader: bool = False,
    ) -> Done:
        form = MatterForm(
            channel,
            subject or self._drill.title or incident,
            unit=unit,
            township=township,
            headcount=headcount,
            count_source=source,
            assigned_leader=assigned_leader,
        )
        if incident in self._incidents:
            raise Refused("drill.refused.opened_twice", incident=incident)
        done = self._desk.register(form, opening=True)
        self._incidents[incident] = done.incident
        self._labels[done.incident] = self._labels[done.subject] = incident
        return done

    def _outside(self, do: str, values: dict[str, Any]) -> Done:
        """What happens to the laptop rather than at the desk."""
        if do == "sleep":
            self._clock.advance(timedelta(minutes=values["minutes"]))
        elif do == "clock":
            self._clock.jump(values["jump"])
        elif do == "policy":
            self._policy = self._policy_named(values["policy"])
            self._desk = self._new_desk()
        else:
            self._desk = self._new_desk()
        return self._desk.tick()

    def _correct(self, step: DrillStep, of: str, **values: Any) -> Done:
        origin = self._event(of)
        values.pop("incident", None)
        reason = values.pop("reason", "") or self._words.say("drill.reason")
        happened_at = None
        if "ago" in values:
            happened_at = self._desk.now() - values.pop("ago")
        changes = {key: getattr(each, "value", each) for key, each in values.items()}
        if "eta" in values:
            changes["eta"] = (origin.happened_at + values["eta"]).isoformat()
        if isinstance(origin.fact, IncidentOpened) and "value" in changes:
            changes["headcount"] = changes.pop("value")
        if "subject" in changes:
            changes["topic"] = changes.pop("subject")
        return self._desk.correct(origin.uid, changes, reason, happened_at=happened_at)

    def _incident(self, label: str) -> Uid:
        if label not in self._incidents:
            raise Refused("drill.refused.no_incident", incident=label)
        return self._incidents[label]

    def _event(self, step: str) -> Event:
        """Return the fact a step entered: the first that is not the engine's own or the clock's."""
        for event in self._steps.get(step, ()):
            if event.kind not in ("desk.blind", "clock.jumped", "matter.registered"):
                return event
        raise Refused("drill.refused.no_step", step=step)

    def _origin(self, step: str) -> Uid:
        return self._event(step).uid

    def _prompt(self, incident: Uid, post: str) -> Uid:
        for each in self._desk.situation().prompts:
            if each.incident == incident and post in ("", each.prompt.duty):
                return each.prompt.uid
        raise Refused("desk.refused.prompt_gone")

    # -- output -----------------------------------------------------------------------------------

    def _event_lines(self, done: Done) -> Iterator[Line]:
        for event in done.events:
            if event.kind in DATES:
                continue
            self._counts[event.kind] = self._counts.get(event.kind, 0) + 1
            self._keep_score(event)
            yield self._line(event)

    def _keep_score(self, event: Event) -> None:
        """Follow each duty, so that the summary tells how the night ended and not each turn."""
        match event.fact:
            case ObligationAdded(post=post, rule=rule):
                self._duties[event.subject, post, rule] = _Score()
            case ObligationMet(post=post, rule=rule, how=how):
                came = how != DutyState.STOOD_DOWN
                self._duties[event.subject, post, rule].came = came
            case ObligationMissed(post=post, rule=rule, clock=clock):
                self._duties[event.subject, post, rule].missed.add(clock)

    def _line(self, event: Event) -> Line:
        fact = event.fact
        late = getattr(fact, "late_s", None)
        if late:
            self._late.append(late)
        return Line(
            event.happened_at,
            _PRINTED.get(event.kind, event.kind),
            self._labels.get(event.subject, ""),
            getattr(fact, "rule", ""),
            getattr(fact, "post", ""),
            getattr(fact, "person", "") or getattr(fact, "by", ""),
            getattr(fact, "due", getattr(fact, "tell_by", None)),
            late,
            self._teller.tell(event),
            _extra(event) | self._back_dated(event),
        )

    def _back_dated(self, event: Event) -> dict[str, Any]:
        if event.happened_at == event.recorded_at:
            return {}
        zone = self._drill.start.tzinfo
        return {"recorded_at": event.recorded_at.astimezone(zone).isoformat()}

    def _summary(self) -> Line:
        count = self._counts.get
        extra = {
            "title": self._drill.title,
            "incidents": count("incident.opened", 0),
            "prompts": count("prompt.raised", 0),
            "obligations": len(self._duties),
            "met": sum(each.came for each in self._duties.values()),
            "missed": sum(len(each.missed) for each in self._duties.values()),
            "late_prompts": len(self._late),
            "most_late_s": max(self._late, default=0),
            "refused": self._refused,
        }
        text = self._words.say("drill.summary", **extra)
        at = self._desk.now()
        return Line(at, "summary", "", "", "", "", None, None, text, extra)

    def _post_name(self, post: str) -> str:
        known = self._policy.posts.get(post)
        return known.name.say(self._words.language) if known else post

    def _dated(self, at: datetime) -> str:
        return f"{at.astimezone(self._drill.start.tzinfo):%m-%d %H:%M}"

    def _local(self, at: datetime) -> str:
        return f"{at.astimezone(self._drill.start.tzinfo):%H:%M}"


def _extra(event: Event) -> dict[str, Any]:
    match event.fact:
        case LevelChanged(level=level):
            return {"level": level.value}
        case HeadcountRecorded(value=value, source=source):
            return {"value": value, "source": source.value}
        case IncidentOpened(headcount=value, source=source):
            return {"value": value, "source": source.value}
        case PostRung(outcome=outcome):
            return {"outcome": outcome.value}
        case EventCorrected(withdrawn=True):
            return {"taken_back": True}
    fact = event.fact
    named = ("what", "clock", "how")
    found: dict[str, Any] = {key: getattr(fact, key) for key in named if hasattr(fact, key)}
    return found | ({"corrected": True} if getattr(fact, "corrected", False) else {})
