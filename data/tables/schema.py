"""The tables of version 1, statement by statement, as the migration runner plays them.

``event`` is the journal and the truth. Every other table is either a projection of it, whose rows
each follow from the events of exactly one subject, or something that can't be derived: keys,
pinned policy packs, drafts, the last clock reading and the office's own identity.

Instants are UTC text of fixed width (27 characters), so that text order is time order. Long texts
(what a letter says, a reply) stay in the journal; tables hold what is listed, searched or joined.
"""

from __future__ import annotations

_EVENT = (
    """
    CREATE TABLE event (
      seq INTEGER PRIMARY KEY NOT NULL,
      uid TEXT NOT NULL UNIQUE,
      desk TEXT NOT NULL,
      dseq INTEGER NOT NULL,
      kind TEXT NOT NULL,
      subject TEXT NOT NULL,
      happened_at TEXT NOT NULL CHECK (length(happened_at) = 27),
      recorded_at TEXT NOT NULL CHECK (length(recorded_at) = 27),
      officer TEXT NOT NULL,
      body TEXT NOT NULL CHECK (json_valid(body)),
      prev BLOB NOT NULL CHECK (length(prev) = 32),
      mac BLOB NOT NULL CHECK (length(mac) = 32),
      UNIQUE (desk, dseq)
    ) STRICT
    """,
    "CREATE INDEX event_subject ON event (subject, seq)",
    "CREATE INDEX event_recorded ON event (recorded_at, seq)",
    """
    CREATE TRIGGER event_no_update BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END
    """,
    """
    CREATE TRIGGER event_no_delete BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'nothing leaves the journal'); END
    """,
    # Holds against INSERT OR REPLACE even where recursive_triggers was left off.
    """
    CREATE TRIGGER event_only_new BEFORE INSERT ON event
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
      OR EXISTS (SELECT 1 FROM event WHERE uid = NEW.uid)
      OR EXISTS (SELECT 1 FROM event WHERE desk = NEW.desk AND dseq = NEW.dseq)
    BEGIN SELECT RAISE(ABORT, 'the journal grows at its end only'); END
    """,
)

_MATTER = (
    """
    CREATE TABLE matter (
      uid TEXT PRIMARY KEY NOT NULL,
      number TEXT NOT NULL UNIQUE,
      channel TEXT NOT NULL,
      summary TEXT NOT NULL,
      purpose TEXT,
      topic TEXT NOT NULL,
      unit TEXT NOT NULL,
      township TEXT NOT NULL,
      headcount INTEGER,
      anonymous INTEGER NOT NULL,
      confidential INTEGER NOT NULL,
      read_back INTEGER NOT NULL,
      sealed TEXT NOT NULL,
      source TEXT NOT NULL,
      source_ref TEXT NOT NULL,
      received_at TEXT NOT NULL,
      registered_at TEXT NOT NULL,
      officer TEXT NOT NULL,
      search TEXT NOT NULL
    ) STRICT
    """,
    # Holding the searched text too: a filter walks this index and touches only rows that match.
    "CREATE INDEX matter_ledger ON matter (received_at DESC, uid DESC, search)",
    "CREATE INDEX matter_unit ON matter (unit)",
    "CREATE UNIQUE INDEX matter_source_ref ON matter (source_ref) WHERE source_ref <> ''",
    """
    CREATE TABLE reply (
      uid TEXT PRIMARY KEY NOT NULL,
      matter TEXT NOT NULL,
      replied_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX reply_matter ON reply (matter)",
    """
    CREATE TABLE request (
      uid TEXT PRIMARY KEY NOT NULL,
      matter TEXT NOT NULL,
      recorded_seq INTEGER NOT NULL,
      text TEXT NOT NULL,
      answer TEXT,
      step TEXT,
      due_on TEXT
    ) STRICT
    """,
    "CREATE INDEX request_matter ON request (matter, recorded_seq)",
    # How many matters there are, kept by triggers so that no screen ever counts rows.
    "CREATE TABLE tally (name TEXT PRIMARY KEY NOT NULL, amount INTEGER NOT NULL) STRICT",
    "INSERT INTO tally (name, amount) VALUES ('matter', 0)",
    """
    CREATE TRIGGER matter_came AFTER INSERT ON matter
    BEGIN UPDATE tally SET amount = amount + 1 WHERE name = 'matter'; END
    """,
    """
    CREATE TRIGGER matter_went AFTER DELETE ON matter
    BEGIN UPDATE tally SET amount = amount - 1 WHERE name = 'matter'; END
    """,
)

_INCIDENT = (
    """
    CREATE TABLE incident (
      uid TEXT PRIMARY KEY NOT NULL,
      number TEXT NOT NULL,
      matter TEXT NOT NULL,
      topic TEXT NOT NULL,
      channel TEXT NOT NULL,
      headcount INTEGER NOT NULL,
      count_source TEXT NOT NULL,
      level TEXT NOT NULL,
      policy TEXT NOT NULL,
      policy_label TEXT NOT NULL,
      unit TEXT NOT NULL,
      township TEXT NOT NULL,
      assigned_leader INTEGER NOT NULL,
      opened_at TEXT NOT NULL,
      opened_seq INTEGER NOT NULL,
      closed_at TEXT
    ) STRICT
    """,
    # Not unique: an incident's number starts over every year.
    "CREATE INDEX incident_number ON incident (number, opened_seq)",
    "CREATE INDEX incident_matter ON incident (matter)",
    "CREATE INDEX incident_live ON incident (opened_seq) WHERE closed_at IS NULL",
    """
    CREATE TABLE obligation (
      incident TEXT NOT NULL,
      post TEXT NOT NULL,
      rule TEXT NOT NULL,
      anchor TEXT NOT NULL,
      person TEXT NOT NULL,
      added_at TEXT NOT NULL,
      tell_by TEXT NOT NULL,
      tell_missed_at TEXT,
      arrive_missed_at TEXT,
      met_how TEXT,
      met_by TEXT,
      met_at TEXT,
      PRIMARY KEY (incident, post, rule)
    ) STRICT
    """,
    """
    CREATE TABLE call (
      uid TEXT PRIMARY KEY NOT NULL,
      incident TEXT NOT NULL,
      post TEXT NOT NULL,
      person TEXT NOT NULL,
      outcome TEXT NOT NULL,
      rung_at TEXT NOT NULL,
      eta TEXT,
      prompt TEXT
    ) STRICT
    """,
    "CREATE INDEX call_incident ON call (incident)",
    """
    CREATE TABLE prompt (
      uid TEXT PRIMARY KEY NOT NULL,
      incident TEXT NOT NULL,
      what TEXT NOT NULL,
      rule TEXT NOT NULL,
      post TEXT NOT NULL,
      duty TEXT NOT NULL,
      person TEXT NOT NULL,
      due TEXT NOT NULL,
      raised_at TEXT NOT NULL,
      late_s INTEGER NOT NULL,
      attempt INTEGER NOT NULL,
      corrected INTEGER NOT NULL,
      snoozed_until TEXT,
      cleared_at TEXT
    ) STRICT
    """,
    "CREATE INDEX prompt_incident ON prompt (incident)",
)

_OFFICE = (
    # As recorded: what the lines add up to is for the one resolver in the rules to say.
    """
    CREATE TABLE roster_entry (
      event TEXT NOT NULL,
      position INTEGER NOT NULL,
      subject TEXT NOT NULL,
      post TEXT NOT NULL,
      unit TEXT NOT NULL,
      person TEXT NOT NULL,
      phone TEXT NOT NULL,
      starts_at TEXT NOT NULL,
      ends_at TEXT NOT NULL,
      rank INTEGER NOT NULL,
      shift TEXT NOT NULL,
      in_place_of TEXT NOT NULL,
      PRIMARY KEY (event, position)
    ) STRICT
    """,
    "CREATE INDEX roster_entry_subject ON roster_entry (subject)",
    """
    CREATE TABLE leave (
      event TEXT PRIMARY KEY NOT NULL,
      subject TEXT NOT NULL,
      person TEXT NOT NULL,
      starts_at TEXT NOT NULL,
      ends_at TEXT NOT NULL,
      reason TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX leave_subject ON leave (subject)",
    "CREATE TABLE counter (series TEXT PRIMARY KEY NOT NULL, last INTEGER NOT NULL) STRICT",
    "CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT",
)

_KEPT = (
    "CREATE TABLE matter_key (matter TEXT PRIMARY KEY NOT NULL, wrapped TEXT NOT NULL) STRICT",
    "CREATE TABLE policy_pack (digest TEXT PRIMARY KEY NOT NULL, text TEXT NOT NULL) STRICT",
    """
    CREATE TABLE heartbeat (
      id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
      wall TEXT NOT NULL,
      boot REAL NOT NULL,
      boot_id TEXT NOT NULL,
      ahead REAL NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE draft (
      form TEXT PRIMARY KEY NOT NULL,
      body BLOB NOT NULL,
      saved_at TEXT NOT NULL
    ) STRICT
    """,
)

VERSION_1: tuple[str, ...] = _EVENT + _MATTER + _INCIDENT + _OFFICE + _KEPT
"""Version 1 in order; a released statement is never edited, a later version adds its own."""
