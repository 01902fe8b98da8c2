"""What a random night draws from: the words, the officers, and what there is to name by now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from tests.data.files import File
from tests.desks import Night, three_days
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_identity import IdentityRead
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.ports import Ids

START = datetime(2025, 12, 31, 15, 50, tzinfo=UTC)
"""Ten minutes before the office's new year, so that numbers start anew within the night."""
PEOPLE = st.sampled_from(["孙磊", "唐青", "王强", "周平", ""])
WORDS = st.sampled_from(["", "停水三天", "安置房\n逾期\t交付", "[/b]\x1b[31m"])


class Drawing:
    """A night whose values come from hypothesis, and what was journaled of it so far."""

    def __init__(
        self,
        data: DataObject,
        file: File,
        ids: Ids | None = None,
    ) -> None:
        self.data, self.file = data, file
        self.night = Night(store=file.store, start=START, roster=three_days(START), ids=ids)
        self.seen = list(self.night.open(33).done.events)

    def any(self, strategy: st.SearchStrategy[Any]) -> Any:
        return self.data.draw(strategy)

    def one(self, values: list[Any]) -> Any:
        """Return one of the latest values, or now and then one that names nothing."""
        return self.any(st.sampled_from([*values[-4:], *values[-4:], "nowhere"]))

    # -- what there is to name --------------------------------------------------------------------

    def incident(self) -> str:
        return self.one([each.number for each in self.night.desk.situation().incidents])  # type: ignore[no-any-return]

    def matter(self) -> str:
        return self.one([fact.number for _, fact in self.registered()])  # type: ignore[no-any-return]

    def matter_with_identity(self) -> str:
        sealed = [fact.number for _, fact in self.registered() if fact.sealed]
        return self.one(sealed) if sealed else self.matter()

    def registered(self) -> list[tuple[Event, MatterRegistered]]:
        return [(e, e.fact) for e in self.seen if isinstance(e.fact, MatterRegistered)]

    def proposed(self) -> str:
        """Return the number of a matter whose erasure was proposed at some time, or of any."""
        subjects = {each.subject for each in self.seen if each.kind == "erasure.proposed"}
        numbers = [fact.number for each, fact in self.registered() if each.subject in subjects]
        return self.one(numbers) if numbers else self.matter()

    def lone_reading(self) -> str:
        """Return the event of a lone reading: its verb returns what was read and no events."""
        subjects = [each.subject for each, fact in self.registered() if fact.sealed]
        events = [each for subject in subjects for each in self.night.events(subject)]
        alone = [e.uid for e in events if isinstance(e.fact, IdentityRead) and e.fact.glass]
        return self.one(alone)  # type: ignore[no-any-return]

    def request(self) -> tuple[str, str]:
        asked = [each for each in self.seen if each.kind == "request.recorded"]
        return self.any(  # type: ignore[no-any-return]
            st.sampled_from([("nowhere", "nowhere"), *((e.subject, e.uid) for e in asked)])
        )

    def prompt(self) -> str | None:
        standing = [each.prompt.uid for each in self.night.desk.situation().prompts]
        return self.one([None, None, *standing[:4]])  # type: ignore[no-any-return]
