"""A night's work without a screen: random verbs and drafts through the desk and its writer."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from data.office import OpenOffice
from tests.crash.aftermath import drafts_of, journal_of
from tests.tty.offices import MovedClock
from xfconsole.core.facts.of_incident import HeadcountRecorded, NoteAdded, PostRung
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Identity, RingOutcome
from xfconsole.desk import Desk

Promise = tuple[Any, ...]
"""What was acknowledged: its kind, then what names it."""
FORM = "intake"
_LONG = "巷口的路灯和水管。"


@dataclass(slots=True)
class Work:
    """Does one random thing after the other; ``told`` is called with what was acknowledged.

    Whatever a verb or a draft raises goes through, and nothing is told of it then.
    """

    office: OpenOffice
    desk: Desk
    clock: MovedClock
    chance: random.Random
    told: Callable[[Promise], None]
    serial: int = 0
    meant: Promise = ()
    """What is being done."""
    _incidents: list[str] = field(default_factory=list)

    def step(self) -> None:
        """Do one thing, and wait until it is acknowledged or refused."""
        self.serial += 1
        self.clock.at += timedelta(seconds=self.chance.choice([0.2, 1, 7]))
        doing = [self._draft, self._draft, self._register, self._open, self._count, self._note]
        self.chance.choice([*doing, self._tick, self._ring])()

    def _do(self, promise: Promise, verb: Callable[[Desk], Any]) -> Any:
        self.meant = promise
        done = self.office.writer.submit(verb, self.desk).result()
        self.told(promise)
        return done

    def _draft(self) -> None:
        form = self.chance.choice([FORM, "act:1", "report:1"])
        self.meant = ("draft", form, self.serial)
        values = {"text": f"{self.serial}", "more": _LONG * self.chance.randint(0, 200)}
        self.office.writer.save_draft(form, values).result()
        self.told(self.meant)

    def _register(self) -> None:
        summary = f"第{self.serial}件"
        who = Identity(name="来访者甲子") if self.chance.random() < 0.3 else Identity()
        text = _LONG * self.chance.choice([0, 3, 300])
        form = MatterForm(Channel.VISIT, summary, text=text, identity=who)
        self._do(("matter", summary, self.serial), lambda desk: desk.register(form, draft=FORM))

    def _open(self) -> None:
        summary = f"第{self.serial}件"
        form = MatterForm(
            Channel.GROUP_VISIT, summary, unit="住建局", headcount=5 + self.serial % 90
        )
        done = self._do(("matter", summary, 0), lambda desk: desk.register(form, opening=True))
        self._incidents.append(done.incident)

    def _count(self) -> None:
        if self._incidents:
            incident, value = self.chance.choice(self._incidents), 10_000 + self.serial
            self._do(("count", value), lambda desk: desk.count(incident, value))

    def _note(self) -> None:
        if self._incidents:
            incident, text = self.chance.choice(self._incidents), f"记{self.serial}"
            self._do(("note", text), lambda desk: desk.note(incident, text))

    def _ring(self) -> None:
        if self._incidents:
            incident, eta = self.chance.choice(self._incidents), self.clock.at + timedelta(hours=1)
            eta = eta.replace(microsecond=self.serial)
            self._do(
                ("ring", self.serial),
                lambda desk: desk.ring(
                    incident, "unit_head", RingOutcome.ANSWERED, person="孙磊", eta=eta
                ),
            )

    def _tick(self) -> None:
        self._do(("tick",), lambda desk: desk.tick())


def stored(office: OpenOffice) -> set[Promise]:
    """Return everything of the kinds that are acknowledged that an office holds."""
    found: set[Promise] = {("tick",)}
    numbers: set[str] = set()
    for event in journal_of(office):
        match event.fact:
            case MatterRegistered(number=number, summary=summary):
                assert number not in numbers, f"{number} was given twice"
                numbers.add(number)
                found.add(("matter", summary))
            case HeadcountRecorded(value=value):
                found.add(("count", value))
            case NoteAdded(text=text):
                found.add(("note", text))
            case PostRung(eta=eta) if eta is not None:
                found.add(("ring", eta.microsecond))
    return found


def broken(office: OpenOffice, promises: Iterable[Promise]) -> list[Promise]:
    """Return what was acknowledged and is not there; a draft may be newer, and is gone once filed.

    A draft that was dropped with its registration must not come back.
    """
    held, drafts = stored(office), drafts_of(office)
    newest: dict[str, int] = {}
    filed = 0
    lost: list[Promise] = []
    for promise in promises:
        if promise[0] == "draft":
            newest[promise[1]] = promise[2]
        elif promise[0] == "matter":
            filed = max(filed, promise[2])
            lost += [] if promise[:2] in held else [promise]
        elif promise not in held:
            lost.append(promise)
    for form, serial in newest.items():
        kept = int(drafts.get(form, {}).get("text", "0"))
        gone = filed if form == FORM else 0
        if kept < serial and not (kept == 0 and gone > serial) and not _filed(held, form, serial):
            lost.append(("draft", form, serial))
        if form == FORM and 0 < kept <= gone:
            lost.append(("draft came back", form, kept))
    return lost


def _filed(held: set[Promise], form: str, serial: int) -> bool:
    """Whether a registration later than a draft is stored, told or not: it took the draft."""
    later = (each[1] for each in held if each[0] == "matter")
    return form == FORM and any(int(name[1:-1]) > serial for name in later if name[0] == "第")
