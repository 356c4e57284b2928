-- The nearest items of the other side for each exception, and why each of them was not matched.
with candidates as (
    select
        candidates.*,
        currencies.tenant_id,
        {{ major('candidates.amount', 'currencies.unit') }} as major_amount,
        {{ major_sum('candidates.amount_difference', 'currencies.unit') }} as major_difference
    from {{ ref('int_candidates') }} as candidates
    inner join {{ ref('stg_currencies') }} as currencies on candidates.currency = currencies.currency
)

select
    candidates.tenant_id,
    candidates.exception_id,
    cast(candidates.rank as integer) as rank,
    candidates.side,
    candidates.item_id,
    candidates.source,
    candidates.line_ref,
    candidates.currency,
    candidates.major_amount as amount,
    candidates.date,
    words.reference,
    words.description,
    words.counterparty,
    candidates.major_difference as amount_difference,
    cast(candidates.days_apart as integer) as days_apart,
    {{ why_not('candidates', 'abs(candidates.major_difference)', 'candidates.currency') }} as why_not
from candidates
inner join {{ ref('int_item_words') }} as words
    on candidates.file_id = words.file_id and candidates.line_no = words.line_no
