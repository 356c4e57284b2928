-- A file's rows as they stand, every cell a text; a session keeps one file at a time.
DROP TABLE IF EXISTS pg_temp.file_rows, pg_temp.file_journals;
CREATE TEMP TABLE file_rows (
    row_no bigint GENERATED ALWAYS AS IDENTITY,
    journal_id text COLLATE "C",
    date text COLLATE "C",
    account text COLLATE "C",
    debit text COLLATE "C",
    credit text COLLATE "C",
    amount text COLLATE "C",
    line_id text COLLATE "C",
    currency text COLLATE "C",
    base_amount text COLLATE "C",
    rate text COLLATE "C",
    rate_date text COLLATE "C",
    rate_source text COLLATE "C",
    account_name text COLLATE "C",
    account_type text COLLATE "C",
    reference text COLLATE "C",
    description text COLLATE "C",
    counterparty text COLLATE "C",
    entity text COLLATE "C",
    "group" text COLLATE "C",
    kind text COLLATE "C",
    document_date text COLLATE "C"
)
