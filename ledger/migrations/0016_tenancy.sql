-- Whose rows a transaction may touch: those of the one tenant that it names, by set_config('tieout.tenant', …, true). Row-level
-- security is forced, so it binds the owner of the tables too; with no tenant named there is nothing to see.
--
-- tieout_app      what the service works as: reads its tenant's book and posts to it; the law's own tables are out of its reach.
-- tieout_auditor  reads, and only through the views of schema ledger_audit, and only tenants that admitted the login.
-- Both belong to the whole cluster: whoever migrates a second database finds them made.
DO $$
DECLARE
    may_enter text := CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END;
    unfit text;
BEGIN
    BEGIN
        IF to_regrole('tieout_app') IS NULL THEN
            CREATE ROLE tieout_app NOLOGIN;
        END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database's migration was a moment faster
    END;
    BEGIN
        IF to_regrole('tieout_auditor') IS NULL THEN
            CREATE ROLE tieout_auditor NOLOGIN;
        END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    BEGIN
        IF NOT pg_has_role(current_user, 'tieout_app', may_enter) THEN
            GRANT tieout_app TO CURRENT_USER;
        END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    SELECT rolname INTO unfit FROM pg_roles
    WHERE rolname IN ('tieout_app', 'tieout_auditor') AND (rolsuper OR rolbypassrls OR rolcanlogin);
    IF FOUND THEN
        RAISE EXCEPTION 'role "%" would pass by the isolation of tenants: ALTER ROLE % NOSUPERUSER NOBYPASSRLS NOLOGIN',
            unfit, unfit USING ERRCODE = 'LD025';
    ELSIF pg_has_role(current_user, 'tieout_auditor', 'USAGE')
        AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        RAISE EXCEPTION '"%" keeps the ledger and cannot be its auditor too: REVOKE tieout_auditor FROM %',
            current_user, quote_ident(current_user) USING ERRCODE = 'LD025';
    END IF;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'the ledger needs two roles and "%" may not make them: let an administrator run  %; %;  and try again',
        current_user,
        CASE WHEN to_regrole('tieout_app') IS NULL THEN 'CREATE ROLE tieout_app ROLE ' || quote_ident(current_user)
            ELSE 'GRANT tieout_app TO ' || quote_ident(current_user) END,
        CASE WHEN to_regrole('tieout_auditor') IS NULL THEN 'CREATE ROLE tieout_auditor'
            ELSE 'REVOKE tieout_auditor FROM ' || quote_ident(current_user) END
        USING ERRCODE = 'LD025';
END $$;

-- An auditor names a tenant like everybody else, but he is a person with a password and may name any: which ones show him
-- anything is for the ledger to say. It goes by session_user, the login that gave the password: no SET changes that one.
CREATE TABLE ledger.auditors (
    tenant_id text COLLATE "C" NOT NULL REFERENCES ledger.tenants,
    login text COLLATE "C" NOT NULL CHECK (login <> ''),
    admitted boolean NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    decided_by text COLLATE "C" NOT NULL DEFAULT session_user,
    PRIMARY KEY (tenant_id, login)
);
CREATE TRIGGER recorded AFTER INSERT ON ledger.auditors
FOR EACH ROW EXECUTE FUNCTION ledger.record_row('auditor_admitted');
CREATE TRIGGER changed AFTER UPDATE ON ledger.auditors
FOR EACH ROW EXECUTE FUNCTION ledger.record_row('auditor_changed');
CREATE TRIGGER not_removed BEFORE DELETE OR TRUNCATE ON ledger.auditors
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER only_decided BEFORE UPDATE ON ledger.auditors FOR EACH ROW
WHEN ((old.tenant_id, old.login) IS DISTINCT FROM (new.tenant_id, new.login))
EXECUTE FUNCTION ledger.refuse_new_meaning();

-- One table's isolation. The tenant stands in a sub-select: it is read once per statement, and is then a condition that an
-- index takes, since every key leads with tenant_id. The second policy is restrictive: it takes away, for auditors alone.
CREATE FUNCTION ledger.isolate(relation regclass) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    named constant text := 'tenant_id = (SELECT current_setting(''tieout.tenant'', true))';
    admitted constant text := CASE relation
        WHEN 'ledger.auditors'::regclass THEN 'login = session_user'
        ELSE 'tenant_id IN (SELECT auditor.tenant_id FROM ledger.auditors AS auditor'
            ' WHERE auditor.login = session_user AND auditor.admitted)'
    END;
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', relation);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', relation);
    EXECUTE format('DROP POLICY IF EXISTS of_the_named_tenant ON %s', relation);
    EXECUTE format('DROP POLICY IF EXISTS of_a_tenant_that_admits ON %s', relation);
    EXECUTE format('CREATE POLICY of_the_named_tenant ON %s USING (%s) WITH CHECK (%2$s)', relation, named);
    EXECUTE format(
        'CREATE POLICY of_a_tenant_that_admits ON %s AS RESTRICTIVE TO tieout_auditor USING (%s) WITH CHECK (%2$s)',
        relation, admitted
    );
    EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', relation);
    EXECUTE format('GRANT SELECT ON %s TO tieout_app', relation);
END $$;

-- The whole schema's isolation; safe to repeat. A migration after this one that adds a table, a view or a function ends with
-- SELECT ledger.isolate_all(), and grants to tieout_app what a client may write; the tests of tenancy fail for one that does not.
--
-- Triggers that fire after the row-level check has passed judge and record with the owner's rights (SECURITY DEFINER): the
-- log needs no right of its clients to write it, and no policy blinds the law. A trigger that fires before that check must not:
-- it would look up for a client what he may not see. Nobody may attach either to a table of his own: no EXECUTE for clients.
-- Plain functions run with their caller's rights and so give him none; one with its owner's rights is granted by name.
-- A migration that changes rows of all tenants, and may be run by an ordinary owner, opens the table for itself (ALTER TABLE …
-- NO FORCE ROW LEVEL SECURITY) and closes it again with this function.
CREATE FUNCTION ledger.isolate_all() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT oid::regclass AS relation FROM pg_class
        WHERE relnamespace = 'ledger'::regnamespace AND relkind IN ('r', 'p')
            AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'tenant_id' AND NOT attisdropped)
    LOOP
        PERFORM ledger.isolate(found.relation);
    END LOOP;
    FOR found IN
        SELECT oid::regclass AS relation FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'v'
    LOOP
        EXECUTE format('ALTER VIEW %s SET (security_invoker = true)', found.relation);
        EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', found.relation);
        EXECUTE format('GRANT SELECT ON %s TO tieout_app', found.relation);
    END LOOP;
    REVOKE ALL ON ALL ROUTINES IN SCHEMA ledger FROM PUBLIC;
    REVOKE ALL ON ALL SEQUENCES IN SCHEMA ledger FROM PUBLIC;
    FOR found IN
        SELECT oid::regprocedure AS routine, prorettype = 'trigger'::regtype AS is_trigger, prosecdef AS as_owner,
            EXISTS (SELECT FROM pg_trigger WHERE tgfoid = pg_proc.oid AND tgtype & 2 = 0)
            AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgfoid = pg_proc.oid AND tgtype & 2 = 2) AS only_after
        FROM pg_proc WHERE pronamespace = 'ledger'::regnamespace AND prokind = 'f'
    LOOP
        IF found.only_after THEN
            EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER', found.routine);
        ELSIF NOT found.is_trigger AND NOT found.as_owner THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO tieout_app', found.routine);
        END IF;
    END LOOP;
END $$;

-- An event comes from the ledger's own triggers and from nowhere else. Depth alone does not prove that: a trigger on a temporary
-- table has it too. Those of the ledger run as its owner; what that one forges himself is for the seals to convict.
CREATE OR REPLACE FUNCTION ledger.refuse_forged_event() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF pg_trigger_depth() < 2
        OR current_user <> (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = tg_relid) THEN
        RAISE EXCEPTION 'ledger.events is written by the ledger itself, when it accepts a request' USING ERRCODE = 'LD003';
    END IF;
    RETURN NULL;
END $$;

-- Work that goes round all tenants (sealing, folding totals) needs their names, and only those: the ledger's owner may list
-- them, and the service through this one door. What is in a tenant's book is then read by naming it.
CREATE POLICY listed_for_the_owner ON ledger.tenants FOR SELECT TO CURRENT_USER USING (true);
CREATE FUNCTION ledger.tenant_ids() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC SELECT tenant_id FROM ledger.tenants ORDER BY tenant_id; END;

-- A check that waits for the commit looks at rows then, and an ordinary owner sees those of the tenant that is named then: a
-- transaction that named another one meanwhile would blind it. (Checks within the statement cannot be blinded: its event is
-- written beside them, and is refused for a tenant that is not named.) A table with a deferred check has this one before it.
CREATE FUNCTION ledger.refuse_changed_tenant() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF row_security_active(tg_relid) AND current_setting('tieout.tenant', true) IS DISTINCT FROM new.tenant_id THEN
        RAISE EXCEPTION 'this transaction wrote to the book of one tenant and then named another: one transaction, one tenant'
            USING ERRCODE = 'LD026';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_of_the_named_tenant AFTER INSERT ON ledger.pending_outcomes DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION ledger.refuse_changed_tenant();

SELECT ledger.isolate_all();

-- What a client of the ledger may write. Columns that the ledger fills in itself (who, when) are not among them.
GRANT USAGE ON SCHEMA ledger TO tieout_app;
GRANT USAGE ON SEQUENCE ledger.event_numbers TO tieout_app;
GRANT EXECUTE ON FUNCTION ledger.tenant_ids() TO tieout_app;
GRANT INSERT, UPDATE (name, parent_code, currency, active_from, active_to, floor_amount, ceiling_amount)
ON ledger.accounts TO tieout_app;
GRANT UPDATE (name, fiscal_year_start) ON ledger.entities TO tieout_app;
GRANT INSERT (
    tenant_id, journal_no, effective_date, document_date, reverses, journal_id, entity_id, base_currency, kind, reference,
    description, counterparty, group_key, adjustment
) ON ledger.journals TO tieout_app;
GRANT INSERT (
    tenant_id, journal_no, amount, base_amount, line_no, account_code, currency, reference, description, counterparty,
    group_key, rate, rate_date, rate_source
) ON ledger.lines TO tieout_app;
GRANT INSERT (tenant_id, key, sha256, status, response, requested_by) ON ledger.requests TO tieout_app;
GRANT INSERT (
    tenant_id, pending_no, expires_at, effective_date, document_date, pending_id, entity_id, base_currency, adjustment, kind,
    reference, description, counterparty, group_key
) ON ledger.pendings TO tieout_app;
GRANT INSERT (
    tenant_id, pending_no, line_no, amount, base_amount, account_code, currency, rate, rate_date, rate_source, reference,
    description, counterparty, group_key
) ON ledger.pending_lines TO tieout_app;
GRANT INSERT (tenant_id, entity_id, kind, boundary, adjustment_period) ON ledger.fiscal_calendars TO tieout_app;
GRANT INSERT ON ledger.periods TO tieout_app;
GRANT INSERT (tenant_id, entity_id, action, period, by_whom, reason) ON ledger.period_events TO tieout_app;
GRANT INSERT (tenant_id, pending_no, outcome, journal_id, reason) ON ledger.pending_outcomes TO tieout_app;

-- What an auditor reads. The views run with the reader's own rights (security_invoker), so that the policies judge him and not
-- the views' owner; security_barrier keeps a function in his WHERE from seeing a row before they do. He has no USAGE on schema
-- ledger: its tables, functions and sequences cannot even be named by him. Amounts are in major units, debit positive; account
-- names are joined from the left, for a line must show even where tampering has taken its account away.
CREATE SCHEMA ledger_audit;
GRANT USAGE ON SCHEMA ledger_audit TO tieout_auditor;

CREATE VIEW ledger_audit.entities WITH (security_invoker = true, security_barrier = true) AS
SELECT tenant_id, entity_id, name, currency, fiscal_year_start
FROM ledger.entities;

CREATE VIEW ledger_audit.currencies WITH (security_invoker = true, security_barrier = true) AS
SELECT tenant_id, currency, scale
FROM ledger.currencies;

CREATE VIEW ledger_audit.accounts WITH (security_invoker = true, security_barrier = true) AS
SELECT account.tenant_id, account.entity_id, account.account_code, account.name, account.type, account.parent_code,
    account.currency, account.active_from, account.active_to,
    round(account.floor_amount * power(10::numeric, -unit.scale), unit.scale) AS floor_amount,
    round(account.ceiling_amount * power(10::numeric, -unit.scale), unit.scale) AS ceiling_amount
FROM ledger.accounts AS account
LEFT JOIN ledger.currencies AS unit USING (tenant_id, currency);

CREATE VIEW ledger_audit.journals WITH (security_invoker = true, security_barrier = true) AS
SELECT journal.tenant_id, journal.entity_id, journal.journal_id, journal.effective_date, journal.document_date,
    journal.recorded_at, journal.adjustment, journal.kind, original.journal_id AS reverses, journal.base_currency,
    journal.reference, journal.description, journal.counterparty, journal.group_key
FROM ledger.journals AS journal
LEFT JOIN ledger.journals AS original
    ON original.tenant_id = journal.tenant_id AND original.journal_no = journal.reverses;

CREATE VIEW ledger_audit.lines WITH (security_invoker = true, security_barrier = true) AS
SELECT line.tenant_id, journal.entity_id, journal.journal_id, line.line_no, journal.effective_date, journal.document_date,
    journal.recorded_at, line.account_code, account.name AS account_name, account.type AS account_type, line.currency,
    round(line.amount * power(10::numeric, -unit.scale), unit.scale) AS amount, journal.base_currency,
    round(line.base_amount * power(10::numeric, -base_unit.scale), base_unit.scale) AS base_amount,
    line.rate, line.rate_date, line.rate_source,
    coalesce(line.reference, journal.reference) AS reference,
    coalesce(line.description, journal.description) AS description,
    coalesce(line.counterparty, journal.counterparty) AS counterparty,
    coalesce(line.group_key, journal.group_key) AS group_key
FROM ledger.lines AS line
JOIN ledger.journals AS journal USING (tenant_id, journal_no)
LEFT JOIN ledger.accounts AS account
    ON account.tenant_id = line.tenant_id AND account.entity_id = journal.entity_id
    AND account.account_code = line.account_code
LEFT JOIN ledger.currencies AS unit
    ON unit.tenant_id = line.tenant_id AND unit.currency = line.currency
LEFT JOIN ledger.currencies AS base_unit
    ON base_unit.tenant_id = line.tenant_id AND base_unit.currency = journal.base_currency;

-- Summed from the lines themselves at every look: an auditor's balance owes nothing to a total that somebody keeps.
CREATE VIEW ledger_audit.balances WITH (security_invoker = true, security_barrier = true) AS
SELECT tenant_id, entity_id, account_code, account_name, account_type, currency,
    coalesce(sum(amount) FILTER (WHERE amount > 0), 0) AS debit,
    coalesce(-sum(amount) FILTER (WHERE amount < 0), 0) AS credit,
    sum(amount) AS balance, base_currency, sum(base_amount) AS base_balance
FROM ledger_audit.lines
GROUP BY tenant_id, entity_id, account_code, account_name, account_type, currency, base_currency;

CREATE VIEW ledger_audit.events WITH (security_invoker = true, security_barrier = true) AS
SELECT tenant_id, sequence, recorded_at, kind, body, sha256
FROM ledger.event_log;

CREATE VIEW ledger_audit.pendings WITH (security_invoker = true, security_barrier = true) AS
SELECT pending.tenant_id, pending.entity_id, pending.pending_id, pending.effective_date, pending.document_date,
    pending.recorded_at, pending.expires_at, pending.adjustment, pending.kind, pending.base_currency, pending.reference,
    pending.description, pending.counterparty, pending.group_key, settled.outcome, settled.recorded_at AS settled_at,
    settled.journal_id, settled.reason
FROM ledger.pendings AS pending
LEFT JOIN ledger.pending_outcomes AS settled USING (tenant_id, pending_no);

CREATE VIEW ledger_audit.pending_lines WITH (security_invoker = true, security_barrier = true) AS
SELECT line.tenant_id, pending.entity_id, pending.pending_id, line.line_no, line.account_code, line.currency,
    round(line.amount * power(10::numeric, -unit.scale), unit.scale) AS amount, pending.base_currency,
    round(line.base_amount * power(10::numeric, -base_unit.scale), base_unit.scale) AS base_amount,
    line.rate, line.rate_date, line.rate_source
FROM ledger.pending_lines AS line
JOIN ledger.pendings AS pending USING (tenant_id, pending_no)
LEFT JOIN ledger.currencies AS unit
    ON unit.tenant_id = line.tenant_id AND unit.currency = line.currency
LEFT JOIN ledger.currencies AS base_unit
    ON base_unit.tenant_id = line.tenant_id AND base_unit.currency = pending.base_currency;

CREATE VIEW ledger_audit.fiscal_calendars WITH (security_invoker = true, security_barrier = true) AS
SELECT tenant_id, entity_id, kind, boundary, adjustment_period
FROM ledger.current_calendars;

CREATE VIEW ledger_audit.periods WITH (security_invoker = true, security_barrier = true) AS
SELECT period.tenant_id, period.entity_id, period.period, period.fiscal_year, period.starts, period.ends, period.adjustment,
    coalesce(
        period.ends <= CASE WHEN period.adjustment THEN pointer.adjusted_through ELSE pointer.through END, false
    ) AS closed
FROM ledger.periods AS period
LEFT JOIN LATERAL (
    SELECT through, adjusted_through FROM ledger.period_events AS event
    WHERE event.tenant_id = period.tenant_id AND event.entity_id = period.entity_id
    ORDER BY period_event_no DESC
    LIMIT 1
) AS pointer ON true;

CREATE VIEW ledger_audit.period_events WITH (security_invoker = true, security_barrier = true) AS
SELECT tenant_id, entity_id, period_event_no, action, period, by_whom, reason, recorded_at
FROM ledger.period_events;

CREATE VIEW ledger_audit.seals WITH (security_invoker = true, security_barrier = true) AS
SELECT tenant_id, seal_no, form, first_sequence, last_sequence, sealed_at, previous_hash, hash
FROM ledger.seals;

CREATE VIEW ledger_audit.requests WITH (security_invoker = true, security_barrier = true) AS
SELECT tenant_id, key, sha256, status, requested_by, recorded_at
FROM ledger.requests;

CREATE VIEW ledger_audit.auditors WITH (security_invoker = true, security_barrier = true) AS
SELECT tenant_id, login, admitted, decided_at, decided_by
FROM ledger.auditors;

GRANT SELECT ON ALL TABLES IN SCHEMA ledger_audit TO tieout_auditor;
GRANT SELECT ON
ledger.entities, ledger.currencies, ledger.accounts, ledger.journals, ledger.lines, ledger.events, ledger.event_log,
ledger.pendings, ledger.pending_lines, ledger.pending_outcomes, ledger.fiscal_calendars, ledger.current_calendars,
ledger.periods, ledger.period_events, ledger.seals, ledger.auditors TO tieout_auditor;
GRANT SELECT (tenant_id, key, sha256, status, requested_by, recorded_at) ON ledger.requests TO tieout_auditor;
