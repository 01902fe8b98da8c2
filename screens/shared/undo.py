"""Takes back the outcome that the officer logged last, and says which it was."""

from __future__ import annotations

from screens.shared.event_words import LogTeller
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say


async def undo(host: Host) -> None:
    """Take it back, asking nothing. Raises Refused where there is none of the last minute."""
    done = await host.desk_do(lambda desk: desk.undo())
    told = LogTeller(host.office.policy, host.zone).fact(done.taken_back[-1].fact)
    matters = len({each.subject for each in done.taken_back})
    key = "live.took_back" if matters == 1 else "live.took_back_all"
    host.tell(say(key, told=told, count=matters))
