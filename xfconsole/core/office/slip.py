"""A slip in an optional file of the office: what is wrong with it, and what holds in its place."""

from __future__ import annotations

from enum import StrEnum

from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused


class OptionalFile(StrEnum):
    """The files that an office may have, and opens without."""

    SETTINGS = "settings"
    """config.toml: what else it says holds."""
    POLICY = "policy"
    """policy.toml: the pack that the last incident followed holds, else the built-in one."""
    HOLIDAYS = "holidays"
    """holidays.toml: the days last reckoned with hold, else the published ones."""
    SUBJECTS = "subjects"
    """subjects.csv: the built-in subjects hold."""
    KEYMAP = "keymap"
    """keymap.toml: the built-in keys hold."""
    TEMPLATES = "templates"
    """templates/: the built-in template is used."""


@frozen
class Slip:
    """A file that can't be used as it is; ``why`` names its line where it has one.

    ``idle``: it would hold nothing anyway, for the office goes by what its desks adopted.
    """

    file: OptionalFile
    why: Refused
    idle: bool = False
