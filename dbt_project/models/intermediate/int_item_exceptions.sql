-- Open items that are exceptions, with the words of the lines they come from.
with words as (
    select file_id, line_no, reference, description, counterparty from {{ ref('stg_book_lines') }}
    union all
    select file_id, line_no, reference, description, counterparty from {{ ref('stg_statement_lines') }}
)

select
    outcomes.*,
    {{ item_id('outcomes') }} as item_id,
    {{ stable_id(["outcomes.reconciliation", "outcomes.side", item_id('outcomes')]) }} as exception_id,
    words.reference,
    words.description,
    words.counterparty
from {{ ref('int_open_outcomes') }} as outcomes
inner join words on outcomes.file_id = words.file_id and outcomes.line_no = words.line_no
