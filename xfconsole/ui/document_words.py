"""What a document is asked for and dated with, in the language spoken now."""

from __future__ import annotations

from datetime import date

from xfconsole.ui.i18n import say


def field_label(name: str) -> str:
    """Return the label of one of ``document_fields.FIELDS``."""
    return say(f"document.field.{name}")


def document_day(on: date) -> str:
    """Return a day as a document writes it: ``2026年2月20日``, ``2026-02-20``."""
    return say("document.day", year=on.year, month=on.month, day=on.day)


def no_notice() -> str:
    """Return what stands in place of the notice of receipt when it is excused (TG 23)."""
    return say("document.notice_excused")
