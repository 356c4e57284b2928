{{ config(materialized='view') }}
-- The words of every line that counts.
select file_id, line_no, reference, description, counterparty from {{ ref('stg_book_lines') }}
union all
select file_id, line_no, reference, description, counterparty from {{ ref('stg_statement_lines') }}
