-- What a desk may do at a hub, and all that it may. Each function runs with the rights of the
-- hub's owner and knows the desk by the login of its session; no desk may touch a table. Played
-- again, what another version had goes, and what is here stands in its place.

DO $$
DECLARE former regprocedure;
BEGIN
  FOR former IN SELECT oid FROM pg_proc WHERE pronamespace = 'xfc'::regnamespace LOOP
    EXECUTE format('DROP FUNCTION %s', former);
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION xfc.refuse(code text, said text) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, xfc, pg_temp AS $$
BEGIN
  RAISE EXCEPTION USING errcode = code, message = said;
END $$;

-- The office that the login of this session is of.
CREATE OR REPLACE FUNCTION xfc.own_office() RETURNS integer LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, xfc, pg_temp AS $$
DECLARE found_office integer;
BEGIN
  SELECT login.office INTO found_office FROM xfc.login
  WHERE login.name = session_user AND login.enrolled_at IS NOT NULL;
  IF found_office IS NULL THEN PERFORM xfc.refuse('XF001', 'this login is enrolled for no desk'); END IF;
  RETURN found_office;
END $$;

-- Makes the partitions of a month where they are missing.
CREATE OR REPLACE FUNCTION xfc.make_month(at timestamptz) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, xfc, pg_temp AS $$
DECLARE
  began timestamptz := date_trunc('month', at, 'UTC');
  ended timestamptz := date_trunc('month', began + interval '40 days', 'UTC');
  suffix text := to_char(at AT TIME ZONE 'UTC', '"_"YYYY_MM');
BEGIN
  IF to_regclass('xfc.line' || suffix) IS NOT NULL THEN RETURN; END IF;
  -- Two desks at once: the second finds them made.
  PERFORM pg_advisory_xact_lock(hashtext('xfc' || suffix));
  EXECUTE format('CREATE TABLE IF NOT EXISTS xfc.%I PARTITION OF xfc.batch FOR VALUES FROM (%L) TO (%L)',
    'batch' || suffix, began, ended);
  EXECUTE format('CREATE TABLE IF NOT EXISTS xfc.%I PARTITION OF xfc.line FOR VALUES FROM (%L) TO (%L)',
    'line' || suffix, began, ended);
END $$;

-- Counts what a login brings in an hour; a refusal takes its own count back with it.
CREATE OR REPLACE FUNCTION xfc.spend(bytes bigint) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, xfc, pg_temp AS $$
DECLARE allowed xfc.bound; so_far bigint;
BEGIN
  SELECT * INTO STRICT allowed FROM xfc.bound;
  IF bytes > allowed.most_bytes THEN PERFORM xfc.refuse('XF004', 'longer than this hub takes'); END IF;
  UPDATE xfc.login SET
    -- However little is in it, a batch costs a few pages.
    spent = greatest(bytes, 4096) + CASE WHEN hour = date_trunc('hour', now()) THEN spent ELSE 0 END,
    hour = date_trunc('hour', now())
  WHERE name = session_user RETURNING spent INTO so_far;
  IF so_far > allowed.hourly_bytes THEN PERFORM xfc.refuse('XF005', 'more than this hub takes in an hour'); END IF;
END $$;

-- Binds the login to its office, the first time, and a desk of that office to the login. An
-- invitation is good once and for a week, however the server proves who signs in; a desk that
-- goes by another name since it joined says that it comes again.
CREATE OR REPLACE FUNCTION xfc.enrol(p_office text, p_desk text, p_again boolean DEFAULT false)
RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, xfc, pg_temp AS $$
DECLARE own xfc.login; home xfc.office; found_desk xfc.desk;
BEGIN
  SELECT * INTO own FROM xfc.login WHERE name = session_user FOR UPDATE;
  IF NOT FOUND THEN PERFORM xfc.refuse('XF001', 'no invitation for this login'); END IF;
  IF own.enrolled_at IS NULL AND own.invited_at < now() - interval '7 days'
    OR own.enrolled_at IS NOT NULL AND NOT p_again
      AND NOT EXISTS (SELECT FROM xfc.desk WHERE login = session_user AND name = p_desk)
  THEN PERFORM xfc.refuse('XF001', 'the invitation is of no use any more'); END IF;
  SELECT * INTO STRICT home FROM xfc.office WHERE number = own.office FOR UPDATE;
  IF home.uid IS NULL AND NOT EXISTS (SELECT FROM xfc.office WHERE uid = p_office) THEN
    UPDATE xfc.office SET uid = p_office WHERE number = home.number;
  ELSIF home.uid IS DISTINCT FROM p_office THEN
    PERFORM xfc.refuse('XF002', 'the invitation is for another office');
  END IF;
  IF length(p_desk) NOT BETWEEN 1 AND 100
    OR (SELECT count(*) FROM xfc.desk WHERE login = session_user) > 100
  THEN PERFORM xfc.refuse('XF006', 'no desk of this login'); END IF;
  SELECT * INTO found_desk FROM xfc.desk WHERE office = home.number AND name = p_desk;
  -- A login whose role the owner dropped holds its desk no longer.
  IF found_desk.login <> session_user
    AND EXISTS (SELECT FROM pg_roles WHERE rolname = found_desk.login)
  THEN PERFORM xfc.refuse('XF003', 'another login has this desk'); END IF;
  INSERT INTO xfc.desk (office, name, login) VALUES (home.number, p_desk, session_user)
  ON CONFLICT (office, name) DO UPDATE SET login = session_user;
  IF own.enrolled_at IS NULL THEN
    UPDATE xfc.login SET enrolled_at = now() WHERE name = session_user;
    EXECUTE format('ALTER ROLE %I VALID UNTIL ''infinity''', session_user);
  END IF;
END $$;

-- Where each desk of the office stands here, and the records that it left: what it says of itself,
-- and officers' slots.
CREATE OR REPLACE FUNCTION xfc.standing()
RETURNS TABLE (desk text, last bigint, head bytea, pushed_at timestamptz, own boolean, aside bigint, told bytea, slots bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, xfc, pg_temp AS $$
  SELECT d.name, d.last, d.head, d.pushed_at, coalesce(d.login = session_user, false),
    (SELECT count(a.uid) FROM xfc.aside a WHERE a.desk = d.number), h.sealed, s.sealed
  FROM xfc.desk d
  LEFT JOIN xfc.record h ON h.office = d.office AND h.kind = 'head' AND h.name = d.name
  LEFT JOIN xfc.record s ON s.office = d.office AND s.kind = 'slots' AND s.name = d.name
  WHERE d.office = xfc.own_office()
  ORDER BY d.name
$$;

-- Takes a batch: the next one of its desk, or one that is here ('known'). Says 'gap' where one
-- before it is missing, and 'aside' where other entries stand under its numbers.
CREATE OR REPLACE FUNCTION xfc.push(
  p_desk text, p_first bigint, p_last bigint, p_before bytea, p_name bytea,
  p_uids uuid[], p_hashes bytea, p_sealed bytea
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, xfc, pg_temp AS $$
DECLARE
  home integer := xfc.own_office();
  d xfc.desk;
  total bigint := p_last - p_first + 1;
  differs boolean;
  at timestamptz;
BEGIN
  PERFORM xfc.spend(octet_length(p_sealed));
  IF total IS NULL OR total NOT BETWEEN 1 AND 1000 OR p_first < 1 OR octet_length(p_name) <> 32
    OR cardinality(p_uids) <> total OR octet_length(p_hashes) <> 32 * total
    OR length(p_desk) NOT BETWEEN 1 AND 100 OR octet_length(p_before) NOT IN (0, 32)
    OR num_nulls(p_desk, p_before, p_name, p_uids, p_hashes, p_sealed) > 0
    OR array_position(p_uids, NULL) IS NOT NULL
  THEN PERFORM xfc.refuse('XF006', 'no batch'); END IF;
  SELECT * INTO d FROM xfc.desk WHERE office = home AND name = p_desk FOR UPDATE;
  IF NOT FOUND THEN
    IF (SELECT count(*) FROM xfc.desk WHERE office = home) > 1000 THEN
      PERFORM xfc.refuse('XF005', 'more desks than an office has');
    END IF;
    INSERT INTO xfc.desk (office, name) VALUES (home, p_desk) ON CONFLICT DO NOTHING;
    SELECT * INTO STRICT d FROM xfc.desk WHERE office = home AND name = p_desk FOR UPDATE;
  END IF;
  IF p_first > d.last + 1 THEN RETURN 'gap'; END IF;
  IF p_first = d.last + 1 THEN
    differs := d.head <> p_before AND NOT EXISTS (
      SELECT FROM xfc.batch b WHERE b.desk = d.number AND b.last = d.last AND b.name = p_before
    );
  ELSE
    SELECT coalesce(bool_or(l.hash <> substr(p_hashes, ((l.dseq - p_first) * 32 + 1)::integer, 32)), false)
    INTO differs FROM xfc.line l WHERE l.desk = d.number AND l.dseq BETWEEN p_first AND p_last;
  END IF;
  -- What a desk says of itself stands before what others brought in its name, and before what a
  -- copy of it wrote that goes by another name since. Both may have signed what is before, each
  -- cut in its own way: where this batch holds what an earlier one did, nothing of that is lost.
  IF d.login = session_user AND p_first <= d.last
    AND NOT EXISTS (SELECT FROM xfc.batch b WHERE b.desk = d.number AND b.name = p_name)
    AND (p_first = 1 OR EXISTS (SELECT FROM xfc.batch b WHERE b.desk = d.number AND b.last = p_first - 1))
    AND NOT EXISTS (
      SELECT FROM xfc.batch b JOIN xfc.line l ON l.desk = b.desk AND l.dseq = b.last
      WHERE b.desk = d.number AND b.last >= p_first AND (NOT differs OR (
          b.login = session_user
          AND (b.last > p_last OR l.hash <> substr(p_hashes, ((b.last - p_first) * 32 + 1)::integer, 32))
        ))
        AND NOT xfc.is_anothers(home, d.number, l.uid)
    )
  THEN
    d := xfc.take_back(d.number, p_first, p_before);
    differs := d.last + 1 <> p_first;
  END IF;
  IF differs AND xfc.is_anothers(home, d.number, p_uids[total]) THEN RETURN 'known'; END IF;
  IF differs THEN
    INSERT INTO xfc.aside (desk, name, first, last, uid, sealed, login)
    VALUES (d.number, p_name, p_first, p_last, p_uids[total], p_sealed, session_user)
    ON CONFLICT (desk, name) DO UPDATE SET uid = excluded.uid;
    RETURN 'aside';
  END IF;
  IF EXISTS (
    SELECT FROM xfc.batch b WHERE b.desk = d.number AND b.last = p_last AND b.name = p_name
  ) THEN RETURN 'known'; END IF;
  at := clock_timestamp();
  PERFORM xfc.make_month(at);
  INSERT INTO xfc.batch (desk, first, last, name, sealed, login, stored_at)
  VALUES (d.number, p_first, p_last, p_name, p_sealed, session_user, at);
  INSERT INTO xfc.line (desk, dseq, uid, hash, stored_at)
  SELECT d.number, p_first + i - 1, each, substr(p_hashes, ((i - 1) * 32 + 1)::integer, 32), at
  FROM unnest(p_uids) WITH ORDINALITY AS told (each, i) WHERE p_first + i - 1 > d.last;
  -- The same entries, signed by another key, as whoever was put back does: both are kept.
  IF p_last < d.last THEN RETURN 'known'; END IF;
  UPDATE xfc.desk SET last = p_last, head = p_name, pushed_at = at WHERE number = d.number;
  IF p_last = d.last THEN RETURN 'known'; END IF;
  -- What lay aside has found its place, mostly under another name.
  DELETE FROM xfc.aside a USING xfc.desk e
  WHERE e.office = home AND a.desk = e.number AND a.uid = ANY (p_uids);
  RETURN 'taken';
END $$;

-- Whether an entry stands here under another desk's name.
CREATE OR REPLACE FUNCTION xfc.is_anothers(p_office integer, p_desk integer, p_uid uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, xfc, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM xfc.line l JOIN xfc.desk d ON d.number = l.desk
    WHERE d.office = p_office AND d.number <> p_desk AND l.uid = p_uid
  )
$$;

-- Puts aside what others brought of a desk from a number on.
CREATE OR REPLACE FUNCTION xfc.take_back(p_desk integer, p_first bigint, p_before bytea) RETURNS xfc.desk
LANGUAGE plpgsql SET search_path = pg_catalog, xfc, pg_temp AS $$
DECLARE d xfc.desk;
BEGIN
  INSERT INTO xfc.aside (desk, name, first, last, uid, sealed, login)
  SELECT b.desk, b.name, b.first, b.last, l.uid, b.sealed, b.login
  FROM xfc.batch b JOIN xfc.line l ON l.desk = b.desk AND l.dseq = b.last JOIN xfc.desk e ON e.number = b.desk
  WHERE b.desk = p_desk AND b.last >= p_first AND NOT xfc.is_anothers(e.office, b.desk, l.uid)
  ON CONFLICT (desk, name) DO UPDATE SET uid = excluded.uid;
  DELETE FROM xfc.batch WHERE desk = p_desk AND last >= p_first;
  UPDATE xfc.desk SET (last, head) = (
    SELECT coalesce(max(b.last), 0), coalesce((array_agg(b.name ORDER BY b.last DESC))[1], '')
    FROM xfc.batch b WHERE b.desk = p_desk
  ) WHERE number = p_desk RETURNING * INTO d;
  DELETE FROM xfc.line WHERE desk = p_desk AND dseq > d.last;
  RETURN d;
END $$;

-- What the desks of the office wrote beyond numbers that are known, some of it: ask until nothing
-- comes. The order is only that in which it came here.
CREATE OR REPLACE FUNCTION xfc.pull(p_marks jsonb, p_bytes bigint)
RETURNS TABLE (desk text, first bigint, last bigint, name bytea, sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, xfc, pg_temp AS $$
  WITH beyond AS (
    SELECT d.name AS desk, b.first, b.last, b.name, b.sealed,
      -- Should the clock of the hub be set back, none stands before the one that it follows.
      max(b.stored_at) OVER (PARTITION BY d.number ORDER BY b.last) AS at
    FROM xfc.desk d
    CROSS JOIN LATERAL (
      SELECT * FROM xfc.batch WHERE batch.desk = d.number
        AND batch.last > coalesce((p_marks ->> d.name)::bigint, 0)
      ORDER BY batch.last LIMIT 100
    ) b
    WHERE d.office = xfc.own_office() AND d.last > coalesce((p_marks ->> d.name)::bigint, 0)
  ), measured AS (
    SELECT *, sum(octet_length(sealed)) OVER (ORDER BY at, desk, last) - octet_length(sealed) AS before_it
    FROM beyond
  )
  SELECT desk, first, last, name, sealed FROM measured
  WHERE before_it < least(p_bytes, 16000000) ORDER BY at, desk, last
$$;

-- Leaves sealed records of a kind under their names, or for NULL takes them away. A desk has
-- one 'head' and one of 'slots', its own; of kind 'key' what was taken away does not come back.
CREATE OR REPLACE FUNCTION xfc.put(p_kind text, p_names text[], p_sealed bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, xfc, pg_temp AS $$
DECLARE home integer := xfc.own_office();
BEGIN
  PERFORM xfc.spend((SELECT coalesce(sum(octet_length(each) + 100), 0) FROM unnest(p_sealed) each)::bigint);
  IF p_kind NOT IN ('head', 'slots', 'key') OR cardinality(p_names) <> cardinality(p_sealed)
    OR EXISTS (SELECT FROM unnest(p_names) each WHERE length(each) NOT BETWEEN 1 AND 100 OR each IS NULL)
  THEN PERFORM xfc.refuse('XF006', 'no records'); END IF;
  IF p_kind <> 'key' AND EXISTS (
    SELECT FROM unnest(p_names) each WHERE NOT EXISTS (
      SELECT FROM xfc.desk WHERE office = home AND name = each AND login = session_user
    )
  ) THEN PERFORM xfc.refuse('XF003', 'another login has this desk'); END IF;
  INSERT INTO xfc.record (office, kind, name, sealed, login)
  SELECT DISTINCT ON (told.name) home, p_kind, told.name, coalesce(told.sealed, ''), session_user
  FROM unnest(p_names, p_sealed) AS told (name, sealed) ORDER BY told.name
  ON CONFLICT (office, kind, name) DO UPDATE
  SET sealed = excluded.sealed, login = excluded.login, stored_at = now()
  WHERE record.kind <> 'key' OR record.sealed <> '';
END $$;

-- The records of a kind under some names.
CREATE OR REPLACE FUNCTION xfc.records(p_kind text, p_names text[]) RETURNS TABLE (name text, sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, xfc, pg_temp AS $$
  SELECT r.name, r.sealed FROM xfc.record r
  WHERE r.office = xfc.own_office() AND r.kind = p_kind AND r.name = ANY (p_names) AND r.sealed <> ''
$$;

-- Tells figures of the office by month: counts only. Those of the desk that had read most lines
-- hold, for a day; of two that had read as many, those told last.
CREATE OR REPLACE FUNCTION xfc.tell(p_known bigint, p_months jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, xfc, pg_temp AS $$
DECLARE home integer := xfc.own_office();
BEGIN
  PERFORM xfc.spend(octet_length(p_months::text));
  IF p_known IS NULL OR p_known < 0 OR jsonb_typeof(p_months) IS DISTINCT FROM 'array'
    OR jsonb_array_length(p_months) > 100
  THEN PERFORM xfc.refuse('XF006', 'no figures'); END IF;
  INSERT INTO xfc.figure (office, month, received, answered, late, overdue, known)
  SELECT DISTINCT ON (told.month) home, told.*, p_known
  FROM jsonb_to_recordset(p_months)
    AS told (month text, received bigint, answered bigint, late bigint, overdue bigint)
  WHERE told.month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'
    AND least(told.received, told.answered, told.late, told.overdue) >= 0
    AND num_nulls(told.received, told.answered, told.late, told.overdue) = 0
  ORDER BY told.month
  ON CONFLICT (office, month) DO UPDATE
  SET received = excluded.received, answered = excluded.answered, late = excluded.late,
    overdue = excluded.overdue, known = excluded.known, told_at = now()
  WHERE figure.known <= excluded.known OR figure.told_at < now() - interval '1 day';
END $$;
