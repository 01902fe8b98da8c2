"""What provokes each sentence that a report, or what comes down, can be refused with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.data.provocations import MINUTE, Provocation, call
from tests.desks import Night
from xfconsole.core.facts.of_incident import ReportFiled
from xfconsole.core.facts.of_instruction import InstructionGiven
from xfconsole.core.words.desk import ReportKind, RingOutcome


def receive(person: str, **more: Any) -> Provocation:
    """Return what notes who took the last report."""
    return lambda night: night.desk.receive(
        night.incident, night.entered(ReportFiled).uid, person, **more
    )


def instructed(night: Night) -> None:
    night.desk.instruct(night.incident, "郑岚", "尽快核实", ["unit_head"])


def carried_out(night: Night) -> None:
    instructed(night)
    night.desk.carry_out(night.incident, night.entered(InstructionGiven).uid, "已核实")


def relay(post: str = "unit_head", **more: Any) -> Provocation:
    """Return what passes the last instruction on."""
    return lambda night: night.desk.relay(
        night.incident, night.entered(InstructionGiven).uid, post, RingOutcome.BUSY, **more
    )


def reported(night: Night) -> None:
    night.report("first")


UPWARD_BEFORE: dict[str, Callable[[Night], object]] = {
    "desk.refused.no_report": reported,
    "desk.refused.receipt_unnamed": reported,
    "desk.refused.receipt_early": reported,
    "checklist.refused.same": lambda night: night.desk.check(night.incident, "safety.1"),
    "desk.refused.open_instructions": instructed,
    "instruction.refused.early": instructed,
    "instruction.refused.over": carried_out,
}
"""What has to happen before a provocation."""

UPWARD_PROVOKED: dict[str, tuple[Provocation, ...]] = {
    "desk.refused.no_report": (
        call("receive", "nowhere", "赵颖"),
        call("report", ReportKind.FIRST, again="\x1b[31m"),
        lambda night: night.desk.report(
            night.incident, ReportKind.FINAL, again=night.entered(ReportFiled).uid
        ),
    ),
    "desk.refused.receipt_unnamed": (receive(" \t"),),
    "desk.refused.receipt_early": (receive("赵颖", ago=MINUTE),),
    "desk.refused.open_instructions": (call("close"),),
    "instruction.refused.leader": (call("instruct", " \t", "尽快核实"),),
    "instruction.refused.due": (
        lambda night: night.desk.instruct(night.incident, "郑岚", "尽快核实", due=night.now()),
    ),
    "instruction.refused.early": (relay(ago=MINUTE),),
    "instruction.refused.none": (
        call("relay", "nowhere", "unit_head", RingOutcome.BUSY),
        call("carry_out", "\x1b[31m", "已核实"),
    ),
    "instruction.refused.over": (
        relay(),
        lambda night: night.desk.carry_out(
            night.incident, night.entered(InstructionGiven).uid, "又核实"
        ),
    ),
    "checklist.refused.none": (call("check", "safety.99"), call("check", "\x1b[31m")),
    "checklist.refused.same": (
        call("check", "safety.1"),
        call("check", "check.place", done=False),
    ),
}
