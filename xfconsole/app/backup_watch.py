"""Has backups made in time, and notices a trouble with them once."""

from __future__ import annotations

from xfconsole.core.words.refusal import Refused
from xfconsole.ui.host import Office


class BackupWatch:
    """Looks after an office's backups; the same trouble is told once, until one goes well."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def look(self, office: Office) -> list[Refused]:
        """Begin a backup if it is time for one, and return what there is to tell the officer."""
        state = office.look_after_backups()
        if state.running:
            return []
        found = [each for each in (state.failed, state.second) if each is not None]
        new = [each for each in found if each.key not in self._told]
        self._told = {each.key for each in found}
        return new
