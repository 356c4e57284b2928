-- How fresh each statement is, and what processors really charge.
select
    'statement_freshness' as kpi,
    lines.source as dimension,
    cast({{ days_between('max(lines.date)', 'min(run.as_of)') }} as decimal(38, 9)) as value,
    cast(null as varchar) as currency
from {{ ref('stg_statement_lines') }} as lines
cross join {{ ref('stg_run') }} as run
group by lines.source
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
