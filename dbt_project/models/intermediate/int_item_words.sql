-- The words of the lines behind open items and their candidates: the wide columns are read once, for these lines only.
select lines.file_id, lines.line_no, lines.reference, lines.description, lines.counterparty
from {{ ref('int_line_words') }} as lines
inner join (
    select file_id, line_no from {{ ref('int_open_outcomes') }}
    union
    select file_id, line_no from {{ ref('int_candidates') }}
) as items using (file_id, line_no)
