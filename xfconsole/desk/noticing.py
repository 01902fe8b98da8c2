"""What the desk notices about its own files and journals, so that the log tells of it."""

from __future__ import annotations

from xfconsole.core.events import JournalEndMissed
from xfconsole.desk.base import DeskBase
from xfconsole.desk.work import Done


class NoticeVerbs(DeskBase):
    """Facts that nobody at the desk states: the program found them."""

    def missed_end(self, missed: JournalEndMissed) -> Done:
        """Journal that entries are known to be missing, unless the journal says so already."""
        with self._work() as work:
            told = (each.fact for each in work.tx.events_of(work.office))
            if not any(isinstance(f, JournalEndMissed) and f.seq == missed.seq for f in told):
                work.add(work.office, missed)
        return Done(tuple(work.events), work.office)
