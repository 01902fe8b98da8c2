"""The keys of the matter screen that read an identity and look into a lone reading of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, cast

from screens.matter.identity_window import IdentityScreen
from screens.shared.form import Form, FormScreen, Kind, Part, Values
from screens.shared.witness import FAULTS, proven, signers, signing_in
from xfconsole.core.facts.event import Event
from xfconsole.core.identity.emergency_reading import (
    ReadingToReview,
    reading_to_review,
    second_needed,
    unreviewed,
)
from xfconsole.core.identity.erasure import erasure_of
from xfconsole.core.rows import MatterFile, MatterRow
from xfconsole.core.words.desk import Identity
from xfconsole.core.words.official import same
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.host import Host
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.words.catalogue import LANGUAGES, catalogue, say
from xfconsole.ui.words.times import moment


class Identifying(Acting):
    """Mixin of the matter screen. What was read goes into the window and nowhere else."""

    if TYPE_CHECKING:

        @property
        def file(self) -> MatterFile: ...

    def identity_reason(self, action_id: str) -> str:
        """Say why there is nothing to read, or nothing to look into."""
        if action_id == "matter.identity" and not self.file.row.has_identity:
            return say("identity.refused.none")
        if action_id == "matter.identity" and erasure_of(self.file.events).erased is not None:
            return say("identity.refused.erased")
        if action_id != "matter.review":
            return ""
        waiting = self._waiting()
        if not waiting:
            return say("identity.off.no_glass")
        if all(same(each.officer, self.host.office.officer) for each in waiting):
            return say("identity.refused.own_glass", officer=self.host.office.officer)
        return ""

    def do_identity(self) -> None:
        """Ask why the identity is to be read, then show it for a minute."""
        row, needs = self.file.row, second_needed(self.file.events)
        read: list[Identity] = []
        form = identity_form(self.host, row, needs=needs, take=read.append)

        def show(_: bool | None) -> None:
            identity, top = read.pop() if read else None, cast("object", self.app.screen)
            # Whatever came over this screen meanwhile, such as the lock, is not to be covered.
            if identity is not None and top is self:
                self.app.push_screen(IdentityScreen(row.number, identity, self.host.now()))

        self.app.push_screen(FormScreen(form), show)

    def do_review(self) -> None:
        """Look into the oldest lone reading of another officer's."""
        own = self.host.office.officer
        event = next(each for each in self._waiting() if not same(each.officer, own))
        waiting = reading_to_review(event, self.file.row.number)
        self.app.push_screen(FormScreen(review_form(self.host, waiting)))

    def _waiting(self) -> list[Event]:
        return unreviewed(self.file.events)


WORD = "identity.glass.word"
_FAULTS = {
    "desk.refused.no_reason": "reason",
    "identity.refused.second": "second",
    "identity.refused.glass_and_second": "glass",
    "identity.refused.glass_word": "glass",
    "life.refused.barred": "second",
    **FAULTS,
}


def identity_form(
    host: Host, row: MatterRow, *, needs: bool, take: Callable[[Identity], None]
) -> Form:
    """Ask why an identity is read; ``needs`` a second officer, who signs in, or danger to life.

    ``take`` gets the identity, once the reading is journaled; the form keeps nothing of it.
    """

    async def run(values: Values) -> None:
        if not values["reason"]:
            raise Refused("desk.refused.no_reason")
        glass = needs and _glass(values)
        second = await _second(host, values) if needs and not glass else ""
        take(
            await host.desk_do(
                lambda desk: desk.read_identity(row.uid, values["reason"], second, glass=glass)
            )
        )

    lines = [say("identity.ask.logged")]
    if needs:
        lines += [say("identity.ask.second"), say("identity.ask.alone", word=say(WORD))]
    return Form(
        heading=say("identity.ask.heading", number=row.number),
        parts=tuple(_parts(host, needs=needs)),
        run=run,
        lines=tuple(lines),
        faults=_FAULTS,
    )


def review_form(host: Host, waiting: ReadingToReview) -> Form:
    """Ask what an officer found who looked into another officer's lone reading."""

    async def run(values: Values) -> object:
        return await host.desk_do(lambda desk: desk.review_reading(waiting.event, values["note"]))

    told = say(
        "identity.review.told",
        officer=waiting.officer,
        at=moment(waiting.at, host.zone),
        reason=waiting.reason,
    )
    return Form(
        heading=say("identity.review.heading", number=waiting.number),
        parts=(Part("note", say("identity.review.note"), Kind.BOX),),
        run=run,
        lines=(told,),
        faults={"desk.refused.no_text": "note"},
    )


def _parts(host: Host, *, needs: bool) -> Iterator[Part]:
    yield Part("reason", say("identity.ask.reason"))
    if needs:
        yield from signing_in(signers(host), initial="")
        hint = say("identity.ask.glass_hint", word=say(WORD))
        yield Part("glass", say("identity.ask.glass"), hint=hint)


def _glass(values: Values) -> bool:
    """Return whether the officer states danger to life, by the words in either language."""
    typed = values["glass"]
    if not typed:
        return False
    # An input method may not be at hand at that moment, or be the only thing at hand.
    words = {catalogue(each).say(WORD).casefold() for each in LANGUAGES}
    if " ".join(typed.casefold().split()) not in words:
        raise Refused("identity.refused.glass_word", word=say(WORD))
    if values["second"]:
        raise Refused("identity.refused.glass_and_second")
    return True


async def _second(host: Host, values: Values) -> str:
    """Return the second officer, who proves to be there. Known refusals come before the proof."""
    if not values["second"]:
        raise Refused("identity.refused.second")
    return await proven(host, values["second"], values["passphrase"])
