"""Tells what goes wrong with what the console does by itself: backups, meetings with the hub."""

from __future__ import annotations

from typing import TypeAlias

from xfconsole.core.words.refusal import Refused
from xfconsole.ui.host import Office

_Known: TypeAlias = tuple[str, str]


class TroubleWatch:
    """Looks after an office's backups and its hub; each trouble is told once, until all is well."""

    def __init__(self) -> None:
        self._backups, self._hub = set[_Known](), set[_Known]()

    def forget(self) -> None:
        """Tell everything again: somebody else sits there."""
        self._backups.clear()
        self._hub.clear()

    def news(self, office: Office) -> list[Refused]:
        """Begin a backup if it is time for one, and return what there is to tell the officer."""
        hub = office.hub
        new = _new([hub.wrong, hub.noticed], self._hub)
        state = office.start_backup_if_due()
        return new if state.running else new + _new([state.failed, state.second], self._backups)


def _new(found: list[Refused | None], told: set[_Known]) -> list[Refused]:
    """Return what was not told yet; what is gone by now is told should it come again."""
    now = {(each.key, str(each.values)): each for each in found if each is not None}
    new = [each for known, each in now.items() if known not in told]
    told.clear()
    told.update(now)
    return new
