"""A desk at work in a process of its own, until it is killed: it tells a letter for what it did."""

from __future__ import annotations

import os
import random
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from data.exchange.taking import Taken
from data.file.engine import open_engine
from data.hub.joined import at_hub
from data.hub.syncing import Syncing
from data.ledger.views import SqlViews
from data.store.store import SqlStore
from data.vault.officer_book import OfficerBook
from tests.crash.account import Account
from tests.data.files import KEY, File
from tests.data.many_desks import exchange_of
from tests.data.offices import CHEAP
from tests.data.slotted import FIRST, OWN
from tests.desks import Night
from tests.hub import cut_off
from tests.identities import CLAIM
from tests.lives import MOVES
from xfconsole.clock import SystemClock
from xfconsole.core.facts.of_office import RosterImported
from xfconsole.core.matter.acts import Move, possible_acts
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Purpose, ReportKind, Uid
from xfconsole.core.words.procedure import Act, Bar
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk
from xfconsole.ids import RandomIds

_NOBODY = RosterImported("", ())
_SUGGESTION = MatterForm(
    Channel.LETTER, "建议增设路灯", purpose=Purpose.SUGGESTION, identity=CLAIM.identity
)
_GROUP = MatterForm(Channel.GROUP_VISIT, "安置房逾期交付", headcount=12)
_HOT = 12
"""So many matters most acts are about, so that desks come upon each other; and so many incidents
are there at once."""
ACT, MEETING, CUT, FORK, WRITTEN, READ, DAMAGED = "amcfwrd"
"""What a desk tells that it did: an act that it acknowledged, a meeting with the hub, one whose
cable was pulled, one that told of two laptops, a file written, one read, a damaged one refused."""
FORKED, REFUSED = "hub.refused.fork", 2
SECOND, _MAY_BE_REVOKED = "何静", ("罗安", "周平")


@contextmanager
def opened(home: Path) -> Iterator[File]:
    """Open a desk's file as the program does, with a disk that is waited for."""
    path = home / "office.db"
    engine = open_engine(path, KEY.database)
    reader = open_engine(path, KEY.database, read_only=True)
    try:
        yield File(path, engine, reader, SqlStore(engine, KEY), SqlViews(reader, KEY))
    finally:
        reader.dispose()
        engine.dispose()


class AtWork:
    """A desk and its officer, whose clock is off by so much."""

    def __init__(self, home: Path, file: File, off: timedelta) -> None:
        self.file, start = file, SystemClock().read().wall + off
        self.night = Night(store=file.store, start=start, ids=RandomIds(), roster=_NOBODY)
        told = self.night.desk.journal_officers
        # Whatever a killed desk did not come to say of its slots.
        self._book = OfficerBook(home, KEY, told, self.night.clock, self.night.ids, CHEAP)
        self._book.settle()

    @property
    def desk(self) -> Desk:
        return self.night.desk

    def meet(self) -> Taken:
        """Meet the hub."""
        exchange, desk = exchange_of(self.file), self.desk
        with at_hub(exchange) as hub:
            meeting = Syncing(hub, exchange)
            taken = meeting.meet(desk.now(), desk.officer, self.night.ids, desk.note_desks).taken
        desk.look_again()
        return taken

    def written(self, *, whole: bool) -> bytes:
        """Return what a file for the other desks holds."""
        out = BytesIO()
        exchange_of(self.file).give(
            out, self.desk.now(), self.desk.officer, self.night.ids, whole=whole
        )
        return out.getvalue()

    def read(self, found: bytes) -> Taken:
        """Read a file."""
        taken = exchange_of(self.file).take(BytesIO(found), self.desk.now(), self.desk.note_desks)
        self.desk.look_again()
        return taken


class _Busy(AtWork):
    """One that does whatever comes, away from all others or not."""

    def __init__(
        self, home: Path, file: File, off: timedelta, chance: random.Random, *, away: bool
    ) -> None:
        super().__init__(home, file, off)
        self._sticks, self._chance, self._away = home.parent / "sticks", chance, away
        self._account = Account(home, file)

    def do(self) -> str:
        """Do one thing, note what was written by it, and return what it was."""
        told, drawn = "", self._chance.random()
        with suppress(Refused):
            if self._away or drawn < 0.83:
                self._verb()
                told = ACT
            elif drawn < 0.95:
                told = self._meet()
            else:
                told = self._chance.choice([self._write, self._read, self._read])()
        self.desk.tick()
        self.night.clock.advance(timedelta(seconds=20))
        self._account.note()
        return told

    # -- the others -------------------------------------------------------------------------------

    def _meet(self) -> str:
        if self._chance.random() < 0.2:
            after, done = self._chance.randrange(12), self._chance.random() < 0.5
            return CUT if cut_off(self.meet, after, done=done) else MEETING
        return FORK if any(each.key == FORKED for each in self.meet().refused) else MEETING

    def _write(self) -> str:
        found = self.written(whole=self._chance.random() < 0.03)
        (self._sticks / f"{uuid4()}.sync").write_bytes(found)
        return WRITTEN

    def _read(self) -> str:
        """Read any file, once more or not, in any order, as it is or damaged."""
        names = sorted(self._sticks.iterdir())
        found = bytearray(self._chance.choice(names).read_bytes()) if names else bytearray()
        if len(found) < 100:
            return ""
        place = self._chance.randrange(40, len(found))
        damage = self._chance.choice(["", "", "cut", "changed"])
        if damage == "changed":
            found[place] ^= self._chance.randrange(1, 256)
        taken = self.read(bytes(found[:place] if damage == "cut" else found))
        assert taken.refused or not damage
        return DAMAGED if damage else READ

    # -- what officers do -------------------------------------------------------------------------

    def _verb(self) -> None:
        verbs: list[Callable[[], object]] = [
            *[self._register] * 3,
            *[self._move] * 6,
            *[self._correct] * 2,
            *(self._open, self._note, self._undo, self._take_over, self._settle, self._bar),
            *(self._ask_to_erase, self._approve, self._cancel, self._officers),
            *[self._close] * 2,
        ]
        self._chance.choice(verbs)()

    def _register(self) -> None:
        self.desk.register(CLAIM)

    def _open(self) -> None:
        # Each is in the mind of every desk that starts; no office has more at once.
        if len(self._incidents()) < _HOT:
            self.desk.register(_GROUP, opening=True)
        else:
            self._close()

    def _incidents(self) -> list[Uid]:
        """Return the incidents of which something is asked."""
        asked = "SELECT uid FROM incident WHERE closed_at IS NULL OR follows"
        return [uid for (uid,) in self.file.rows(asked)]

    def _matter(self) -> Uid:
        """Return a matter, often one of those that all act upon."""
        hot = "SELECT uid FROM (SELECT uid FROM matter ORDER BY uid DESC LIMIT 60) ORDER BY uid"
        found = [uid for (uid,) in self.file.rows(hot)]
        found = found or [self.desk.register(CLAIM).subject]
        return str(self._chance.choice(found[:_HOT] if self._chance.random() < 0.7 else found))

    def _move(self) -> None:
        matter = self._matter()
        acts = [each.act for each in possible_acts(self.desk.life(matter))]
        self.desk.move(matter, MOVES[self._chance.choice(acts)])

    def _correct(self) -> None:
        (event,) = self.file.rows(
            f"SELECT uid FROM event WHERE subject = '{self._matter()}'"
            " AND kind = 'matter.registered'"
        )[0]
        text = self._chance.choice(["反映欠薪", "反映停水"])
        self.desk.correct(event, {"summary": text}, "听错了")

    def _close(self) -> None:
        incident = self._chance.choice(self._incidents() or ["nothing"])
        for kind in (ReportKind.FIRST, ReportKind.FINAL):
            with suppress(Refused):
                self.desk.report(incident, kind, "已劝返", to="市信访局", person="周平")
        self.desk.close(incident)

    def _note(self) -> None:
        self.desk.note(self._matter(), "灯坏了")

    def _undo(self) -> None:
        self.desk.undo()

    def _take_over(self) -> None:
        self.desk.take_over(self._matter())

    def _settle(self) -> None:
        matter = self._matter()
        for each in self.desk.life(matter).contests:
            self.desk.settle(each.acts[0].uid, "以先到为准")

    def _bar(self) -> None:
        self.desk.bar(self._matter(), Bar.ACCUSED, unit="住建局")

    # -- identities and officers ------------------------------------------------------------------

    def _ask_to_erase(self) -> None:
        done = self.desk.register(_SUGGESTION)
        self.desk.move(done.number, Move(Act.ANSWER, text="已答复"))
        self.desk.propose_erasure_on_request(done.number, "本人请求")

    def _proposed(self) -> Uid:
        rows = self.file.rows(
            "SELECT subject FROM event WHERE kind = 'erasure.proposed' ORDER BY seq DESC LIMIT 6"
        )
        return str(self._chance.choice(rows)[0]) if rows else "nothing"

    def _approve(self) -> None:
        self.desk.approve_erasures([self._proposed()], SECOND)

    def _cancel(self) -> None:
        self.desk.cancel_erasure(self._proposed(), "本人改变主意")

    def _officers(self) -> None:
        name = self._chance.choice(_MAY_BE_REVOKED)
        with suppress(Refused):
            self._book.revoke(FIRST, name)
            return
        self._book.add(FIRST, OWN, name, f"{name}自己的好口令")


def work(home: Path, seed: int, off: timedelta, telling: int, *, away: bool) -> None:
    """Let a desk work until it is killed, or nobody is there any more who would."""
    with opened(home) as file:
        desk, parent = _Busy(home, file, off, random.Random(seed), away=away), os.getppid()
        while os.getppid() == parent:
            os.write(telling, (desk.do() or " ").encode())


def meet_last(home: Path, start: datetime) -> None:
    """Meet the hub, and look at what came; it ends otherwise where something was refused."""
    with opened(home) as file:
        desk = AtWork(home, file, start - SystemClock().read().wall)
        account = Account(home, file)
        refused = desk.meet().refused
        desk.desk.tick()
        account.note()
        if refused:
            os._exit(REFUSED)


def forked(doing: Callable[[], object]) -> int:
    """Do something in a process of its own; return its id."""
    child = os.fork()
    if not child:
        try:
            doing()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    return child


def at_once(works: list[partial[None]]) -> list[int]:
    """Do things at once, each in a process of its own; return how they ended."""
    children = [forked(each) for each in works]
    return [os.waitstatus_to_exitcode(os.waitpid(each, 0)[1]) for each in children]
