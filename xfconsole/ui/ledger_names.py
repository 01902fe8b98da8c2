"""The words that the ledger's filter knows for states, channels and purposes, in every language."""

from __future__ import annotations

from functools import cache

from xfconsole.core.ledger_query import Names
from xfconsole.core.ledger_terms import CLOSED_LISTS
from xfconsole.ui.i18n import LANGUAGES, catalogue, word_key


@cache
def ledger_names() -> Names:
    """Return, for each field with a closed list, its members by their words."""
    return {
        field: {
            catalogue(language).say(word_key(member)): member
            for language in LANGUAGES
            for member in members
        }
        for field, members in CLOSED_LISTS.items()
    }
