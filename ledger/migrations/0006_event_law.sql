-- Every accepted request is an event, written by the database itself: no route into the book goes round the log.
CREATE FUNCTION ledger.record_journals() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
BEGIN
    INSERT INTO ledger.events (tenant_id, event_no, kind, body, sha256)
    SELECT tenant_id, journal_no, 'journal_posted', body, ledger.fingerprint(body)
    FROM (
        SELECT journal.tenant_id, journal.journal_no, ledger.canonical_journal(
            journal.journal_id, journal.entity_id, journal.base_currency, journal.effective_date,
            journal.document_date, journal.kind,
            CASE WHEN journal.reverses IS NOT NULL THEN (
                SELECT original.journal_id FROM ledger.journals AS original
                WHERE original.tenant_id = journal.tenant_id AND original.journal_no = journal.reverses
            ) END,
            (
                SELECT string_agg(
                    ledger.canonical_line(
                        line.account_code, line.currency, line.amount, line.base_amount,
                        coalesce(line.reference, journal.reference),
                        coalesce(line.description, journal.description),
                        coalesce(line.counterparty, journal.counterparty),
                        coalesce(line.group_key, journal.group_key)
                    ), ', ' ORDER BY line.line_no
                )
                FROM ledger.lines AS line
                WHERE line.tenant_id = journal.tenant_id AND line.journal_no = journal.journal_no
            )
        ) AS body
        FROM new_journals AS journal
    ) AS posting;
    RETURN NULL;
END $$;

CREATE TRIGGER d_recorded AFTER INSERT ON ledger.journals
REFERENCING NEW TABLE AS new_journals FOR EACH STATEMENT EXECUTE FUNCTION ledger.record_journals();

CREATE FUNCTION ledger.record_row() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO ledger.events (tenant_id, kind, body, sha256)
    VALUES (new.tenant_id, tg_argv[0], to_json(new)::text, ledger.fingerprint(to_json(new)::text));
    RETURN NULL;
END $$;

CREATE TRIGGER recorded AFTER INSERT ON ledger.tenants
FOR EACH ROW EXECUTE FUNCTION ledger.record_row('tenant_opened');
CREATE TRIGGER recorded AFTER INSERT ON ledger.currencies
FOR EACH ROW EXECUTE FUNCTION ledger.record_row('currency_opened');
CREATE TRIGGER recorded AFTER INSERT ON ledger.entities
FOR EACH ROW EXECUTE FUNCTION ledger.record_row('entity_opened');
CREATE TRIGGER renamed AFTER UPDATE ON ledger.entities
FOR EACH ROW EXECUTE FUNCTION ledger.record_row('entity_renamed');
CREATE TRIGGER recorded AFTER INSERT ON ledger.accounts
FOR EACH ROW EXECUTE FUNCTION ledger.record_row('account_opened');
CREATE TRIGGER renamed AFTER UPDATE ON ledger.accounts
FOR EACH ROW EXECUTE FUNCTION ledger.record_row('account_renamed');

-- Consumers count events per tenant without gaps: the rank in (recorded_xid, event_no) among events whose transaction is
-- older than every running one. Nothing can still commit before them, so a rank once given never changes; and posting
-- needs no counter row, in which all writers of a tenant would queue until each other's commit is on disk.
CREATE VIEW ledger.event_log AS
SELECT tenant_id, row_number() OVER (PARTITION BY tenant_id ORDER BY recorded_xid, event_no) AS sequence,
    event_no, recorded_at, kind, body, sha256
FROM ledger.events
WHERE recorded_xid < pg_snapshot_xmin(pg_current_snapshot());
