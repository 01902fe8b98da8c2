"""Takes an outcome back on one desk of an office at large while another one corrects it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from xfconsole.core.words.refusal import Refused

if TYPE_CHECKING:
    from tests.data.hub.office_at_large import AtLarge


def crossing(office: AtLarge) -> Callable[[], None]:
    """Return what lets a desk log an arrival, another one correct it that met the hub in between,
    and the first take it back: neither has heard of what the other did."""
    return partial(_cross, office)


def _cross(office: AtLarge) -> None:
    first, other = office.any_desk(), office.any_desk()
    with suppress(Refused):
        arrived = first.night.desk.arrive(first.incident(), "duty_leader", person="王强").events[0]
        for each in (first, other):
            office.hold(office.met(each), office._forked())
        with suppress(Refused):
            person = office.data.draw(st.sampled_from(["林涛", "唐青"]))
            other.night.desk.correct(arrived.uid, {"person": person}, "看错人")
        first.night.desk.undo()
    for each in (first, other):
        office._note(each)
