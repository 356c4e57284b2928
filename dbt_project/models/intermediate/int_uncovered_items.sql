-- Open items whose other side is a statement that is missing, and the exception that says so: they lie in a gap of the chain, or
-- later than the last statement that could show them, which is expected some days (`expected_lag_days`) after the item.
-- A table of lines says nothing of days without lines: it covers all days until it came. `is_last` says that no statement came
-- since `gap_after` (null: ever); `file_id` is the last file then.
with sides as (
    select distinct reconciliation_no, side, source, account_code from {{ source('raw', 'sides') }}
),

items as (
    select
        open_items.item_no,
        open_items.side,
        open_items.date,
        open_items.entity_id,
        reconciliations.expected_lag_days,
        sides.source,
        sides.account_code
    from {{ ref('int_open_items') }} as open_items
    inner join {{ ref('stg_reconciliations') }} as reconciliations
        on open_items.reconciliation_no = reconciliations.reconciliation_no
    inner join sides
        on open_items.reconciliation_no = sides.reconciliation_no and open_items.side <> sides.side
    where {{ days_between('open_items.date', 'reconciliations.as_of') }} > reconciliations.expected_lag_days
),

covered as (
    select
        sources.source,
        statements.account_code,
        max(statements.file_id) as file_id,
        max(coalesce(
            case when statements.kind is not null then statements.closing_date end, cast(files.received_at as date)
        )) as covered_to
    from {{ source('raw', 'sources') }} as sources
    left join {{ source('raw', 'statements') }} as statements on sources.source = statements.source and statements.is_current
    left join {{ source('raw', 'files') }} as files on statements.file_id = files.file_id
    where sources.kind = 'statement'
    group by sources.source, statements.account_code
),

uncovered as (
    select
        items.item_no,
        items.side,
        gaps.exception_id,
        items.source,
        items.entity_id,
        gaps.gap_after,
        false as is_last,
        cast(null as bigint) as file_id
    from items
    inner join {{ ref('int_statement_exceptions') }} as gaps
        on
            items.source = gaps.source
            and (items.account_code is null or items.account_code = gaps.account_code)
            and items.date > gaps.gap_after - items.expected_lag_days
            and items.date < gaps.gap_before
    where gaps.type = 'statement_gap'
    union all
    select
        items.item_no,
        items.side,
        {{ stable_id(["items.source", "'statement_gap'", "items.account_code", "cast(covered.covered_to as varchar)"]) }}
            as exception_id,
        items.source,
        items.entity_id,
        covered.covered_to as gap_after,
        true as is_last,
        covered.file_id
    from items
    inner join covered
        on
            items.source = covered.source
            and (items.account_code is null or coalesce(items.account_code = covered.account_code, covered.file_id is null))
    where coalesce(items.date > covered.covered_to - items.expected_lag_days, true)
),

ranked as (
    select *, row_number() over (partition by item_no, side order by gap_after, exception_id) as preference
    from uncovered
)

select item_no, side, exception_id, source, entity_id, gap_after, is_last, file_id
from ranked
where preference = 1
