"""A contingency plan as data: who must come, how soon, and what happens when nobody answers.

Every rule carries an id, the source it rests on and a plain reason in both languages, because the
screen shows them beside the prompt they caused. Minutes throughout.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from xfconsole.core.policy.reporting import Reporting
from xfconsole.core.words.desk import Level
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.rates import Rate
from xfconsole.core.words.two_languages import BothLanguages


@frozen
class Rule:
    """What every rule has: an id, its source and the reason shown to the officer."""

    id: str
    source: BothLanguages
    reason: BothLanguages


@frozen
class Band:
    """From ``at_least`` people on (inclusive) the level is ``level``."""

    rule: Rule
    level: Level
    at_least: int


@frozen
class Attendance:
    """A post that has to come, and when: exactly one of the three grounds is set.

    ``level``: from that level up; ``at_least``: from that head-count up (inclusive);
    ``assigned``: whenever a leader is assigned to the matter. The desk has ``tell_minutes`` from
    the event that made the post necessary to tell it.
    """

    rule: Rule
    post: str
    tell_minutes: int
    level: Level | None = None
    at_least: int | None = None
    assigned: bool = False


@frozen
class Travel:
    """A travel class: on the scene within ``minutes`` of being told."""

    rule: Rule
    id: str
    minutes: int


@frozen
class LadderPolicy:
    """What to do when a person does not answer.

    ``attempts`` failed rings or ``minutes`` without being reached, whichever comes first, lead to
    the next person; ``retry_minutes`` lie between two rings of the same person and
    ``again_minutes`` before starting over once everybody was tried.
    """

    rule: Rule
    id: str
    attempts: int
    minutes: int
    retry_minutes: int
    again_minutes: int
    deputies: bool


@frozen
class Post:
    """A post of the pack: its name, its unit scope, how far it travels and who stands above it.

    ``scope`` is ``office``, ``unit`` or ``township``: whose holders count for an incident.
    """

    id: str
    name: BothLanguages
    scope: str
    travel: str
    ladder: str
    next_rank: str | None


@frozen
class Chase:
    """Chasing a post that was told: ``late`` for its arrival limit, ``eta`` for a broken ETA.

    After a chase that was answered without a new ETA the next one is due ``every_minutes`` later.
    """

    late: Rule
    eta: Rule
    every_minutes: int


SIMPLE_ACCEPT, SIMPLE_DECIDE = 3, 10
"""Working days of simplified handling, where a pack says nothing."""
SIGNATURES, LEADER_WORKDAYS = 10, 1
"""From how many signatures on a leader is assigned, and within how many working days."""


@frozen
class Procedure:
    """The office's own numbers for the procedure of a matter; each binds posts, nobody else.

    ``owners``: the post that answers for the duties of ``office``, ``unit``, ``upper`` and
    ``township``; past its control date a duty climbs from it one rank every ``climb_days``. A duty
    is due soon ``due_soon_days`` before that date; what was chased is chased again after
    ``chase_again_days``.
    ``split_days`` share the 15 days of TG 22 among the levels a matter passes down. Matters on one
    of ``allowance_topics`` are decided within ``allowance_workdays``, those under simplified
    handling accepted and decided within the working days of ``simple``. A joint letter of
    ``leader_signatures`` or more gets a leader within ``leader_workdays``. Days are calendar days
    otherwise. ``rules`` by their ids, ``procedure.climb`` and so on.
    """

    owners: Mapping[str, str]
    due_soon_days: int
    chase_again_days: int
    climb_days: int
    urgent_phone_minutes: int
    urgent_written_minutes: int
    split_days: tuple[int, ...]
    allowance_workdays: int
    allowance_topics: tuple[str, ...]
    rules: Mapping[str, Rule]
    simple_accept_workdays: int = SIMPLE_ACCEPT
    simple_decide_workdays: int = SIMPLE_DECIDE
    leader_signatures: int = SIGNATURES
    leader_workdays: int = LEADER_WORKDAYS


@frozen
class Retention:
    """How long the identity of who brought a matter is kept after the matter was finished.

    ``months``, calendar months, by the purposes of matters and for ``confidential`` ones, which
    goes first. An approved erasure waits ``cancel_hours`` in which any officer may cancel it.
    ``rules`` by their ids, ``retention.claim`` and so on.
    """

    months: Mapping[str, int]
    cancel_hours: int
    rules: Mapping[str, Rule]


@frozen
class Handover:
    """A relief that is ``minutes`` late is rung; ``post`` is the one that works the desk."""

    post: str
    minutes: int
    rule: Rule


@frozen
class Instructions:
    """Instructions are passed on within ``relay_minutes``; after a ring in vain again later."""

    relay_minutes: int
    retry_minutes: int
    rule: Rule


class CheckPart(StrEnum):
    """What part of the work at an incident a line of the checklist is about."""

    SAFETY = "safety"
    WELFARE = "welfare"
    RECEIVING = "receiving"
    RECORD = "record"


@frozen
class CheckItem:
    """A line of the checklist, from a level up."""

    id: str
    part: CheckPart
    level: Level
    words: BothLanguages


@frozen
class Alarm:
    """The alarm budget: above so many new prompts in ten minutes, or an hour, due work is bundled.

    What is bundled shares the post to ask and the kind of duty (core.due.bundles).
    """

    per_ten_minutes: int
    per_hour: int
    rule: Rule


@frozen
class Target:
    """What share of its work the office wants done so, in whole percent."""

    rule: Rule
    percent: int


@frozen
class ReceptionDays:
    """Leaders' reception days: each number of days binds the office.

    A session's notice is made out ``notice_days`` ahead, and asked for ``remind_days`` ahead; a
    quarter's result within ``result_days`` of its end, the plan of the next half-year ``plan_days``
    before that begins. ``rules`` by their ids, ``reception.notice`` and so on.
    """

    notice_days: int
    remind_days: int
    result_days: int
    plan_days: int
    rules: Mapping[str, Rule]


@frozen
class Policy:
    """One validated policy pack.

    ``digest`` is the SHA-256 of its text in hex: incidents pin it. ``safety`` is the card shown on
    the live screen (conduct, 110/119/120), one line each.
    """

    id: str
    version: int
    title: BothLanguages
    digest: str
    bands: tuple[Band, ...]
    attendance: tuple[Attendance, ...]
    travel: dict[str, Travel]
    ladders: dict[str, LadderPolicy]
    posts: dict[str, Post]
    reporting: Reporting
    chase: Chase
    procedure: Procedure
    retention: Retention
    handover: Handover
    alarm: Alarm
    instructions: Instructions
    targets: Mapping[Rate, Target]
    reception: ReceptionDays
    snooze_max_minutes: int
    safety: tuple[BothLanguages, ...]
    checklist: tuple[CheckItem, ...] = ()
    text: str = ""

    @property
    def label(self) -> str:
        """Short name on screens, such as ``default@1``."""
        return f"{self.id}@{self.version}"

    def checklist_for(self, level: Level) -> tuple[CheckItem, ...]:
        """Return what is to be seen to at a level: the safety card's lines first, at any level."""
        card = (
            CheckItem(f"safety.{number}", CheckPart.SAFETY, Level.NONE, words)
            for number, words in enumerate(self.safety, start=1)
        )
        return (*card, *(each for each in self.checklist if level.rank >= each.level.rank))

    def level_for(self, headcount: int) -> Level:
        """Return the level that so many people make, ``none`` below the first band."""
        reached = [band.level for band in self.bands if headcount >= band.at_least]
        return max(reached, key=lambda level: level.rank, default=Level.NONE)

    def attendance_for(
        self, level: Level, headcount: int, *, assigned: bool
    ) -> tuple[Attendance, ...]:
        """Return the rules whose ground holds, in the pack's order."""
        return tuple(each for each in self.attendance if _applies(each, level, headcount, assigned))

    def needed_posts(self) -> dict[str, str]:
        """Return the posts that this pack may call, with the scope of each."""
        return {rule.post: self.posts[rule.post].scope for rule in self.attendance}

    def rules(self) -> tuple[Rule, ...]:
        """Return every rule of the pack, in the order of its tables."""
        bearers: tuple[Band | Attendance | Travel | LadderPolicy, ...]
        bearers = (*self.bands, *self.attendance, *self.travel.values(), *self.ladders.values())
        reporting, chase = self.reporting, self.chase
        rhythms = (each.rule for each in reporting.offered)
        reports = (reporting.first, reporting.follow_up, reporting.band_change, *rhythms)
        reports += (reporting.after.rule,) if reporting.after else ()
        on_scene = (*(each.rule for each in bearers), *reports, chase.late, chase.eta)
        tables = (*self.procedure.rules.values(), *self.retention.rules.values())
        targets = (each.rule for each in self.targets.values())
        desk = (self.handover.rule, self.alarm.rule, self.instructions.rule, *targets)
        return (*on_scene, *tables, *desk, *self.reception.rules.values())

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule with this id, or None."""
        return next((each for each in self.rules() if each.id == rule_id), None)


def _applies(rule: Attendance, level: Level, headcount: int, assigned: bool) -> bool:
    if rule.level is not None:
        return level.rank >= rule.level.rank
    if rule.at_least is not None:
        return headcount >= rule.at_least
    return rule.assigned and assigned
