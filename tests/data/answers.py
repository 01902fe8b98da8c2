"""Why a desk wrote something because of what it read: what of it could not be said before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.journal.journal import all_events
from tests.data.files import File
from tests.data.many_desks import own
from xfconsole.core.facts.announced import ANNOUNCEMENTS, SAID_BY_THE_DEED, AlarmPassed
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_desks import ClocksApart, DeskDeparted, DeskForked, DeskKeyed
from xfconsole.core.facts.of_identity import IdentityErased
from xfconsole.core.facts.of_office import DeskLettered, PolicyKept
from xfconsole.core.facts.of_procedure import CalendarAdopted

KEEPER, LETTER, CLOCK, COPY, ERASED = "keeper", "letter", "clock", "copy", "erased"
_OF_LETTER = (DeskLettered, PolicyKept, CalendarAdopted)


def last_seq(file: File) -> int:
    """Return where a file's journal ends."""
    return int(file.rows("SELECT max(seq) FROM event")[0][0])


def why_answered(file: File, before: int) -> set[str]:
    """Return why a desk wrote something since its journal ended somewhere, having read something.

    Fails for anything that has no reason in what was read, or that only repeats it.
    """
    with file.reader.connect() as connection:
        new = [each for each in all_events(connection) if each.seq > before]
    here = own(file)
    read = [each for each in new if each.desk != here]
    # Its key goes along with what is signed by it.
    said = [e for e in new if e.desk == here and not isinstance(e.fact, DeskKeyed)]
    assert not said or not all(isinstance(each.fact, SAID_BY_THE_DEED) for each in said), said
    return set(_reasons(file, said, read))


def _reasons(file: File, said: Sequence[Event], read: Sequence[Event]) -> Iterator[str]:
    by_others = [each for each in read if each.kind not in ANNOUNCEMENTS]
    told = {each.subject for each in by_others}
    for each in said:
        match each.fact:
            case fact if isinstance(fact, _OF_LETTER):
                # Somebody new, or one who took the same letter.
                assert any(e.order[2] == 1 or isinstance(e.fact, DeskLettered) for e in read), each
                yield LETTER
            case ClocksApart():
                assert read, each
                yield CLOCK
            case DeskForked() | DeskDeparted():
                yield COPY
            case IdentityErased():
                yield ERASED
            case AlarmPassed():
                assert any(e.kind in ANNOUNCEMENTS for e in said), each
                yield KEEPER
            case _:
                assert each.kind in ANNOUNCEMENTS, each
                office = file.store.office
                assert told & {*_about(file, each.subject), office}, each
                yield KEEPER


def _about(file: File, subject: str) -> set[str]:
    """Return an incident with its matter, or the subject alone."""
    found = file.rows("SELECT matter FROM incident WHERE uid = ?", subject)
    return {subject, *(matter for (matter,) in found)}
