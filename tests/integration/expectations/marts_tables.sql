-- The published marts' tables and columns, empty.
create schema marts;
create table marts.general_ledger (
  tenant_id varchar, entity_id varchar, book varchar, journal_id varchar, line_no bigint, line_ref varchar,
  group_key varchar, effective_date date, recorded_at timestamptz, period varchar, account_code varchar,
  account_name varchar, account_type varchar, currency varchar, amount decimal(38, 9), debit decimal(38, 9),
  credit decimal(38, 9), base_currency varchar, base_amount decimal(38, 9), reference varchar, description varchar,
  counterparty varchar, kind varchar, reverses varchar, source varchar, file_id varchar, journal_scope varchar);
create table marts.trial_balance (
  tenant_id varchar, entity_id varchar, book varchar, period varchar, account_code varchar, account_name varchar,
  account_type varchar, currency varchar, opening_balance decimal(38, 9), debit decimal(38, 9),
  credit decimal(38, 9), closing_balance decimal(38, 9), base_currency varchar, base_opening_balance decimal(38, 9),
  base_movement decimal(38, 9), base_closing_balance decimal(38, 9), base_adjusted_balance decimal(38, 9),
  incomplete boolean);
create table marts.profit_and_loss (
  tenant_id varchar, entity_id varchar, book varchar, period varchar, statement varchar, section varchar,
  account_code varchar, account_name varchar, currency varchar, amount decimal(38, 9), prior_period decimal(38, 9),
  prior_year decimal(38, 9), year_to_date decimal(38, 9), incomplete boolean);
create table marts.balance_sheet as from marts.profit_and_loss;
create table marts.statement_lines (
  tenant_id varchar, source varchar, file_id varchar, line_no bigint, line_ref varchar, date date, value_date date,
  currency varchar, amount decimal(38, 9), fee decimal(38, 9), gross decimal(38, 9), reference varchar,
  group_key varchar, description varchar, counterparty varchar, kind varchar);
create table marts.matches (
  tenant_id varchar, reconciliation varchar, match_id varchar, status varchar, pass varchar, score decimal(9, 4),
  currency varchar, difference decimal(38, 9), reason varchar, run_id varchar, matched_at timestamptz);
create table marts.match_items (
  tenant_id varchar, match_id varchar, side varchar, item_id varchar, source varchar, line_ref varchar, currency varchar,
  amount decimal(38, 9), date date);
create table marts.exceptions (
  tenant_id varchar, reconciliation varchar, exception_id varchar, case_id varchar, type varchar, severity varchar,
  status varchar, side varchar, item_id varchar, source varchar, line_ref varchar, currency varchar,
  amount decimal(38, 9), date date, opened_at timestamptz, age_days bigint, due_at timestamptz, reference varchar,
  description varchar, counterparty varchar, context varchar, suggestion varchar);
create table marts.exception_candidates (
  tenant_id varchar, exception_id varchar, rank bigint, side varchar, item_id varchar, source varchar,
  line_ref varchar, currency varchar, amount decimal(38, 9), date date, reference varchar, description varchar,
  counterparty varchar, amount_difference decimal(38, 9), days_apart bigint, why_not varchar);
create table marts.in_transit_items (
  tenant_id varchar, reconciliation varchar, side varchar, item_id varchar, source varchar, line_ref varchar,
  currency varchar, amount decimal(38, 9), date date, reference varchar, description varchar, expected_by date);
create table marts.reconciliation_summary (
  tenant_id varchar, reconciliation varchar, currency varchar, as_of timestamptz, left_total decimal(38, 9),
  right_total decimal(38, 9), matched_left decimal(38, 9), matched_right decimal(38, 9), in_transit decimal(38, 9),
  match_difference decimal(38, 9), exceptions_total decimal(38, 9), unexplained decimal(38, 9), left_items bigint,
  right_items bigint, matched_items_left bigint, matched_items_right bigint, proposed bigint,
  in_transit_items bigint, exceptions bigint, counts varchar, expected_lag_days bigint);
create table marts.kpis (
  tenant_id varchar, kpi varchar, dimension varchar, label varchar, value decimal(38, 9), unit varchar,
  currency varchar, as_of date, definition varchar, run_id varchar);
create table marts.run (
  tenant_id varchar, run_id varchar, as_of date, started_at timestamptz, published_at timestamptz,
  tieout_version varchar);
create table marts.audit_results (
  run_id varchar, suite varchar, expectation varchar, subject varchar, blocking boolean, outcome varchar,
  observed varchar, description varchar);
