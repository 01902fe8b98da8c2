"""The tables of erasures that are under way, and of what they leave to wipe out of the file."""

from __future__ import annotations

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel


class ErasureTable(SQLModel, table=True):
    """Each matter whose identity somebody proposed to erase; approved ones with an instant."""

    __tablename__ = "erasure"
    __table_args__ = (
        Index("erasure_after", "erase_after", sqlite_where=text("erase_after IS NOT NULL")),
    )

    matter: str = Field(primary_key=True, sa_type=Text)
    proposal: str = Field(sa_type=Text)
    erase_after: str | None = Field(default=None, sa_type=Text)


class WipingTable(SQLModel, table=True):
    """Holds a row while what was destroyed may still lie in unused parts of the file or its log."""

    __tablename__ = "wiping"

    id: int = Field(primary_key=True)
