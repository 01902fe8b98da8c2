"""Facts about a live incident (现场), as the officer enters them (subject: the incident)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from xfconsole.core.facts.event import Fact, JsonValue
from xfconsole.core.words.desk import (
    Channel,
    CountSource,
    EmergencyService,
    Level,
    Place,
    ReportChannel,
    ReportKind,
    RingOutcome,
    Uid,
)
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.two_languages import BothLanguages


@frozen
class IncidentOpened(Fact, kind="incident.opened"):
    """A live incident (现场) began; ``policy`` is the digest of the pinned pack."""

    number: str
    matter: Uid
    topic: str
    channel: Channel
    headcount: int
    source: CountSource
    policy: str
    policy_label: str
    unit: str = ""
    township: str = ""
    assigned_leader: bool = False


@frozen
class HeadcountRecorded(Fact, kind="headcount.recorded"):
    """How many people are there now."""

    value: int
    source: CountSource


@frozen
class LevelRaised(Fact, kind="level.raised"):
    """The officer raised the level by hand."""

    level: Level
    reason: str


@frozen
class PostRung(Fact, kind="post.rung"):
    """A post was rung. ``post`` is the post of the person rung; ``eta`` the promised arrival.

    ``phone`` is the number dialled where the roster did not give it.
    """

    post: str
    person: str
    outcome: RingOutcome
    eta: datetime | None = None
    prompt: Uid | None = None
    phone: str = ""


@frozen
class PostArrived(Fact, kind="post.arrived"):
    """A post's holder is on the scene."""

    post: str
    person: str = ""
    prompt: Uid | None = None


@frozen
class DeputyNamed(Fact, kind="post.deputy_named"):
    """The post's duty passes to a named official, on the clock that runs; nobody came by that."""

    post: str
    person: str
    phone: str = ""
    prompt: Uid | None = None


@frozen
class PostRelieved(Fact, kind="post.relieved"):
    """A named deputy stands in on the scene; only journals of before hold it (see DeputyNamed)."""

    post: str
    by: str
    prompt: Uid | None = None


@frozen
class PostStoodDown(Fact, kind="post.stood_down"):
    """A post called on a count that was corrected since is told not to come.

    With ``person`` the post is needed as before, and somebody told for the unit or township
    ``place`` need not come: the incident turned out to concern another.
    """

    post: str
    reason: str = ""
    prompt: Uid | None = None
    person: str = ""
    place: str = ""


@frozen
class PlaceNamed(Fact, kind="place.named"):
    """Which unit or township the incident concerns; an empty ``name``: it is not known yet."""

    place: Place
    name: str = ""
    prompt: Uid | None = None


@frozen
class EmergencyCalled(Fact, kind="emergency.called"):
    """110, 119 or 120 was rung for danger to life."""

    service: EmergencyService
    reason: str


@frozen
class NoteAdded(Fact, kind="note.added"):
    """A line the officer wrote down."""

    text: str


@frozen
class ReportFiled(Fact, kind="report.filed"):
    """An information report went up: its four parts, to whom and by which channel (docs/live.md).

    ``number`` is the how many-th follow-up it is. ``again`` is the report that it repeats, to
    somebody else or by another channel: it bears that one's number. In journals of before it is
    not known to whom it went, by which channel, or its number.
    """

    report: ReportKind
    situation: str = ""
    measures: str = ""
    effect: str = ""
    other: str = ""
    prompt: Uid | None = None
    to: str = ""
    channel: ReportChannel | None = None
    number: int = 0
    again: Uid = ""


@frozen
class ReportReceived(Fact, kind="report.received"):
    """Who took a report, the event ``of``; by phone also whether it was read back and agreed."""

    of: Uid
    person: str = ""
    read_back: bool | None = None


@frozen
class ChecklistTicked(Fact, kind="checklist.ticked"):
    """A line of the plan's checklist was seen to; ``done`` is false where it was not after all."""

    item: str
    words: BothLanguages
    done: bool = True


@frozen
class ClockSaidBack(Fact, kind="clock.said_back"):
    """Whoever took a clock over at a handover said it back: in a line, or ``aloud``.

    ``clock`` is the incident, its reports (core.night.handover.reports_clock) or an instruction.
    """

    clock: Uid
    text: str = ""
    aloud: bool = False


@frozen
class EventCorrected(Fact, kind="event.corrected"):
    """An earlier event was wrong: ``changes`` replace fields of its body.

    ``happened_at`` moves its time. The corrected event keeps its place, its uid and, in the
    journal, its original content. ``second`` is the other officer who vouched for a time that a
    statutory clock follows from. ``withdrawn``: it was an outcome that did not happen, taken back
    by whoever logged it; then there are no changes and no reason. ``following`` are the corrections
    of the same fields, or where it is withdrawn all of it, that it followed (core.facts.following),
    or the event itself; nothing where the desk knew of no other.
    """

    of: Uid
    changes: Mapping[str, JsonValue]
    reason: str
    happened_at: datetime | None = None
    second: str = ""
    withdrawn: bool = False
    following: tuple[Uid, ...] = ()


@frozen
class ContestSettled(Fact, kind="contest.settled"):
    """Of acts that two desks did at once, ``following``, one ``stands``: the others count no more.

    They moved the matter, or corrected ``fields`` of the event ``of``.
    """

    stands: Uid
    following: tuple[Uid, ...]
    of: Uid = ""
    fields: tuple[str, ...] = ()
    reason: str = ""


@frozen
class SubjectTakenOver(Fact, kind="subject.taken_over"):
    """From here on this desk keeps a matter or an incident, and prompts for it.

    ``following`` are the take-overs that were known and that no other had followed. ``letter`` is
    this desk's then, ``before`` whose it was, by their letters.
    """

    following: tuple[Uid, ...] = ()
    letter: str = ""
    before: tuple[str, ...] = ()


@frozen
class PromptSnoozed(Fact, kind="prompt.snoozed"):
    """The officer put a prompt off until a given instant, and said why."""

    prompt: Uid
    until: datetime
    reason: str


@frozen
class PolicyAccepted(Fact, kind="policy.accepted"):
    """The officer accepted the shown difference: the incident follows another pack from now on."""

    policy: str
    policy_label: str


@frozen
class IncidentClosed(Fact, kind="incident.closed"):
    """The incident is over: what happened, and how the office judges its own work on it.

    ``follows``: a report, a receipt or an instruction is still open, and goes on being asked for.
    """

    summary: str = ""
    evaluation: str = ""
    follows: bool = False
