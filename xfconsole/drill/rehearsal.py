"""Rings through a roster as if nobody answered: whom, in which order, and where nobody is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from xfconsole.core.facts.of_office import RosterEntry
from xfconsole.core.incident.prompts import Prompt
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.policy.pack import Policy
from xfconsole.core.words.desk import Channel, Contact, PromptKind, RingOutcome
from xfconsole.desk import Desk
from xfconsole.drill.memory import MemoryStore
from xfconsole.drill.replay import OFFICE
from xfconsole.drill.run import DrillClock, DrillIds

LONGEST = timedelta(hours=4)
"""By then every ladder has been walked to its end, or never will be."""
MOST_RINGS = 3
"""Of one person without anybody in between: more is another round where there is one person."""
_RINGS = (
    *(PromptKind.RING, PromptKind.RETRY, PromptKind.DEPUTY, PromptKind.NEXT_RANK),
    PromptKind.NOBODY,
)


class Rung(NamedTuple):
    """One ring of a rehearsal; without ``person`` nobody is left to ring for the duty.

    Without one and with a ``post``, the desk asks first which unit or township the post is of.
    """

    after: timedelta
    duty: str
    post: str
    person: str
    phone: str


def rehearse(
    entries: Sequence[RosterEntry],
    policy: Policy,
    load_policy: Callable[[str], Policy],
    at: datetime,
    zone: ZoneInfo,
    form: MatterForm,
) -> Iterator[Rung]:
    """Yield whom the desk says to ring when nobody answers, for each post until it begins over.

    Every post that the policy calls ends in a line without a person.
    """
    clock = DrillClock(at)
    desk = Desk(MemoryStore(OFFICE), clock, DrillIds(), policy, "", load_policy, zone)
    if entries:
        desk.import_roster("rehearsal", entries)
    incident = desk.register(form, opening=True).incident
    walks: dict[str, _Walk] = {}
    while clock.passed < LONGEST:
        while (each := _standing(desk, walks)) is not None:
            walk, contact = walks.setdefault(each.duty, _Walk()), each.contact
            if contact is None or each.kind is PromptKind.NOBODY or not walk.goes_on_to(contact):
                walk.over = True
                yield Rung(clock.passed, each.duty, "", "", "")
            else:
                walk.last = clock.passed
                yield Rung(clock.passed, each.duty, contact.post, contact.person, contact.phone)
                desk.ring(
                    incident,
                    contact.post,
                    RingOutcome.NO_ANSWER,
                    person=contact.person,
                    prompt=each.uid,
                )
        if all(duty in walks and walks[duty].over for duty in _called(desk)):
            return
        _go_on(desk, clock)
    for duty in _called(desk):
        walked = walks.get(duty)
        if walked is None:
            yield Rung(timedelta(0), duty, duty, "", "")
        elif not walked.over:
            yield Rung(walked.last, duty, "", "", "")


class _Walk:
    """Who was rung for one duty, in order, and whether everybody was."""

    def __init__(self) -> None:
        self._rung: list[tuple[str, str]] = []
        self.over = False
        self.last = timedelta(0)

    def goes_on_to(self, contact: Contact) -> bool:
        """Take down the next one; False where that is the beginning of another round."""
        who = contact.post, contact.person
        again = who in self._rung and who != self._rung[-1]
        if again or self._rung[-MOST_RINGS:] == [who] * MOST_RINGS:
            return False
        self._rung.append(who)
        return True


def _called(desk: Desk) -> list[str]:
    return [duty.post for view in desk.situation().incidents for duty in view.plan.obligations]


def _standing(desk: Desk, walks: Mapping[str, _Walk]) -> Prompt | None:
    """Return the next ring that is asked for: one ring can change whom others are for."""
    over = {duty for duty, walk in walks.items() if walk.over}
    prompts = (each.prompt for each in desk.situation().prompts)
    return next((each for each in prompts if each.kind in _RINGS and each.duty not in over), None)


def _go_on(desk: Desk, clock: DrillClock) -> None:
    due = desk.next_change()
    ahead = max(due - desk.now(), timedelta(seconds=1)) if due else LONGEST
    clock.advance(ahead)
    desk.note_awake()
    desk.tick()


def visit(people: int, unit: str, township: str, topic: str, *, assigned: bool) -> MatterForm:
    """Return the group visit that is rehearsed."""
    return MatterForm(
        Channel.GROUP_VISIT,
        topic,
        unit=unit,
        township=township,
        headcount=people,
        assigned_leader=assigned,
    )
