{{ config(materialized='view') }}
-- The words of the lines that this run looks at: of new lines as they came, of carried items as they were kept.
select file_id, line_no, reference, description, counterparty from {{ ref('stg_book_lines') }}
union all
select file_id, line_no, reference, description, counterparty from {{ ref('stg_statement_lines') }}
union all
select words.file_id, words.line_no, words.reference, words.description, words.counterparty
from {{ source('carried', 'words') }} as words
left join {{ ref('stg_dropped_lines') }} as dropped using (file_id, line_no)
where dropped.line_no is null
