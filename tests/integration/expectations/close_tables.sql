-- The tables of the close, empty.
create table marts.close_checks (
  tenant_id varchar, entity_id varchar, period varchar, check_id varchar, position integer, title varchar, state varchar,
  detail varchar, blocking_count bigint, amount decimal(38, 9), currency varchar, link_page varchar, link_query varchar,
  acceptable boolean);
create table marts.period_closes (
  tenant_id varchar, entity_id varchar, period varchar, fiscal_year integer, starts date, ends date, adjustment boolean,
  status varchar, close_no bigint, prepared_by varchar, prepared_at timestamptz, approved_by varchar,
  approved_at timestamptz, trial_balance_hash varchar, rows_changed bigint, difference decimal(38, 9), currency varchar,
  changed varchar, last_reason varchar);
create table marts.flux (
  tenant_id varchar, entity_id varchar, book varchar, period varchar, account_code varchar, account_name varchar,
  account_type varchar, measure varchar, currency varchar, amount decimal(38, 9), prior_period decimal(38, 9),
  expected_low decimal(38, 9), expected_high decimal(38, 9), prior_periods integer, outside boolean, comment varchar,
  commented_by varchar, commented_at timestamptz);
