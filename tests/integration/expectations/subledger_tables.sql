-- The tables of the subledgers and of the movements of balances, empty.
create table marts.account_rollforward (
  tenant_id varchar, entity_id varchar, book varchar, period varchar, account_code varchar, account_name varchar,
  account_type varchar, currency varchar, opening_balance decimal(38, 9), additions decimal(38, 9),
  reductions decimal(38, 9), adjustments decimal(38, 9), revaluation decimal(38, 9), closing_entries decimal(38, 9),
  closing_balance decimal(38, 9), prior_period decimal(38, 9), prior_year decimal(38, 9), base_currency varchar,
  base_opening_balance decimal(38, 9), base_additions decimal(38, 9), base_reductions decimal(38, 9),
  base_adjustments decimal(38, 9), base_revaluation decimal(38, 9), base_closing_entries decimal(38, 9),
  base_closing_balance decimal(38, 9), base_prior_period decimal(38, 9), base_prior_year decimal(38, 9),
  incomplete boolean);
create table marts.changes_in_equity (
  tenant_id varchar, basis varchar, entity_id varchar, book varchar, period varchar, component varchar,
  account_code varchar, account_name varchar, movement_no integer, movement varchar, currency varchar,
  amount decimal(38, 9), prior_period decimal(38, 9), prior_year decimal(38, 9), year_to_date decimal(38, 9),
  prior_year_to_date decimal(38, 9), incomplete boolean);
create table marts.ageing (
  tenant_id varchar, entity_id varchar, book varchar, kind varchar, account_code varchar, account_name varchar,
  counterparty varchar, reference varchar, currency varchar, amount decimal(38, 9), base_currency varchar,
  base_amount decimal(38, 9), document_date date, due_date date, days_overdue integer, bucket varchar,
  bucket_no integer, as_of date);
create table marts.subledger_control (
  tenant_id varchar, entity_id varchar, book varchar, kind varchar, account_code varchar, account_name varchar,
  as_of date, currency varchar, open_items decimal(38, 9), later_entries decimal(38, 9),
  ledger_balance decimal(38, 9), difference decimal(38, 9), base_currency varchar, base_open_items decimal(38, 9),
  base_later_entries decimal(38, 9), base_ledger_balance decimal(38, 9), base_difference decimal(38, 9),
  incomplete boolean);
create table marts.deferred_revenue (
  tenant_id varchar, entity_id varchar, book varchar, period varchar, starts date, ends date, account_code varchar,
  account_name varchar, currency varchar, opening_balance decimal(38, 9), billed decimal(38, 9),
  recognised decimal(38, 9), scheduled decimal(38, 9), other decimal(38, 9), closing_balance decimal(38, 9),
  base_currency varchar, base_opening_balance decimal(38, 9), base_billed decimal(38, 9),
  base_recognised decimal(38, 9), base_scheduled decimal(38, 9), base_other decimal(38, 9),
  base_closing_balance decimal(38, 9), scheduled_later decimal(38, 9), not_scheduled decimal(38, 9),
  prior_year decimal(38, 9), incomplete boolean);
