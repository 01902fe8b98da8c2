"""Asks for two officers before erasures wait no more for a desk that is lost."""

from __future__ import annotations

from collections.abc import Sequence

from screens.shared.form import Form, Kind, Part, Values
from screens.shared.witness import FAULTS, proven, signers, signing_in
from xfconsole.core.office.keeping import OtherDesk
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.keeping import desk_line

_FAULTS = {
    "keeping.refused.choose": "letter",
    "keeping.refused.aside": "letter",
    "keeping.refused.no_desk": "letter",
    "keeping.refused.same_officer": "second",
    **FAULTS,
}


def setting_aside(host: Host, desks: Sequence[OtherDesk]) -> Form:
    """Ask which desk is lost, and a second officer to sign in. Raises Refused where erasures wait
    for none."""
    left = [each for each in desks if not each.aside]
    if not left:
        raise Refused("keeping.refused.all_aside")

    async def run(values: Values) -> None:
        letter = values["letter"]
        if not letter:
            raise Refused("keeping.refused.choose")
        second = await proven(host, values["second"], values["passphrase"])
        await host.desk_do(lambda desk: desk.set_aside(letter, second))
        host.tell(say("keeping.set_aside", letter=letter, officer=second))

    options = tuple((each.letter, desk_line(each, host.zone)) for each in left)
    return Form(
        heading=say("help.retention.set_aside"),
        parts=(
            Part("letter", say("keeping.ask.lost"), Kind.CHOICE, options=options),
            *signing_in(signers(host), initial=""),
        ),
        run=run,
        lines=(say("keeping.ask.lost_means"), say("keeping.ask.lost_keeps")),
        faults=_FAULTS,
    )
