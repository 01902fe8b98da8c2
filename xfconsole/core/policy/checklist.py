"""Reads the checklist of a pack: what is to be seen to at an incident, from which level up."""

from __future__ import annotations

from xfconsole.core.policy.pack import CheckItem, CheckPart
from xfconsole.core.policy.reader import PackTable
from xfconsole.core.words.desk import Level
from xfconsole.core.words.two_languages import BothLanguages

_LEVELS = (Level.GENERAL, Level.MAJOR)
CARD = "safety."
"""How the lines of the safety card are called on the checklist; no line is called so itself."""


def read_checklist(root: PackTable) -> tuple[CheckItem, ...]:
    """Return the lines of ``[[checklist]]``; there may be none."""
    if not root.has("checklist"):
        return ()
    seen: set[str] = set()
    return tuple(_item(each, seen) for each in root.tables("checklist"))


def _item(table: PackTable, seen: set[str]) -> CheckItem:
    name = table.id()
    if name.startswith(CARD):
        table.fault("id", "policy.problem.taken_id", value=name)
    elif name and name in seen:
        table.fault("id", "policy.problem.duplicate_id", value=name)
    seen.add(name)
    part = table.one_of("part", list(CheckPart), "policy.problem.unknown_part")
    level = table.one_of("level", list(_LEVELS), "policy.problem.unknown_level")
    item = CheckItem(
        name,
        CheckPart(part) if part in list(CheckPart) else CheckPart.RECORD,
        Level(level) if level in list(_LEVELS) else Level.GENERAL,
        BothLanguages(table.string("zh"), table.string("en")),
    )
    table.done()
    return item
