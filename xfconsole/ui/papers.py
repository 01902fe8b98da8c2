"""What a screen may ask of the office's papers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from xfconsole.core.words.frozen import frozen

if TYPE_CHECKING:
    from xfconsole.core.facts.of_procedure import DocumentIssued
    from xfconsole.core.office.slip import Slip
    from xfconsole.core.words.documents import Document, SheetKind


@frozen
class Section:
    """A part of a sheet: its heading, lines, and a table where it has ``heads``."""

    heading: str = ""
    lines: Sequence[str] = ()
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[object]] = ()


@frozen
class Signing:
    """A line to sign on: whose it is, and who signed it already ``at`` which time, in words."""

    who: str
    name: str = ""
    at: str = ""


@frozen
class SheetPaper:
    """A sheet of the office as it goes on paper; ``under`` stands below its title."""

    kind: SheetKind
    title: str
    sections: Sequence[Section]
    under: Sequence[str] = ()
    signed: Sequence[Signing] = ()


class Papers(Protocol):
    """What sets the office's documents out."""

    def template(self, document: Document) -> str:
        """Return a document's text template in the language spoken now."""
        ...

    def contact(self) -> str:
        """Return whom to ask at the office, as its config.toml says; nothing where it doesn't."""
        ...

    def save(self, issued: DocumentIssued, head: str, file: Path) -> Slip | None:
        """Write an issued document to a new file; returns why the own template was not used.

        Raises Refused for another ending, a file that is there, and what cannot be written.
        """
        ...

    def save_sheet(
        self, sheet: SheetPaper, head: str, file: Path, *, replace: bool = False
    ) -> Slip | None:
        """Write a sheet of the office, to a new file unless it may ``replace``; as ``save``."""
        ...

    def save_text(self, text: str, head: str, file: Path, *, replace: bool = False) -> Slip | None:
        """Write a paper of the office's own, kept as it was set out; as ``save_sheet`` does."""
        ...
