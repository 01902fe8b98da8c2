"""The table of the ledger's saved views as an SQLModel class."""

from __future__ import annotations

from sqlalchemy import Text
from sqlmodel import Field, SQLModel


class SavedViewTable(SQLModel, table=True):
    """How an officer wants to see the ledger, under a name; body is JSON."""

    __tablename__ = "saved_view"

    name: str = Field(sa_type=Text, primary_key=True)
    body: str = Field(sa_type=Text)
    saved_at: str = Field(sa_type=Text)
