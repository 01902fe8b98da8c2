"""Asks for the second officer who vouches for a time that starts a statutory clock."""

from __future__ import annotations

from collections.abc import Callable

from screens.form_parts import Form, Kind, Part, Values
from screens.officials import official_rows
from xfconsole.core.refusal import Refused
from xfconsole.ui.host import Host
from xfconsole.ui.i18n import say

_FAULTS = {"vault.refused.passphrase": "passphrase", "vault.refused.officer": "second"}


def witness_form(host: Host, refused: Refused, vouched: Callable[[str], None]) -> Form:
    """Return the form that a refusal calls for; ``vouched`` gets the officer who signed in."""

    async def run(values: Values) -> None:
        vouched(await host.witness(values["second"], values["passphrase"]))

    return Form(
        heading=say("matter.act.second"),
        parts=(
            Part("second", say("matter.act.second"), rows=lambda: official_rows(host)),
            Part("passphrase", say("matter.act.passphrase"), Kind.SECRET),
        ),
        run=run,
        lines=(say(refused.key, **refused.values),),
        fault=lambda problem: _FAULTS.get(problem.key, ""),
    )
