{{ config(alias='general_ledger') }}
-- The general ledger's new lines.
-- depends_on: {{ ref('carried_accounts') }}
-- depends_on: {{ ref('carried_currencies') }}
-- depends_on: {{ ref('carried_period_days') }}
{{ ledger_lines(ref('audit_book_lines')) }}
