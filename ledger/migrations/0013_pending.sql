-- Two-phase posting: a pending reserves what a journal will move, until it is posted, voided or has expired. Its lines stand
-- apart from the book's, so no statement can see them; the available balance does. What becomes of it is a row of its own:
-- nothing is updated, and the primary key lets only one of two racing outcomes be.
CREATE TABLE ledger.pendings (
    tenant_id text COLLATE "C" NOT NULL,
    pending_no bigint NOT NULL DEFAULT nextval('ledger.event_numbers'),
    recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    recorded_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    expires_at timestamptz NOT NULL CONSTRAINT expires_later CHECK (expires_at > recorded_at),
    effective_date date NOT NULL CHECK (isfinite(effective_date)),
    document_date date CHECK (isfinite(document_date)),
    pending_id text COLLATE "C" NOT NULL CHECK (pending_id <> ''),
    entity_id text COLLATE "C" NOT NULL,
    base_currency text COLLATE "C" NOT NULL,
    adjustment boolean NOT NULL DEFAULT FALSE,
    kind text,
    reference text,
    description text,
    counterparty text,
    group_key text,
    PRIMARY KEY (tenant_id, pending_no),
    CONSTRAINT one_pending_per_id UNIQUE (tenant_id, pending_id),
    CONSTRAINT pending_of_its_transaction UNIQUE (tenant_id, recorded_xid, pending_no),
    CONSTRAINT pending_of_an_entity FOREIGN KEY (tenant_id, entity_id) REFERENCES ledger.entities
);
COMMENT ON COLUMN ledger.pendings.pending_id IS 'Given by whoever reserves; becomes the journal''s id when it is posted';

CREATE TABLE ledger.pending_lines (
    tenant_id text COLLATE "C" NOT NULL,
    pending_no bigint NOT NULL,
    recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    line_no integer NOT NULL CHECK (line_no > 0),
    amount bigint NOT NULL CHECK (amount <> 0),
    base_amount bigint NOT NULL,
    account_code text COLLATE "C" NOT NULL,
    currency text COLLATE "C" NOT NULL,
    rate numeric,
    rate_date date,
    rate_source text COLLATE "C",
    reference text,
    description text,
    counterparty text,
    group_key text,
    PRIMARY KEY (tenant_id, pending_no, line_no),
    CONSTRAINT line_of_a_pending FOREIGN KEY (tenant_id, recorded_xid, pending_no)
    REFERENCES ledger.pendings (tenant_id, recorded_xid, pending_no) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE ledger.pending_outcomes (
    tenant_id text COLLATE "C" NOT NULL,
    pending_no bigint NOT NULL,
    outcome text COLLATE "C" NOT NULL CHECK (outcome IN ('posted', 'voided', 'expired')),
    journal_id text COLLATE "C",
    reason text,
    recorded_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT one_outcome_per_pending PRIMARY KEY (tenant_id, pending_no),
    FOREIGN KEY (tenant_id, pending_no) REFERENCES ledger.pendings,
    CONSTRAINT journal_of_a_posted_one CHECK ((outcome = 'posted') = (journal_id IS NOT NULL)),
    CONSTRAINT posted_by_its_journal FOREIGN KEY (tenant_id, journal_id)
    REFERENCES ledger.journals (tenant_id, journal_id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.pendings
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.pending_lines
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.pending_outcomes
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

-- What each account's reservations come to. An expired one counts no more, whether or not its outcome was recorded yet.
CREATE VIEW ledger.reserved_amounts AS
SELECT pending.tenant_id, pending.entity_id, line.account_code, line.currency,
    coalesce(sum(line.amount) FILTER (WHERE line.amount > 0), 0) AS pending_debit,
    coalesce(-sum(line.amount) FILTER (WHERE line.amount < 0), 0) AS pending_credit
FROM ledger.pendings AS pending
JOIN ledger.pending_lines AS line USING (tenant_id, pending_no)
WHERE pending.expires_at > transaction_timestamp()
    AND NOT EXISTS (
        SELECT FROM ledger.pending_outcomes AS settled
        WHERE settled.tenant_id = pending.tenant_id AND settled.pending_no = pending.pending_no
    )
GROUP BY pending.tenant_id, pending.entity_id, line.account_code, line.currency;

CREATE FUNCTION ledger.refuse_late_pending_lines() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    late text;
BEGIN
    IF EXISTS (SELECT FROM new_lines WHERE recorded_xid <> pg_current_xact_id()) THEN
        RAISE EXCEPTION 'pending_lines: recorded_xid is given by the ledger, leave it out' USING ERRCODE = 'LD007';
    END IF;
    SELECT pending.pending_id INTO late
    FROM new_lines JOIN ledger.pendings AS pending USING (tenant_id, pending_no)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'pending "%" is recorded already: a line cannot be added to it', late USING ERRCODE = 'LD015';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER no_line_after_its_pending AFTER INSERT ON ledger.pending_lines
REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_late_pending_lines();

-- A pending must be what a journal must be; its accounts' days are judged when it is posted.
CREATE FUNCTION ledger.enforce_pending() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wrong record;
BEGIN
    IF EXISTS (
        SELECT FROM new_pendings
        WHERE recorded_xid <> pg_current_xact_id() OR recorded_at <> transaction_timestamp()
    ) THEN
        RAISE EXCEPTION 'pendings: recorded_at and recorded_xid are given by the ledger, leave them out'
            USING ERRCODE = 'LD007';
    END IF;
    SELECT pending.pending_id, total.* INTO wrong
    FROM new_pendings AS pending
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(lines), 0) AS lines, sum(base_amount) AS base_difference,
            bool_or(amount <> 0) AS unbalanced, bool_or(unknown) AS unknown, bool_or(base_differs) AS base_differs
        FROM (
            SELECT line.currency, count(*) AS lines, sum(line.amount) AS amount, sum(line.base_amount) AS base_amount,
                bool_or(account.account_code IS NULL OR coalesce(account.currency, line.currency) <> line.currency)
                    AS unknown,
                bool_or(line.currency = pending.base_currency AND line.amount <> line.base_amount) AS base_differs
            FROM ledger.pending_lines AS line
            LEFT JOIN ledger.accounts AS account
                ON account.tenant_id = line.tenant_id AND account.entity_id = pending.entity_id
                AND account.account_code = line.account_code
            WHERE line.tenant_id = pending.tenant_id AND line.pending_no = pending.pending_no
            GROUP BY line.currency
        ) AS per_currency
    ) AS total
    WHERE lines < 2 OR unbalanced OR base_difference <> 0 OR unknown OR base_differs
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'pending "%" could not be posted: it has % line(s), % and %', wrong.pending_id, wrong.lines,
            CASE WHEN wrong.unbalanced OR wrong.base_difference <> 0 OR wrong.base_differs
                THEN 'does not balance' ELSE 'balances' END,
            CASE WHEN wrong.unknown THEN 'names an account that cannot take its line' ELSE 'its accounts are known' END
            USING ERRCODE = 'LD016';
    END IF;
    PERFORM ledger.move_limited(
        tenant_id, entity_id, array_agg(account_code ORDER BY account_code), array_agg(0::numeric),
        array_agg(debit ORDER BY account_code), array_agg(credit ORDER BY account_code)
    )
    FROM (
        SELECT pending.tenant_id, pending.entity_id, line.account_code,
            sum(greatest(line.amount, 0)) AS debit, sum(greatest(-line.amount, 0)) AS credit
        FROM new_pendings AS pending
        JOIN ledger.pending_lines AS line USING (tenant_id, pending_no)
        GROUP BY pending.tenant_id, pending.entity_id, line.account_code
    ) AS reserved
    GROUP BY tenant_id, entity_id;
    RETURN NULL;
END $$;
CREATE TRIGGER a_like_a_journal AFTER INSERT ON ledger.pendings
REFERENCING NEW TABLE AS new_pendings FOR EACH STATEMENT EXECUTE FUNCTION ledger.enforce_pending();

CREATE FUNCTION ledger.record_pendings() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO ledger.events (tenant_id, event_no, kind, body, sha256)
    SELECT tenant_id, pending_no, 'pending_opened', body, ledger.fingerprint(body)
    FROM (
        SELECT pending.tenant_id, pending.pending_no,
            '{"expires_at": ' || to_json(pending.expires_at)::text || ', "request": ' || ledger.canonical_journal(
                pending.pending_id, pending.entity_id, pending.base_currency, pending.effective_date,
                pending.document_date, pending.kind, NULL, pending.adjustment,
                string_agg(
                    ledger.canonical_line(
                        line.account_code, line.currency, line.amount, line.base_amount,
                        coalesce(line.reference, pending.reference),
                        coalesce(line.description, pending.description),
                        coalesce(line.counterparty, pending.counterparty),
                        coalesce(line.group_key, pending.group_key), line.rate, line.rate_date, line.rate_source
                    ), ', ' ORDER BY line.line_no
                )
            ) || '}' AS body
        FROM new_pendings AS pending
        JOIN ledger.pending_lines AS line USING (tenant_id, pending_no)
        GROUP BY pending.tenant_id, pending.pending_no, pending.expires_at, pending.pending_id, pending.entity_id,
            pending.base_currency, pending.effective_date, pending.document_date, pending.kind, pending.adjustment
        OFFSET 0
    ) AS opened;
    RETURN NULL;
END $$;
CREATE TRIGGER d_recorded AFTER INSERT ON ledger.pendings
REFERENCING NEW TABLE AS new_pendings FOR EACH STATEMENT EXECUTE FUNCTION ledger.record_pendings();

CREATE FUNCTION ledger.enforce_outcome() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wrong record;
BEGIN
    IF EXISTS (
        SELECT FROM new_outcomes
        WHERE recorded_xid <> pg_current_xact_id() OR recorded_at <> transaction_timestamp()
    ) THEN
        RAISE EXCEPTION 'pending_outcomes: recorded_at and recorded_xid are given by the ledger, leave them out'
            USING ERRCODE = 'LD007';
    END IF;
    SELECT pending.pending_id, pending.expires_at, settled.outcome INTO wrong
    FROM new_outcomes AS settled
    JOIN ledger.pendings AS pending USING (tenant_id, pending_no)
    WHERE (settled.outcome = 'expired') <> (pending.expires_at <= transaction_timestamp())
    LIMIT 1;
    IF FOUND AND wrong.outcome = 'expired' THEN
        RAISE EXCEPTION 'pending "%" expires at %: it has not expired yet', wrong.pending_id, wrong.expires_at
            USING ERRCODE = 'LD017';
    ELSIF FOUND THEN
        RAISE EXCEPTION 'pending "%" expired at %: it can no longer be %', wrong.pending_id, wrong.expires_at, wrong.outcome
            USING ERRCODE = 'LD017';
    END IF;
    PERFORM ledger.add_to_limited(
        tenant_id, entity_id, array_agg(account_code ORDER BY account_code), array_agg(0::numeric),
        array_agg(-debit ORDER BY account_code), array_agg(-credit ORDER BY account_code)
    )
    FROM (
        SELECT pending.tenant_id, pending.entity_id, line.account_code,
            sum(greatest(line.amount, 0)) AS debit, sum(greatest(-line.amount, 0)) AS credit
        FROM new_outcomes
        JOIN ledger.pendings AS pending USING (tenant_id, pending_no)
        JOIN ledger.pending_lines AS line USING (tenant_id, pending_no)
        GROUP BY pending.tenant_id, pending.entity_id, line.account_code
    ) AS reserved
    GROUP BY tenant_id, entity_id;
    RETURN NULL;
END $$;
CREATE TRIGGER a_in_time AFTER INSERT ON ledger.pending_outcomes
REFERENCING NEW TABLE AS new_outcomes FOR EACH STATEMENT EXECUTE FUNCTION ledger.enforce_outcome();
CREATE TRIGGER recorded AFTER INSERT ON ledger.pending_outcomes
FOR EACH ROW EXECUTE FUNCTION ledger.record_row('pending_settled');

-- The reservation ends before its journal is judged, so that no limit counts it twice; that the journal is the one reserved is
-- proven when both are there.
CREATE FUNCTION ledger.enforce_posted_as_reserved() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (
            SELECT line.line_no, line.account_code, line.currency, line.amount, line.base_amount, journal.entity_id,
                journal.recorded_xid
            FROM ledger.journals AS journal
            JOIN ledger.lines AS line USING (tenant_id, journal_no)
            WHERE journal.tenant_id = new.tenant_id AND journal.journal_id = new.journal_id
        ) AS posted
        FULL JOIN (
            SELECT line.line_no, line.account_code, line.currency, line.amount, line.base_amount, pending.entity_id,
                new.recorded_xid
            FROM ledger.pendings AS pending
            JOIN ledger.pending_lines AS line USING (tenant_id, pending_no)
            WHERE pending.tenant_id = new.tenant_id AND pending.pending_no = new.pending_no
        ) AS reserved USING (line_no, account_code, currency, amount, base_amount, entity_id, recorded_xid)
        WHERE posted.line_no IS NULL OR reserved.line_no IS NULL
    ) THEN
        RAISE EXCEPTION 'journal "%" is not what was reserved: post the pending with its own lines', new.journal_id
            USING ERRCODE = 'LD018';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER b_posted_as_reserved AFTER INSERT ON ledger.pending_outcomes DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (new.outcome = 'posted') EXECUTE FUNCTION ledger.enforce_posted_as_reserved();

CREATE FUNCTION ledger.expire_pendings(tenant text) RETURNS bigint LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    expired bigint;
BEGIN
    INSERT INTO ledger.pending_outcomes (tenant_id, pending_no, outcome)
    SELECT pending.tenant_id, pending.pending_no, 'expired'
    FROM ledger.pendings AS pending
    WHERE pending.tenant_id = tenant AND pending.expires_at <= transaction_timestamp()
        AND NOT EXISTS (
            SELECT FROM ledger.pending_outcomes AS settled
            WHERE settled.tenant_id = pending.tenant_id AND settled.pending_no = pending.pending_no
        )
    ORDER BY pending.pending_no
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS expired = ROW_COUNT;
    RETURN expired;
END $$;

-- A reservation that has expired must not stand in the way of a posting: it is ended before the limit is asked.
CREATE OR REPLACE FUNCTION ledger.move_limited(
    tenant text, entity text, codes text[], amounts numeric[], pending_debits numeric[], pending_credits numeric[]
) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    reserved boolean;
BEGIN
    SELECT bool_or(held.pending_debit > 0 OR held.pending_credit > 0) INTO reserved
    FROM ledger.limited_balances AS held
    WHERE held.tenant_id = tenant AND held.entity_id = entity AND held.account_code = ANY(codes);
    IF reserved IS NULL THEN
        RETURN;
    ELSIF reserved THEN
        PERFORM ledger.expire_pendings(tenant);
    END IF;
    PERFORM ledger.add_to_limited(tenant, entity, codes, amounts, pending_debits, pending_credits);
END $$;

CREATE OR REPLACE FUNCTION ledger.begin_limit() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF new.floor_amount IS NULL AND new.ceiling_amount IS NULL THEN
        DELETE FROM ledger.limited_balances
        WHERE tenant_id = new.tenant_id AND entity_id = new.entity_id AND account_code = new.account_code;
    ELSE
        LOCK TABLE ledger.journals, ledger.pendings, ledger.pending_outcomes IN SHARE ROW EXCLUSIVE MODE;
        PERFORM ledger.expire_pendings(new.tenant_id);
        INSERT INTO ledger.limited_balances (tenant_id, entity_id, account_code, balance, pending_debit, pending_credit)
        SELECT new.tenant_id, new.entity_id, new.account_code,
            ledger.balance_in_full(new.tenant_id, new.entity_id, new.account_code),
            coalesce(sum(reserved.pending_debit), 0), coalesce(sum(reserved.pending_credit), 0)
        FROM ledger.reserved_amounts AS reserved
        WHERE reserved.tenant_id = new.tenant_id AND reserved.entity_id = new.entity_id
            AND reserved.account_code = new.account_code
        ON CONFLICT DO NOTHING;
        PERFORM ledger.refuse_beyond_limit(new.tenant_id, new.entity_id, ARRAY[new.account_code]);
    END IF;
    RETURN NULL;
END $$;
