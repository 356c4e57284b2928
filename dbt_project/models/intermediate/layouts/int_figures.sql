-- Every figure behind a line of a financial statement, by account, whether an account shows it or it is computed.
{{ config(materialized='view') }}
select
    basis, entity_id, book, period, base_currency, statement, line_id, account_code, account_name, amount, year_to_date,
    lines_without_base
from {{ ref('int_account_figures') }}
union all
select
    basis, entity_id, book, period, base_currency, statement, line_id, account_code, account_name, amount, year_to_date,
    lines_without_base
from {{ ref('int_computed_figures') }}
