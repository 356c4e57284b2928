{{ config(materialized='table') }}
-- Lines of statements that do not count from this run on: earlier versions, deliveries of what was known already, and lines
-- that a restated statement no longer has. A line is known by its source's own id, or else by its place in its statement.
with new_lines as (
    select lines.*, statements.statement_key, statements.is_current, false as is_known
    from {{ source('raw', 'new_statement_lines') }} as lines
    inner join {{ source('raw', 'statements') }} as statements using (file_id, statement_no)
    where lines.source in (select again.source from {{ ref('stg_sources_again') }} as again)
),

new_things as (
    select distinct {{ statement_thing('new_lines') }} as thing from new_lines
),

known_lines as (
    select lines.*, statements.statement_key, statements.is_current, true as is_known
    from {{ source('raw', 'known_statement_lines') }} as lines
    inner join {{ source('raw', 'statements') }} as statements using (file_id, statement_no)
    left join {{ source('carried', 'dropped_lines') }} as dropped
        on dropped.kind = 'statement' and lines.file_id = dropped.file_id and lines.line_no = dropped.line_no
    where
        lines.source in (select again.source from {{ ref('stg_sources_again') }} as again)
        and dropped.line_no is null
        and (
            not statements.is_current
            or {{ statement_thing('lines', 'statements') }} in (select new_things.thing from new_things)
        )
),

lines as (
    select *, {{ statement_thing('new_lines') }} as thing from new_lines
    union all
    select *, {{ statement_thing('known_lines') }} as thing from known_lines
),

deliveries as (
    select
        source,
        thing,
        file_id,
        max(case when is_current then 1 else 0 end) = 1 as is_current,
        {{ set_hash([
            'date', 'value_date', 'currency', 'amount', 'fee', 'gross', 'reference', 'group_key', 'description',
            'counterparty', 'kind', 'entity_id'
        ]) }} as content
    from lines
    group by source, thing, file_id
),

counting as ({{ deliveries_that_count('deliveries') }})

select lines.file_id, lines.line_no, lines.is_known
from lines
left join counting using (source, thing, file_id)
where counting.file_id is null
