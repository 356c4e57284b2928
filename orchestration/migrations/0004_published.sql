-- Published marts that PostgreSQL serves. Schema `published` has one table per mart with the rows of all tenants; its tables
-- are made and widened from what is published (orchestration/warehouse/serving), for their shape is the dbt contract's and
-- not a migration's. Schema `marts` has the contract's views over them: what a person, psql or a BI tool reads, with the
-- reader's own rights (security_invoker), so that row-level security judges him: see ledger/0016_tenancy.sql.
CREATE SCHEMA published;
CREATE SCHEMA marts;
GRANT USAGE ON SCHEMA marts TO tieout_app, tieout_auditor;

-- Which run each tenant's published rows are of.
CREATE TABLE published.publications (
    tenant_id text COLLATE "C" PRIMARY KEY CHECK (tenant_id <> ''),
    run_id text COLLATE "C" NOT NULL,
    as_of date NOT NULL,
    published_at timestamptz NOT NULL
);
SELECT ledger.isolate('published.publications');
