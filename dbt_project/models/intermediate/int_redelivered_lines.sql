-- Lines of days that came more than once, each with the place that it has among equal lines of its day. Equal lines in the same
-- place are one line that several files bring; a place counts once, as often as the statement that has most of them (a union of
-- multisets), unless one statement opens with what another one closed with: then its lines come after the other's.
-- A line of a table is restated, too, by a later file that brings its id with other content and has its day.
{% set texts = [
    'lines.reference', 'lines.group_key', 'lines.description', 'lines.counterparty', 'lines.kind', 'lines.entity_id',
    'lines.value_date', 'lines.fee', 'lines.gross', "coalesce(lines.bank_ref, case when lines.own_ref then lines.line_ref end)"
] %}
with recursive days as (
    select * from {{ ref('int_delivered_days') }}
),

spans as (
    select file_id, statement_no, min(date) as first_date, max(date) as last_date
    from days
    where kind is null
    group by file_id, statement_no
),

identified as (
    select
        lines.file_id,
        lines.line_no,
        lines.source,
        lines.line_ref,
        lines.date,
        {{ hash_key(['lines.date', 'lines.currency', 'lines.amount'] + texts) }} as content,
        spans.first_date,
        spans.last_date
    from {{ source('lake', 'statement_lines') }} as lines
    inner join spans on lines.file_id = spans.file_id and lines.statement_no = spans.statement_no
    where lines.own_ref
),

repeated_ids as (
    select identified.*
    from identified
    where {{ hash_key(['identified.source', 'identified.line_ref']) }} in (
        select {{ hash_key(['identified.source', 'identified.line_ref']) }} as id_hash
        from identified
        group by 1
        having min(identified.file_id) <> max(identified.file_id)
    )
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
        days.is_counted and restated_lines.line_no is null as is_counted
    from {{ source('lake', 'statement_lines') }} as lines
    inner join days
        on
            lines.file_id = days.file_id
            and lines.statement_no = days.statement_no
            and lines.currency = days.currency
            and lines.date = days.date
    left join restated_lines on lines.file_id = restated_lines.file_id and lines.line_no = restated_lines.line_no
    where days.is_redelivered or restated_lines.line_no is not null
),

-- Which statement of a day goes on where another one ends. Two that each open with what the other closes with are in the order
-- in which they came; one that moves nothing says nothing of its place.
continued as (
    select
        before.source,
        before.account,
        before.currency,
        before.date,
        before.file_id,
        before.statement_no,
        next.file_id as next_file_id,
        next.statement_no as next_statement_no
    from days as before
    inner join days as next
        on
            before.source = next.source
            and before.account = next.account
            and before.currency = next.currency
            and before.date = next.date
            and before.closing = next.opening
    where
        before.is_redelivered
        and before.is_current
        and before.amount <> 0
        and next.amount <> 0
        and (
            next.closing <> before.opening
            or before.file_id < next.file_id
            or (before.file_id = next.file_id and before.statement_no < next.statement_no)
        )
),

copies as (
    select source, account, currency, date, amount, content, file_id, statement_no, count(*) as copies
    from lines
    group by source, account, currency, date, amount, content, file_id, statement_no
),

disputed as (
    select copies.source, copies.account, copies.currency, copies.date, copies.amount, copies.content, sum(copies.copies) as copies
    from copies
    where exists (
        select 1 from continued
        where
            copies.source = continued.source
            and copies.account = continued.account
            and copies.currency = continued.currency
            and copies.date = continued.date
    )
    group by copies.source, copies.account, copies.currency, copies.date, copies.amount, copies.content
    having count(*) > 1
),

-- From each statement of the day along those that go on from it: how many equal lines came before. `union` keeps each state
-- once, and no way has more lines than there are, so that it ends.
walks as (
    select
        disputed.source, disputed.account, disputed.currency, disputed.date, disputed.amount, disputed.content,
        disputed.copies as most, days.file_id, days.statement_no, cast(0 as bigint) as before
    from disputed
    inner join days
        on
            disputed.source = days.source
            and disputed.account = days.account
            and disputed.currency = days.currency
            and disputed.date = days.date
    union
    select
        walks.source, walks.account, walks.currency, walks.date, walks.amount, walks.content,
        walks.most, continued.next_file_id, continued.next_statement_no,
        cast(walks.before + coalesce(copies.copies, 0) as bigint) as before
    from walks
    inner join continued
        on
            walks.source = continued.source
            and walks.account = continued.account
            and walks.currency = continued.currency
            and walks.date = continued.date
            and walks.file_id = continued.file_id
            and walks.statement_no = continued.statement_no
    left join copies
        on
            walks.content = copies.content
            and walks.date = copies.date
            and walks.amount = copies.amount
            and walks.file_id = copies.file_id
            and walks.statement_no = copies.statement_no
    where walks.before + coalesce(copies.copies, 0) < walks.most
),

places as (
    select content, date, amount, file_id, statement_no, max(before) as before
    from walks
    group by content, date, amount, file_id, statement_no
)

select
    lines.file_id,
    lines.line_no,
    lines.source,
    lines.date,
    lines.amount,
    lines.content,
    lines.is_counted,
    coalesce(places.before, 0) + row_number() over (
        partition by lines.content, lines.date, lines.amount, lines.file_id, lines.statement_no
        order by lines.line_no
    ) as place
from lines
left join places
    on
        lines.content = places.content
        and lines.date = places.date
        and lines.amount = places.amount
        and lines.file_id = places.file_id
        and lines.statement_no = places.statement_no
