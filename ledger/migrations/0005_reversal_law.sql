-- A correction is a reversal: the original's lines with the sign turned, nothing more and nothing less.
CREATE FUNCTION ledger.enforce_contra() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
    wrong text;
BEGIN
    SELECT reversal.journal_id INTO wrong
    FROM (SELECT * FROM new_journals WHERE reverses IS NOT NULL OFFSET 0) AS reversal
    CROSS JOIN LATERAL (
        SELECT entity_id FROM ledger.journals AS journal
        WHERE journal.tenant_id = reversal.tenant_id AND journal.journal_no = reversal.reverses
        OFFSET 0
    ) AS original
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE journal_no = reversal.reverses) AS lines,
            count(*) FILTER (WHERE journal_no = reversal.journal_no) AS contra_lines,
            count(DISTINCT (
                line_no, account_code, currency,
                CASE journal_no WHEN reversal.reverses THEN -amount ELSE amount END,
                CASE journal_no WHEN reversal.reverses THEN -base_amount ELSE base_amount END
            )) AS distinct_lines
        FROM ledger.lines AS line
        WHERE line.tenant_id = reversal.tenant_id AND line.journal_no IN (reversal.reverses, reversal.journal_no)
    ) AS pair
    WHERE original.entity_id <> reversal.entity_id OR lines <> contra_lines OR lines <> distinct_lines
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'journal "%" is not the exact contra of the journal that it reverses', wrong USING ERRCODE = 'LD006';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER c_exact_contra AFTER INSERT ON ledger.journals
REFERENCING NEW TABLE AS new_journals FOR EACH STATEMENT EXECUTE FUNCTION ledger.enforce_contra();
