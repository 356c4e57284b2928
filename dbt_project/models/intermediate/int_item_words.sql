-- The words of the lines behind open items and their candidates: the wide columns are read once, for these lines only.
with wanted as (
    select file_id, line_no from {{ ref('int_item_exceptions') }}
    union
    select file_id, line_no from {{ ref('int_candidates') }}
),

settled as (
    select distinct file_id, line_no from {{ ref('int_settled_namesakes') }}
),

lines as (
    select * from {{ ref('int_line_words') }}
    union all
    select lines.file_id, lines.line_no, lines.reference, lines.description, lines.counterparty
    from {{ source('raw', 'known_book_lines') }} as lines
    inner join settled using (file_id, line_no)
    union all
    select lines.file_id, lines.line_no, lines.reference, lines.description, lines.counterparty
    from {{ source('raw', 'known_statement_lines') }} as lines
    inner join settled using (file_id, line_no)
)

select lines.file_id, lines.line_no, lines.reference, lines.description, lines.counterparty
from lines
inner join wanted using (file_id, line_no)
group by lines.file_id, lines.line_no, lines.reference, lines.description, lines.counterparty
