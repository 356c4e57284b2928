-- The tables of foreign currencies and of groups, empty.
create table marts.revaluations (
  tenant_id varchar, entity_id varchar, book varchar, period varchar, account_code varchar, account_name varchar,
  currency varchar, balance decimal(38, 9), base_currency varchar, carrying_amount decimal(38, 9),
  rate decimal(38, 10), rate_date date, rate_source varchar, revalued_amount decimal(38, 9),
  difference decimal(38, 9), posted decimal(38, 9), due decimal(38, 9), incomplete boolean);
create table marts.realised_fx (
  tenant_id varchar, entity_id varchar, book varchar, account_code varchar, account_name varchar, reference varchar,
  counterparty varchar, period varchar, settled_on date, currency varchar, booked_amount decimal(38, 9),
  settled_amount decimal(38, 9), base_currency varchar, booked_base_amount decimal(38, 9),
  carried_base_amount decimal(38, 9), settled_base_amount decimal(38, 9), realised decimal(38, 9),
  posted decimal(38, 9), unposted decimal(38, 9), incomplete boolean);
create table marts.statement_rates (
  tenant_id varchar, purpose varchar, from_currency varchar, to_currency varchar, asked_from date, asked_to date,
  rate decimal(38, 10), numerator decimal(38, 0), denominator decimal(38, 0), rate_date date, source varchar,
  path varchar, incomplete boolean, is_asked boolean);
create table marts.consolidated_trial_balance (
  tenant_id varchar, basis varchar, entity_id varchar, book varchar, period varchar, fiscal_year integer,
  account_code varchar, account_name varchar, account_type varchar, currency varchar, opening_balance decimal(38, 9),
  movement decimal(38, 9), aggregated_balance decimal(38, 9), eliminated decimal(38, 9),
  closing_balance decimal(38, 9), adjusted_balance decimal(38, 9), incomplete boolean);
create table marts.translation_adjustments (
  tenant_id varchar, basis varchar, statement_of varchar, book varchar, entity_id varchar, member_book varchar,
  period varchar, ordinal integer, base_currency varchar, opening_net_assets decimal(38, 9), result decimal(38, 9),
  other_movements decimal(38, 9), closing_net_assets decimal(38, 9), opening_rate decimal(38, 10),
  average_rate decimal(38, 10), closing_rate decimal(38, 10), currency varchar, on_opening_net_assets decimal(38, 9),
  on_result decimal(38, 9), on_other_movements decimal(38, 9), rounding decimal(38, 9), rounding_limit decimal(38, 9),
  adjustment decimal(38, 9), adjustment_to_date decimal(38, 9), incomplete boolean);
create table marts.intercompany_balances (
  tenant_id varchar, group_id varchar, book varchar, period varchar, pair varchar, statement varchar,
  currency varchar, left_amount decimal(38, 9), right_amount decimal(38, 9), difference decimal(38, 9),
  matched boolean, incomplete boolean);
