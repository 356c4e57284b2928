{{ config(alias='general_ledger') }}
-- The general ledger's new lines.
-- depends_on: {{ ref('carried_accounts') }}
-- depends_on: {{ ref('carried_currencies') }}
{{ ledger_lines(ref('audit_book_lines')) }}
