"""Forms about erasing identities: proposing, approving as another officer, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from screens.form_parts import Form, Kind, Part, Values
from screens.witness import FAULTS, proven, signers, signing_in
from xfconsole.core.erasing import ErasureRow
from xfconsole.core.official import same
from xfconsole.core.refusal import Refused
from xfconsole.desk import Desk
from xfconsole.ui.host import Host
from xfconsole.ui.i18n import say

AT_ONCE = 50
"""So many matters are decided on in one transaction."""
_ONE, _ALL = "one", "all"
_FAULTS = {
    "desk.refused.no_reason": "reason",
    "desk.refused.no_matter": "number",
    "erasure.refused.kept": "number",
    "erasure.refused.erased": "number",
    "erasure.refused.proposed": "number",
    "erasure.refused.same_officer": "second",
    "life.refused.barred": "second",
    **FAULTS,
}


def propose_form(host: Host, row: ErasureRow, others: Sequence[ErasureRow]) -> Form:
    """Propose the matter under the cursor, or all that are due."""

    async def run(values: Values) -> None:
        for some in _portions(row, others, values):
            await host.desk_do(partial(Desk.propose_erasures, matters=some))

    return Form(
        heading=say("erasure.ask.propose"),
        parts=(_which(row, others),),
        run=run,
        lines=(say("erasure.ask.stays"), say("erasure.ask.another")),
    )


def request_form(host: Host) -> Form:
    """Propose one matter because the complainant asks for it."""

    async def run(values: Values) -> object:
        number, reason = values["number"], values["reason"]
        return await host.desk_do(lambda desk: desk.propose_erasure_on_request(number, reason))

    return Form(
        heading=say("erasure.ask.request"),
        parts=(
            Part("number", say("erasure.ask.number")),
            Part("reason", say("erasure.ask.reason")),
        ),
        run=run,
        lines=(say("erasure.ask.stays"), say("erasure.ask.another")),
        fault=_fault,
    )


def approve_form(host: Host, row: ErasureRow, others: Sequence[ErasureRow]) -> Form:
    """Approve as another officer than who proposed, who signs for it with their passphrase."""

    async def run(values: Values) -> None:
        if same(values["second"], row.proposed_by):
            raise Refused("erasure.refused.same_officer", number=row.number)
        second = await proven(host, values["second"], values["passphrase"])
        for some in _portions(row, others, values):
            await host.desk_do(partial(Desk.approve_erasures, matters=some, second=second))

    hours = host.office.policy.retention.cancel_hours
    return Form(
        heading=say("erasure.ask.approve"),
        parts=(
            _which(row, others),
            *signing_in(signers(host, here=True), initial=""),
        ),
        run=run,
        lines=(say("erasure.ask.window", hours=hours), say("erasure.ask.for_good")),
        fault=_fault,
    )


def cancel_form(host: Host, row: ErasureRow) -> Form:
    """Take a proposal back, saying why."""

    async def run(values: Values) -> object:
        return await host.desk_do(lambda desk: desk.cancel_erasure(row.number, values["reason"]))

    return Form(
        heading=say("erasure.ask.cancel", number=row.number),
        parts=(Part("reason", say("erasure.ask.reason")),),
        run=run,
        fault=_fault,
    )


def _which(row: ErasureRow, others: Sequence[ErasureRow]) -> Part:
    options = (
        (_ONE, say("erasure.ask.one", number=row.number)),
        (_ALL, say("erasure.ask.all", count=len(others))),
    )
    return Part("which", say("erasure.ask.which"), Kind.CHOICE, options=options, initial=_ONE)


def _portions(row: ErasureRow, others: Sequence[ErasureRow], values: Values) -> list[list[str]]:
    numbers = [each.number for each in others] if values["which"] == _ALL else [row.number]
    return [numbers[at : at + AT_ONCE] for at in range(0, len(numbers), AT_ONCE)]


def _fault(refused: Refused) -> str:
    return _FAULTS.get(refused.key, "")
