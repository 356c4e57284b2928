{{ config(alias='settled_totals') }}
-- What is settled, added up.
select reconciliation_no, side, currency, items, matches, amount, gross_amount from {{ ref('int_settled_totals') }}
