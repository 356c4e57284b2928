-- What was done about exceptions, by whom, when and why: one row per event and exception, as PostgreSQL keeps them.
select
    run.tenant_id,
    events.event_no,
    events.exception_id,
    events.match_id,
    events.reconciliation,
    events.kind,
    events.who,
    events.recorded_at,
    events.why,
    events.details,
    events.undoes,
    events.stands,
    events.draft_no,
    events.journal_id
from {{ source('raw', 'casework_events') }} as events
cross join {{ ref('stg_run') }} as run
