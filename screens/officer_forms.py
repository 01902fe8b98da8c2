"""What is asked to add and revoke officers, and for another passphrase or recovery code."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from screens.form_parts import Form, Kind, Part, Values
from xfconsole.core.official import same
from xfconsole.core.refusal import Refused
from xfconsole.ui.host import Host
from xfconsole.ui.i18n import say

_FAULTS = {
    "vault.refused.passphrase": "own",
    "officers.refused.wait": "own",
    "vault.refused.no_officer": "name",
    "vault.refused.officer_known": "name",
    "officers.refused.another_name": "name",
    "vault.refused.short": "new",
    "officers.refused.differ": "again",
}


def add(host: Host) -> Form:
    """Ask whoever is signed in for their passphrase, and the new officer for one of their own."""

    async def run(values: Values) -> None:
        new = _agreed(values)
        office = host.office
        name = await asyncio.to_thread(office.add_officer, values["own"], values["name"], new)
        host.tell(say("officers.told.added", officer=name))

    parts = (_own(host), Part("name", say("officers.ask.name")), *_new())
    return _form("officers.add", parts, run, say("officers.said.add"))


def revoke(host: Host, name: str) -> Form:
    """Ask for the name once more; say what revoking cannot do."""

    async def run(values: Values) -> None:
        if not same(values["name"], name):
            raise Refused("officers.refused.another_name", officer=name)
        await asyncio.to_thread(host.office.revoke_officer, name)
        host.tell(say("officers.told.revoked", officer=name))

    parts = (Part("name", say("officers.ask.name_again")),)
    said = say("officers.said.revoke", officer=name), say("officers.said.old_copies")
    return _form("officers.revoke", parts, run, *said)


def change_passphrase(host: Host) -> Form:
    """Ask for the old passphrase and twice for the new one."""

    async def run(values: Values) -> None:
        new = _agreed(values)
        await asyncio.to_thread(host.office.change_passphrase, values["own"], new)
        host.tell(say("officers.told.changed"))

    said = say("officers.said.passphrase", officer=host.office.officer)
    return _form("officers.passphrase", (_own(host), *_new()), run, said)


def renew_recovery(host: Host, made: Callable[[str], None]) -> Form:
    """Ask for the passphrase; ``made`` gets the new code."""

    async def run(values: Values) -> None:
        made(await asyncio.to_thread(host.office.renew_recovery, values["own"]))

    return _form("officers.code", (_own(host),), run, say("officers.said.code"))


def new_code(host: Host, code: str) -> Form:
    """Show a new recovery code, and make sure that it was written down."""

    async def run(values: Values) -> None:
        if values["last"].upper() != code.rpartition("-")[2]:
            raise Refused("officers.refused.last_group")
        host.tell(say("officers.told.code"))

    parts = (Part("last", say("officers.ask.last")),)
    form = _form("officers.code", parts, run, say("officers.said.new_code"), code)
    return replace(form, stays=say("officers.off.code"))


def _agreed(values: Values) -> str:
    if values["new"] != values["again"]:
        raise Refused("officers.refused.differ")
    return values["new"]


def _own(host: Host) -> Part:
    return Part("own", say("officers.ask.own", officer=host.office.officer), Kind.SECRET)


def _new() -> tuple[Part, Part]:
    return (
        Part("new", say("officers.ask.new"), Kind.SECRET),
        Part("again", say("officers.ask.again"), Kind.SECRET),
    )


def _form(
    action: str, parts: tuple[Part, ...], run: Callable[[Values], Awaitable[None]], *said: str
) -> Form:
    return Form(
        heading=say(f"help.{action}"),
        parts=parts,
        run=run,
        lines=said,
        fault=lambda problem: _FAULTS.get(problem.key, ""),
    )
