-- The law of double entry, for the table owner too. A journal's lines are inserted first and the journal after them, in one
-- transaction: one statement then sees the whole journal, so the check is set-based and a journal never waits unproven.
--
-- LATERAL ... OFFSET 0 fixes the way of every lookup: from the new rows, by index, into the book. Plans of triggers are kept
-- for the session, and one made while the book was empty would otherwise read all of it once it is large.

CREATE FUNCTION ledger.refuse_late_or_forged_lines() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
    late text;
BEGIN
    IF EXISTS (SELECT FROM new_lines WHERE recorded_xid <> pg_current_xact_id()) THEN
        RAISE EXCEPTION 'lines: recorded_xid is given by the ledger, leave it out' USING ERRCODE = 'LD007';
    END IF;
    SELECT recorded.journal_id INTO late
    FROM (SELECT DISTINCT tenant_id, journal_no FROM new_lines) AS added
    CROSS JOIN LATERAL (
        SELECT journal_id FROM ledger.journals AS journal
        WHERE journal.tenant_id = added.tenant_id AND journal.journal_no = added.journal_no
        OFFSET 0
    ) AS recorded
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'journal "%" is already recorded: a line cannot be added to it, reverse it and post another', late
            USING ERRCODE = 'LD004';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER no_line_after_its_journal AFTER INSERT ON ledger.lines
REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_late_or_forged_lines();

-- Entities, currencies and accounts: each one that is used is looked up once, however many lines use it.
CREATE FUNCTION ledger.enforce_chart() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
    wrong record;
BEGIN
    SELECT used.* INTO wrong
    FROM (
        SELECT entity_id, base_currency, currency, account_code,
            (
                SELECT entity.currency FROM ledger.entities AS entity
                WHERE entity.tenant_id = named.tenant_id AND entity.entity_id = named.entity_id
            ) AS entity_currency,
            (
                SELECT unit.currency FROM ledger.currencies AS unit
                WHERE unit.tenant_id = named.tenant_id AND unit.currency = named.currency
            ) AS known_currency,
            (
                SELECT account.account_code FROM ledger.accounts AS account
                WHERE account.tenant_id = named.tenant_id AND account.entity_id = named.entity_id
                    AND account.account_code = named.account_code
            ) AS known_account
        FROM (
            SELECT DISTINCT journal.tenant_id, journal.entity_id, journal.base_currency, line.currency, line.account_code
            FROM new_journals AS journal
            CROSS JOIN LATERAL (
                SELECT currency, account_code FROM ledger.lines AS line
                WHERE line.tenant_id = journal.tenant_id AND line.journal_no = journal.journal_no
                OFFSET 0
            ) AS line
        ) AS named
    ) AS used
    WHERE entity_currency IS DISTINCT FROM base_currency OR known_currency IS NULL OR known_account IS NULL
    LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    ELSIF wrong.entity_currency IS DISTINCT FROM wrong.base_currency THEN
        RAISE EXCEPTION 'entity "%" does not keep its books in %, or does not exist', wrong.entity_id, wrong.base_currency
            USING ERRCODE = 'LD008';
    ELSIF wrong.known_currency IS NULL THEN
        RAISE EXCEPTION 'currency "%" is not one of the tenant''s', wrong.currency USING ERRCODE = 'LD008';
    END IF;
    RAISE EXCEPTION 'account "%" is not in the chart of entity "%"', wrong.account_code, wrong.entity_id
        USING ERRCODE = 'LD008';
END $$;

CREATE FUNCTION ledger.enforce_balance() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
    wrong record;
BEGIN
    IF EXISTS (
        SELECT FROM new_journals
        WHERE recorded_xid <> pg_current_xact_id() OR recorded_at <> transaction_timestamp()
    ) THEN
        RAISE EXCEPTION 'journals: recorded_at and recorded_xid are given by the ledger, leave them out'
            USING ERRCODE = 'LD007';
    END IF;
    SELECT journal.journal_id, journal.base_currency, total.* INTO wrong
    FROM new_journals AS journal
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(lines), 0) AS lines, sum(base_amount) AS base_difference, bool_or(base_differs) AS base_differs,
            max(currency) FILTER (WHERE amount <> 0) AS currency, max(amount) FILTER (WHERE amount <> 0) AS difference
        FROM (
            SELECT line.currency, count(*) AS lines, sum(line.amount) AS amount, sum(line.base_amount) AS base_amount,
                bool_or(line.currency = journal.base_currency AND line.amount <> line.base_amount) AS base_differs
            FROM ledger.lines AS line
            WHERE line.tenant_id = journal.tenant_id AND line.journal_no = journal.journal_no
            GROUP BY line.currency
        ) AS per_currency
    ) AS total
    WHERE lines < 2 OR difference IS NOT NULL OR base_difference <> 0 OR base_differs
    LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    ELSIF wrong.lines < 2 THEN
        RAISE EXCEPTION 'journal "%" has % line(s): it needs at least two, inserted before it in its own transaction',
            wrong.journal_id, wrong.lines USING ERRCODE = 'LD002';
    ELSIF wrong.difference IS NOT NULL THEN
        RAISE EXCEPTION 'journal "%" does not balance: debits minus credits = % minor units of %',
            wrong.journal_id, wrong.difference, wrong.currency USING ERRCODE = 'LD001';
    ELSIF wrong.base_differs THEN
        RAISE EXCEPTION 'journal "%" has a line in % whose base_amount is not its amount',
            wrong.journal_id, wrong.base_currency USING ERRCODE = 'LD001';
    END IF;
    RAISE EXCEPTION 'journal "%" does not balance in base currency: debits minus credits = % minor units of %',
        wrong.journal_id, wrong.base_difference, wrong.base_currency USING ERRCODE = 'LD001';
END $$;

-- Triggers of one event fire in the order of their names: what a journal must be, then the contra check, then the event.
CREATE TRIGGER a_in_the_chart AFTER INSERT ON ledger.journals
REFERENCING NEW TABLE AS new_journals FOR EACH STATEMENT EXECUTE FUNCTION ledger.enforce_chart();
CREATE TRIGGER b_balanced AFTER INSERT ON ledger.journals
REFERENCING NEW TABLE AS new_journals FOR EACH STATEMENT EXECUTE FUNCTION ledger.enforce_balance();
