"""Slips in the office's optional files, in words."""

from __future__ import annotations

from collections.abc import Sequence

from xfconsole.core.slip import Slip
from xfconsole.ui.i18n import say


def slip_mark(slips: Sequence[Slip]) -> str:
    """Return a few cells for the status line, empty where every file is as it should be."""
    return say("slip.status.warning") if slips else ""


def slip_sentences(slips: Sequence[Slip]) -> list[str]:
    """Return of each file what is wrong with it and where, and what holds meanwhile."""
    return [
        f"{say(each.why.key, **each.why.values)} {say(f'slip.instead.{each.file}')}"
        for each in slips
    ]
