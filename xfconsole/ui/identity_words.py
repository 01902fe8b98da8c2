"""What the fields of an identity are called where one is shown; they are read nowhere else."""

from __future__ import annotations

from xfconsole.core.model import Identity
from xfconsole.ui.i18n import say

LABELS = {
    "name": "intake.label.name",
    "sex": "intake.label.sex",
    "age": "intake.label.age",
    "native_place": "intake.label.native_place",
    "occupation": "intake.label.occupation",
    "phone": "intake.label.phone",
    "address": "intake.label.address",
}
"""The fields in the order of the paper register, without the representatives."""
REPRESENTATIVES = "intake.label.representatives"


def identity_fields(identity: Identity) -> list[tuple[str, str]]:
    """Return what an identity holds, each with its name; every representative stands apart."""
    fields = [(say(key), getattr(identity, name)) for name, key in LABELS.items()]
    fields += [(say(REPRESENTATIVES), each) for each in identity.representatives]
    return [(label, value) for label, value in fields if value]
