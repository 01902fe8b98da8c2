"""What provokes each sentence that a handover or an erasure can be refused with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from tests.data.provocations_life import LifeCase, Provocation, later
from tests.desks import OFFICER, START, Night, turn
from tests.identities import CLAIM
from tests.lives import MOVES
from xfconsole.core.words.desk import Purpose, RingOutcome
from xfconsole.core.words.procedure import Act, Bar

NUMBER = "2026-000003"
"""The matter registered last on that night."""
NOBODY = "2026-000002"
SECOND = "王强"


# -- handover -------------------------------------------------------------------------------------


def hand_over(to: str) -> Provocation:
    return lambda night: night.desk.hand_over(to, "", {night.incident})


def unsaid(night: Night) -> None:
    """Take a live incident over without saying it back."""
    night.desk.hand_over("何静", "", {night.incident}, {})


def accept(clock: Callable[[Night], str]) -> Provocation:
    return lambda night: night.desk.accept_clocks({clock(night)})


def barred(night: Night) -> None:
    """Bar somebody from the night's matter."""
    night.desk.bar("2026-000001", Bar.ACCUSED, person="孙磊")


def kept_back(night: Night) -> None:
    """Let the desk change hands and come back; its incident is nobody's but who had it."""
    night.desk.hand_over("何静")
    night.desk.hand_over(OFFICER)


def accept_as_barred(night: Night) -> None:
    night.desk.officer = "孙磊"
    try:
        night.desk.accept_clocks({night.incident})
    finally:
        night.desk.officer = OFFICER


def relief_late(night: Night) -> None:
    """Let the turn of somebody begin who does not come."""
    hour = timedelta(hours=1)
    held = [
        turn("duty_officer", OFFICER, ends_at=START + hour),
        turn("duty_officer", "何静", starts_at=START + hour, ends_at=START + 9 * hour),
    ]
    night.desk.import_roster("值班.csv", held)
    night.after(90)


def promise(minutes: int) -> Provocation:
    return lambda night: night.desk.ring_relief(
        night.desk.situation().relief[0].uid, RingOutcome.ANSWERED, minutes
    )


def ring_who_waits(night: Night) -> None:
    prompt = night.desk.situation().relief[0].uid
    night.desk.ring_relief(prompt, RingOutcome.ANSWERED, person=OFFICER)


HANDOVER_PROVOKED: dict[str, tuple[LifeCase, ...]] = {
    "handover.refused.unsaid": (((), unsaid),),
    "handover.refused.nobody_else": (
        ((), hand_over(" \n")),
        ((), hand_over(f" {OFFICER} ")),
    ),
    "handover.refused.barred": (
        ((barred,), hand_over("孙磊")),
        ((barred, kept_back), accept_as_barred),
    ),
    "handover.refused.nothing": (
        ((), accept(lambda night: "nowhere")),
        ((), accept(lambda night: night.incident)),
    ),
    "handover.refused.eta": (
        ((relief_late,), promise(0)),
        ((relief_late,), promise(-5)),
        ((relief_late,), promise(24 * 60 + 1)),
    ),
    "relief.refused.waiting": (((relief_late,), ring_who_waits),),
}


# -- erasure --------------------------------------------------------------------------------------


def open_matter(night: Night) -> None:
    night.desk.register(replace(CLAIM, purpose=Purpose.SUGGESTION))


def answered(night: Night) -> None:
    """Register a matter and answer it on the spot, so that it rests."""
    open_matter(night)
    night.desk.move(NUMBER, MOVES[Act.ANSWER])


def asked(night: Night) -> None:
    night.desk.propose_erasure_on_request(NUMBER, "来访者请求")


def approved(night: Night) -> None:
    night.desk.approve_erasures([NUMBER], SECOND)


def reopened(night: Night) -> None:
    night.desk.move(NUMBER, MOVES[Act.REOPEN])


def cancelled(night: Night) -> None:
    night.desk.cancel_erasure(NUMBER, "还要联系")


def propose(number: str) -> Provocation:
    return lambda night: night.desk.propose_erasures([number])


def approve(second: str) -> Provocation:
    return lambda night: night.desk.approve_erasures([NUMBER], second)


def standing_in(verb: Provocation) -> Provocation:
    """Do this at a desk whose pack stands in for the office's own."""

    def provoke(night: Night) -> object:
        night.desk._stand_in = True
        try:
            return verb(night)
        finally:
            night.desk._stand_in = False

    return provoke


ERASURE_PROVOKED: dict[str, tuple[LifeCase, ...]] = {
    "desk.refused.stand_in": (
        ((answered,), standing_in(propose(NUMBER))),
        ((answered, asked), standing_in(approve(SECOND))),
    ),
    "erasure.refused.not_proposed": (
        ((answered,), approve(SECOND)),
        ((answered,), cancelled),
        ((answered, asked, approved), approve(SECOND)),
        ((answered, asked, cancelled), approve(SECOND)),
    ),
    "erasure.refused.same_officer": (
        ((answered, asked), approve(OFFICER)),
        ((answered, asked), approve(f" {OFFICER}\n")),
        ((answered, asked), approve(" ")),
    ),
    "erasure.refused.proposed": (
        ((answered, asked), propose(NUMBER)),
        ((answered, asked), asked),
        ((answered, asked, approved), asked),
    ),
    "erasure.refused.erased": (
        ((answered, asked, approved, later(hours=72)), asked),
        ((answered, asked, approved, later(hours=72)), approve(SECOND)),
        ((answered, asked, approved, later(hours=72)), cancelled),
    ),
    "erasure.refused.period": (((answered,), propose(NUMBER)),),
    "erasure.refused.none": (((), propose(NOBODY)),),
    "erasure.refused.kept": (
        ((open_matter,), propose(NUMBER)),
        ((open_matter,), asked),
        ((answered, asked, reopened), approve(SECOND)),
    ),
}
