-- The book itself: a journal is one balanced event, a line one debit (+) or credit (-) of it, in minor units.
-- A journal's event carries the same number, drawn from one sequence: each is found from the other without an index.
CREATE SEQUENCE ledger.event_numbers AS bigint;

CREATE TABLE ledger.events (
    tenant_id text COLLATE "C" NOT NULL REFERENCES ledger.tenants,
    event_no bigint NOT NULL DEFAULT nextval('ledger.event_numbers'),
    recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    recorded_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    kind text COLLATE "C" NOT NULL,
    body text NOT NULL,
    sha256 bytea NOT NULL,
    PRIMARY KEY (tenant_id, event_no)
);
COMMENT ON COLUMN ledger.events.body IS 'The accepted request in canonical form (JSON): what a replay rebuilds the book from';

CREATE TABLE ledger.journals (
    tenant_id text COLLATE "C" NOT NULL,
    journal_no bigint NOT NULL DEFAULT nextval('ledger.event_numbers'),
    recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    recorded_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    effective_date date NOT NULL,
    document_date date,
    reverses bigint,
    journal_id text COLLATE "C" NOT NULL CHECK (journal_id <> ''),
    entity_id text COLLATE "C" NOT NULL,
    base_currency text COLLATE "C" NOT NULL,
    kind text,
    reference text,
    description text,
    counterparty text,
    group_key text,
    PRIMARY KEY (tenant_id, journal_no),
    CONSTRAINT one_posting_per_journal_id UNIQUE (tenant_id, journal_id),
    CONSTRAINT journal_of_its_transaction UNIQUE (tenant_id, recorded_xid, journal_no),
    CONSTRAINT reversed_journal_exists FOREIGN KEY (tenant_id, reverses) REFERENCES ledger.journals,
    CONSTRAINT no_journal_reverses_itself CHECK (reverses <> journal_no)
);
CREATE UNIQUE INDEX one_reversal_per_journal ON ledger.journals (tenant_id, reverses) WHERE reverses IS NOT NULL;
COMMENT ON COLUMN ledger.journals.journal_id IS 'Given by whoever posts: the journal''s name and its idempotency key, for ever';
COMMENT ON COLUMN ledger.journals.journal_no IS 'Internal: what lines point to; ascending, with gaps';
COMMENT ON COLUMN ledger.journals.recorded_xid IS 'The posting transaction: new journals are found by its visibility, never by number';

-- A line names its posting transaction too: the foreign key then also proves that lines and journal came together, since
-- two transactions that guess the same journal_no cannot complete each other's journal.
-- Accounts have no foreign key: it would lock the account's row per line, and every writer meets in the same few rows. The
-- law on journals checks accounts set-based, and accounts can be neither deleted nor renamed by code: as strong, lock-free.
CREATE TABLE ledger.lines (
    tenant_id text COLLATE "C" NOT NULL,
    journal_no bigint NOT NULL,
    recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    amount bigint NOT NULL,
    base_amount bigint NOT NULL,
    line_no integer NOT NULL CHECK (line_no > 0),
    account_code text COLLATE "C" NOT NULL,
    currency text COLLATE "C" NOT NULL,
    reference text,
    description text,
    counterparty text,
    group_key text,
    PRIMARY KEY (tenant_id, journal_no, line_no),
    CONSTRAINT no_zero_line CHECK (amount <> 0),
    CONSTRAINT base_amount_on_the_same_side CHECK (base_amount = 0 OR (base_amount > 0) = (amount > 0)),
    CONSTRAINT line_of_a_journal FOREIGN KEY (tenant_id, recorded_xid, journal_no)
        REFERENCES ledger.journals (tenant_id, recorded_xid, journal_no) DEFERRABLE INITIALLY DEFERRED
);
COMMENT ON COLUMN ledger.lines.reference IS 'Only where the lines of a journal differ in it; else it stands on the journal';
