-- What could not be read or posted: refused files, refused rows, unbalanced journals (one exception a journal), and book
-- lines in a foreign currency that came without their functional amount; and journals of imported books that came after the
-- period they are dated in was closed (one exception a file and period). Rates that are missing and members of a group that
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
        {{ stable_id(["lines.book", "lines.journal_id", "cast(lines.line_no as varchar)", "'rate_missing'"]) }} as exception_id,
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
)

select * from refused_rows
union all
select * from refused_files
union all
select * from lines_without_base
union all
select * from late_journals
union all
select * from {{ ref('int_exchange_exceptions') }}
union all
select * from {{ ref('int_statement_exceptions') }}
