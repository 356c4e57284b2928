-- The words of the lines behind open items and their candidates: the wide columns are read once, for these lines only.
with wanted as (
    select file_id, line_no from {{ ref('int_item_exceptions') }}
    union
    select file_id, line_no from {{ ref('int_candidates') }}
),

lines as (
    select file_id, line_no, reference, description, counterparty from {{ ref('stg_book_lines') }}
    union all
    select file_id, line_no, reference, description, counterparty from {{ ref('stg_statement_lines') }}
)

select lines.*
from lines
inner join wanted using (file_id, line_no)
