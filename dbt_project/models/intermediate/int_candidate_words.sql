-- All candidates of an exception in one readable text.
select
    exception_id,
    string_agg(
        source || ' ' || line_ref || ' of ' || cast(date as varchar) || ', '
        || {{ amount_text('amount') }} || ' ' || currency || ': ' || why_not,
        '; ' order by rank
    ) as nearest
from {{ ref('exception_candidates') }}
group by exception_id
