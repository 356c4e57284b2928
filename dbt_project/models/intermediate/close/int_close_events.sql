-- The latest event of each period that was ever closed, and the close that it is about: who prepared, who certified it.
with placed as (
    select
        *,
        row_number() over (partition by entity_id, period order by event_no desc) as recency
    from {{ source('raw', 'close_events') }}
)

select
    latest.entity_id,
    latest.period,
    latest.close_no,
    latest.kind,
    latest.why as last_reason,
    latest.who as last_who,
    latest.recorded_at as last_at,
    latest.kind not in ('reopened', 'refused') as stands,
    prepared.who as prepared_by,
    prepared.recorded_at as prepared_at,
    prepared.trial_balance_hash,
    certified.who as approved_by,
    certified.recorded_at as approved_at
from placed as latest
inner join placed as prepared on latest.close_no = prepared.event_no
left join placed as certified on latest.close_no = certified.close_no and certified.kind = 'certified'
where latest.recency = 1
