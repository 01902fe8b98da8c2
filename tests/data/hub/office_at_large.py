"""Desks of an office that work, meet by a hub and by sticks, and lose cables, laptops and backups.

An account beside them notes what each desk wrote, when it was acknowledged.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from data.exchange.batch import text_of
from data.exchange.departing import go_on_anew
from data.exchange.taking import Taken
from data.hub.joined import at_hub
from data.hub.syncing import Syncing
from data.store.store import SqlStore, claim_file
from data.vault.elsewhere import changed_since
from data.vault.slots import Slots, read_slots, write_slots
from tests.data.answers import last_seq, why_answered
from tests.data.drawing import START
from tests.data.files import KEY, File, Uids, new_file
from tests.data.hub.crossing import crossing
from tests.data.hub.officers_at_large import OfficersAtLarge, power_cut
from tests.data.many_desks import bring_all, exchange_of, known, own, written
from tests.data.planted import Planted
from tests.data.store.test_rebuild_desk import Playing
from tests.hub import Hub, cut_off, joining
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.following import ACTS
from xfconsole.core.facts.of_office import OfficeFounded, OfficeRestored
from xfconsole.core.words.desk import Uid

APART = timedelta(hours=2)
"""How far a clock may be from the office's time."""
DAYS_AWAY = timedelta(days=5)
FORKED = {
    *("hub.refused.fork", "store.refused.fork", "store.refused.fork_own"),
    *("sync.refused.chain", "sync.refused.key", "sync.refused.departed"),
}
"""What may be said as long as two laptops write as one desk."""


class AtLarge:
    """Desks at work, what is on its way between them, and the account."""

    def __init__(self, data: DataObject, hub: Hub, folder: Path, closing: ExitStack) -> None:
        self.data, self.hub, self.folder, self._closing = data, hub, folder, closing
        self.desks: list[Playing] = []
        self.sticks: list[bytes] = []
        self.planted, self.officers = Planted(), OfficersAtLarge()
        self.acknowledged: dict[Uid, bytes] = {}
        self.put_back: set[str] = set()
        self.forked = ""
        self._noted: dict[tuple[Path, str], int] = {}
        self._seen: dict[Uid, Event] = {}
        self._copies: dict[str, tuple[Playing, bytes, Slots]] = {}
        self._backup = ""
        # In order of time, as real ones are: what goes on from another desk is told after it.
        self._names = map("00{:02}-desk".format, itertools.count())
        self._folders = map("laptop-{}".format, itertools.count())

    def begin(self, count: int) -> None:
        """Found an office of several desks, each with an incident, all at the hub."""
        files = [self._file() for _ in range(count)]
        self.officers.begin([each.path.parent for each in files])
        for file in files:
            claim_file(file.engine, file.store.office, next(self._names))
            file.store = SqlStore(file.engine, KEY)
        files[0].now = START - timedelta(hours=3)
        files[0].add(files[0].store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        for file in files[1:]:
            bring_all(files[0], file)
        for number, file in enumerate(files, 1):
            self.desks.append(Playing(self.data, file, Uids(100_000 * number)))
        joining(self.hub, *files)
        for each in self.desks:
            self._note(each)

    # -- what happens -----------------------------------------------------------------------------

    def act(self) -> None:
        """Let something happen to a desk, on the way, or at the hub."""
        acts = [self.work] * 6 + [self.meet, self.meet, self.cut, self.write, self.read, self.read]
        acts += [self.clock, self.away, self.alter, self.back_up_hub, self.put_hub_back]
        acts += [self.back_up, self.restore, self.clone, self.change_officers, self.change_officers]
        self.data.draw(st.sampled_from([*acts, crossing(self)]))()

    def work(self) -> None:
        """Let a desk do something; time passes for all."""
        desk = self.any_desk()
        before = desk.night.clock.passed
        desk.play()
        self._set_right(desk)
        self._pass(desk.night.clock.passed - before, desk)
        self._note(desk)

    def change_officers(self) -> None:
        """Let a desk change who may sign in."""
        desk = self.any_desk()
        self.officers.act(desk)
        self._note(desk)

    def meet(self) -> None:
        """Let a desk meet the hub."""
        self.hold(self.met(self.any_desk()), self._forked())

    def cut(self) -> None:
        """Let a desk meet the hub, and pull the cable."""
        desk, after = self.any_desk(), self.data.draw(st.integers(0, 8))
        cut_off(lambda: self.met(desk), after, done=self.data.draw(st.booleans()))
        self._note(desk)

    def write(self) -> None:
        """Let a desk write a stick."""
        self.sticks.append(self.sent(self.any_desk(), whole=self.data.draw(st.booleans())))

    def read(self) -> None:
        """Let a desk read a stick: any one, once more, cut, or changed."""
        if not self.sticks:
            return
        found = bytearray(self.data.draw(st.sampled_from(self.sticks)))
        damage = self.data.draw(st.sampled_from(["", "", "cut", "changed", "dark"]))
        # How long a file is differs from run to run: keys are random.
        place = 40 + int(self.data.draw(st.floats(0, 0.999)) * (len(found) - 40))
        if damage == "changed":
            found[place] ^= self.data.draw(st.integers(1, 255))
        desk = self.any_desk()
        if damage == "dark":
            with power_cut():
                self.received(desk, bytes(found))
            self._wake(desk)
            return
        taken = self.received(desk, bytes(found[:place] if damage == "cut" else found))
        if damage:
            assert taken.refused
        else:
            self.hold(taken, self._forked())

    def clock(self) -> None:
        """Set a desk's clock."""
        desk = self.any_desk()
        desk.night.clock.jump(
            timedelta(minutes=self.data.draw(st.sampled_from([-120, -7, 7, 120])))
        )
        self._set_right(desk)
        desk.night.desk.tick()
        self._note(desk)

    def away(self) -> None:
        """Let days pass, of which no desk hears."""
        self._pass(DAYS_AWAY)

    def alter(self) -> None:
        """Let the hub change a byte of what it keeps, and take that back once a desk met it."""
        batches = self.hub.rows("SELECT desk, last FROM xfc.batch ORDER BY desk, last")
        # Of two laptops as one desk either may put another batch in its place meanwhile.
        if batches and not self.forked:
            place = self.data.draw(st.sampled_from(batches))
            flip = "UPDATE xfc.batch SET sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)"
            self.hub.do(f"{flip} WHERE desk = %s AND last = %s", *place)
            self.hold(self.met(self.any_desk()), {"hub.refused.altered", *self._forked()})
            self.hub.do(f"{flip} WHERE desk = %s AND last = %s", *place)

    def back_up_hub(self) -> None:
        """Make a backup of the hub."""
        self._backup = self._backup or self.hub.copied()

    def put_hub_back(self) -> None:
        """Put the backup of the hub in its place; what only the hub had is lost."""
        if self._backup:
            self.hub.put_back(self._backup)
            self._count_lost()

    def back_up(self) -> None:
        """Make a backup of a desk."""
        desk = self.any_desk()
        if own(desk.file) != self.forked:
            slots = read_slots(desk.file.path.parent)
            self._copies[own(desk.file)] = (desk, self._bytes(desk), slots)

    def restore(self) -> None:
        """Put a desk back from its backup, as a new one; what only that laptop had is lost, but for
        its passphrases, where the laptop is the same.
        """
        names = sorted(self._copies.keys() - {self.forked})
        if not names:
            return
        name = self.data.draw(st.sampled_from(names))
        desk, backup, then = self._copies.pop(name)
        slots = read_slots(desk.file.path.parent) if self.data.draw(st.booleans()) else then
        desk.file = self._file(backup, slots)
        office = desk.file.store.office
        claim_file(desk.file.engine, office, next(self._names))
        self._open_again(desk)
        now, ids = desk.night.now(), desk.night.ids
        with desk.file.store.begin() as tx:
            for fact in (OfficeRestored(now, 1, "0" * 15), *changed_since(then, slots)):
                tx.append([Event(ids.new(now), office, now, now, "李敏", fact)])
        self._open_again(desk)
        exchange_of(desk.file).cut(now, "李敏", ids, "何静")
        self.put_back.add(name)
        self._count_lost()
        desk.night.restart()
        self._note(desk)

    def clone(self) -> None:
        """Copy a laptop; both go on."""
        desk = self.any_desk()
        if self.forked or own(desk.file) in self.put_back:
            return
        self.forked = own(desk.file)
        self._copies.pop(self.forked, None)
        desk.night.desk.tick()
        self._note(desk)
        slots = read_slots(desk.file.path.parent)
        file = self._file(self._bytes(desk), slots)
        # Each opens an incident at once, so that they part.
        copy = Playing(self.data, file, Uids(900_000))
        self._noted[file.path, self.forked] = self._noted[desk.file.path, self.forked]
        desk.night.open(33)
        copy.night.clock.advance(desk.night.clock.passed - copy.night.clock.passed)
        self.desks.append(copy)
        for each in (desk, copy):
            self._note(each)

    # -- afterwards -------------------------------------------------------------------------------

    def depart(self) -> None:
        """Let one of two laptops that wrote as one desk take a name of its own."""
        two = [each for each in self.desks if own(each.file) == self.forked]
        if two:
            for each in two:
                assert FORKED & {found.key for found in self.met(each).refused} or each is two[0]
            stays, goes = self.data.draw(st.sampled_from([two, two[::-1]]))
            found = BytesIO(self.sent(stays, whole=True))
            now, ids = goes.night.now(), goes.night.ids
            go_on_anew(goes.file.store, found, KEY, now, ("李敏", "何静"), ids, goes_on=False)
            self._open_again(goes)
            # What it signed in with stays with the other one.
            joining(self.hub, goes.file)
            goes.night.restart()
            self._note(goes)

    def settle(self) -> list[set[str]]:
        """Let all desks meet until nobody has anything to tell; return for each exchange why any
        wrote something."""
        for desk in self.desks:
            # Whatever is due by its own clock, and waits for its journal, it says before.
            self.officers.journal(desk)
            desk.night.desk.tick()
            self._note(desk)
        why: list[set[str]] = []
        while not why or why[-1] or self._apart():
            assert len(why) < 10, why
            why.append(self._exchange(FORKED if self.forked and not why else set()))
        return why[:-1]

    def _apart(self) -> bool:
        """Whether a desk has lines that another one has not."""
        first, *others = (known(each.file) for each in self.desks)
        return any(each != first for each in others)

    def _exchange(self, but: Collection[str]) -> set[str]:
        """Let each desk meet the hub, in turn twice, and look; return why any wrote something."""
        before = [(desk, last_seq(desk.file)) for desk in self.desks]
        for desk in (*self.desks, *self.desks):
            # What the other laptop had left there gives way to the first that comes.
            self.hold(self.met(desk, look=False), but)
        for desk in self.desks:
            self._look(desk)
        return set().union(*(why_answered(desk.file, seq) for desk, seq in before))

    # -- desks ------------------------------------------------------------------------------------

    def any_desk(self) -> Playing:
        """Return a desk."""
        return self.data.draw(st.sampled_from(self.desks))

    def met(self, desk: Playing, *, look: bool = True) -> Taken:
        """Let a desk meet the hub, and look."""
        at, exchange = desk.night.desk, exchange_of(desk.file)
        with at_hub(exchange) as hub:
            meeting = Syncing(hub, exchange)
            taken = meeting.meet(at.now(), at.officer, desk.night.ids, at.note_desks).taken
        if look:
            self._look(desk)
        return taken

    def sent(self, desk: Playing, *, whole: bool = False) -> bytes:
        """Return what a desk writes for the others."""
        out, at = BytesIO(), desk.night.desk
        exchange_of(desk.file).give(out, at.now(), at.officer, desk.night.ids, whole=whole)
        self._note(desk)
        return out.getvalue()

    def received(self, desk: Playing, found: bytes) -> Taken:
        """Let a desk take a stick in, and look."""
        at = desk.night.desk
        taken = exchange_of(desk.file).take(BytesIO(found), at.now(), at.note_desks)
        self._look(desk)
        return taken

    def hold(self, taken: Taken, but: Collection[str]) -> None:
        """Hold that nothing was refused but what may be."""
        assert {each.key for each in taken.refused} <= {*but}, taken.refused

    def _forked(self) -> set[str]:
        return FORKED if self.forked else set()

    def _look(self, desk: Playing) -> None:
        desk.night.desk.look_again()
        desk.night.desk.tick()
        self.officers.hold_shut_out(desk.file)
        here = {uid for (uid,) in desk.file.rows("SELECT uid FROM event")}
        desk.seen = [event for uid, event in self._seen.items() if uid in here]
        self._note(desk)

    def _wake(self, desk: Playing) -> None:
        self._open_again(desk)
        desk.night.restart()
        self._look(desk)

    def _open_again(self, desk: Playing) -> None:
        desk.file.store = SqlStore(desk.file.engine, KEY)
        desk.night.store = desk.file.store

    def _file(self, found: bytes = b"", slots: Slots | None = None) -> File:
        """Return an office's file in a folder of its own, empty or what is in another one."""
        folder = self.folder / next(self._folders)
        folder.mkdir()
        file = self._closing.enter_context(new_file(folder))
        if slots is not None:
            for engine in (file.reader, file.engine):
                engine.dispose()
            file.path.write_bytes(found)
            file.store = SqlStore(file.engine, KEY)
            write_slots(folder, slots)
        return file

    def _bytes(self, desk: Playing) -> bytes:
        """Return a desk's file as it lies on the disk; the last to close it brings all into it."""
        for engine in (desk.file.reader, desk.file.engine):
            engine.dispose()
        return desk.file.path.read_bytes()

    # -- time -------------------------------------------------------------------------------------

    def _pass(self, time: timedelta, but: Playing | None = None) -> None:
        for each in self.desks:
            if each is not but:
                each.night.clock.advance(time)

    def _set_right(self, desk: Playing) -> None:
        """Let nobody's clock be further from the office's time than some are."""
        clock = desk.night.clock
        off = clock.read().wall - START - clock.passed
        clock.jump(min(max(off, -APART), APART) - off)

    # -- the account ------------------------------------------------------------------------------

    def _note(self, desk: Playing) -> None:
        """Note what a desk has acknowledged since."""
        self._seen |= {each.uid: each for each in desk.seen}
        name = own(desk.file)
        place = desk.file.path, name
        with desk.file.store.begin() as tx:
            for line in written(desk.file, name, self._noted.get(place, 0)):
                self._noted[place] = line["dseq"]
                self.acknowledged[line["uid"]] = hashlib.sha256(text_of([line])).digest()
                event = tx.event(line["uid"])
                if event is not None and isinstance(event.fact, ACTS):
                    before = [each for each in tx.events_of(event.subject) if each.seq < event.seq]
                    self.planted.note(before, event)

    def _count_lost(self) -> None:
        """Strike out what no laptop and no hub has any more."""
        held = {uid for (uid,) in self.hub.rows("SELECT uid::text FROM xfc.line")}
        for each in self.desks:
            held |= {uid for (uid,) in each.file.rows("SELECT uid FROM event")}
        self.acknowledged = {uid: each for uid, each in self.acknowledged.items() if uid in held}
        for acts in self.planted.acts.values():
            for uid in acts.keys() - held:
                del acts[uid]


@contextmanager
def at_large(data: DataObject, hub: Hub, folder: Path) -> Iterator[AtLarge]:
    """Yield an office whose desks are at large."""
    with ExitStack() as closing:
        office = AtLarge(data, hub, folder, closing)
        office.begin(data.draw(st.integers(2, 5)))
        yield office
