"""Forms about an identity: why it is read, who else is there, and looking into a lone reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from screens.form_parts import Form, Kind, Part, Values
from screens.witness import FAULTS, signers, signing_in
from xfconsole.core.glass import GlassToReview
from xfconsole.core.model import Identity
from xfconsole.core.refusal import Refused
from xfconsole.ui.format import moment
from xfconsole.ui.host import Host
from xfconsole.ui.i18n import LANGUAGES, catalogue, say

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
    host: Host, number: str, *, needs: bool, take: Callable[[Identity], None]
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
                lambda desk: desk.read_identity(number, values["reason"], second, glass=glass)
            )
        )

    lines = [say("identity.ask.logged")]
    if needs:
        lines += [say("identity.ask.second"), say("identity.ask.alone", word=say(WORD))]
    return Form(
        heading=say("identity.ask.heading", number=number),
        parts=tuple(_parts(host, needs=needs)),
        run=run,
        lines=tuple(lines),
        fault=lambda refused: _FAULTS.get(refused.key, ""),
    )


def review_form(host: Host, waiting: GlassToReview) -> Form:
    """Ask what an officer found who looked into another officer's lone reading."""

    async def run(values: Values) -> object:
        return await host.desk_do(lambda desk: desk.review_glass(waiting.event, values["note"]))

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
        fault=lambda refused: "note" if refused.key == "desk.refused.no_text" else "",
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
    return await host.witness(values["second"], values["passphrase"])
