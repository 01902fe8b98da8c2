"""Verbs on identities and officers in a random night: reading, erasing, the key slots."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from tests.data.drawing import PEOPLE, WORDS, Drawing
from tests.identities import ACCUSATION, CLAIM
from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_desks import ClocksApart, DeskForked
from xfconsole.core.facts.of_office import (
    JournalEndMissed,
    OfficerAdded,
    OfficerRevoked,
    OfficersKept,
    PassphraseChanged,
)
from xfconsole.core.matter.acts import Move
from xfconsole.core.office.officers import OfficerChange
from xfconsole.core.words.desk import Purpose
from xfconsole.core.words.procedure import Act
from xfconsole.desk import Desk

SUGGESTION = replace(CLAIM, purpose=Purpose.SUGGESTION)
YEARS = timedelta(days=400)
"""Longer than a suggestion's identity is kept by the default pack."""
UNTIL_ERASED = 73 * 60
"""Minutes in which an approved erasure becomes what nobody can cancel any more."""
NAMES = st.sampled_from(["何静", "罗安"])
CHANGES: st.SearchStrategy[Fact] = st.one_of(
    st.builds(OfficerAdded, NAMES),
    st.builds(OfficerRevoked, NAMES),
    st.builds(OfficersKept, st.lists(NAMES, unique=True).map(tuple)),
    st.just(PassphraseChanged()),
)
"""What the key slots tell of."""


class IdentityPlaying(Drawing):
    """Now and then a verb makes what it needs first; else nights are too short for the whole way.

    ``now_and_then`` draws whether; what a verb finds in the night as it is stays possible as well.
    """

    def now_and_then(self) -> bool:
        return self.any(st.booleans())  # type: ignore[no-any-return]

    # -- reading ----------------------------------------------------------------------------------

    def read_identity(self, desk: Desk) -> Any:
        if self.now_and_then():
            form = self.any(st.sampled_from([CLAIM, ACCUSATION]))
            self.seen += desk.register(form).events
        glass = self.any(st.booleans())
        second = "" if glass else self.any(PEOPLE)
        return desk.read_identity(
            self.matter_with_identity(), self.any(WORDS) or "核实地址", second, glass=glass
        )

    def read_identities(self, desk: Desk) -> Any:
        matters = [each.subject for each, _ in self.registered()]
        chosen = self.any(st.lists(st.sampled_from(matters), unique=True, max_size=4))
        return desk.read_identities(chosen, self.any(WORDS), self.any(PEOPLE), export="台账.csv")

    def review_reading(self, desk: Desk) -> Any:
        if self.now_and_then():
            number = desk.register(ACCUSATION)
            self.seen += number.events
            desk.read_identity(number.number, "有生命危险", glass=True)
        reading = self.lone_reading()
        if self.now_and_then():
            self.seen += desk.sign_in(self.any(NAMES)).events
        return desk.review_reading(reading, self.any(WORDS))

    # -- erasing ----------------------------------------------------------------------------------

    def finished(self, desk: Desk) -> str:
        """Return the number of a matter that rests, or of any."""
        if not self.now_and_then():
            return self.matter_with_identity()
        done = desk.register(SUGGESTION)
        answered = desk.move(done.number, Move(Act.ANSWER, text="已答复"))
        self.seen += [*done.events, *answered.events]
        return done.number

    def propose_erasures(self, desk: Desk) -> Any:
        number = self.finished(desk)
        if self.now_and_then():
            self.night.clock.advance(YEARS)
        return desk.propose_erasures([number])

    def propose_erasure_on_request(self, desk: Desk) -> Any:
        return desk.propose_erasure_on_request(self.finished(desk), self.any(WORDS))

    def approve_erasures(self, desk: Desk) -> Any:
        if self.now_and_then():
            number = self.finished(desk)
            self.seen += desk.propose_erasure_on_request(number, "来访者请求").events
        done = desk.approve_erasures([self.proposed()], self.any(PEOPLE))
        if self.now_and_then():
            self.night.sleep(UNTIL_ERASED)
        return done

    def cancel_erasure(self, desk: Desk) -> Any:
        if self.now_and_then():
            self.propose_erasure_on_request(desk)
        return desk.cancel_erasure(self.proposed(), self.any(WORDS))

    # -- what the program brings ------------------------------------------------------------------

    def journal_officers(self, desk: Desk) -> Any:
        """Journal what the key slots tell, some of it told before."""
        told = [each for each in self.seen if each.kind == "officer.added"]
        uids = [self.night.ids.new(desk.now()), *(each.uid for each in told[-2:])]
        at = desk.now() - timedelta(minutes=self.any(st.integers(0, 600)))
        changes = self.any(st.lists(CHANGES, min_size=1, max_size=len(uids)))
        return desk.journal_officers(
            [OfficerChange(uid, at, "何静", fact) for uid, fact in zip(uids, changes, strict=False)]
        )

    def note_desks(self, desk: Desk) -> Any:
        number, minutes = self.any(st.integers(1, 3)), self.any(st.integers(6, 90))
        return desk.note_desks(
            [DeskForked("other", "B", number, "there"), ClocksApart("other", "B", minutes)]
        )

    def missed_end(self, desk: Desk) -> Any:
        last = self.any(st.integers(1, 3))
        return desk.missed_end(JournalEndMissed(last + self.any(st.integers(1, 3)), last))
