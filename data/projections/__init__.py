"""Tables computed from the journal, one fact at a time.

Every module of projections is loaded with the first, so that none is left out.
"""

from data.projections import incident, keeping, matter, office, procedure, reception

__all__ = ["incident", "keeping", "matter", "office", "procedure", "reception"]
