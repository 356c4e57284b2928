{{ config(alias='superseded_book_lines') }}
-- Lines of imported books that do not count, and why: `standing` is what counts in their place, by file and its first row. A
-- journal is known by its entity, its id and the scope of the id.
--   repeated   another file brought the same journal: of equal ones the first file's counts, so that its matches stand;
--   changed    a file brought it with other content: what came first stands, and the change is refused;
--   restated   likewise, in a source whose later files restate: what came last counts;
--   withdrawn  a later file under the same path has its day and lacks it: nothing that was read last has it any more;
--   read_anew  its file was read again, under other settings, and says something else now.
-- A line's own id is content; one that was made of the journal's id and the line's place is not.
{% set key = 'source, entity_id, journal_scope, journal_id' %}
{% set content = [
    'lines.effective_date', 'lines.account_code', 'lines.currency', 'lines.amount', 'lines.base_currency', 'lines.base_amount',
    'lines.reference', 'lines.description', 'lines.counterparty', 'lines.kind', 'lines.group_key', 'lines.reverses',
    "case when left(lines.line_ref, length(lines.journal_id) + 1) <> lines.journal_id || '/' then lines.line_ref end"
] %}
-- A file that is read again is delivered when it came first: `delivery_no`.
with versions as (
    select
        *,
        coalesce(sha256 <> lag(sha256) over (partition by source, path order by file_id), true) as is_other
    from {{ source('raw', 'files') }}
    where status = 'accepted' and kind = 'book' and source <> 'ledger'
),

files as (
    select
        files.file_id,
        files.source,
        files.path,
        sources.restates,
        statements.was_read_anew,
        statements.opening_date as first_day,
        min(files.file_id) over (partition by files.source, files.sha256) as first_file_id,
        max(files.file_id) over (partition by files.source, files.path) as last_file_id,
        max(case when files.is_other then files.file_id end) over (
            partition by files.source, files.path
            order by files.file_id
        ) as delivery_no,
        min(files.file_id) over (partition by files.source) < max(files.file_id) over (partition by files.source) as has_others
    from versions as files
    inner join {{ source('raw', 'sources') }} as sources on files.source = sources.source
    inner join {{ source('raw', 'statements') }} as statements on files.file_id = statements.file_id
),

lines as (
    select lines.*, {{ hash_key(['lines.source', 'lines.entity_id', 'lines.journal_scope', 'lines.journal_id']) }} as key_hash
    from {{ source('lake', 'book_lines') }} as lines
    where
        lines.source in (
            select files.source from files
            where files.has_others
        )
),

redelivered as (
    select lines.key_hash
    from lines
    inner join files on lines.file_id = files.file_id
    group by lines.key_hash
    having
        min(lines.file_id) <> max(lines.file_id)
        or max(case when files.file_id = files.last_file_id and not files.was_read_anew then 1 else 0 end) = 0
),

deliveries as (
    select
        lines.source,
        lines.entity_id,
        lines.journal_scope,
        lines.journal_id,
        lines.file_id,
        min(lines.line_no) as line_no,
        min(lines.effective_date) as day,
        {{ set_hash(content) }} as content
    from lines
    where lines.key_hash in (select redelivered.key_hash from redelivered)
    group by lines.source, lines.entity_id, lines.journal_scope, lines.journal_id, lines.file_id
),

refused as (
    select distinct file_id, journal_id from {{ source('raw', 'refused_rows') }}
    where journal_id is not null
),

offered as (
    select
        deliveries.*,
        files.restates,
        files.was_read_anew,
        files.first_file_id,
        files.delivery_no,
        not files.was_read_anew and (
            files.last_file_id = deliveries.file_id
            or refused.journal_id is not null
            or max(deliveries.file_id) over (
                partition by
                    deliveries.source, deliveries.entity_id, deliveries.journal_scope, deliveries.journal_id, files.path
            ) = files.last_file_id
            or coalesce(deliveries.day < later.first_day, true)
        ) as is_offered
    from deliveries
    inner join files on deliveries.file_id = files.file_id
    inner join files as later on files.last_file_id = later.file_id
    left join refused on files.last_file_id = refused.file_id and deliveries.journal_id = refused.journal_id
),

compared as (
    select
        *,
        coalesce(content <> lag(content) over (partition by {{ key }} order by delivery_no, file_id), true) as is_changed,
        max(case when is_offered then 1 else 0 end) over (partition by {{ key }}) as is_alive,
        first_value(content) over (
            partition by {{ key }}
            order by case when is_offered then 0 else 1 end, first_file_id, file_id
        ) as first_content,
        first_value(content) over (
            partition by {{ key }}
            order by case when is_offered then 0 else 1 end, delivery_no desc, file_id desc
        ) as last_content
    from offered
),

placed as (
    select
        *,
        content = case when restates then last_content else first_content end as is_standing,
        case
            when restates then max(case when is_changed and content = last_content then file_id end) over (partition by {{ key }})
            else min(case when content = first_content then file_id end) over (partition by {{ key }})
        end as standing_file_id
    from compared
),

judged as (
    select
        *,
        max(case when file_id = standing_file_id then line_no end) over (partition by {{ key }}) as standing_line_no,
        case
            when is_alive = 1 and is_standing then 'repeated'
            when was_read_anew then 'read_anew'
            when not is_offered then 'withdrawn'
            when restates then 'restated'
            else 'changed'
        end as reason
    from placed
)

select
    lines.file_id,
    lines.line_no,
    judged.reason,
    case when judged.is_alive = 1 then judged.standing_file_id end as standing_file_id,
    case when judged.is_alive = 1 then judged.standing_line_no end as standing_line_no
from lines
inner join judged
    on
        lines.source = judged.source
        and lines.entity_id = judged.entity_id
        and lines.journal_scope = judged.journal_scope
        and lines.journal_id = judged.journal_id
        and lines.file_id = judged.file_id
where judged.is_alive = 0 or judged.file_id <> judged.standing_file_id
