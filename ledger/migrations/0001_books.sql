-- Whose books there are: tenant > entity > account, and the currencies a tenant may book in.
-- Every key and foreign key leads with tenant_id, so that no row can reach another tenant's.
-- Identifiers sort by bytes (COLLATE "C"): the same order on every server, and no locale upgrade corrupts an index.
CREATE SCHEMA ledger;

CREATE TABLE ledger.tenants (
    tenant_id text COLLATE "C" PRIMARY KEY CHECK (tenant_id <> '')
);

CREATE TABLE ledger.currencies (
    tenant_id text COLLATE "C" NOT NULL REFERENCES ledger.tenants,
    currency text COLLATE "C" NOT NULL CHECK (currency <> ''),
    scale smallint NOT NULL CHECK (scale BETWEEN 0 AND 9),
    minor_per_major bigint NOT NULL GENERATED ALWAYS AS (('1' || repeat('0', scale))::bigint) STORED,
    PRIMARY KEY (tenant_id, currency)
);
COMMENT ON COLUMN ledger.currencies.scale IS 'Decimals of the minor unit: amounts are integers of 10^-scale';

CREATE TABLE ledger.entities (
    tenant_id text COLLATE "C" NOT NULL REFERENCES ledger.tenants,
    entity_id text COLLATE "C" NOT NULL CHECK (entity_id <> ''),
    name text NOT NULL,
    currency text COLLATE "C" NOT NULL,
    fiscal_year_start smallint NOT NULL CHECK (fiscal_year_start BETWEEN 1 AND 12),
    PRIMARY KEY (tenant_id, entity_id),
    FOREIGN KEY (tenant_id, currency) REFERENCES ledger.currencies
);
COMMENT ON COLUMN ledger.entities.currency IS 'The functional currency: that of base_amount';

CREATE TABLE ledger.accounts (
    tenant_id text COLLATE "C" NOT NULL,
    entity_id text COLLATE "C" NOT NULL,
    account_code text COLLATE "C" NOT NULL CHECK (account_code <> ''),
    name text NOT NULL,
    type text COLLATE "C" NOT NULL CHECK (type IN ('asset', 'liability', 'equity', 'revenue', 'expense')),
    PRIMARY KEY (tenant_id, entity_id, account_code),
    FOREIGN KEY (tenant_id, entity_id) REFERENCES ledger.entities
);
