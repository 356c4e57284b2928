-- Lines come with their journal: said once for each journal, no longer by a foreign key for each line, which locked the
-- journal's new row as often as it had lines and wrote each lock to disk. A journal's first line stands for all of them:
-- no other is taken before it, and at the end of the transaction its journal must be there, of the same transaction.
ALTER TABLE ledger.lines DROP CONSTRAINT line_of_a_journal;
ALTER TABLE ledger.journals DROP CONSTRAINT journal_of_its_transaction;
CREATE INDEX journals_by_transaction ON ledger.journals (tenant_id, recorded_xid, journal_no);

CREATE OR REPLACE FUNCTION ledger.refuse_late_or_forged_lines() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
    wrong record;
BEGIN
    IF EXISTS (SELECT FROM new_lines WHERE recorded_xid <> pg_current_xact_id()) THEN
        RAISE EXCEPTION 'lines: recorded_xid is given by the ledger, leave it out' USING ERRCODE = 'LD007';
    END IF;
    SELECT added.journal_no, recorded.journal_id INTO wrong
    FROM (
        SELECT tenant_id, journal_no, min(line_no) AS first_line FROM new_lines GROUP BY tenant_id, journal_no
    ) AS added
    LEFT JOIN LATERAL (
        SELECT journal_id FROM ledger.journals AS journal
        WHERE journal.tenant_id = added.tenant_id AND journal.journal_no = added.journal_no
        OFFSET 0
    ) AS recorded ON true
    WHERE recorded.journal_id IS NOT NULL OR (added.first_line > 1 AND NOT EXISTS (
        SELECT FROM ledger.lines AS line
        WHERE line.tenant_id = added.tenant_id AND line.journal_no = added.journal_no AND line.line_no = 1
    ))
    LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    ELSIF wrong.journal_id IS NOT NULL THEN
        RAISE EXCEPTION 'journal "%" is already recorded: a line cannot be added to it, reverse it and post another',
            wrong.journal_id USING ERRCODE = 'LD004';
    END IF;
    RAISE EXCEPTION 'journal_no % has no line 1 yet: number a journal''s lines from 1 and insert its first line first',
        wrong.journal_no USING ERRCODE = 'LD005';
END $$;

CREATE FUNCTION ledger.refuse_orphan_lines() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM ledger.journals AS journal
        WHERE journal.tenant_id = new.tenant_id AND journal.journal_no = new.journal_no
            AND journal.recorded_xid = new.recorded_xid
    ) THEN
        RAISE EXCEPTION 'lines without their journal: insert it after them, in the same transaction' USING ERRCODE = 'LD005';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER first_line_has_its_journal AFTER INSERT ON ledger.lines DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (new.line_no = 1) EXECUTE FUNCTION ledger.refuse_orphan_lines();

SELECT ledger.isolate_all();
