"""Corrects when something happened to a matter, which moves its deadlines, and says who vouches."""

from __future__ import annotations

from typing import Any

from screens.shared.form import Form, Kind, Part, Values
from screens.shared.moments import done_at
from screens.shared.witness import FAULTS, proven, signers, signing_in
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_procedure import MatterMoved
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say

_FAULTS = {
    "matter.refused.when": "when",
    "desk.refused.future": "when",
    "desk.refused.no_change": "when",
    "desk.refused.no_reason": "reason",
    "life.refused.second": "second",
    "life.refused.second_receipt": "second",
    "life.refused.second_same": "second",
    **FAULTS,
}
_WITNESS = ("second", "passphrase")


def time_form(host: Host, number: str, event: Event) -> Form:
    """Ask for the right time of a receipt or an act, the act's right words, and the reason."""
    local = event.happened_at.astimezone(host.zone)
    said = event.fact.text if isinstance(event.fact, MatterMoved) else ""

    async def run(values: Values) -> object:
        at = done_at(values["when"], host.now(), host.zone)
        text = values.get("text", said)
        changes: dict[str, Any] = {} if text == said else {"text": text}
        moved = at if at is not None and at != local.replace(second=0, microsecond=0) else None
        second = ""
        if values["second"]:
            second = await proven(host, values["second"], values["passphrase"])
        return await host.desk_do(
            lambda desk: desk.correct(
                event.uid, changes, values["reason"], happened_at=moved, second=second
            )
        )

    when = Part(
        "when",
        say("matter.act.when"),
        initial=f"{local:%Y-%m-%d %H:%M}",
        hint=say("matter.act.when_hint"),
    )
    words = (Part("text", say("word.need.text"), Kind.BOX, initial=said),) if said else ()
    return Form(
        heading=f"{number} {say('action.matter.correct')}",
        parts=(
            when,
            *words,
            Part("reason", say("live.ask.correct_reason")),
            *signing_in(signers(host), late=True),
        ),
        run=run,
        faults=_FAULTS,
        calls={"life.refused.second": _WITNESS, "life.refused.second_receipt": _WITNESS},
    )
