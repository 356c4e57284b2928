-- The tables of what is printed, empty.
create table marts.account_lines (
  tenant_id varchar, entity_id varchar, book varchar, basis varchar, account_code varchar, account_name varchar,
  account_type varchar, statement varchar, layout varchar, line_id varchar, line_no integer, label varchar);
create table marts.financial_statements (
  tenant_id varchar, entity_id varchar, book varchar, basis varchar, period varchar, statement varchar,
  line_no integer, line_id varchar, level integer, kind varchar, label varchar, currency varchar,
  amount decimal(38, 9), prior_period decimal(38, 9), prior_year decimal(38, 9), year_to_date decimal(38, 9),
  budget decimal(38, 9), budget_variance decimal(38, 9), budget_variance_percent decimal(38, 6),
  prior_period_change decimal(38, 9), prior_period_change_percent decimal(38, 6), prior_year_change decimal(38, 9),
  prior_year_change_percent decimal(38, 6), incomplete boolean);
create table marts.cash_flow (
  tenant_id varchar, entity_id varchar, book varchar, period varchar, statement varchar, section varchar,
  line_id varchar, statement_line varchar, account_code varchar, account_name varchar, currency varchar,
  amount decimal(38, 9), prior_period decimal(38, 9), prior_year decimal(38, 9), year_to_date decimal(38, 9),
  incomplete boolean);
