"""What the journal holds: one class a kind of fact, and their corrections.

Every module of facts is loaded with the first, so that no kind is unknown to who reads a journal.
"""

from xfconsole.core.facts import (
    announced,
    of_desks,
    of_identity,
    of_incident,
    of_instruction,
    of_matter,
    of_office,
    of_procedure,
    of_reception,
)

__all__ = [
    "announced",
    "of_desks",
    "of_identity",
    "of_incident",
    "of_instruction",
    "of_matter",
    "of_office",
    "of_procedure",
    "of_reception",
]
