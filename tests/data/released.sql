-- What a program of each version said to a file of the one before it, word for word.
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
) STRICT;
CREATE INDEX event_subject ON event (subject, seq);
CREATE INDEX event_recorded ON event (recorded_at, seq);
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'nothing leaves the journal'); END;
CREATE TRIGGER event_only_new BEFORE INSERT ON event
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
  OR EXISTS (SELECT 1 FROM event WHERE uid = NEW.uid)
  OR EXISTS (SELECT 1 FROM event WHERE desk = NEW.desk AND dseq = NEW.dseq)
BEGIN SELECT RAISE(ABORT, 'the journal grows at its end only'); END;
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
) STRICT;
CREATE INDEX matter_ledger ON matter (received_at DESC, uid DESC, search);
CREATE INDEX matter_unit ON matter (unit);
CREATE UNIQUE INDEX matter_source_ref ON matter (source_ref) WHERE source_ref <> '';
CREATE TABLE reply (
  uid TEXT PRIMARY KEY NOT NULL,
  matter TEXT NOT NULL,
  replied_at TEXT NOT NULL
) STRICT;
CREATE INDEX reply_matter ON reply (matter);
CREATE TABLE request (
  uid TEXT PRIMARY KEY NOT NULL,
  matter TEXT NOT NULL,
  recorded_seq INTEGER NOT NULL,
  text TEXT NOT NULL,
  answer TEXT,
  step TEXT,
  due_on TEXT
) STRICT;
CREATE INDEX request_matter ON request (matter, recorded_seq);
CREATE TABLE tally (name TEXT PRIMARY KEY NOT NULL, amount INTEGER NOT NULL) STRICT;
INSERT INTO tally (name, amount) VALUES ('matter', 0);
CREATE TRIGGER matter_came AFTER INSERT ON matter
BEGIN
  UPDATE tally SET amount = amount + 1 WHERE name = 'matter';
END;
CREATE TRIGGER matter_went AFTER DELETE ON matter
BEGIN
  UPDATE tally SET amount = amount - 1 WHERE name = 'matter';
END;
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
) STRICT;
CREATE INDEX incident_number ON incident (number, opened_seq);
CREATE INDEX incident_matter ON incident (matter);
CREATE INDEX incident_live ON incident (opened_seq) WHERE closed_at IS NULL;
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
) STRICT;
CREATE TABLE call (
  uid TEXT PRIMARY KEY NOT NULL,
  incident TEXT NOT NULL,
  post TEXT NOT NULL,
  person TEXT NOT NULL,
  outcome TEXT NOT NULL,
  rung_at TEXT NOT NULL,
  eta TEXT,
  prompt TEXT
) STRICT;
CREATE INDEX call_incident ON call (incident);
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
) STRICT;
CREATE INDEX prompt_incident ON prompt (incident);
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
) STRICT;
CREATE INDEX roster_entry_subject ON roster_entry (subject);
CREATE TABLE leave (
  event TEXT PRIMARY KEY NOT NULL,
  subject TEXT NOT NULL,
  person TEXT NOT NULL,
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX leave_subject ON leave (subject);
CREATE TABLE counter (series TEXT PRIMARY KEY NOT NULL, last INTEGER NOT NULL) STRICT;
CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT;
CREATE TABLE matter_key (matter TEXT PRIMARY KEY NOT NULL, wrapped TEXT NOT NULL) STRICT;
CREATE TABLE policy_pack (digest TEXT PRIMARY KEY NOT NULL, text TEXT NOT NULL) STRICT;
CREATE TABLE heartbeat (
  id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
  wall TEXT NOT NULL,
  boot REAL NOT NULL,
  boot_id TEXT NOT NULL,
  ahead REAL NOT NULL
) STRICT;
CREATE TABLE draft (
  form TEXT PRIMARY KEY NOT NULL,
  body BLOB NOT NULL,
  saved_at TEXT NOT NULL
) STRICT;
PRAGMA user_version = 1;
ALTER TABLE matter ADD COLUMN state TEXT NOT NULL DEFAULT 'registered';
ALTER TABLE matter ADD COLUMN holder TEXT NOT NULL DEFAULT '';
ALTER TABLE matter ADD COLUMN due_on TEXT;
ALTER TABLE matter ADD COLUMN due_clock TEXT;
ALTER TABLE matter ADD COLUMN due_at TEXT;
ALTER TABLE matter ADD COLUMN reckoned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE matter ADD COLUMN undecided INTEGER NOT NULL DEFAULT 0;
ALTER TABLE matter ADD COLUMN supervised INTEGER NOT NULL DEFAULT 0;
ALTER TABLE matter ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE matter ADD COLUMN finding TEXT;
ALTER TABLE matter ADD COLUMN answered_at TEXT;
ALTER TABLE matter ADD COLUMN served_at TEXT;
ALTER TABLE matter ADD COLUMN concluded_at TEXT;
ALTER TABLE matter ADD COLUMN again INTEGER NOT NULL DEFAULT 0;
UPDATE matter SET state = 'replied',
  answered_at = (SELECT min(replied_at) FROM reply WHERE matter = matter.uid)
WHERE uid IN (SELECT matter FROM reply);
CREATE INDEX matter_state ON matter (state, received_at DESC, uid DESC);
CREATE INDEX matter_due ON matter (due_on, uid) WHERE due_on IS NOT NULL;
CREATE INDEX matter_unreckoned ON matter (uid) WHERE reckoned = 0 AND state = 'registered';
CREATE INDEX matter_holder ON matter (holder, received_at DESC, uid DESC);
CREATE INDEX matter_channel ON matter (channel, received_at DESC, uid DESC);
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
) STRICT, WITHOUT ROWID;
CREATE INDEX deadline_look ON deadline (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX deadline_standing ON deadline (measure, due_at, matter, clock, part)
  WHERE prompt IS NOT NULL;
CREATE INDEX deadline_open ON deadline (due_at) WHERE met_at IS NULL;
CREATE TRIGGER deadline_came AFTER INSERT ON deadline
BEGIN
  UPDATE matter SET (due_on, due_clock, due_at) = (
    SELECT target_on, clock, due_at FROM deadline
    WHERE matter = matter.uid AND met_at IS NULL
      AND clock NOT IN ('object', 'ask_review', 'ask_final')
    ORDER BY due_at, clock LIMIT 1
  ) WHERE uid = NEW.matter;
END;
CREATE TRIGGER deadline_changed AFTER UPDATE OF target_on, due_at, met_at ON deadline
BEGIN
  UPDATE matter SET (due_on, due_clock, due_at) = (
    SELECT target_on, clock, due_at FROM deadline
    WHERE matter = matter.uid AND met_at IS NULL
      AND clock NOT IN ('object', 'ask_review', 'ask_final')
    ORDER BY due_at, clock LIMIT 1
  ) WHERE uid = NEW.matter;
END;
CREATE TRIGGER deadline_went AFTER DELETE ON deadline
BEGIN
  UPDATE matter SET (due_on, due_clock, due_at) = (
    SELECT target_on, clock, due_at FROM deadline
    WHERE matter = matter.uid AND met_at IS NULL
      AND clock NOT IN ('object', 'ask_review', 'ask_final')
    ORDER BY due_at, clock LIMIT 1
  ) WHERE uid = OLD.matter;
END;
CREATE TRIGGER deadline_prompted AFTER UPDATE OF prompt ON deadline
WHEN OLD.prompt IS NULL AND NEW.prompt IS NOT NULL
BEGIN
  INSERT INTO tally (name, amount) VALUES ('standing', 1)
  ON CONFLICT (name) DO UPDATE SET amount = amount + 1;
END;
CREATE TRIGGER deadline_answered AFTER UPDATE OF prompt ON deadline
WHEN OLD.prompt IS NOT NULL AND NEW.prompt IS NULL
BEGIN
  UPDATE tally SET amount = amount - 1 WHERE name = 'standing';
  DELETE FROM tally WHERE name = 'standing' AND amount = 0;
END;
CREATE TRIGGER deadline_prompt_went AFTER DELETE ON deadline
WHEN OLD.prompt IS NOT NULL
BEGIN
  UPDATE tally SET amount = amount - 1 WHERE name = 'standing';
  DELETE FROM tally WHERE name = 'standing' AND amount = 0;
END;
CREATE TABLE linked (
  event TEXT PRIMARY KEY NOT NULL,
  matter TEXT NOT NULL,
  target TEXT NOT NULL
) STRICT;
CREATE INDEX linked_matter ON linked (matter);
CREATE INDEX linked_target ON linked (target);
CREATE TABLE barred (
  event TEXT PRIMARY KEY NOT NULL,
  matter TEXT NOT NULL,
  bar TEXT NOT NULL,
  person TEXT NOT NULL,
  post TEXT NOT NULL,
  unit TEXT NOT NULL
) STRICT;
CREATE INDEX barred_matter ON barred (matter);
CREATE INDEX barred_person ON barred (person, matter);
INSERT INTO tally (name, amount) SELECT 'state:' || state, count(*) FROM matter GROUP BY state;
CREATE TRIGGER matter_state_came AFTER INSERT ON matter
BEGIN
  INSERT INTO tally (name, amount) VALUES ('state:' || NEW.state, 1)
  ON CONFLICT (name) DO UPDATE SET amount = amount + 1;
END;
CREATE TRIGGER matter_state_went AFTER DELETE ON matter
BEGIN
  UPDATE tally SET amount = amount - 1 WHERE name = 'state:' || OLD.state;
  DELETE FROM tally WHERE name = 'state:' || OLD.state AND amount = 0;
END;
CREATE TRIGGER matter_state_changed AFTER UPDATE OF state ON matter
WHEN NEW.state <> OLD.state
BEGIN
  UPDATE tally SET amount = amount - 1 WHERE name = 'state:' || OLD.state;
  DELETE FROM tally WHERE name = 'state:' || OLD.state AND amount = 0;
  INSERT INTO tally (name, amount) VALUES ('state:' || NEW.state, 1)
  ON CONFLICT (name) DO UPDATE SET amount = amount + 1;
END;
CREATE VIRTUAL TABLE search_index USING fts5(
  grams, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
INSERT INTO search_index (search_index, rank) VALUES ('pgsz', 3900);
INSERT INTO search_index (search_index, rank) VALUES ('hashsize', 67108864);
CREATE TABLE search_doc (
  docid INTEGER PRIMARY KEY NOT NULL,
  matter TEXT NOT NULL UNIQUE,
  received_at TEXT NOT NULL,
  seq INTEGER NOT NULL
) STRICT;
CREATE TABLE search_state (
  id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
  seq INTEGER NOT NULL
) STRICT;
INSERT INTO search_state (id, seq) VALUES (1, 0);
CREATE INDEX matter_by_unit ON matter (unit, received_at DESC, uid DESC, state, channel);
CREATE INDEX matter_by_township ON matter (township, received_at DESC, uid DESC, state, channel);
CREATE INDEX matter_by_topic ON matter (topic, received_at DESC, uid DESC, state, channel);
CREATE INDEX matter_by_officer ON matter (officer, received_at DESC, uid DESC, state, channel);
CREATE INDEX matter_undecided ON matter (received_at DESC, uid DESC, due_at, due_on, state,
  channel, purpose, unit, holder, township, topic, officer, anonymous, undecided, supervised,
  urgent, number) WHERE undecided = 1;
CREATE INDEX matter_supervised ON matter (received_at DESC, uid DESC, due_at, due_on, state,
  channel, purpose, unit, holder, township, topic, officer, anonymous, undecided, supervised,
  urgent, number) WHERE supervised = 1;
CREATE INDEX matter_urgent ON matter (received_at DESC, uid DESC, due_at, due_on, state, channel,
  purpose, unit, holder, township, topic, officer, anonymous, undecided, supervised, urgent,
  number) WHERE urgent = 1;
CREATE INDEX matter_due_at ON matter (due_at, uid, received_at, due_on, state, channel, purpose,
  unit, holder, township, topic, officer, anonymous, undecided, supervised, urgent, number)
  WHERE due_at IS NOT NULL;
CREATE INDEX matter_due_received ON matter (received_at DESC, uid DESC, due_at, due_on, state,
  channel, purpose, unit, holder, township, topic, officer, anonymous, undecided, supervised,
  urgent, number) WHERE due_at IS NOT NULL;
CREATE INDEX matter_due_state ON matter (state, due_at, uid) WHERE due_at IS NOT NULL;
CREATE TABLE saved_view (
  name TEXT PRIMARY KEY NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body)),
  saved_at TEXT NOT NULL CHECK (length(saved_at) = 27)
) STRICT;
PRAGMA user_version = 2;
DROP INDEX matter_unit;
DROP INDEX matter_due;
CREATE INDEX event_glass ON event (seq) WHERE kind IN ('identity.read', 'identity.reviewed');
CREATE TABLE erasure (
  matter TEXT PRIMARY KEY NOT NULL,
  proposal TEXT NOT NULL,
  erase_after TEXT CHECK (length(erase_after) = 27)
) STRICT;
CREATE INDEX erasure_after ON erasure (erase_after) WHERE erase_after IS NOT NULL;
CREATE TABLE wiping (id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1)) STRICT;
PRAGMA user_version = 3;
ALTER TABLE heartbeat ADD COLUMN attended INTEGER NOT NULL DEFAULT 1;
ALTER TABLE matter ADD COLUMN brought TEXT NOT NULL DEFAULT '';
ALTER TABLE matter ADD COLUMN taken_at TEXT;
ALTER TABLE matter ADD COLUMN past INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deadline ADD COLUMN silent INTEGER NOT NULL DEFAULT 0;
UPDATE matter SET brought = source WHERE source <> '';
UPDATE matter SET taken_at = (
  SELECT min(recorded_at) FROM event
  WHERE subject = matter.uid AND kind IN ('matter.moved', 'document.issued', 'matter.chased',
    'party.barred') AND body <> '{"act":"serve","by":"unit","to":"served"}'
) WHERE brought <> '';
UPDATE deadline SET silent = 1 WHERE EXISTS (
  SELECT 1 FROM matter WHERE uid = deadline.matter AND brought <> '' AND taken_at IS NULL
    AND deadline.due_at <= registered_at
);
UPDATE matter SET past = EXISTS (
  SELECT 1 FROM deadline
  WHERE matter = matter.uid AND silent AND met_at IS NULL
    AND clock NOT IN ('object', 'ask_review', 'ask_final')
) WHERE uid = uid AND brought <> '';
CREATE INDEX matter_brought ON matter (brought, received_at DESC, uid DESC);
CREATE INDEX matter_past ON matter (received_at DESC, uid DESC, brought, source, registered_at)
  WHERE past = 1;
CREATE TRIGGER deadline_past_came AFTER INSERT ON deadline
WHEN NEW.silent
BEGIN
  UPDATE matter SET past = EXISTS (
    SELECT 1 FROM deadline
    WHERE matter = matter.uid AND silent AND met_at IS NULL
      AND clock NOT IN ('object', 'ask_review', 'ask_final')
  ) WHERE uid = NEW.matter;
END;
CREATE TRIGGER deadline_past_changed AFTER UPDATE OF silent, met_at ON deadline
WHEN OLD.silent OR NEW.silent
BEGIN
  UPDATE matter SET past = EXISTS (
    SELECT 1 FROM deadline
    WHERE matter = matter.uid AND silent AND met_at IS NULL
      AND clock NOT IN ('object', 'ask_review', 'ask_final')
  ) WHERE uid = NEW.matter;
END;
CREATE TRIGGER deadline_past_went AFTER DELETE ON deadline
WHEN OLD.silent
BEGIN
  UPDATE matter SET past = EXISTS (
    SELECT 1 FROM deadline
    WHERE matter = matter.uid AND silent AND met_at IS NULL
      AND clock NOT IN ('object', 'ask_review', 'ask_final')
  ) WHERE uid = OLD.matter;
END;
DROP TRIGGER deadline_prompted;
DROP TRIGGER deadline_answered;
DROP TRIGGER deadline_prompt_went;
DELETE FROM tally WHERE name = 'standing';
INSERT INTO tally (name, amount)
SELECT 'standing', count(*) FROM deadline WHERE prompt IS NOT NULL AND NOT silent
HAVING count(*) > 0;
CREATE TRIGGER deadline_prompted AFTER UPDATE OF prompt, silent ON deadline
WHEN NOT (OLD.prompt IS NOT NULL AND NOT OLD.silent) AND NEW.prompt IS NOT NULL AND NOT NEW.silent
BEGIN
  INSERT INTO tally (name, amount) VALUES ('standing', 1)
  ON CONFLICT (name) DO UPDATE SET amount = amount + 1;
END;
CREATE TRIGGER deadline_answered AFTER UPDATE OF prompt, silent ON deadline
WHEN OLD.prompt IS NOT NULL AND NOT OLD.silent AND NOT (NEW.prompt IS NOT NULL AND NOT NEW.silent)
BEGIN
  UPDATE tally SET amount = amount - 1 WHERE name = 'standing';
  DELETE FROM tally WHERE name = 'standing' AND amount = 0;
END;
CREATE TRIGGER deadline_prompt_went AFTER DELETE ON deadline
WHEN OLD.prompt IS NOT NULL AND NOT OLD.silent
BEGIN
  UPDATE tally SET amount = amount - 1 WHERE name = 'standing';
  DELETE FROM tally WHERE name = 'standing' AND amount = 0;
END;
ALTER TABLE deadline ADD COLUMN control_at TEXT;
CREATE INDEX deadline_unruled ON deadline (matter) WHERE control_at IS NULL AND met_at IS NULL
  AND rolled_on > target_on AND clock NOT IN ('object', 'ask_review', 'ask_final');
DROP INDEX deadline_standing;
CREATE INDEX deadline_standing ON deadline (measure, due_at, target_on, matter, clock, part)
  WHERE prompt IS NOT NULL;
DROP TRIGGER deadline_came;
DROP TRIGGER deadline_changed;
DROP TRIGGER deadline_went;
CREATE TRIGGER deadline_came AFTER INSERT ON deadline
BEGIN
  UPDATE matter SET (due_on, due_clock, due_at) = (
    SELECT target_on, clock, due_at FROM deadline
    WHERE matter = matter.uid AND met_at IS NULL
      AND clock NOT IN ('object', 'ask_review', 'ask_final')
    ORDER BY due_at, target_on, clock LIMIT 1
  ) WHERE uid = NEW.matter;
END;
CREATE TRIGGER deadline_changed AFTER UPDATE OF target_on, due_at, met_at ON deadline
BEGIN
  UPDATE matter SET (due_on, due_clock, due_at) = (
    SELECT target_on, clock, due_at FROM deadline
    WHERE matter = matter.uid AND met_at IS NULL
      AND clock NOT IN ('object', 'ask_review', 'ask_final')
    ORDER BY due_at, target_on, clock LIMIT 1
  ) WHERE uid = NEW.matter;
END;
CREATE TRIGGER deadline_went AFTER DELETE ON deadline
BEGIN
  UPDATE matter SET (due_on, due_clock, due_at) = (
    SELECT target_on, clock, due_at FROM deadline
    WHERE matter = matter.uid AND met_at IS NULL
      AND clock NOT IN ('object', 'ask_review', 'ask_final')
    ORDER BY due_at, target_on, clock LIMIT 1
  ) WHERE uid = OLD.matter;
END;
UPDATE matter SET (due_on, due_clock, due_at) = (
  SELECT target_on, clock, due_at FROM deadline
  WHERE matter = matter.uid AND met_at IS NULL
    AND clock NOT IN ('object', 'ask_review', 'ask_final')
  ORDER BY due_at, target_on, clock LIMIT 1
) WHERE due_at IS NOT NULL;
PRAGMA user_version = 4;
CREATE INDEX event_prompting ON event (recorded_at, kind) WHERE kind IN ('prompt.raised',
  'duty.prompted', 'alarm.passed', 'event.corrected');
PRAGMA user_version = 5;
DROP INDEX matter_due_at;
DROP INDEX matter_due_state;
CREATE INDEX matter_due_at ON matter (due_at, due_on, uid, received_at, state, channel, purpose,
  unit, holder, township, topic, officer, anonymous, undecided, supervised, urgent, number)
  WHERE due_at IS NOT NULL;
CREATE INDEX matter_due_state ON matter (state, due_at, due_on, uid) WHERE due_at IS NOT NULL;
PRAGMA user_version = 6;
ALTER TABLE matter DROP COLUMN served_at;
ALTER TABLE matter DROP COLUMN concluded_at;
PRAGMA user_version = 7;
DROP TABLE obligation;
DROP TABLE call;
DROP TABLE prompt;
DROP TABLE reply;
PRAGMA user_version = 8;
DROP INDEX matter_ledger;
ALTER TABLE matter DROP COLUMN search;
CREATE INDEX matter_ledger ON matter (received_at DESC, uid DESC);
CREATE INDEX matter_due_on ON matter (due_on, due_at, uid, received_at, state, channel, purpose,
  unit, holder, township, topic, officer, anonymous, undecided, supervised, urgent, number)
  WHERE due_at IS NOT NULL;
PRAGMA user_version = 9;
DROP INDEX deadline_open;
PRAGMA user_version = 10;
DROP INDEX matter_holder;
CREATE INDEX matter_by_holder ON matter (holder, received_at DESC, uid DESC, state, channel);
CREATE INDEX matter_due_unit ON matter (unit, due_at, due_on, uid, state, channel)
  WHERE due_at IS NOT NULL;
CREATE INDEX matter_due_holder ON matter (holder, due_at, due_on, uid, state, channel)
  WHERE due_at IS NOT NULL;
PRAGMA user_version = 11;
ALTER TABLE matter ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE matter ADD COLUMN addressed_to TEXT NOT NULL DEFAULT '';
ALTER TABLE matter ADD COLUMN cause TEXT NOT NULL DEFAULT '';
ALTER TABLE matter ADD COLUMN concerned INTEGER;
ALTER TABLE matter ADD COLUMN publishable INTEGER NOT NULL DEFAULT 0;
PRAGMA user_version = 12;
ALTER TABLE matter ADD COLUMN satisfaction TEXT;
PRAGMA user_version = 13;
ALTER TABLE matter ADD COLUMN simple INTEGER NOT NULL DEFAULT 0;
PRAGMA user_version = 14;
CREATE TABLE received (
  matter TEXT NOT NULL,
  session TEXT NOT NULL,
  starts_at TEXT NOT NULL,
  place INTEGER NOT NULL,
  leader TEXT DEFAULT '' NOT NULL,
  post TEXT DEFAULT '' NOT NULL,
  decision TEXT,
  text TEXT DEFAULT '' NOT NULL,
  unit TEXT DEFAULT '' NOT NULL,
  on_day TEXT,
  passed_to TEXT DEFAULT '' NOT NULL,
  decided_at TEXT,
  PRIMARY KEY (matter, session),
  CHECK (length(starts_at) = 27),
  CHECK (length(decided_at) = 27)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX received_session ON received (session, place);
CREATE INDEX received_starts ON received (starts_at, place);
PRAGMA user_version = 15;
ALTER TABLE matter ADD COLUMN leader TEXT NOT NULL DEFAULT '';
PRAGMA user_version = 16;
ALTER TABLE matter ADD COLUMN code TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX matter_code ON matter (code) WHERE code <> '';
PRAGMA user_version = 17;
DROP TRIGGER event_no_update;
ALTER TABLE event ADD COLUMN stamp TEXT;
UPDATE event SET stamp = (SELECT max(recorded_at) FROM event AS earlier WHERE earlier.seq < event.seq)
  WHERE recorded_at < (SELECT max(recorded_at) FROM event AS earlier WHERE earlier.seq < event.seq);
CREATE TRIGGER event_never_changes BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE INDEX event_stamp ON event (stamp) WHERE stamp IS NOT NULL;
DROP INDEX request_matter;
ALTER TABLE request ADD COLUMN ordinal TEXT NOT NULL DEFAULT '';
UPDATE request SET ordinal = (
  SELECT coalesce(stamp, recorded_at) || ' ' || desk || ' ' || printf('%010d', dseq)
  FROM event WHERE event.seq = recorded_seq);
ALTER TABLE request DROP COLUMN recorded_seq;
CREATE INDEX request_matter ON request (matter, ordinal);
DROP INDEX incident_number;
DROP INDEX incident_live;
ALTER TABLE incident ADD COLUMN ordinal TEXT NOT NULL DEFAULT '';
UPDATE incident SET ordinal = (
  SELECT coalesce(stamp, recorded_at) || ' ' || desk || ' ' || printf('%010d', dseq)
  FROM event WHERE event.seq = opened_seq);
ALTER TABLE incident DROP COLUMN opened_seq;
CREATE INDEX incident_number ON incident (number, ordinal);
CREATE INDEX incident_live ON incident (ordinal) WHERE closed_at IS NULL;
PRAGMA user_version = 18;
INSERT INTO search_index (search_index, rank) VALUES ('pgsz', 950);
PRAGMA user_version = 19;
ALTER TABLE incident ADD COLUMN follows INTEGER NOT NULL DEFAULT 0;
CREATE INDEX incident_followed ON incident (ordinal) WHERE follows = 1;
PRAGMA user_version = 20;
DROP TRIGGER event_never_changes;
DROP TRIGGER event_no_delete;
DROP TRIGGER event_only_new;
DROP TRIGGER matter_came;
DROP TRIGGER matter_went;
DROP TRIGGER matter_state_came;
DROP TRIGGER matter_state_went;
DROP TRIGGER matter_state_changed;
DROP TRIGGER deadline_past_came;
DROP TRIGGER deadline_past_changed;
DROP TRIGGER deadline_past_went;
DROP TRIGGER deadline_prompted;
DROP TRIGGER deadline_answered;
DROP TRIGGER deadline_prompt_went;
DROP TRIGGER deadline_came;
DROP TRIGGER deadline_changed;
DROP TRIGGER deadline_went;
CREATE TABLE matter_anew (
	uid TEXT NOT NULL,
	number TEXT NOT NULL,
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
	state TEXT DEFAULT 'registered' NOT NULL,
	holder TEXT DEFAULT '' NOT NULL,
	due_on TEXT,
	due_clock TEXT,
	due_at TEXT,
	reckoned INTEGER DEFAULT 0 NOT NULL,
	undecided INTEGER DEFAULT 0 NOT NULL,
	supervised INTEGER DEFAULT 0 NOT NULL,
	urgent INTEGER DEFAULT 0 NOT NULL,
	finding TEXT,
	answered_at TEXT,
	again INTEGER DEFAULT 0 NOT NULL,
	brought TEXT DEFAULT '' NOT NULL,
	taken_at TEXT,
	past INTEGER DEFAULT 0 NOT NULL,
	place TEXT DEFAULT '' NOT NULL,
	addressed_to TEXT DEFAULT '' NOT NULL,
	cause TEXT DEFAULT '' NOT NULL,
	concerned INTEGER,
	publishable INTEGER DEFAULT 0 NOT NULL,
	satisfaction TEXT,
	simple INTEGER DEFAULT 0 NOT NULL,
	leader TEXT DEFAULT '' NOT NULL,
	code TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (uid)
)
 STRICT;
INSERT INTO matter_anew (uid, number, channel, summary, purpose, topic, unit, township, headcount,
  anonymous, confidential, read_back, sealed, source, source_ref, received_at, registered_at,
  officer, state, holder, due_on, due_clock, due_at, reckoned, undecided, supervised, urgent,
  finding, answered_at, again, brought, taken_at, past, place, addressed_to, cause, concerned,
  publishable, satisfaction, simple, leader, code)
  SELECT uid, number, channel, summary, purpose, topic, unit, township, headcount, anonymous,
  confidential, read_back, sealed, source, source_ref, received_at, registered_at, officer, state,
  holder, due_on, due_clock, due_at, reckoned, undecided, supervised, urgent, finding,
  answered_at, again, brought, taken_at, past, place, addressed_to, cause, concerned, publishable,
  satisfaction, simple, leader, code FROM matter;
DROP TABLE matter;
ALTER TABLE matter_anew RENAME TO matter;
CREATE INDEX matter_source_ref ON matter (source_ref) WHERE source_ref <> '';
CREATE INDEX matter_number ON matter (number, uid);
CREATE INDEX matter_state ON matter (state, received_at DESC, uid DESC);
CREATE INDEX matter_unreckoned ON matter (uid) WHERE reckoned = 0 AND state = 'registered';
CREATE INDEX matter_channel ON matter (channel, received_at DESC, uid DESC);
CREATE INDEX matter_by_unit ON matter (unit, received_at DESC, uid DESC, state, channel);
CREATE INDEX matter_by_township ON matter (township, received_at DESC, uid DESC, state, channel);
CREATE INDEX matter_by_topic ON matter (topic, received_at DESC, uid DESC, state, channel);
CREATE INDEX matter_by_officer ON matter (officer, received_at DESC, uid DESC, state, channel);
CREATE INDEX matter_undecided ON matter (received_at DESC, uid DESC, due_at, due_on, state,
  channel, purpose, unit, holder, township, topic, officer, anonymous, undecided, supervised,
  urgent, number) WHERE undecided = 1;
CREATE INDEX matter_supervised ON matter (received_at DESC, uid DESC, due_at, due_on, state,
  channel, purpose, unit, holder, township, topic, officer, anonymous, undecided, supervised,
  urgent, number) WHERE supervised = 1;
CREATE INDEX matter_urgent ON matter (received_at DESC, uid DESC, due_at, due_on, state, channel,
  purpose, unit, holder, township, topic, officer, anonymous, undecided, supervised, urgent,
  number) WHERE urgent = 1;
CREATE INDEX matter_due_received ON matter (received_at DESC, uid DESC, due_at, due_on, state,
  channel, purpose, unit, holder, township, topic, officer, anonymous, undecided, supervised,
  urgent, number) WHERE due_at IS NOT NULL;
CREATE INDEX matter_brought ON matter (brought, received_at DESC, uid DESC);
CREATE INDEX matter_past ON matter (received_at DESC, uid DESC, brought, source, registered_at)
  WHERE past = 1;
CREATE INDEX matter_due_at ON matter (due_at, due_on, uid, received_at, state, channel, purpose,
  unit, holder, township, topic, officer, anonymous, undecided, supervised, urgent, number) WHERE
  due_at IS NOT NULL;
CREATE INDEX matter_due_state ON matter (state, due_at, due_on, uid) WHERE due_at IS NOT NULL;
CREATE INDEX matter_ledger ON matter (received_at DESC, uid DESC);
CREATE INDEX matter_due_on ON matter (due_on, due_at, uid, received_at, state, channel, purpose,
  unit, holder, township, topic, officer, anonymous, undecided, supervised, urgent, number) WHERE
  due_at IS NOT NULL;
CREATE INDEX matter_by_holder ON matter (holder, received_at DESC, uid DESC, state, channel);
CREATE INDEX matter_due_unit ON matter (unit, due_at, due_on, uid, state, channel) WHERE due_at IS
  NOT NULL;
CREATE INDEX matter_due_holder ON matter (holder, due_at, due_on, uid, state, channel) WHERE
  due_at IS NOT NULL;
CREATE INDEX matter_code ON matter (code) WHERE code <> '';
CREATE TRIGGER event_never_changes
        BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER event_no_delete
        BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'nothing leaves the journal'); END;
CREATE TRIGGER event_only_new
        BEFORE INSERT ON event
        WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
          OR EXISTS (SELECT 1 FROM event WHERE uid = NEW.uid)
          OR EXISTS (SELECT 1 FROM event WHERE desk = NEW.desk AND dseq = NEW.dseq)
        BEGIN SELECT RAISE(ABORT, 'the journal grows at its end only'); END;
CREATE TRIGGER matter_came
        AFTER INSERT ON matter
        BEGIN UPDATE tally SET amount = amount + 1 WHERE name = 'matter'; END;
CREATE TRIGGER matter_went
        AFTER DELETE ON matter
        BEGIN UPDATE tally SET amount = amount - 1 WHERE name = 'matter'; END;
CREATE TRIGGER matter_state_came AFTER INSERT ON matter BEGIN
        INSERT INTO tally (name, amount) VALUES ('state:' || NEW.state, 1)
        ON CONFLICT (name) DO UPDATE SET amount = amount + 1;
     END;
CREATE TRIGGER matter_state_went AFTER DELETE ON matter BEGIN
        UPDATE tally SET amount = amount - 1 WHERE name = 'state:' || OLD.state;
        DELETE FROM tally WHERE name = 'state:' || OLD.state AND amount = 0;
     END;
CREATE TRIGGER matter_state_changed
        AFTER UPDATE OF state ON matter WHEN NEW.state <> OLD.state
        BEGIN
        UPDATE tally SET amount = amount - 1 WHERE name = 'state:' || OLD.state;
        DELETE FROM tally WHERE name = 'state:' || OLD.state AND amount = 0;
        INSERT INTO tally (name, amount) VALUES ('state:' || NEW.state, 1)
        ON CONFLICT (name) DO UPDATE SET amount = amount + 1;
     END;
CREATE TRIGGER deadline_past_came
        AFTER INSERT ON deadline WHEN NEW.silent BEGIN
    UPDATE matter SET past = EXISTS (
      SELECT 1 FROM deadline WHERE matter = matter.uid AND silent AND met_at IS NULL AND clock NOT IN ('object', 'ask_review', 'ask_final')
    ) WHERE
 uid = NEW.matter; END;
CREATE TRIGGER deadline_past_changed
        AFTER UPDATE OF silent, met_at ON deadline WHEN OLD.silent OR NEW.silent
        BEGIN
    UPDATE matter SET past = EXISTS (
      SELECT 1 FROM deadline WHERE matter = matter.uid AND silent AND met_at IS NULL AND clock NOT IN ('object', 'ask_review', 'ask_final')
    ) WHERE
 uid = NEW.matter; END;
CREATE TRIGGER deadline_past_went
        AFTER DELETE ON deadline WHEN OLD.silent BEGIN
    UPDATE matter SET past = EXISTS (
      SELECT 1 FROM deadline WHERE matter = matter.uid AND silent AND met_at IS NULL AND clock NOT IN ('object', 'ask_review', 'ask_final')
    ) WHERE
 uid = OLD.matter; END;
CREATE TRIGGER deadline_prompted
        AFTER UPDATE OF prompt, silent ON deadline
        WHEN NOT (OLD.prompt IS NOT NULL AND NOT OLD.silent) AND NEW.prompt IS NOT NULL AND NOT NEW.silent
        BEGIN
        INSERT INTO tally (name, amount) VALUES ('standing', 1)
        ON CONFLICT (name) DO UPDATE SET amount = amount + 1;
     END;
CREATE TRIGGER deadline_answered
        AFTER UPDATE OF prompt, silent ON deadline
        WHEN OLD.prompt IS NOT NULL AND NOT OLD.silent AND NOT (NEW.prompt IS NOT NULL AND NOT NEW.silent)
        BEGIN
        UPDATE tally SET amount = amount - 1 WHERE name = 'standing';
        DELETE FROM tally WHERE name = 'standing' AND amount = 0;
     END;
CREATE TRIGGER deadline_prompt_went
        AFTER DELETE ON deadline WHEN OLD.prompt IS NOT NULL AND NOT OLD.silent
        BEGIN
        UPDATE tally SET amount = amount - 1 WHERE name = 'standing';
        DELETE FROM tally WHERE name = 'standing' AND amount = 0;
     END;
CREATE TRIGGER deadline_came AFTER INSERT ON deadline BEGIN
    UPDATE matter SET (due_on, due_clock, due_at) = (
      SELECT target_on, clock, due_at FROM deadline
      WHERE matter = matter.uid AND met_at IS NULL AND clock NOT IN ('object', 'ask_review', 'ask_final')
      ORDER BY due_at, target_on, clock LIMIT 1
    ) WHERE
 uid = NEW.matter; END;
CREATE TRIGGER deadline_changed
        AFTER UPDATE OF target_on, due_at, met_at ON deadline
        BEGIN
    UPDATE matter SET (due_on, due_clock, due_at) = (
      SELECT target_on, clock, due_at FROM deadline
      WHERE matter = matter.uid AND met_at IS NULL AND clock NOT IN ('object', 'ask_review', 'ask_final')
      ORDER BY due_at, target_on, clock LIMIT 1
    ) WHERE
 uid = NEW.matter; END;
CREATE TRIGGER deadline_went AFTER DELETE ON deadline BEGIN
    UPDATE matter SET (due_on, due_clock, due_at) = (
      SELECT target_on, clock, due_at FROM deadline
      WHERE matter = matter.uid AND met_at IS NULL AND clock NOT IN ('object', 'ask_review', 'ask_final')
      ORDER BY due_at, target_on, clock LIMIT 1
    ) WHERE
 uid = OLD.matter; END;
PRAGMA user_version = 21;

ALTER TABLE received ADD COLUMN dated_at TEXT;
ALTER TABLE received ADD COLUMN meeting TEXT;
ALTER TABLE received ADD COLUMN outcome TEXT DEFAULT '' NOT NULL;
UPDATE received SET dated_at = decided_at;
CREATE INDEX received_meets ON received (on_day) WHERE decision = 'meeting' AND coalesce(meeting, 'moved') = 'moved' AND on_day IS NOT NULL;
PRAGMA user_version = 22;

CREATE TABLE keeper (
	subject TEXT NOT NULL,
	event TEXT NOT NULL,
	desk TEXT NOT NULL,
	PRIMARY KEY (subject, event)
)
 WITHOUT ROWID, STRICT;
INSERT INTO keeper (subject, event, desk) SELECT uid, uid, (
  SELECT desk FROM event WHERE subject = lettered.uid AND kind IN ('matter.registered', 'incident.opened')
) FROM (SELECT uid, number FROM matter UNION ALL SELECT uid, number FROM incident) lettered
WHERE number GLOB '*[A-Z]-*';
PRAGMA user_version = 23;

CREATE TABLE desk_key (
	desk TEXT NOT NULL,
	private BLOB NOT NULL,
	PRIMARY KEY (desk)
)
 STRICT;
CREATE TABLE batch (
	desk TEXT NOT NULL,
	first INTEGER NOT NULL,
	last INTEGER NOT NULL,
	"before" TEXT NOT NULL,
	digest TEXT NOT NULL,
	marks TEXT NOT NULL,
	"key" TEXT NOT NULL,
	signature TEXT NOT NULL,
	name TEXT NOT NULL,
	lines BLOB,
	PRIMARY KEY (desk, first),
	CHECK (json_valid(marks))
)
 STRICT;
CREATE TABLE heard (
	desk TEXT NOT NULL,
	marks TEXT NOT NULL,
	"before" TEXT NOT NULL,
	written_at TEXT NOT NULL,
	PRIMARY KEY (desk),
	CHECK (length(written_at) = 27),
	CHECK (json_valid(marks)),
	CHECK (json_valid(before))
)
 STRICT;
PRAGMA user_version = 24;

ALTER TABLE heard ADD COLUMN lacks TEXT DEFAULT '[]' NOT NULL;
PRAGMA user_version = 25;

ALTER TABLE event ADD COLUMN signed_desk TEXT;
ALTER TABLE event ADD COLUMN signed_dseq INTEGER;
CREATE INDEX event_departed ON event (seq) WHERE kind = 'desk.departed';
DROP TRIGGER event_never_changes;
CREATE TRIGGER event_never_changes BEFORE UPDATE ON event
WHEN NEW.desk = OLD.desk
  OR NEW.signed_desk IS NOT coalesce(OLD.signed_desk, OLD.desk)
  OR NEW.signed_dseq IS NOT coalesce(OLD.signed_dseq, OLD.dseq)
  OR (NEW.seq, NEW.uid, NEW.kind, NEW.subject, NEW.happened_at, NEW.recorded_at, NEW.officer, NEW.body, NEW.prev, NEW.mac, NEW.stamp)
    IS NOT (OLD.seq, OLD.uid, OLD.kind, OLD.subject, OLD.happened_at, OLD.recorded_at, OLD.officer, OLD.body, OLD.prev, OLD.mac, OLD.stamp)
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
PRAGMA user_version = 26;

CREATE TABLE officer_slot (
	event TEXT NOT NULL,
	slot TEXT NOT NULL,
	desk TEXT NOT NULL,
	signature TEXT NOT NULL,
	PRIMARY KEY (event),
	CHECK (json_valid(slot))
)
 STRICT;
PRAGMA user_version = 27;

CREATE TABLE hub (
	place TEXT NOT NULL,
	password TEXT NOT NULL,
	next_password TEXT DEFAULT '' NOT NULL,
	desk TEXT DEFAULT '' NOT NULL,
	told INTEGER DEFAULT 0 NOT NULL,
	swept INTEGER DEFAULT 0 NOT NULL,
	synced_at TEXT,
	PRIMARY KEY (place)
)
 STRICT;
PRAGMA user_version = 28;

CREATE TABLE contested (
	subject TEXT NOT NULL,
	about TEXT NOT NULL,
	fields TEXT NOT NULL,
	event TEXT NOT NULL,
	PRIMARY KEY (subject, about, fields, event)
)
 STRICT, WITHOUT ROWID;
CREATE TABLE moved (
	matter TEXT NOT NULL,
	PRIMARY KEY (matter)
)
 STRICT, WITHOUT ROWID;
PRAGMA user_version = 29;

CREATE INDEX event_keyed ON event (desk, dseq) WHERE kind = 'desk.keyed';
PRAGMA user_version = 30;

    INSERT OR IGNORE INTO moved (matter) SELECT DISTINCT matter FROM deadline
    WHERE met_at IS NULL AND (
      SELECT body ->> '$.digest' FROM event WHERE kind = 'calendar.adopted'
      ORDER BY seq DESC LIMIT 1
    ) <> (
      SELECT body ->> '$.digest' FROM event WHERE kind IN ('calendar.adopted', 'calendar.followed')
        AND desk = (SELECT value FROM meta WHERE key = 'desk') ORDER BY seq DESC LIMIT 1
    )
    ;
PRAGMA user_version = 31;

PRAGMA user_version = 32;
