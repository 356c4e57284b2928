-- What an account says of itself: its place in the tree, the one currency it may hold, the days on which it may be posted
-- to, and how far its balance may go (a clearing account that must not turn negative has a floor of 0).
ALTER TABLE ledger.accounts
    ADD COLUMN parent_code text COLLATE "C",
    ADD COLUMN currency text COLLATE "C",
    ADD COLUMN active_from date,
    ADD COLUMN active_to date,
    ADD COLUMN floor_amount bigint,
    ADD COLUMN ceiling_amount bigint,
    ADD CONSTRAINT parent_in_the_chart FOREIGN KEY (tenant_id, entity_id, parent_code) REFERENCES ledger.accounts,
    ADD CONSTRAINT known_currency FOREIGN KEY (tenant_id, currency) REFERENCES ledger.currencies,
    ADD CONSTRAINT active_forwards CHECK (active_from <= active_to),
    ADD CONSTRAINT floor_below_ceiling CHECK (floor_amount <= ceiling_amount),
    ADD CONSTRAINT limit_in_one_currency CHECK (
        (floor_amount IS NULL AND ceiling_amount IS NULL) OR currency IS NOT NULL
    );
COMMENT ON COLUMN ledger.accounts.currency IS 'The only currency that its lines may have; null: any';
COMMENT ON COLUMN ledger.accounts.floor_amount IS 'Minor units, debit positive: the balance, less pending credits, never falls below';
COMMENT ON COLUMN ledger.accounts.ceiling_amount IS 'Minor units, debit positive: the balance, with pending debits, never rises above';

DROP TRIGGER renamed ON ledger.accounts;
CREATE TRIGGER changed AFTER UPDATE ON ledger.accounts
FOR EACH ROW EXECUTE FUNCTION ledger.record_row('account_changed');

CREATE FUNCTION ledger.in_major(minor numeric, scale integer) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN round(minor * power(10::numeric, -scale), scale)::text;

-- The end of a refusal: the account that could take the line and whose code shares the longest beginning with the wrong one.
CREATE FUNCTION ledger.nearest_account(tenant text, entity text, code text, line_currency text, day date) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN coalesce((
    SELECT ': the nearest is "' || account.account_code || '", ' || account.name
    FROM ledger.accounts AS account
    WHERE account.tenant_id = tenant AND account.entity_id = entity AND account.account_code <> code
        AND coalesce(account.currency, line_currency) = line_currency
        AND day BETWEEN coalesce(account.active_from, day) AND coalesce(account.active_to, day)
    ORDER BY (
        SELECT count(*) FROM generate_series(1, length(code)) AS prefix (size)
        WHERE left(account.account_code, prefix.size) = left(code, prefix.size)
    ) DESC, abs(length(account.account_code) - length(code)), account.account_code
    LIMIT 1
), '');

CREATE FUNCTION ledger.enforce_account_tree() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (
        WITH RECURSIVE above AS (
            SELECT new.parent_code AS account_code
            UNION
            SELECT account.parent_code
            FROM above
            JOIN ledger.accounts AS account
                ON account.tenant_id = new.tenant_id AND account.entity_id = new.entity_id
                AND account.account_code = above.account_code
        )
        SELECT FROM above WHERE account_code = new.account_code
    ) THEN
        RAISE EXCEPTION 'account "%" cannot stand under "%": it would be its own parent', new.account_code, new.parent_code
            USING ERRCODE = 'LD021';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER a_tree AFTER INSERT OR UPDATE OF parent_code ON ledger.accounts FOR EACH ROW
WHEN (new.parent_code IS NOT NULL) EXECUTE FUNCTION ledger.enforce_account_tree();

CREATE FUNCTION ledger.refuse_lines_in_other_currency() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    other text;
BEGIN
    LOCK TABLE ledger.journals IN SHARE ROW EXCLUSIVE MODE;
    SELECT line.currency INTO other
    FROM ledger.journals AS journal
    JOIN ledger.lines AS line USING (tenant_id, journal_no)
    WHERE journal.tenant_id = new.tenant_id AND journal.entity_id = new.entity_id
        AND line.account_code = new.account_code AND line.currency <> new.currency
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'account "%" holds lines in %: it cannot be restricted to %',
            new.account_code, other, new.currency USING ERRCODE = 'LD022';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER b_one_currency AFTER UPDATE OF currency ON ledger.accounts FOR EACH ROW
WHEN (new.currency IS NOT NULL AND new.currency IS DISTINCT FROM old.currency)
EXECUTE FUNCTION ledger.refuse_lines_in_other_currency();

-- The running balance of accounts that have a floor or a ceiling, and of no others: only their writers wait for each other.
CREATE TABLE ledger.limited_balances (
    tenant_id text COLLATE "C" NOT NULL,
    entity_id text COLLATE "C" NOT NULL,
    account_code text COLLATE "C" NOT NULL,
    balance numeric NOT NULL,
    pending_debit numeric NOT NULL DEFAULT 0 CHECK (pending_debit >= 0),
    pending_credit numeric NOT NULL DEFAULT 0 CHECK (pending_credit >= 0),
    PRIMARY KEY (tenant_id, entity_id, account_code),
    FOREIGN KEY (tenant_id, entity_id, account_code) REFERENCES ledger.accounts
);
COMMENT ON TABLE ledger.limited_balances IS 'Derived from the lines, in minor units; the ledger itself keeps it';

CREATE FUNCTION ledger.refuse_beyond_limit(tenant text, entity text, codes text[]) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    beyond record;
BEGIN
    SELECT account.*, unit.scale, held.balance - held.pending_credit AS lowest, held.balance + held.pending_debit AS highest
    INTO beyond
    FROM ledger.limited_balances AS held
    JOIN ledger.accounts AS account USING (tenant_id, entity_id, account_code)
    JOIN ledger.currencies AS unit USING (tenant_id, currency)
    WHERE held.tenant_id = tenant AND held.entity_id = entity AND held.account_code = ANY(codes)
        AND (held.balance - held.pending_credit < account.floor_amount
            OR held.balance + held.pending_debit > account.ceiling_amount)
    ORDER BY held.account_code
    LIMIT 1;
    IF NOT FOUND THEN
        RETURN;
    ELSIF beyond.lowest < beyond.floor_amount THEN
        RAISE EXCEPTION 'account "%" of entity "%" must not fall below % %: its balance would be %',
            beyond.account_code, entity, ledger.in_major(beyond.floor_amount, beyond.scale), beyond.currency,
            ledger.in_major(beyond.lowest, beyond.scale) USING ERRCODE = 'LD020';
    END IF;
    RAISE EXCEPTION 'account "%" of entity "%" must not rise above % %: its balance would be %',
        beyond.account_code, entity, ledger.in_major(beyond.ceiling_amount, beyond.scale), beyond.currency,
        ledger.in_major(beyond.highest, beyond.scale) USING ERRCODE = 'LD020';
END $$;

-- Locked in the order of their keys, so that two postings over the same accounts wait for each other and never dead-lock.
CREATE FUNCTION ledger.add_to_limited(
    tenant text, entity text, codes text[], amounts numeric[], pending_debits numeric[], pending_credits numeric[]
) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM ledger.limited_balances
    WHERE tenant_id = tenant AND entity_id = entity AND account_code = ANY(codes)
    ORDER BY account_code FOR UPDATE;
    UPDATE ledger.limited_balances AS held
    SET balance = held.balance + moved.amount,
        pending_debit = held.pending_debit + moved.pending_debit,
        pending_credit = held.pending_credit + moved.pending_credit
    FROM (
        SELECT code, sum(amount) AS amount, coalesce(sum(debit), 0) AS pending_debit,
            coalesce(sum(credit), 0) AS pending_credit
        FROM unnest(codes, amounts, pending_debits, pending_credits) AS given (code, amount, debit, credit)
        GROUP BY code
    ) AS moved
    WHERE held.tenant_id = tenant AND held.entity_id = entity AND held.account_code = moved.code;
    PERFORM ledger.refuse_beyond_limit(tenant, entity, codes);
END $$;

CREATE FUNCTION ledger.move_limited(
    tenant text, entity text, codes text[], amounts numeric[], pending_debits numeric[], pending_credits numeric[]
) RETURNS void LANGUAGE sql
RETURN ledger.add_to_limited(tenant, entity, codes, amounts, pending_debits, pending_credits);

CREATE FUNCTION ledger.balance_in_full(tenant text, entity text, code text) RETURNS numeric LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
RETURN (
    SELECT coalesce(sum(line.amount), 0)
    FROM ledger.journals AS journal
    JOIN ledger.lines AS line USING (tenant_id, journal_no)
    WHERE journal.tenant_id = tenant AND journal.entity_id = entity AND line.account_code = code
);

-- A new limit starts from the lines themselves; the table lock waits for postings that are under way and holds new ones back.
CREATE FUNCTION ledger.begin_limit() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF new.floor_amount IS NULL AND new.ceiling_amount IS NULL THEN
        DELETE FROM ledger.limited_balances
        WHERE tenant_id = new.tenant_id AND entity_id = new.entity_id AND account_code = new.account_code;
    ELSE
        LOCK TABLE ledger.journals IN SHARE ROW EXCLUSIVE MODE;
        INSERT INTO ledger.limited_balances (tenant_id, entity_id, account_code, balance)
        VALUES (new.tenant_id, new.entity_id, new.account_code,
            ledger.balance_in_full(new.tenant_id, new.entity_id, new.account_code))
        ON CONFLICT DO NOTHING;
        PERFORM ledger.refuse_beyond_limit(new.tenant_id, new.entity_id, ARRAY[new.account_code]);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER c_limit AFTER UPDATE OF floor_amount, ceiling_amount ON ledger.accounts FOR EACH ROW
WHEN ((new.floor_amount, new.ceiling_amount) IS DISTINCT FROM (old.floor_amount, old.ceiling_amount))
EXECUTE FUNCTION ledger.begin_limit();
CREATE TRIGGER c_limit_from_the_start AFTER INSERT ON ledger.accounts FOR EACH ROW
WHEN (new.floor_amount IS NOT NULL OR new.ceiling_amount IS NOT NULL) EXECUTE FUNCTION ledger.begin_limit();

-- Entities, currencies and accounts: each one that is used is looked up once, however many lines use it.
CREATE OR REPLACE FUNCTION ledger.enforce_chart() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
    used record;
    nearest text;
BEGIN
    SELECT named.*, entity.currency AS entity_currency, unit.currency AS known_currency,
        account.account_code AS known_account, account.currency AS only_currency, account.active_from, account.active_to,
        CASE
            WHEN entity.currency IS DISTINCT FROM named.base_currency THEN 1
            WHEN unit.currency IS NULL THEN 2
            WHEN account.account_code IS NULL THEN 3
            WHEN account.currency <> named.currency THEN 4
            WHEN named.first_date < account.active_from THEN 5
            WHEN named.last_date > account.active_to THEN 6
            WHEN account.floor_amount IS NOT NULL OR account.ceiling_amount IS NOT NULL THEN 7
        END AS remark
    INTO used
    FROM (
        SELECT journal.tenant_id, journal.entity_id, journal.base_currency, line.currency, line.account_code,
            min(journal.effective_date) AS first_date, max(journal.effective_date) AS last_date
        FROM new_journals AS journal
        CROSS JOIN LATERAL (
            SELECT currency, account_code FROM ledger.lines AS line
            WHERE line.tenant_id = journal.tenant_id AND line.journal_no = journal.journal_no
            OFFSET 0
        ) AS line
        GROUP BY journal.tenant_id, journal.entity_id, journal.base_currency, line.currency, line.account_code
    ) AS named
    LEFT JOIN LATERAL (
        SELECT currency FROM ledger.entities AS entity
        WHERE entity.tenant_id = named.tenant_id AND entity.entity_id = named.entity_id OFFSET 0
    ) AS entity ON true
    LEFT JOIN LATERAL (
        SELECT currency FROM ledger.currencies AS unit
        WHERE unit.tenant_id = named.tenant_id AND unit.currency = named.currency OFFSET 0
    ) AS unit ON true
    LEFT JOIN LATERAL (
        SELECT * FROM ledger.accounts AS account
        WHERE account.tenant_id = named.tenant_id AND account.entity_id = named.entity_id
            AND account.account_code = named.account_code OFFSET 0
    ) AS account ON true
    ORDER BY remark NULLS LAST
    LIMIT 1;
    IF used.remark BETWEEN 3 AND 6 THEN
        nearest := ledger.nearest_account(
            used.tenant_id, used.entity_id, used.account_code, used.currency,
            CASE used.remark WHEN 5 THEN used.first_date ELSE used.last_date END
        );
    END IF;
    CASE used.remark
        WHEN 1 THEN RAISE EXCEPTION 'entity "%" does not keep its books in %, or does not exist',
            used.entity_id, used.base_currency USING ERRCODE = 'LD008';
        WHEN 2 THEN RAISE EXCEPTION 'currency "%" is not one of the tenant''s', used.currency USING ERRCODE = 'LD008';
        WHEN 3 THEN RAISE EXCEPTION 'account "%" is not in the chart of entity %',
            used.account_code, '"' || used.entity_id || '"' || nearest USING ERRCODE = 'LD008';
        WHEN 4 THEN RAISE EXCEPTION 'account "%" of entity "%" holds % only, not %',
            used.account_code, used.entity_id, used.only_currency, used.currency || nearest USING ERRCODE = 'LD023';
        WHEN 5 THEN RAISE EXCEPTION 'account "%" of entity "%" is not open before %, and the journal is dated %',
            used.account_code, used.entity_id, used.active_from, used.first_date || nearest USING ERRCODE = 'LD024';
        WHEN 6 THEN RAISE EXCEPTION 'account "%" of entity "%" is closed after %, and the journal is dated %',
            used.account_code, used.entity_id, used.active_to, used.last_date || nearest USING ERRCODE = 'LD024';
        WHEN 7 THEN
            PERFORM ledger.move_limited(
                tenant_id, entity_id, array_agg(account_code ORDER BY account_code),
                array_agg(amount ORDER BY account_code), NULL, NULL
            )
            FROM (
                SELECT journal.tenant_id, journal.entity_id, line.account_code, sum(line.amount) AS amount
                FROM new_journals AS journal
                CROSS JOIN LATERAL (
                    SELECT account_code, amount FROM ledger.lines AS line
                    WHERE line.tenant_id = journal.tenant_id AND line.journal_no = journal.journal_no
                    OFFSET 0
                ) AS line
                GROUP BY journal.tenant_id, journal.entity_id, line.account_code
            ) AS moved
            GROUP BY tenant_id, entity_id;
        ELSE NULL;
    END CASE;
    RETURN NULL;
END $$;
