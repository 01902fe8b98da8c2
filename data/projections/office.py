"""What the facts of the office do to the roster's tables and to what the file says of itself."""

from __future__ import annotations

from data.journal.codec import columns_of
from data.projections.by_fact import projects
from data.tables.statements import Row, Write, change, insert, upsert
from xfconsole.core.facts import of_identity, of_office
from xfconsole.core.facts.event import Event

_ENTRY = insert("roster_entry")
_LEAVE = insert("leave")
_META = upsert("meta")
_PACK = change("INSERT OR IGNORE INTO policy_pack (digest, text) VALUES (:digest, :text)")


@projects(of_office.OfficeFounded)
def founded(event: Event, fact: of_office.OfficeFounded) -> list[Write]:
    """Keep the office's name and time zone."""
    return [
        (_META, {"key": "name", "value": fact.name}),
        (_META, {"key": "time_zone", "value": fact.time_zone}),
    ]


@projects(of_office.PolicyKept)
def policy_kept(event: Event, fact: of_office.PolicyKept) -> list[Write]:
    """Keep the text; one from before is the same."""
    return [(_PACK, columns_of(fact))]


@projects(of_office.RosterImported)
def roster_imported(event: Event, fact: of_office.RosterImported) -> list[Write]:
    """Add a file's lines as they were; what they add up to is the rules' to say."""
    return [(_ENTRY, _line(event, at, each)) for at, each in enumerate(fact.entries)]


@projects(of_office.RosterSet)
def roster_set(event: Event, fact: of_office.RosterSet) -> list[Write]:
    """Add the lines of a change likewise."""
    return [(_ENTRY, _line(event, at, each)) for at, each in enumerate(fact.entries)]


@projects(of_office.RosterReplaced)
def roster_replaced(event: Event, fact: of_office.RosterReplaced) -> list[Write]:
    """Add a replacement as a line of its own."""
    taken = of_office.RosterEntry(fact.post, fact.by, fact.phone, fact.starts_at, fact.ends_at)
    return [(_ENTRY, _line(event, 0, taken, in_place_of=fact.person))]


@projects(of_office.RosterAdded)
def roster_added(event: Event, fact: of_office.RosterAdded) -> list[Write]:
    """Add a holder added for a while as a line of its own."""
    added = of_office.RosterEntry(
        fact.post, fact.person, fact.phone, fact.starts_at, fact.ends_at, of_office.ADDED, fact.unit
    )
    return [(_ENTRY, _line(event, 0, added))]


@projects(of_office.LeaveRecorded)
def leave_recorded(event: Event, fact: of_office.LeaveRecorded) -> list[Write]:
    """Add a leave."""
    row = columns_of(fact, event=event.uid, subject=event.subject)
    return [(_LEAVE, row)]


def _line(
    event: Event, position: int, entry: of_office.RosterEntry, *, in_place_of: str = ""
) -> Row:
    own = {"event": event.uid, "position": position, "subject": event.subject}
    return columns_of(entry, **own, rank=entry.order, in_place_of=in_place_of)


_PROPOSE = upsert("erasure")
_APPROVE = change(
    "UPDATE erasure SET erase_after = :after WHERE matter = :matter AND proposal = :of"
)
_CANCEL = change("DELETE FROM erasure WHERE matter = :matter AND proposal = :of")
_DONE = change("DELETE FROM erasure WHERE matter = :matter")
_BLANK = change("UPDATE matter SET sealed = '' WHERE uid = :matter")


@projects(of_identity.ErasureProposed)
def proposed(event: Event, fact: of_identity.ErasureProposed) -> list[Write]:
    """Note that somebody proposed it."""
    return [(_PROPOSE, {"matter": event.subject, "proposal": event.uid, "erase_after": None})]


@projects(of_identity.ErasureApproved)
def approved(event: Event, fact: of_identity.ErasureApproved) -> list[Write]:
    """Note from when on it is to be carried out."""
    return [(_APPROVE, columns_of(fact, matter=event.subject))]


@projects(of_identity.ErasureCancelled)
def cancelled(event: Event, fact: of_identity.ErasureCancelled) -> list[Write]:
    """Forget a proposal that is off."""
    return [(_CANCEL, columns_of(fact, matter=event.subject))]


@projects(of_identity.IdentityErased)
def erased(event: Event, fact: of_identity.IdentityErased) -> list[Write]:
    """Take the sealed identity, which nobody can open any more, out of the ledger's row."""
    own = {"matter": event.subject}
    return [(_DONE, own), (_BLANK, own)]
