"""Facts about who read what a complainant said of themselves (subject: the matter).

They tell of officers. Nothing of the identity stands in them, and no correction alters one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from xfconsole.core.fact import Fact
from xfconsole.core.model import Uid


@dataclass(frozen=True, slots=True)
class IdentityRead(Fact):
    """An officer read the matter's identity, and why; journaled before anything is shown.

    ``second`` is the other officer who was there; ``glass``: none was, for danger to life, and
    another officer has yet to look into it. ``export`` is the name of the file it was written to.
    """

    kind: ClassVar[str] = "identity.read"
    reason: str
    second: str = ""
    glass: bool = False
    export: str = ""


@dataclass(frozen=True, slots=True)
class GlassReviewed(Fact):
    """Another officer looked into a reading without a second officer; ``of`` is that event."""

    kind: ClassVar[str] = "identity.reviewed"
    of: Uid
    note: str
