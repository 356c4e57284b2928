-- Reconciliations that are not proven: what is left of the difference of both sides when everything known is taken off.
select
    periods.entity_id,
    periods.period,
    'reconciliations' as check_id,
    summary.reconciliation || summary.currency as sort_key,
    summary.reconciliation || ': ' || {{ amount_text('summary.unexplained') }} || ' ' || summary.currency || ' is unexplained'
        as what,
    summary.unexplained as amount,
    summary.currency
from {{ ref('int_close_periods') }} as periods
inner join {{ source('raw', 'close_scopes') }} as scopes
    on periods.entity_id = scopes.entity_id and scopes.kind = 'reconciliation'
inner join {{ ref('reconciliation_summary') }} as summary on scopes.name = summary.reconciliation
where summary.unexplained <> 0
