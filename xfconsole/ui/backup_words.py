"""How the office stands with its backups, in words."""

from __future__ import annotations

from datetime import datetime

from xfconsole.core.backup_state import BackupState
from xfconsole.ui.format import duration
from xfconsole.ui.i18n import say


def backup_mark(state: BackupState, now: datetime) -> str:
    """Return a few cells for the status line, empty where there is nothing to say."""
    if state.warns(now):
        return say("backup.status.warning")
    age = state.age(now)
    return "" if age is None or not state.kept else say("backup.status.age", age=duration(age))


def backup_sentences(state: BackupState, now: datetime) -> list[str]:
    """Return how old the last good backup is, and what is to be done about it if anything is."""
    if not state.kept:
        return []
    age = state.age(now)
    said = [say("backup.said.never") if age is None else say("backup.said.good", age=duration(age))]
    if state.running:
        said.append(say("backup.said.running"))
    elif state.old(now) and state.failed is None:
        said.append(say("backup.said.old"))
    troubles = (each for each in (state.failed, state.second) if each is not None)
    return said + [say(each.key, **each.values) for each in troubles]
