"""``Desk``: the officer's verbs. Screens, commands, imports and drills all come in this way."""

from __future__ import annotations

from xfconsole.desk.correcting import CorrectVerbs
from xfconsole.desk.erasing import ErasureVerbs
from xfconsole.desk.handling import HandleVerbs
from xfconsole.desk.identifying import IdentitiesRead, IdentityVerbs
from xfconsole.desk.noticing import NoticeVerbs
from xfconsole.desk.registering import BatchDone, Imported, RegisterVerbs
from xfconsole.desk.responding import RespondVerbs
from xfconsole.desk.rostering import RosterVerbs
from xfconsole.desk.signing_in import SignInVerbs
from xfconsole.desk.watching import WatchVerbs
from xfconsole.desk.work import Done

__all__ = ["BatchDone", "Desk", "Done", "IdentitiesRead", "Imported"]


class Desk(
    RegisterVerbs,
    HandleVerbs,
    IdentityVerbs,
    ErasureVerbs,
    RespondVerbs,
    CorrectVerbs,
    RosterVerbs,
    SignInVerbs,
    NoticeVerbs,
    WatchVerbs,
):
    """All verbs of the desk: each one transaction, typed, returning what changed.

    A verb that cannot be carried out raises Refused and stores nothing.
    """
