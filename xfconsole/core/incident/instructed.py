"""Leaders' instructions at one incident: whom they were passed on to, and what is due of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_instruction import (
    InstructionDone,
    InstructionGiven,
    InstructionRelayed,
)
from xfconsole.core.incident.prompts import Prompt, cut, prompt_uid
from xfconsole.core.policy.pack import Policy
from xfconsole.core.roster.roster import ANY_UNIT, Roster
from xfconsole.core.words.desk import Contact, PromptKind, RingOutcome, Uid
from xfconsole.core.words.frozen import frozen

if TYPE_CHECKING:
    from xfconsole.core.incident.fold import Incident


@frozen
class Relay:
    """One ring to pass an instruction on."""

    uid: Uid
    at: datetime
    post: str
    person: str
    outcome: RingOutcome
    read_back: bool | None

    @property
    def told(self) -> bool:
        """Whether the post knows by it."""
        return self.outcome is RingOutcome.ANSWERED


@frozen
class Instruction:
    """One instruction; ``ended_at`` is None while its clocks run.

    ``carried``: it goes on with the matter. In journals of before that ended it.
    """

    uid: Uid
    at: datetime
    leader: str
    text: str
    posts: tuple[str, ...]
    due: datetime | None
    relays: tuple[Relay, ...] = ()
    ended_at: datetime | None = None
    result: str = ""
    carried: bool = False

    def in_time(self, now: datetime) -> bool | None:
        """Whether it was carried out by its due time; None while there is time.

        None, too, without such a time, and where it went on with the matter before.
        """
        if self.due is None or (self.ended_at or now) <= self.due:
            return True if self.due and self.ended_at and not self.carried else None
        return False

    def rung(self, post: str) -> tuple[Relay, ...]:
        """Return the rings of one post, oldest first."""
        return tuple(each for each in self.relays if each.post == post)

    def told(self, post: str) -> Relay | None:
        """Return the ring by which a post came to know, or None."""
        return next((each for each in self.rung(post) if each.told), None)


@dataclass(slots=True)
class Instructed:
    """The instructions in the order in which they were given (mutable only through ``apply``)."""

    all: list[Instruction] = field(default_factory=list)

    def apply(self, event: Event) -> None:
        """Take in an event, if it is about an instruction."""
        match event.fact:
            case InstructionGiven(leader=leader, text=text, posts=posts, due=due):
                new = Instruction(event.uid, event.happened_at, leader, text, posts, due)
                self.all = sorted([*self.all, new], key=lambda each: each.at)
            case InstructionRelayed() as fact:
                relay = Relay(
                    event.uid, event.happened_at, fact.post, fact.person, fact.outcome,
                    fact.read_back,
                )  # fmt: skip
                self._change(fact.of, lambda each: replace(each, relays=(*each.relays, relay)))
            case InstructionDone(of=of, text=text, carried=carried, keeps=keeps):
                at = None if keeps else event.happened_at
                self._change(
                    of, lambda each: replace(each, ended_at=at, result=text, carried=carried)
                )

    def find(self, uid: Uid) -> Instruction | None:
        """Return one instruction, or None."""
        return next((each for each in self.all if each.uid == uid), None)

    @property
    def open(self) -> tuple[Instruction, ...]:
        """Those not carried out yet."""
        return tuple(each for each in self.all if each.ended_at is None)

    @property
    def undecided(self) -> tuple[Instruction, ...]:
        """Those of which it is not said yet either that they go on with the matter."""
        return tuple(each for each in self.open if not each.carried)

    def _change(self, uid: Uid, change: Callable[[Instruction], Instruction]) -> None:
        self.all = [change(each) if each.uid == uid else each for each in self.all]


def instruction_prompts(
    incident: Incident, policy: Policy, roster: Roster, now: datetime
) -> tuple[list[Prompt], list[datetime]]:
    """Return what is to be done about the instructions, and the instants when holders change.

    Passing one on is the desk's clock, from when it was given; carrying it out is that of whoever
    was told, and asked about once it runs out.
    """
    prompts: list[Prompt] = []
    changes: list[datetime] = []
    for each in incident.instructed.all:
        for post in each.posts:
            known = policy.posts.get(post)
            unit = incident.places.get(known.scope, ANY_UNIT) if known else ANY_UNIT
            holder = next(iter(roster.holders(post, unit, now)), Contact(post, "", ""))
            prompts += cut(_relays(incident, policy, each, holder), each.ended_at)
            change = roster.next_change(post, unit, now)
            changes += [change] if change and each.ended_at is None else []
        if each.due is not None:
            uid = prompt_uid(incident.uid, policy.instructions.rule.id, each.uid, "due")
            asked = Prompt(
                uid, PromptKind.INSTRUCTION_DUE, policy.instructions.rule.id, "", None, each.due,
                None, about=each.uid,
            )  # fmt: skip
            prompts += cut([asked], each.ended_at)
    return prompts, changes


def _relays(
    incident: Incident, policy: Policy, instruction: Instruction, holder: Contact
) -> Iterator[Prompt]:
    """Yield what asks to ring one post: at once, and again some time after each ring in vain."""
    rules, post = policy.instructions, holder.post
    limit = instruction.at + timedelta(minutes=rules.relay_minutes)
    due, anchor = instruction.at, instruction.uid
    for tries, ring in enumerate((*instruction.rung(post), None)):
        uid = prompt_uid(incident.uid, rules.rule.id, anchor, post)
        asked = Prompt(
            uid, PromptKind.INSTRUCTION_RELAY, rules.rule.id, "", holder, due, None,
            attempt=tries, own_attempt=tries, limit=max(limit, due), about=instruction.uid,
        )  # fmt: skip
        yield from cut([asked], ring.at if ring else None)
        if ring is None or ring.told:
            return
        due, anchor = ring.at + timedelta(minutes=rules.retry_minutes), ring.uid
