-- Lines of days that came more than once: `content` is all that a line says, and `balance_after` what its statement then stood
-- at: as the line itself says, or else summed in the order of the file. A line of a table is restated, and does not count, when a
-- later file brings its id with other content and has its day.
{% set texts = [
    'lines.reference', 'lines.group_key', 'lines.description', 'lines.counterparty', 'lines.kind', 'lines.entity_id',
    'lines.value_date', 'lines.fee', 'lines.gross', "coalesce(lines.bank_ref, case when lines.own_ref then lines.line_ref end)"
] %}
with days as (
    select * from {{ ref('int_delivered_days') }}
),

spans as (
    select file_id, statement_no, min(date) as first_date, max(date) as last_date
    from days
    where kind is null
    group by file_id, statement_no
),

own_ids as (
    select
        lines.file_id,
        lines.line_no,
        {{ hash_key(['lines.source', 'lines.line_ref']) }} as id_hash,
        spans.first_date,
        spans.last_date
    from {{ source('lake', 'statement_lines') }} as lines
    inner join spans on lines.file_id = spans.file_id and lines.statement_no = spans.statement_no
    where lines.own_ref
),

repeated as (
    select own_ids.file_id, own_ids.line_no, own_ids.first_date, own_ids.last_date
    from own_ids
    where own_ids.id_hash in (
        select ids.id_hash from own_ids as ids
        group by ids.id_hash
        having min(ids.file_id) <> max(ids.file_id)
    )
),

-- The wide columns are read for these lines only.
repeated_ids as (
    select
        lines.file_id,
        lines.line_no,
        lines.source,
        lines.line_ref,
        lines.date,
        {{ hash_key(['lines.date', 'lines.currency', 'lines.amount'] + texts) }} as content,
        repeated.first_date,
        repeated.last_date
    from {{ source('lake', 'statement_lines') }} as lines
    inner join repeated on lines.file_id = repeated.file_id and lines.line_no = repeated.line_no
),

restated as (
    select earlier.file_id, earlier.line_no
    from repeated_ids as earlier
    inner join repeated_ids as later
        on
            earlier.source = later.source
            and earlier.line_ref = later.line_ref
            and earlier.file_id < later.file_id
            and earlier.date between later.first_date and later.last_date
    group by earlier.file_id, earlier.line_no, later.file_id
    having max(case when earlier.content = later.content then 1 else 0 end) = 0
),

restated_lines as (
    select distinct file_id, line_no from restated
),

lines as (
    select
        lines.file_id,
        lines.line_no,
        lines.statement_no,
        lines.source,
        days.account,
        lines.currency,
        lines.date,
        lines.amount,
        {{ hash_key(['lines.source', 'days.account', 'lines.date', 'lines.currency', 'lines.amount'] + texts) }} as content,
        days.is_counted and restated_lines.line_no is null as is_counted,
        coalesce(
            lines.balance,
            days.opening + sum(lines.amount) over (
                partition by lines.file_id, lines.statement_no, lines.currency, lines.date
                order by lines.line_no
                rows between unbounded preceding and current row
            )
        ) as balance_after
    from {{ source('lake', 'statement_lines') }} as lines
    inner join days
        on
            lines.file_id = days.file_id
            and lines.statement_no = days.statement_no
            and lines.currency = days.currency
            and lines.date = days.date
    left join restated_lines on lines.file_id = restated_lines.file_id and lines.line_no = restated_lines.line_no
    where days.is_redelivered or restated_lines.line_no is not null
)

select * from lines
