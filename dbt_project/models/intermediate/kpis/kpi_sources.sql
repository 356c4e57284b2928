-- How fresh each statement is, and what processors really charge. A statement is as fresh as the day before its first gap: what
-- came later leaves days open.
with gaps as (
    select source, min(gap_after) as gap_after from {{ ref('int_statement_exceptions') }}
    where type = 'statement_gap'
    group by source
),

latest as (
    select source, max(date) as date from {{ ref('stg_statement_lines') }}
    group by source
)

select
    'statement_freshness' as kpi,
    latest.source as dimension,
    cast({{ days_between('least(latest.date, coalesce(gaps.gap_after, latest.date))', 'run.as_of') }} as decimal(38, 9)) as value,
    cast(null as varchar) as currency
from latest
cross join {{ ref('stg_run') }} as run
left join gaps on latest.source = gaps.source
union all
select
    'effective_fee_rate' as kpi,
    lines.source as dimension,
    cast({{ ratio('sum(lines.fee)', 'sum(lines.gross)') }} as decimal(38, 9)) as value,
    lines.currency
from {{ ref('stg_statement_lines') }} as lines
where lines.fee > 0 and lines.gross > 0
group by lines.source, lines.currency
having sum(lines.gross) > 0
