"""What a look at the office's files found: one matter of health a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from xfconsole.core.words.frozen import frozen


class Health(StrEnum):
    """How good a finding is. ``warn`` can wait until morning, ``bad`` can't."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@frozen
class CheckResult:
    """What was looked at, how it is, and the catalogue keys of what was found and what to do.

    ``values`` fill both sentences; they hold numbers, times and names of files, never anybody's.
    """

    name: str
    health: Health
    found: str
    todo: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


def fine(name: str, found: str, /, **values: object) -> CheckResult:
    """Return that all is well."""
    return CheckResult(name, Health.OK, found, values=values)


def warned(name: str, found: str, todo: str = "", /, **values: object) -> CheckResult:
    """Return what has to be seen to."""
    return CheckResult(name, Health.WARN, found, todo, values)


def bad(name: str, found: str, todo: str = "", /, **values: object) -> CheckResult:
    """Return what is wrong now."""
    return CheckResult(name, Health.BAD, found, todo, values)
