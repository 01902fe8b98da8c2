"""The triggers of the office's file: no class can say them.

They hold the journal to what it is, and keep in the tables what follows from other rows: the
nearest duty in the ledger's line, whether a matter is one of the past, and the counts that no
screen may count rows for.
"""

from __future__ import annotations

from collections.abc import Mapping

from data.tables.shared import DUTIES

NEAREST = f"""
    UPDATE matter SET (due_on, due_clock, due_at) = (
      SELECT target_on, clock, due_at FROM deadline
      WHERE matter = matter.uid AND met_at IS NULL AND {DUTIES}
      ORDER BY due_at, target_on, clock LIMIT 1
    ) WHERE
"""
"""Finds the nearest duty of some matters; of those that end on one statutory day the earliest
control date comes first."""
PAST = f"""
    UPDATE matter SET past = EXISTS (
      SELECT 1 FROM deadline WHERE matter = matter.uid AND silent AND met_at IS NULL AND {DUTIES}
    ) WHERE
"""
"""Says of some matters whether a file brought them overdue and nobody took them up."""


def _stands(row: str) -> str:
    """Whether due work is prompted for and rings: not what a file brought overdue."""
    return f"{row}.prompt IS NOT NULL AND NOT {row}.silent"


def _more(name: str) -> str:
    return f"""
        INSERT INTO tally (name, amount) VALUES ({name}, 1)
        ON CONFLICT (name) DO UPDATE SET amount = amount + 1;
    """


def _less(name: str) -> str:
    return f"""
        UPDATE tally SET amount = amount - 1 WHERE name = {name};
        DELETE FROM tally WHERE name = {name} AND amount = 0;
    """


_CAME, _WENT = "'state:' || NEW.state", "'state:' || OLD.state"

_AS_WRITTEN = ", ".join(
    f"{{row}}.{name}"
    for name in (
        *("seq", "uid", "kind", "subject", "happened_at", "recorded_at", "officer", "body"),
        *("prev", "mac", "stamp"),
    )
)

_JOURNAL = {
    # But for a copy of a desk that departs: its lines keep the name that the chain signs.
    "event_never_changes": f"""
        BEFORE UPDATE ON event
        WHEN NEW.desk = OLD.desk
          OR NEW.signed_desk IS NOT coalesce(OLD.signed_desk, OLD.desk)
          OR NEW.signed_dseq IS NOT coalesce(OLD.signed_dseq, OLD.dseq)
          OR ({_AS_WRITTEN.format(row="NEW")}) IS NOT ({_AS_WRITTEN.format(row="OLD")})
        BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END
    """,
    "event_no_delete": """
        BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'nothing leaves the journal'); END
    """,
    # Holds against INSERT OR REPLACE even where recursive_triggers was left off.
    "event_only_new": """
        BEFORE INSERT ON event
        WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
          OR EXISTS (SELECT 1 FROM event WHERE uid = NEW.uid)
          OR EXISTS (SELECT 1 FROM event WHERE desk = NEW.desk AND dseq = NEW.dseq)
        BEGIN SELECT RAISE(ABORT, 'the journal grows at its end only'); END
    """,
}

_MATTERS = {
    "matter_came": """
        AFTER INSERT ON matter
        BEGIN UPDATE tally SET amount = amount + 1 WHERE name = 'matter'; END
    """,
    "matter_went": """
        AFTER DELETE ON matter
        BEGIN UPDATE tally SET amount = amount - 1 WHERE name = 'matter'; END
    """,
    "matter_state_came": f"AFTER INSERT ON matter BEGIN {_more(_CAME)} END",
    "matter_state_went": f"AFTER DELETE ON matter BEGIN {_less(_WENT)} END",
    "matter_state_changed": f"""
        AFTER UPDATE OF state ON matter WHEN NEW.state <> OLD.state
        BEGIN {_less(_WENT)} {_more(_CAME)} END
    """,
}

_DEADLINES = {
    "deadline_past_came": f"""
        AFTER INSERT ON deadline WHEN NEW.silent BEGIN {PAST} uid = NEW.matter; END
    """,
    "deadline_past_changed": f"""
        AFTER UPDATE OF silent, met_at ON deadline WHEN OLD.silent OR NEW.silent
        BEGIN {PAST} uid = NEW.matter; END
    """,
    "deadline_past_went": f"""
        AFTER DELETE ON deadline WHEN OLD.silent BEGIN {PAST} uid = OLD.matter; END
    """,
    # No deadline comes with its prompt.
    "deadline_prompted": f"""
        AFTER UPDATE OF prompt, silent ON deadline
        WHEN NOT ({_stands("OLD")}) AND {_stands("NEW")}
        BEGIN {_more("'standing'")} END
    """,
    "deadline_answered": f"""
        AFTER UPDATE OF prompt, silent ON deadline
        WHEN {_stands("OLD")} AND NOT ({_stands("NEW")})
        BEGIN {_less("'standing'")} END
    """,
    "deadline_prompt_went": f"""
        AFTER DELETE ON deadline WHEN {_stands("OLD")}
        BEGIN {_less("'standing'")} END
    """,
    "deadline_came": f"AFTER INSERT ON deadline BEGIN {NEAREST} uid = NEW.matter; END",
    "deadline_changed": f"""
        AFTER UPDATE OF target_on, due_at, met_at ON deadline
        BEGIN {NEAREST} uid = NEW.matter; END
    """,
    "deadline_went": f"AFTER DELETE ON deadline BEGIN {NEAREST} uid = OLD.matter; END",
}

TRIGGERS: Mapping[str, str] = _JOURNAL | _MATTERS | _DEADLINES
"""What each trigger does, by its name."""
