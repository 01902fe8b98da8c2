"""What version 4 adds to the file, statement by statement, so that no night is drowned."""

from __future__ import annotations

_WATCH = (
    # A reading of before may be a console's that was on watch: rather one stretch too many told.
    "ALTER TABLE heartbeat ADD COLUMN attended INTEGER NOT NULL DEFAULT 1",
)

_DUTIES = "clock NOT IN ('object', 'ask_review', 'ask_final')"
_PAST = f"""
    UPDATE matter SET past = EXISTS (
      SELECT 1 FROM deadline WHERE matter = matter.uid AND silent AND met_at IS NULL AND {_DUTIES}
    ) WHERE uid =
"""
_STANDS = "{row}.prompt IS NOT NULL AND NOT {row}.silent"
_ONE_LESS = """
    UPDATE tally SET amount = amount - 1 WHERE name = 'standing';
    DELETE FROM tally WHERE name = 'standing' AND amount = 0;
"""
_ONE_MORE = """
    INSERT INTO tally (name, amount) VALUES ('standing', 1)
    ON CONFLICT (name) DO UPDATE SET amount = amount + 1;
"""
_TAKING = "('matter.moved', 'document.issued', 'matter.chased', 'party.barred')"
_BY_FILE = '{"act":"serve","by":"unit","to":"served"}'


def _stands(row: str) -> str:
    return _STANDS.format(row=row)


_BROUGHT = (
    # What import brought a matter: of one from before the journal kept that, its file.
    "ALTER TABLE matter ADD COLUMN brought TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE matter ADD COLUMN taken_at TEXT",
    "ALTER TABLE matter ADD COLUMN past INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE deadline ADD COLUMN silent INTEGER NOT NULL DEFAULT 0",
    "UPDATE matter SET brought = source WHERE source <> ''",
    f"""
    UPDATE matter SET taken_at = (
      SELECT min(recorded_at) FROM event
      WHERE subject = matter.uid AND kind IN {_TAKING} AND body <> '{_BY_FILE}'
    ) WHERE brought <> ''
    """,
    """
    UPDATE deadline SET silent = 1 WHERE EXISTS (
      SELECT 1 FROM matter WHERE uid = deadline.matter AND brought <> '' AND taken_at IS NULL
        AND deadline.due_at <= registered_at
    )
    """,
    f"{_PAST} uid AND brought <> ''",
    "CREATE INDEX matter_brought ON matter (brought, received_at DESC, uid DESC)",
    """
    CREATE INDEX matter_past ON matter (received_at DESC, uid DESC, brought, source, registered_at)
    WHERE past = 1
    """,
    f"""
    CREATE TRIGGER deadline_past_came AFTER INSERT ON deadline WHEN NEW.silent
    BEGIN {_PAST} NEW.matter; END
    """,
    f"""
    CREATE TRIGGER deadline_past_changed AFTER UPDATE OF silent, met_at ON deadline
    WHEN OLD.silent OR NEW.silent
    BEGIN {_PAST} NEW.matter; END
    """,
    f"""
    CREATE TRIGGER deadline_past_went AFTER DELETE ON deadline WHEN OLD.silent
    BEGIN {_PAST} OLD.matter; END
    """,
)

_STANDING = (
    *(
        f"DROP TRIGGER {name}"
        for name in ("deadline_prompted", "deadline_answered", "deadline_prompt_went")
    ),
    "DELETE FROM tally WHERE name = 'standing'",
    """
    INSERT INTO tally (name, amount)
    SELECT 'standing', count(*) FROM deadline WHERE prompt IS NOT NULL AND NOT silent
    HAVING count(*) > 0
    """,
    f"""
    CREATE TRIGGER deadline_prompted AFTER UPDATE OF prompt, silent ON deadline
    WHEN NOT ({_stands("OLD")}) AND {_stands("NEW")}
    BEGIN {_ONE_MORE} END
    """,
    f"""
    CREATE TRIGGER deadline_answered AFTER UPDATE OF prompt, silent ON deadline
    WHEN {_stands("OLD")} AND NOT ({_stands("NEW")})
    BEGIN {_ONE_LESS} END
    """,
    f"""
    CREATE TRIGGER deadline_prompt_went AFTER DELETE ON deadline WHEN {_stands("OLD")}
    BEGIN {_ONE_LESS} END
    """,
)
"""Counts what is prompted for and rings: not what a file brought overdue."""

NIGHT: tuple[str, ...] = (*_WATCH, *_BROUGHT, *_STANDING)
"""In order; a released statement is never edited, a later version adds its own."""
