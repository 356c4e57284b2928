{{ config(materialized='view') }}
-- Every line of every book, as an auditor reads it.
-- depends_on: {{ ref('carried_accounts') }}
-- depends_on: {{ ref('carried_currencies') }}
-- depends_on: {{ ref('carried_period_days') }}
{{ ledger_lines(ref('carried_book_lines')) }}
