-- What a build from nothing carries forward: the tables of schema `carried` as a published version has them, empty.
CREATE SCHEMA carried;

CREATE TABLE carried.items (
    reconciliation_no INTEGER, side VARCHAR, item_no BIGINT, source VARCHAR, file_id BIGINT, line_no BIGINT,
    line_ref VARCHAR, occurrence BIGINT, entity_id VARCHAR, currency VARCHAR, amount BIGINT, fee BIGINT, gross BIGINT,
    date DATE, reference_key VARCHAR, group_key VARCHAR, has_group BOOLEAN, counterparty_key VARCHAR,
    journal_id VARCHAR, reversed_journal VARCHAR
);

CREATE TABLE carried.words (
    file_id BIGINT, line_no BIGINT, reference VARCHAR, description VARCHAR, counterparty VARCHAR
);

CREATE TABLE carried.dropped_lines (kind VARCHAR, file_id BIGINT, line_no BIGINT);

CREATE TABLE carried.settled_totals (
    reconciliation_no INTEGER, side VARCHAR, currency VARCHAR, items BIGINT, matches BIGINT, amount DECIMAL(38, 0),
    gross_amount DECIMAL(38, 0)
);

CREATE TABLE carried.movements (
    entity_id VARCHAR, book VARCHAR, period VARCHAR, account_code VARCHAR, currency VARCHAR, base_currency VARCHAR,
    debit DECIMAL(38, 0), credit DECIMAL(38, 0), amount DECIMAL(38, 0), base_debit DECIMAL(38, 0),
    base_credit DECIMAL(38, 0), base_amount DECIMAL(38, 0), lines_without_base BIGINT, lines BIGINT, purpose VARCHAR
);

CREATE TABLE carried.periods (entity_id VARCHAR, first_day DATE, last_day DATE);

CREATE TABLE carried.subledger_accounts (
    entity_id VARCHAR, book VARCHAR, account_code VARCHAR, subledger VARCHAR, as_of DATE
);

CREATE TABLE carried.open_entries (
    subledger VARCHAR, entity_id VARCHAR, book VARCHAR, account_code VARCHAR, currency VARCHAR, base_currency VARCHAR,
    reference VARCHAR, group_key VARCHAR, counterparty VARCHAR, effective_date DATE, amount DECIMAL(38, 0),
    base_amount DECIMAL(38, 0), lines_without_base BIGINT
);

CREATE TABLE carried.deferred_days (
    entity_id VARCHAR, book VARCHAR, account_code VARCHAR, currency VARCHAR, base_currency VARCHAR, effective_date DATE,
    adjustment BOOLEAN, cause VARCHAR, amount DECIMAL(38, 0), base_amount DECIMAL(38, 0)
);

CREATE TABLE carried.matches (
    tenant_id VARCHAR, reconciliation VARCHAR, match_id VARCHAR, status VARCHAR, pass VARCHAR, score DECIMAL(5, 4),
    currency VARCHAR, difference DECIMAL(38, 9), left_items INTEGER, right_items INTEGER, reason VARCHAR, run_id VARCHAR, matched_at TIMESTAMPTZ
);

CREATE TABLE carried.match_items (
    tenant_id VARCHAR, reconciliation VARCHAR, match_id VARCHAR, status VARCHAR, side VARCHAR, item_id VARCHAR,
    source VARCHAR, line_ref VARCHAR, currency VARCHAR, amount DECIMAL(38, 9), date DATE
);

CREATE TABLE carried.revoked_segments (match_id VARCHAR, run_id VARCHAR, reason VARCHAR);
