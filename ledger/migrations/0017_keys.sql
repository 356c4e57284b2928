-- API keys: who may ask the service for what. Of a key the book keeps the SHA-256 alone; the token is told once, when it is
-- made. A key belongs to one tenant, and is never changed or deleted: it is revoked, and stays as a record of who had it.
CREATE TABLE ledger.api_keys (
    tenant_id text COLLATE "C" NOT NULL REFERENCES ledger.tenants,
    key_id text COLLATE "C" NOT NULL CHECK (key_id <> ''),
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    name text NOT NULL CHECK (name <> ''),
    scopes text [] NOT NULL CHECK (scopes <> '{}' AND scopes <@ ARRAY['read', 'post', 'accounts', 'close', 'admin']),
    created_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    revoked_at timestamptz,
    PRIMARY KEY (tenant_id, key_id),
    -- Without the tenant: a key is shown before its tenant is known, and says who that is.
    CONSTRAINT one_key_per_token UNIQUE (sha256)
);
COMMENT ON COLUMN ledger.api_keys.sha256 IS 'Of the token, 256 random bits: no slow hash is needed where nothing can be guessed';

CREATE FUNCTION ledger.refuse_changed_key() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'ledger.api_keys: a key is made once and revoked once, nothing else of it changes'
        USING ERRCODE = 'LD031';
END $$;
CREATE TRIGGER only_revoked BEFORE UPDATE ON ledger.api_keys FOR EACH ROW
WHEN (
    old.revoked_at IS NOT NULL OR new.revoked_at IS NULL
    OR (old.tenant_id, old.key_id, old.sha256, old.name, old.scopes, old.created_at)
    IS DISTINCT FROM (new.tenant_id, new.key_id, new.sha256, new.name, new.scopes, new.created_at)
)
EXECUTE FUNCTION ledger.refuse_changed_key();
CREATE TRIGGER not_removed BEFORE DELETE OR TRUNCATE ON ledger.api_keys
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_changed_key();

SELECT ledger.isolate_all();

-- Two ways to see a key: as its tenant, or by showing it. The service looks a key up before it knows the tenant, and sees
-- that one row only, for whoever can name the SHA-256 of 256 random bits holds the token. So nobody needs to go round
-- row-level security, and no function has to run with its owner's rights. The application may look; keys are made and revoked
-- by the ledger's owner, from the command line.
CREATE POLICY of_whoever_shows_it ON ledger.api_keys FOR SELECT TO tieout_app
USING (sha256 = decode(current_setting('tieout.presented_key', TRUE), 'hex'));
