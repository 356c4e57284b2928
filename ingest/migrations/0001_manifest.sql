-- The manifest: what arrived, when, and which Parquet files of the lake count. A file of the lake without a row here
-- does not exist. Nothing is ever updated or deleted: a restatement is a new version beside the old one.

CREATE SCHEMA ingest;

CREATE TABLE ingest.files (
    tenant_id text NOT NULL,
    file_id bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    source text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('book', 'statement')),
    format text NOT NULL,
    path text NOT NULL,                 -- relative to the workspace
    sha256 text NOT NULL,
    settings text NOT NULL,             -- fingerprint of the source's settings: other settings read the file anew
    bytes bigint NOT NULL,
    status text NOT NULL CHECK (status IN ('accepted', 'refused')),
    reason text,                        -- of a refused file
    rows bigint NOT NULL,
    refused bigint NOT NULL,
    lines_path text,                    -- both relative to the lake
    refused_path text,
    control_totals jsonb NOT NULL,      -- {"lines": n, "currencies": {"EUR": {"lines": n, "total": minor units}}}
    unknown_accounts jsonb NOT NULL,    -- [[entity, code]]: once one of them is known, the file is read anew
    run_id text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, file_id),
    CHECK ((status = 'refused') = (reason IS NOT NULL)),
    CHECK ((status = 'accepted') = (lines_path IS NOT NULL))
);

CREATE INDEX files_content ON ingest.files (tenant_id, source, sha256, file_id);

CREATE TABLE ingest.statements (
    tenant_id text NOT NULL,
    source text NOT NULL,
    statement_key text NOT NULL,        -- camt053, mt940: the statement's own reference; else the file's path
    version integer NOT NULL CHECK (version > 0),
    file_id bigint NOT NULL,
    statement_no integer NOT NULL,      -- from 0, within its file
    account text,                       -- as the bank writes it
    currency text,                      -- null: lines of several currencies
    opening_date date,
    opening_balance bigint,             -- minor units of currency; null: the format has none
    closing_date date,
    closing_balance bigint,
    lines bigint NOT NULL,
    total numeric(38, 0),               -- sum of the lines, minor units; null: several currencies
    PRIMARY KEY (tenant_id, source, statement_key, version),
    UNIQUE (tenant_id, file_id, statement_no),
    FOREIGN KEY (tenant_id, file_id) REFERENCES ingest.files (tenant_id, file_id)
);

CREATE TABLE ingest.book_accounts (
    tenant_id text NOT NULL,
    source text NOT NULL,
    entity_id text NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    type text NOT NULL CHECK (type IN ('asset', 'liability', 'equity', 'revenue', 'expense')),
    file_id bigint NOT NULL,            -- the first file that brought it
    PRIMARY KEY (tenant_id, source, entity_id, code),
    FOREIGN KEY (tenant_id, file_id) REFERENCES ingest.files (tenant_id, file_id)
);

-- Of each statement, the highest version counts.
CREATE VIEW ingest.current_statements AS
SELECT DISTINCT ON (tenant_id, source, statement_key) *
FROM ingest.statements
ORDER BY tenant_id, source, statement_key, version DESC;

CREATE FUNCTION ingest.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ingest.% is append-only: % is not allowed', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ingest.files
    FOR EACH STATEMENT EXECUTE FUNCTION ingest.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ingest.statements
    FOR EACH STATEMENT EXECUTE FUNCTION ingest.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ingest.book_accounts
    FOR EACH STATEMENT EXECUTE FUNCTION ingest.refuse_change();
