-- The archive: which file of the lake holds each mart as a run published it. A file is named by the SHA-256 of its bytes, so
-- that the same figures, published again, are the same file; rows are only ever added.
CREATE TABLE reporting.archived_marts (
    tenant_id text COLLATE "C" NOT NULL,
    run_id text COLLATE "C" NOT NULL,
    mart text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL CONSTRAINT sha256_in_hexadecimal CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    rows bigint NOT NULL CONSTRAINT rows_are_counted CHECK (rows >= 0),
    recorded_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    PRIMARY KEY (tenant_id, run_id, mart)
);
COMMENT ON COLUMN reporting.archived_marts.sha256 IS 'Of the Parquet file, which is reports/<sha256>.parquet in the lake';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reporting.archived_marts
FOR EACH STATEMENT EXECUTE FUNCTION reporting.refuse_change();

SELECT ledger.isolate('reporting.archived_marts'::regclass);
