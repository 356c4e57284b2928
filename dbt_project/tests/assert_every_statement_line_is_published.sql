-- The statement lines mart has every line that the manifest counts and no restated file replaced, once. A row here means that a
-- file of the lake was not read, or that a join dropped or doubled lines. Figures of another day leave lines out on purpose.
with received as (
    select coalesce(sum(rows), 0) as lines
    from {{ source('raw', 'files') }}
    where kind = 'statement' and lines_path is not null
),

superseded as (
    select count(*) as lines
    from {{ ref('state_superseded_statement_lines') }}
),

published as (
    select count(*) as lines
    from {{ ref('statement_lines') }}
)

select received.lines as received, superseded.lines as superseded, published.lines as published
from received
cross join superseded
cross join published
cross join {{ ref('stg_run') }} as run
where
    received.lines - superseded.lines <> published.lines
    and run.effective_to is null
    and run.known_at is null
