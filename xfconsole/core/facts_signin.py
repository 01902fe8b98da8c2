"""What the journal says of who can open the office (subject: the office): officers' names only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from xfconsole.core.fact import Fact


@dataclass(frozen=True, slots=True)
class OfficerAdded(Fact):
    """Somebody got a passphrase of their own, typed by themselves at the desk."""

    kind: ClassVar[str] = "officer.added"
    name: str


@dataclass(frozen=True, slots=True)
class OfficerRevoked(Fact):
    """Somebody's passphrase does not open the office any more."""

    kind: ClassVar[str] = "officer.revoked"
    name: str


@dataclass(frozen=True, slots=True)
class OfficersKept(Fact):
    """An older journal was put back and the key slots were not: these officers have one now."""

    kind: ClassVar[str] = "officers.kept"
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PassphraseChanged(Fact):
    """The officer took another passphrase; the old one was typed for it."""

    kind: ClassVar[str] = "passphrase.changed"


@dataclass(frozen=True, slots=True)
class PassphraseRecovered(Fact):
    """The officer took another passphrase by the recovery code."""

    kind: ClassVar[str] = "passphrase.recovered"


@dataclass(frozen=True, slots=True)
class RecoveryCodeRenewed(Fact):
    """There is a new recovery code; the one before opens nothing any more."""

    kind: ClassVar[str] = "recovery_code.renewed"
