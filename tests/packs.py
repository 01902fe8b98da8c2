"""The default pack as text and as a policy, and ways to spoil it."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from xfconsole.core.policy.load import check, parse
from xfconsole.core.policy.pack import Policy
from xfconsole.core.policy.reader import Problem

TEXT = files("xfconsole").joinpath("policies", "default.toml").read_text(encoding="utf-8")
PROCEDURE_IDS = (
    "procedure.due_soon",
    "procedure.chase",
    "procedure.climb",
    "procedure.urgent_phone",
    "procedure.urgent_written",
    "procedure.split",
    "procedure.allowance",
    "procedure.simple",
    "procedure.leader",
)
"""The rules of the pack's numbers for the procedure."""


@cache
def default() -> Policy:
    """Return the default policy."""
    return parse(TEXT, "default.toml")


def changed(old: str, new: str, text: str = TEXT) -> str:
    """Return the pack with one passage replaced where it stands first."""
    assert old in text, f"the default pack no longer says {old}"
    return text.replace(old, new, 1)


def without(table: str, text: str = TEXT) -> str:
    """Return the pack as it was before there was such a table."""
    blocks = re.split(r"(?m)^(?=\[)", text)
    return "".join(each for each in blocks if not each.startswith((f"[{table}]", f"[{table}.")))


def line_of(mark: str, text: str) -> int:
    """Return the number of the first line that holds ``mark``."""
    return text[: text.index(mark)].count("\n") + 1


def problems(text: str) -> list[Problem]:
    """Return what is wrong with a pack's text."""
    return check(text.encode("utf-8"), "office.toml")
