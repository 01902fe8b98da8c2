"""What every act knew of when it was written: an account of who parted, beside the journal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tests.data.parting import Side
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import ContestSettled, EventCorrected
from xfconsole.core.facts.of_procedure import SERVED_IN_FILE, MatterMoved
from xfconsole.core.words.desk import Uid


class Planted:
    """The acts that desks wrote, each with those on the same thing that were there by then."""

    def __init__(self) -> None:
        self.acts: dict[tuple[Uid, Uid, str], dict[Uid, set[Uid]]] = defaultdict(dict)

    def note(self, before: Iterable[Event], new: Event) -> None:
        """Note an act on a subject of which so much was there."""
        here = {each.uid: each for each in before}
        moves = {uid for uid, each in here.items() if isinstance(each.fact, MatterMoved)}
        for key in keys(new, moves):
            self.acts[key][new.uid] = self.acts[key].keys() & here.keys()

    def sides(self) -> set[Side]:
        """Return the acts that none of the others knew, where there are several."""
        found: set[Side] = set()
        for key, acts in self.acts.items():
            last = acts.keys() - set().union(*acts.values())
            found |= {(*key, uid) for uid in last if len(last) > 1}
        return found


def keys(event: Event, moves: set[Uid]) -> list[tuple[Uid, Uid, str]]:
    """Return the subject, the corrected event or nothing, and its field or nothing, of an act."""
    match event.fact:
        case EventCorrected(of=of, withdrawn=True) if of in moves:
            return [(event.subject, "", "")]
        case EventCorrected(of=of, changes=changes, happened_at=at):
            return [(event.subject, of, name) for name in [*changes, *["happened_at"][: bool(at)]]]
        case ContestSettled(of=of, fields=fields):
            return [(event.subject, of, name) for name in fields or [""]]
        case MatterMoved() as fact if fact != SERVED_IN_FILE:
            return [(event.subject, "", "")]
    return []
