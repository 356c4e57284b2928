-- A file's rows as the format's reader typed them, amounts in major units; a session keeps one file at a time.
-- row_no is the line in the file: the header is line 1.
DROP TABLE IF EXISTS pg_temp.file_rows, pg_temp.file_journals;
CREATE TEMP TABLE file_rows (
    row_no bigint NOT NULL,
    journal_id text COLLATE "C" NOT NULL,
    date date,
    account text COLLATE "C",
    currency text COLLATE "C",
    amount numeric,
    base_amount numeric,
    rate numeric,
    rate_date date,
    rate_source text COLLATE "C",
    account_name text COLLATE "C",
    account_type text COLLATE "C",
    reference text COLLATE "C",
    description text COLLATE "C",
    counterparty text COLLATE "C",
    entity text COLLATE "C",
    group_key text COLLATE "C",
    kind text COLLATE "C",
    document_date date,
    reverses text COLLATE "C",
    problem text,
    culprit text
)
