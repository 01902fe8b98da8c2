"""What provokes each sentence that the reading of an identity can be refused with."""

from __future__ import annotations

from tests.data.provocations_life import LifeCase, Provocation
from tests.desks import Night
from tests.identities import ACCUSATION, CLAIM
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_identity import IdentityErased, IdentityRead

NUMBER = "2026-000003"
"""The matter registered last on that night."""
NOBODY = "2026-000002"


def claim(night: Night) -> None:
    night.desk.register(CLAIM)


def accusation(night: Night) -> None:
    night.desk.register(ACCUSATION)


def alone(night: Night) -> None:
    """Read it alone, for danger to life."""
    night.desk.read_identity(NUMBER, "有生命危险", glass=True)


def reviewed(night: Night) -> None:
    """Let another officer look into that, and the first one come back."""
    own, night.desk.officer = night.desk.officer, "何静"
    night.desk.review_reading(reading(night), "已核实")
    night.desk.officer = own


def reading(night: Night) -> str:
    """Return the uid of the last reading."""
    found = [each for each in night.events(matter(night)) if isinstance(each.fact, IdentityRead)]
    return found[-1].uid


def read(reason: str = "核实地址", second: str = "", *, glass: bool = False) -> Provocation:
    return lambda night: night.desk.read_identity(NUMBER, reason, second, glass=glass)


def erased(night: Night) -> None:
    """Let the journal say that the identity was erased; its key is there all the same."""
    subject, now = matter(night), night.now()
    fact = IdentityErased("general", "李敏", "王强")
    with night.store.begin() as tx:
        tx.append([Event(night.ids.new(now), subject, now, now, "李敏", fact)])
    night.restart()


def again_by_another(night: Night) -> None:
    night.desk.officer = "何静"
    try:
        night.desk.review_reading(reading(night), "再看")
    finally:
        night.desk.officer = "李敏"


def matter(night: Night) -> str:
    """Return the uid of the matter."""
    with night.store.begin() as tx:
        found = tx.find_number(NUMBER)
    assert found is not None
    return found


IDENTITY_PROVOKED: dict[str, tuple[LifeCase, ...]] = {
    "identity.refused.none": (((), lambda night: night.desk.read_identity(NOBODY, "核实")),),
    "identity.refused.erased": (((claim, erased), read()),),
    "identity.refused.second": (
        ((accusation,), read()),
        ((accusation,), read(second=" \t")),
        (
            (accusation,),
            lambda night: night.desk.read_identities([matter(night)], "编报", export="台账.csv"),
        ),
    ),
    "identity.refused.second_same": (
        ((accusation,), read(second="李敏")),
        ((claim,), read(second=" 李敏 ")),
    ),
    "identity.refused.glass_and_second": (((accusation,), read(second="王强", glass=True)),),
    "identity.refused.glass_needless": (((claim,), read(glass=True)),),
    "identity.refused.no_glass": (
        ((), lambda night: night.desk.review_reading("x", "已核实")),
        ((claim, read()), lambda night: night.desk.review_reading(reading(night), "已核实")),
    ),
    "identity.refused.own_glass": (
        ((accusation, alone), lambda night: night.desk.review_reading(reading(night), "已核实")),
    ),
    "identity.refused.reviewed": (((accusation, alone, reviewed), again_by_another),),
}
