"""What version 2 adds for the life of a matter: its state, its deadlines, links and barred parties.

Triggers keep what follows from other rows: the nearest duty in the ledger's line, and how many
matters there are in each state.
"""

from __future__ import annotations

DUTIES = "clock NOT IN ('object', 'ask_review', 'ask_final')"
_NEAREST = f"""
    UPDATE matter SET (due_on, due_clock, due_at) = (
      SELECT target_on, clock, due_at FROM deadline
      WHERE matter = matter.uid AND met_at IS NULL AND {DUTIES} ORDER BY due_at, clock LIMIT 1
    ) WHERE uid =
"""

_MATTER = (
    "ALTER TABLE matter ADD COLUMN state TEXT NOT NULL DEFAULT 'registered'",
    "ALTER TABLE matter ADD COLUMN holder TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE matter ADD COLUMN due_on TEXT",
    "ALTER TABLE matter ADD COLUMN due_clock TEXT",
    "ALTER TABLE matter ADD COLUMN due_at TEXT",
    # A matter from before has no deadlines yet; the desk's watch reckons them one by one.
    "ALTER TABLE matter ADD COLUMN reckoned INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE matter ADD COLUMN undecided INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE matter ADD COLUMN supervised INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE matter ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE matter ADD COLUMN finding TEXT",
    "ALTER TABLE matter ADD COLUMN answered_at TEXT",
    "ALTER TABLE matter ADD COLUMN served_at TEXT",
    "ALTER TABLE matter ADD COLUMN concluded_at TEXT",
    "ALTER TABLE matter ADD COLUMN again INTEGER NOT NULL DEFAULT 0",
    """
    UPDATE matter SET state = 'replied',
      answered_at = (SELECT min(replied_at) FROM reply WHERE matter = matter.uid)
    WHERE uid IN (SELECT matter FROM reply)
    """,
    "CREATE INDEX matter_state ON matter (state, received_at DESC, uid DESC)",
    "CREATE INDEX matter_due ON matter (due_on, uid) WHERE due_on IS NOT NULL",
    """
    CREATE INDEX matter_unreckoned ON matter (uid) WHERE reckoned = 0 AND state = 'registered'
    """,
    "CREATE INDEX matter_holder ON matter (holder, received_at DESC, uid DESC)",
    "CREATE INDEX matter_channel ON matter (channel, received_at DESC, uid DESC)",
)

_DEADLINE = (
    """
    CREATE TABLE deadline (
      matter TEXT NOT NULL,
      clock TEXT NOT NULL,
      anchor TEXT NOT NULL,
      part INTEGER NOT NULL,
      who TEXT NOT NULL,
      unit TEXT NOT NULL,
      measure TEXT NOT NULL,
      days INTEGER NOT NULL,
      started_on TEXT NOT NULL,
      target_on TEXT NOT NULL,
      rolled_on TEXT NOT NULL,
      due_at TEXT NOT NULL CHECK (length(due_at) = 27),
      provisional INTEGER NOT NULL,
      look_at TEXT CHECK (look_at IS NULL OR length(look_at) = 27),
      met_at TEXT CHECK (met_at IS NULL OR length(met_at) = 27),
      met_by TEXT,
      prompt TEXT,
      what TEXT,
      step INTEGER NOT NULL DEFAULT 0,
      post TEXT NOT NULL DEFAULT '',
      person TEXT NOT NULL DEFAULT '',
      prompt_due TEXT,
      prompted_at TEXT,
      PRIMARY KEY (matter, clock, anchor, part)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX deadline_look ON deadline (look_at) WHERE look_at IS NOT NULL",
    """
    CREATE INDEX deadline_standing ON deadline (measure, due_at, matter, clock, part)
    WHERE prompt IS NOT NULL
    """,
    "CREATE INDEX deadline_open ON deadline (due_at) WHERE met_at IS NULL",
    f"""
    CREATE TRIGGER deadline_came AFTER INSERT ON deadline
    BEGIN {_NEAREST} NEW.matter; END
    """,
    f"""
    CREATE TRIGGER deadline_changed AFTER UPDATE OF target_on, due_at, met_at ON deadline
    BEGIN {_NEAREST} NEW.matter; END
    """,
    f"""
    CREATE TRIGGER deadline_went AFTER DELETE ON deadline
    BEGIN {_NEAREST} OLD.matter; END
    """,
)

_PARTIES = (
    """
    CREATE TABLE linked (
      event TEXT PRIMARY KEY NOT NULL,
      matter TEXT NOT NULL,
      target TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX linked_matter ON linked (matter)",
    "CREATE INDEX linked_target ON linked (target)",
    """
    CREATE TABLE barred (
      event TEXT PRIMARY KEY NOT NULL,
      matter TEXT NOT NULL,
      bar TEXT NOT NULL,
      person TEXT NOT NULL,
      post TEXT NOT NULL,
      unit TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX barred_matter ON barred (matter)",
    "CREATE INDEX barred_person ON barred (person, matter)",
)

_STANDING = (
    """
    CREATE TRIGGER deadline_prompted AFTER UPDATE OF prompt ON deadline
    WHEN OLD.prompt IS NULL AND NEW.prompt IS NOT NULL
    BEGIN
      INSERT INTO tally (name, amount) VALUES ('standing', 1)
      ON CONFLICT (name) DO UPDATE SET amount = amount + 1;
    END
    """,
    """
    CREATE TRIGGER deadline_answered AFTER UPDATE OF prompt ON deadline
    WHEN OLD.prompt IS NOT NULL AND NEW.prompt IS NULL
    BEGIN
      UPDATE tally SET amount = amount - 1 WHERE name = 'standing';
      DELETE FROM tally WHERE name = 'standing' AND amount = 0;
    END
    """,
    """
    CREATE TRIGGER deadline_prompt_went AFTER DELETE ON deadline WHEN OLD.prompt IS NOT NULL
    BEGIN
      UPDATE tally SET amount = amount - 1 WHERE name = 'standing';
      DELETE FROM tally WHERE name = 'standing' AND amount = 0;
    END
    """,
)
"""Counts the due work that is prompted for; no deadline comes with its prompt."""

_TALLY = (
    """
    INSERT INTO tally (name, amount) SELECT 'state:' || state, count(*) FROM matter GROUP BY state
    """,
    """
    CREATE TRIGGER matter_state_came AFTER INSERT ON matter
    BEGIN
      INSERT INTO tally (name, amount) VALUES ('state:' || NEW.state, 1)
      ON CONFLICT (name) DO UPDATE SET amount = amount + 1;
    END
    """,
    """
    CREATE TRIGGER matter_state_went AFTER DELETE ON matter
    BEGIN
      UPDATE tally SET amount = amount - 1 WHERE name = 'state:' || OLD.state;
      DELETE FROM tally WHERE name = 'state:' || OLD.state AND amount = 0;
    END
    """,
    """
    CREATE TRIGGER matter_state_changed AFTER UPDATE OF state ON matter WHEN NEW.state <> OLD.state
    BEGIN
      UPDATE tally SET amount = amount - 1 WHERE name = 'state:' || OLD.state;
      DELETE FROM tally WHERE name = 'state:' || OLD.state AND amount = 0;
      INSERT INTO tally (name, amount) VALUES ('state:' || NEW.state, 1)
      ON CONFLICT (name) DO UPDATE SET amount = amount + 1;
    END
    """,
)

LIFE: tuple[str, ...] = (*_MATTER, *_DEADLINE, *_STANDING, *_PARTIES, *_TALLY)
"""The statements in the order they are played."""
