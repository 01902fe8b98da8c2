"""What provokes each sentence that a report, or what comes down, can be refused with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.data.provocations import MINUTE, Provocation, call
from tests.desks import Night
from xfconsole.core.facts.of_incident import ReportFiled
from xfconsole.core.words.desk import ReportKind


def receive(person: str, **more: Any) -> Provocation:
    """Return what notes who took the last report."""
    return lambda night: night.desk.receive(
        night.incident, night.entered(ReportFiled).uid, person, **more
    )


def reported(night: Night) -> None:
    night.report("first")


UPWARD_BEFORE: dict[str, Callable[[Night], object]] = {
    "desk.refused.no_report": reported,
    "desk.refused.receipt_unnamed": reported,
    "desk.refused.receipt_early": reported,
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
}
