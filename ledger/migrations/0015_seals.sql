-- The proof of the book. Its events tell it a second time: the replay is a view, and whatever stands differently in the
-- tables was changed behind the law. Its seals chain every event to all before it: who changes both tellings alike, fingerprint
-- included, breaks a seal; and who rewrites the whole chain meets the heads of it that were kept elsewhere.

-- JSON, or null for what is none: an event that somebody edited must become a finding, not end the search for others.
CREATE FUNCTION ledger.json_of(body text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN body::jsonb;
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
    RETURN NULL;
END $$;

-- The row that an event tells, in the types of its table; null when it tells none.
CREATE FUNCTION ledger.row_of(kind anyelement, body text) RETURNS anyelement LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN jsonb_populate_record(kind, body::jsonb);
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
    RETURN NULL;
END $$;

-- The book as its events tell it. All values are texts, as they were said: a forged event may say anything.
CREATE VIEW ledger.replayed_journals WITH (security_invoker = true) AS
SELECT event.tenant_id, event.event_no AS journal_no, event.recorded_xid, event.recorded_at,
    request.told #>> '{journal,0}' AS journal_id, request.told #>> '{journal,1}' AS entity_id,
    request.told #>> '{journal,2}' AS base_currency, request.told #>> '{journal,3}' AS effective_date,
    request.told #>> '{journal,4}' AS document_date, request.told #>> '{journal,5}' AS kind,
    request.told #>> '{journal,6}' AS reverses, coalesce(request.told #>> '{journal,7}', 'false') AS adjustment
FROM ledger.events AS event
CROSS JOIN LATERAL ledger.json_of(event.body) AS request (told)
WHERE event.kind = 'journal_posted';

CREATE VIEW ledger.replayed_lines WITH (security_invoker = true) AS
SELECT event.tenant_id, event.event_no AS journal_no, line.position, request.told #>> '{journal,1}' AS entity_id,
    line.told ->> 0 AS account_code, line.told ->> 1 AS currency, line.told ->> 2 AS amount, line.told ->> 3 AS base_amount,
    line.told ->> 4 AS reference, line.told ->> 5 AS description, line.told ->> 6 AS counterparty,
    line.told ->> 7 AS group_key, line.told ->> 8 AS rate, line.told ->> 9 AS rate_date, line.told ->> 10 AS rate_source
FROM ledger.events AS event
CROSS JOIN LATERAL ledger.json_of(event.body) AS request (told)
CROSS JOIN LATERAL jsonb_array_elements(
    CASE jsonb_typeof(request.told -> 'lines') WHEN 'array' THEN request.told -> 'lines' ELSE '[]' END
) WITH ORDINALITY AS line (told, position)
WHERE event.kind = 'journal_posted';
COMMENT ON COLUMN ledger.replayed_lines.position IS 'The rank of the line in its journal, by line_no';

-- The same of the book itself: a journal's texts said for each line, and the line's rank beside its number.
CREATE VIEW ledger.recorded_lines WITH (security_invoker = true) AS
SELECT line.tenant_id, line.journal_no, line.line_no,
    row_number() OVER (PARTITION BY line.tenant_id, line.journal_no ORDER BY line.line_no) AS position,
    journal.entity_id, line.account_code, line.currency, line.amount::text AS amount, line.base_amount::text AS base_amount,
    coalesce(line.reference, journal.reference) AS reference, coalesce(line.description, journal.description) AS description,
    coalesce(line.counterparty, journal.counterparty) AS counterparty,
    coalesce(line.group_key, journal.group_key) AS group_key,
    trim_scale(line.rate)::text AS rate, line.rate_date::text AS rate_date, line.rate_source,
    line.recorded_xid = journal.recorded_xid AS of_its_transaction
FROM ledger.lines AS line
JOIN ledger.journals AS journal USING (tenant_id, journal_no);

-- Which table the events of a kind tell the rows of: said by the triggers that write them, and by those of former versions.
CREATE VIEW ledger.row_event_kinds AS
SELECT split_part(encode(logged.tgargs, 'escape'), '\000', 1) AS kind, logged.tgrelid::regclass AS told_table
FROM pg_catalog.pg_trigger AS logged
WHERE logged.tgfoid = 'ledger.record_row'::regproc
UNION
SELECT former.kind, former.told_table::regclass
FROM (VALUES ('account_renamed', 'ledger.accounts')) AS former (kind, told_table);

-- The rows of all such tables against the last that was said of each. What an old event could not say yet (a column that came
-- later) is not compared.
CREATE FUNCTION ledger.row_differences(tenant text) RETURNS TABLE (what text, place text, expected text, found text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    logged record;
BEGIN
    FOR logged IN
        SELECT named.told_table, array_agg(DISTINCT named.kind) AS kinds, (
            SELECT string_agg(format('(%s).%I', 'kept', part.attname), ', ' ORDER BY array_position(keys.indkey, part.attnum))
            FROM pg_index AS keys
            JOIN pg_attribute AS part ON part.attrelid = keys.indrelid AND part.attnum = ANY(keys.indkey)
            WHERE keys.indrelid = named.told_table AND keys.indisprimary
        ) AS key
        FROM ledger.row_event_kinds AS named
        GROUP BY named.told_table
        ORDER BY named.told_table::text
    LOOP
        RETURN QUERY EXECUTE format($query$
            SELECT difference.what, concat(
                replace(%1$L, 'ledger.', ''), ' ',
                array_to_string(ARRAY(SELECT jsonb_array_elements_text(coalesce(said.key, recorded.key) - 0)), '/'),
                CASE WHEN said.event_no IS NOT NULL THEN ' (event ' || said.event_no || ')' END
            ), difference.expected, difference.found
            FROM (
                SELECT DISTINCT ON (key) jsonb_build_array(%2$s) AS key, event_no, to_jsonb(kept) AS told,
                    ledger.json_of(body) AS body
                FROM (
                    SELECT event_no, body, ledger.row_of(NULL::%1$s, body) AS kept
                    FROM ledger.events WHERE tenant_id = $1 AND kind = ANY($2)
                    OFFSET 0
                ) AS event
                ORDER BY key, event_no DESC
            ) AS said
            FULL JOIN (
                SELECT jsonb_build_array(%2$s) AS key, to_jsonb(kept) AS row
                FROM %1$s AS kept WHERE tenant_id = $1
            ) AS recorded ON recorded.key = said.key
            CROSS JOIN LATERAL (
                SELECT 'the event cannot be read' AS what, NULL AS expected, left(said.body::text, 80) AS found
                WHERE said.event_no IS NOT NULL AND said.told IS NULL
                UNION ALL
                SELECT 'stands in the book and no event tells it', NULL, recorded.row::text WHERE said.event_no IS NULL
                UNION ALL
                SELECT 'is told by its event and missing in the book', said.body::text, NULL
                WHERE said.told IS NOT NULL AND recorded.row IS NULL
                UNION ALL
                SELECT name || ' is not what the event says', said.told ->> name, recorded.row ->> name
                FROM jsonb_object_keys(said.body) AS name
                WHERE said.told IS NOT NULL AND recorded.row IS NOT NULL
                    AND said.told ->> name IS DISTINCT FROM recorded.row ->> name
            ) AS difference
        $query$, logged.told_table::text, logged.key) USING tenant, logged.kinds;
    END LOOP;
END $$;

-- Form 1 of a leaf: an event together with the journal and the lines that stand in the book under its number, each column
-- that was recorded, as JSON arrays of values (times in UTC, numbers and hashes as text where JSON has no such type). A later
-- form gets a new number, and what was sealed in form 1 stays to be checked in form 1.
CREATE VIEW ledger.event_leaves WITH (security_invoker = true) AS
SELECT event.tenant_id, event.recorded_xid, event.event_no, event.kind, sha256(convert_to(
    json_build_array(
        'event', 1, event.tenant_id, event.event_no, event.recorded_xid::text, event.recorded_at AT TIME ZONE 'UTC',
        event.kind, encode(event.sha256, 'hex')
    )::text || CASE event.kind WHEN 'journal_posted' THEN concat(
        (
            SELECT json_build_array(
                journal.recorded_xid::text, journal.recorded_at AT TIME ZONE 'UTC', journal.effective_date,
                journal.document_date, journal.reverses, journal.adjustment, journal.journal_id, journal.entity_id,
                journal.base_currency, journal.kind, journal.reference, journal.description, journal.counterparty,
                journal.group_key
            )
            FROM ledger.journals AS journal
            WHERE journal.tenant_id = event.tenant_id AND journal.journal_no = event.event_no
        ), (
            SELECT string_agg(
                json_build_array(
                    line.line_no, line.recorded_xid::text, line.account_code, line.currency, line.amount, line.base_amount,
                    line.reference, line.description, line.counterparty, line.group_key,
                    line.rate::text, line.rate_date, line.rate_source
                )::text, '' ORDER BY line.line_no
            )
            FROM ledger.lines AS line
            WHERE line.tenant_id = event.tenant_id AND line.journal_no = event.event_no
        )
    ) ELSE '' END, 'UTF8'
)) AS leaf
FROM ledger.events AS event;

-- A seal covers the events after the last one's, in the order of the event log, as far as every transaction before them had
-- ended: nothing can come in between any more. Its marks, the first 4 bytes of each leaf, cost 4 bytes an event and name the
-- event that was changed; the hash convicts.
CREATE TABLE ledger.seals (
    tenant_id text COLLATE "C" NOT NULL REFERENCES ledger.tenants,
    seal_no bigint NOT NULL CHECK (seal_no > 0),
    form smallint NOT NULL DEFAULT 1,
    first_sequence bigint NOT NULL,
    last_sequence bigint NOT NULL,
    last_xid xid8 NOT NULL,
    last_event_no bigint NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    previous_hash bytea NOT NULL CHECK (length(previous_hash) = 32),
    hash bytea NOT NULL CHECK (length(hash) = 32),
    marks bytea NOT NULL,
    previous_no bigint GENERATED ALWAYS AS (nullif(seal_no - 1, 0)) STORED,
    PRIMARY KEY (tenant_id, seal_no),
    CONSTRAINT seal_once UNIQUE (tenant_id, seal_no, hash),
    CONSTRAINT chained_to_the_seal_before FOREIGN KEY (tenant_id, previous_no, previous_hash)
        REFERENCES ledger.seals (tenant_id, seal_no, hash),
    CONSTRAINT some_events CHECK (last_sequence >= first_sequence AND first_sequence > 0)
);
COMMENT ON COLUMN ledger.seals.last_event_no IS 'With last_xid the place of the last event sealed, in the order of the event log';
COMMENT ON COLUMN ledger.seals.previous_hash IS '32 zero bytes before the first seal';

CREATE FUNCTION ledger.seal_hash(
    form smallint, tenant text, seal_no bigint, previous_hash bytea, first_sequence bigint, last_sequence bigint,
    last_xid xid8, last_event_no bigint, sealed_at timestamptz, leaves bytea
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(convert_to(json_build_array(
    'seal', form, tenant, seal_no, encode(previous_hash, 'hex'), first_sequence, last_sequence, last_xid::text, last_event_no,
    sealed_at AT TIME ZONE 'UTC'
)::text, 'UTF8') || leaves);

-- Events that tell no journal are few: with this index, and the one that journals have, the events after a place are found
-- without reading the log, and a journal's event pays for no further index.
CREATE INDEX events_of_rows ON ledger.events (tenant_id, recorded_xid, event_no) WHERE kind <> 'journal_posted';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.seals
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
