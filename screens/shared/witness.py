"""Asks an officer to sign in: who it is by a choice that echoes no key, and the passphrase."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from screens.shared.form import Form, Kind, Part, Values
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say

FAULTS = {
    "officers.refused.choose": "second",
    "vault.refused.passphrase": "passphrase",
    "vault.refused.officer": "second",
}
"""The part that a refused sign-in is about."""


def signers(host: Host, *, here: bool = False) -> list[str]:
    """Return who can sign in besides the officer on duty, or with them; nobody in a demo."""
    try:
        rows = host.office.officers()
    except Refused:
        return []
    return [each.name for each in rows if each.slot and (here or not each.here)]


def signing_in(
    names: Sequence[str],
    *,
    label: str = "matter.act.second",
    secret: str = "matter.act.passphrase",
    initial: str | None = None,
    late: bool = False,
) -> tuple[Part, Part]:
    """Return what is asked of whoever signs in; the only one who can is chosen already.

    Whoever types their passphrase at once is not read by the others: a choice echoes no key.
    """
    options = tuple((each, each) for each in names) or (("", say("officers.nobody_else")),)
    alone = names[0] if len(names) == 1 else ""
    chosen = alone if initial is None else initial
    return (
        Part("second", say(label), Kind.CHOICE, options, initial=chosen, late=late),
        Part("passphrase", say(secret), Kind.SECRET, late=late),
    )


async def proven(host: Host, officer: str, passphrase: str) -> str:
    """Return the name of the officer chosen, who proves to be there. Raises Refused."""
    if not officer and host.office.guarded:
        raise Refused("officers.refused.choose")
    return await asyncio.to_thread(host.office.proven_officer, officer, passphrase)


def witness_form(host: Host, refused: Refused, vouched: Callable[[str], None]) -> Form:
    """Return the form that a refusal calls for; ``vouched`` gets the officer who signed in."""

    async def run(values: Values) -> None:
        vouched(await proven(host, values["second"], values["passphrase"]))

    return Form(
        heading=say("matter.act.second"),
        parts=signing_in(signers(host)),
        run=run,
        lines=(say(refused.key, **refused.values),),
        faults=FAULTS,
        begin="passphrase",
    )
