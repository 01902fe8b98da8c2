"""An office whose identities are erased as years go by, for tests of what is left of them."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from data.office import OpenOffice, open_office
from data.vault.sealing import Sealer
from data.vault.wiping import Wiper
from tests.data.offices import PASSPHRASE, create
from tests.data.vault.test_identity_at_rest import decrypted
from tests.desks import START
from tests.identities import WHO
from xfconsole.assembly import desk_of
from xfconsole.core.facts.event import Event
from xfconsole.core.identity.due import ErasureRow
from xfconsole.core.identity.erasure import Erasure, erasure_of
from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Identity, Purpose, Uid
from xfconsole.core.words.procedure import Act
from xfconsole.desk import Desk
from xfconsole.drill.run import DrillClock
from xfconsole.ids import RandomIds

SECOND = "王强"
SUGGESTION = MatterForm(
    Channel.LETTER, "建议增设夜班车", text="正文", purpose=Purpose.SUGGESTION, identity=WHO
)
YEAR = timedelta(days=400)
"""Longer than a suggestion's identity is kept by the default pack."""
WINDOW = timedelta(hours=72)


@dataclass
class Desked:
    """An open office with its desk, on a clock that moves only when told."""

    office: OpenOffice
    clock: DrillClock
    desk: Desk

    def finished(self, form: MatterForm = SUGGESTION, identity: Identity = WHO) -> str:
        """Register a matter, answer it on the spot, and return its number."""
        done = self.desk.register(replace(form, identity=identity))
        self.desk.move(done.number, Move(Act.ANSWER, text="已答复"))
        return done.number

    def approved(self, *numbers: str) -> None:
        """Let a year go by, propose and approve."""
        self.clock.advance(YEAR)
        self.desk.propose_erasures(numbers)
        self.desk.approve_erasures(numbers, SECOND)

    def erased(self, *numbers: str) -> None:
        """Have the identities of these matters erased and wiped."""
        self.approved(*numbers)
        self.clock.advance(WINDOW)
        self.desk.tick()
        assert Wiper(self.office.engine).step()

    def uid(self, number: str) -> Uid:
        """Return the matter behind a number."""
        file = self.office.views.matter(number)
        assert file is not None
        return file.row.uid

    def events(self, number: str) -> list[Event]:
        """Return everything the journal says of a matter."""
        return self.office.views.events_of(self.uid(number))

    def standing(self, number: str) -> Erasure:
        """Return how far its erasure has come."""
        return erasure_of(self.events(number))

    def rows(self) -> list[ErasureRow]:
        """Return what the desk would show as due, or on its way."""
        desk = self.desk
        return list(self.office.views.erasures(desk.rules, desk.policy.retention, desk.now()))

    def wrapped(self, number: str) -> str:
        """Return the wrapped key of a matter, empty where there is none."""
        with self.office.engine.connect() as connection:
            statement = "SELECT wrapped FROM matter_key WHERE matter = ?"
            found = connection.execute(statement, (self.uid(number),)).scalar()
        return str(found or "")

    def needles(self, number: str) -> dict[str, bytes]:
        """Return everything by which a matter's identity could be opened."""
        wrapped = self.wrapped(number)
        raw = Sealer(self.office.key.sealing)._unwrap(self.uid(number), wrapped)
        return {
            "wrapped": wrapped.encode(),
            "wrapped bytes": b64decode(wrapped),
            "key": raw,
            "key in hex": raw.hex().encode(),
        }


@contextmanager
def desked(folder: Path, clock: DrillClock | None = None) -> Iterator[Desked]:
    """Open an office, founding it if there is none."""
    clock = clock or DrillClock(START)
    if (folder / "office.db").exists():
        office = open_office(folder, PASSPHRASE, clock=clock)
    else:
        office, _ = create(folder)
    with office:
        desk = desk_of(office, clock, RandomIds())
        desk.tick()
        yield Desked(office, clock, desk)


def left(office: OpenOffice, needles: dict[str, bytes]) -> list[str]:
    """Return which needles are in any file of the office's folder, as it lies and decrypted."""
    raw = b"".join(each.read_bytes() for each in office.folder.rglob("*") if each.is_file())
    return [name for name, each in needles.items() if each in raw or each in decrypted(office)]
