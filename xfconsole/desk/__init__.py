"""``Desk``: the officer's verbs. Screens, commands, imports and drills all come in this way."""

from __future__ import annotations

from xfconsole.desk.state.work import Done
from xfconsole.desk.verbs.adopting import AdoptVerbs
from xfconsole.desk.verbs.correcting import CorrectVerbs
from xfconsole.desk.verbs.deciding import DecideVerbs
from xfconsole.desk.verbs.erasing import ErasureVerbs
from xfconsole.desk.verbs.handling import HandleVerbs
from xfconsole.desk.verbs.identifying import IdentitiesRead, IdentityVerbs
from xfconsole.desk.verbs.keeping import KeepVerbs
from xfconsole.desk.verbs.periods import PeriodVerbs
from xfconsole.desk.verbs.registering import BatchDone, Imported
from xfconsole.desk.verbs.responding import RespondVerbs
from xfconsole.desk.verbs.rostering import RosterVerbs
from xfconsole.desk.verbs.signing_in import NoticeVerbs, SignInVerbs
from xfconsole.desk.verbs.watching import WatchVerbs

__all__ = ["BatchDone", "Desk", "Done", "IdentitiesRead", "Imported"]


class Desk(
    DecideVerbs,
    HandleVerbs,
    IdentityVerbs,
    ErasureVerbs,
    RespondVerbs,
    CorrectVerbs,
    RosterVerbs,
    PeriodVerbs,
    KeepVerbs,
    SignInVerbs,
    NoticeVerbs,
    WatchVerbs,
    AdoptVerbs,
):
    """All verbs of the desk: each one transaction, typed, returning what changed.

    A verb that cannot be carried out raises Refused and stores nothing.
    """
