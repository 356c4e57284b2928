-- What could not be read or posted: refused files, refused rows, unbalanced journals (one exception a journal), and book
-- lines in a foreign currency that came without their functional amount; journals of imported books that came after the period
-- they are dated in was closed (one exception a file and period), that a later file changed (one a journal), and that a later
-- file restated or took back (one for each file that had them). Rates that are missing and members of a group that
-- do not agree come from models of their own, and so does what is wrong with the statements themselves.
with refused as (
    select
        rows.source,
        rows.file_id,
        rows.journal_id,
        rows.reason_code,
        min(rows.line_no) as line_no,
        min(rows.line_ref) as line_ref,
        min(rows.date) as date,
        min(rows.currency) as currency,
        min(rows.amount) as amount,
        min(rows.reason) as reason,
        min(rows.raw) as raw
    from {{ source('raw', 'refused_rows') }} as rows
    where rows.reason_code <> 'journal_incomplete'
    group by
        rows.source,
        rows.file_id,
        rows.journal_id,
        rows.reason_code,
        case when rows.reason_code = 'unbalanced_journal' then null else rows.line_no end
),

refused_rows as (
    select
        case when refused.reason_code = 'unbalanced_journal' then 'unbalanced_journal' else 'refused_row' end as type,
        refused.source,
        coalesce(
            refused.journal_id,
            refused.line_ref,
            'row ' || cast(refused.line_no as varchar)
        ) as line_ref,
        {{ stable_id(["refused.source", "files.path", "cast(refused.line_no as varchar)", "refused.reason_code"]) }}
            as exception_id,
        cast(null as varchar) as entity_id,
        refused.date,
        refused.currency,
        refused.amount,
        files.received_at,
        refused.raw as description,
        files.path || ': ' || refused.reason
        || case
            when refused.reason_code = 'unbalanced_journal'
                then coalesce(
                    '; it is out of balance by ' || {{ amount_text(major('refused.amount', 'currencies.unit')) }}
                    || ' ' || refused.currency,
                    ''
                )
            else ''
        end as context
    from refused
    left join {{ ref('stg_currencies') }} as currencies on refused.currency = currencies.currency
    inner join {{ source('raw', 'files') }} as files on refused.file_id = files.file_id
    where files.is_current
),

refused_files as (
    select
        'refused_row' as type,
        files.source,
        files.path as line_ref,
        {{ stable_id(["files.source", "files.path", "files.sha256"]) }} as exception_id,
        cast(null as varchar) as entity_id,
        cast(null as date) as date,
        cast(null as varchar) as currency,
        cast(null as bigint) as amount,
        files.received_at,
        'The whole file was refused' as description,
        files.reason as context
    from {{ source('raw', 'files') }} as files
    where files.status = 'refused' and files.is_current
),

lines_without_base as (
    select
        'rate_missing' as type,
        lines.book as source,
        lines.line_ref,
        {{ stable_id([
            "lines.book", "lines.journal_id", "cast(lines.line_no as varchar)", "'rate_missing'",
            "case when row_number() over (partition by lines.book, lines.journal_id, lines.line_no order by lines.file_id) > 1"
            " then lines.entity_id || '/' || lines.journal_scope end"
        ]) }} as exception_id,
        lines.entity_id,
        lines.effective_date as date,
        lines.currency,
        lines.amount,
        run.started_at as received_at,
        lines.description,
        'Journal ' || lines.journal_id || ' has a line in ' || lines.currency || ' without its amount in '
        || lines.base_currency || ': it stands in its own currency only' as context
    from {{ ref('stg_book_lines') }} as lines
    cross join {{ ref('stg_run') }} as run
    where lines.base_amount is null
),

late_journals as (
    select
        'late_arrival' as type,
        late.book as source,
        case when late.journals = 1 then late.journal_id else files.path end as line_ref,
        {{ stable_id(["late.book", "files.path", "late.entity_id", "late.period", "'late_arrival'"]) }} as exception_id,
        late.entity_id,
        late.latest_date as date,
        cast(null as varchar) as currency,
        cast(null as bigint) as amount,
        files.received_at,
        cast(late.journals as varchar) || case when late.journals = 1 then ' journal' else ' journals' end
        || ' of period ' || late.period as description,
        files.path || ' was received ' || cast(cast(files.received_at as date) as varchar) || ', period ' || late.period || ' of '
        || late.entity_id || ' was closed ' || cast(cast(late.closed_at as date) as varchar) || ' by ' || late.closed_by
            as context
    from {{ ref('int_late_journals') }} as late
    inner join {{ source('raw', 'files') }} as files on late.file_id = files.file_id
),

-- No statement since a day, or none ever, though items of our books wait for one.
silent_sources as (
    select
        'statement_gap' as type,
        uncovered.source,
        coalesce(files.path, uncovered.source) as line_ref,
        uncovered.exception_id,
        min(uncovered.entity_id) as entity_id,
        coalesce(uncovered.gap_after + 1, min(outcomes.date)) as date,
        min(outcomes.currency) as currency,
        cast(null as bigint) as amount,
        coalesce(files.received_at, min(run.started_at)) as received_at,
        'No statement' || coalesce(' since ' || cast(uncovered.gap_after as varchar), ' was received yet') as description,
        coalesce(files.path || ' is the last one that came, and ends ' || cast(uncovered.gap_after as varchar) || ': ', '')
        || cast(count(*) as varchar) || case when count(*) = 1 then ' item waits' else ' items wait' end
        || ' for the next one' as context
    from {{ ref('int_open_outcomes') }} as outcomes
    inner join {{ ref('int_uncovered_items') }} as uncovered
        on outcomes.item_no = uncovered.item_no and outcomes.side = uncovered.side
    cross join {{ ref('stg_run') }} as run
    left join {{ source('raw', 'files') }} as files on uncovered.file_id = files.file_id
    where uncovered.is_last and outcomes.caused_by is not null
    group by uncovered.source, uncovered.exception_id, uncovered.gap_after, files.path, files.received_at
),

changed_journals as (
    select
        'changed_journal' as type,
        changed.source,
        changed.journal_id as line_ref,
        {{ stable_id([
            "changed.source", "changed.path", "changed.entity_id", "changed.journal_scope", "changed.journal_id", "'changed_journal'"
        ]) }} as exception_id,
        changed.entity_id,
        changed.date,
        changed.currency,
        {{ if_it_fits('changed.amount') }} as amount,
        changed.received_at,
        'Journal ' || changed.journal_id || ' of ' || cast(changed.date as varchar) || ', '
        || cast(changed.lines as varchar) || case when changed.lines = 1 then ' line' else ' lines' end as description,
        changed.path || ': row ' || cast(changed.line_no as varchar) || ': ' || changed.reason as context
    from {{ ref('int_changed_journals') }} as changed
    where changed.is_current
),

restated_journals as (
    select
        'restated' as type,
        restated.source,
        files.path as line_ref,
        {{ stable_id(["restated.source", "files.sha256", "later.sha256", "restated.reason", "'restated'"]) }} as exception_id,
        restated.entity_id,
        restated.date,
        cast(null as varchar) as currency,
        cast(null as bigint) as amount,
        coalesce(later.received_at, files.received_at) as received_at,
        cast(restated.journals as varchar) || case when restated.journals = 1 then ' journal ' else ' journals ' end
        || case restated.reason when 'restated' then 'restated' else 'taken back' end
        || ', the first of ' || cast(restated.date as varchar) || ', such as ' || restated.journal_id as description,
        files.path || case restated.reason
            when 'restated' then ': ' || later.path || ' has other content of these journals, which counts'
            else ': a later file under this path has their days, and no longer has them'
        end as context
    from (
        select
            lines.source,
            lines.file_id,
            superseded.reason,
            superseded.standing_file_id,
            min(lines.entity_id) as entity_id,
            min(lines.effective_date) as date,
            min(lines.journal_id) as journal_id,
            count(distinct lines.entity_id || '/' || lines.journal_scope || '/' || lines.journal_id) as journals
        from {{ ref('state_superseded_book_lines') }} as superseded
        inner join {{ source('lake', 'book_lines') }} as lines
            on superseded.file_id = lines.file_id and superseded.line_no = lines.line_no
        where superseded.reason in ('restated', 'withdrawn')
        group by lines.source, lines.file_id, superseded.reason, superseded.standing_file_id
    ) as restated
    inner join {{ source('raw', 'files') }} as files on restated.file_id = files.file_id
    left join {{ source('raw', 'files') }} as later on restated.standing_file_id = later.file_id
),

found as (
    select * from refused_rows
    union all
    select * from refused_files
    union all
    select * from lines_without_base
    union all
    select * from late_journals
    union all
    select * from changed_journals
    union all
    select * from restated_journals
    union all
    select * from {{ ref('int_exchange_exceptions') }}
    union all
    select * from silent_sources
    union all
    select
        type, source, line_ref, exception_id, entity_id, date, currency, amount, received_at, description, context
    from {{ ref('int_statement_exceptions') }}
)

-- What names no entity is of the one that its source brings such a currency of, else of each that it may be of: a file that
-- nobody could read holds up the close of all of them.
select
    found.type,
    found.source,
    found.line_ref,
    case
        when coalesce(possible.place, 1) = 1 then found.exception_id
        else {{ stable_id(["found.exception_id", "possible.entity_id"]) }}
    end as exception_id,
    coalesce(found.entity_id, own.entity_id, possible.entity_id) as entity_id,
    found.date,
    found.currency,
    found.amount,
    found.received_at,
    found.description,
    found.context
from found
left join {{ source('raw', 'source_entities') }} as own
    on found.entity_id is null and found.source = own.source and found.currency = own.currency
left join {{ source('raw', 'source_entities') }} as possible
    on found.entity_id is null and own.entity_id is null and found.source = possible.source and possible.currency = ''
