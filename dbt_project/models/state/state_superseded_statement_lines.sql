{{ config(alias='superseded_statement_lines') }}
-- Lines of statements that do not count: another file brought the same line before, or nothing that counts brings it any more.
-- Equal lines of one day are told apart by their place among each other. Those of one statement have the places 1, 2, 3; a place
-- counts once, so that a day has a line as often as the statement that has it most often (a union of multisets). In a statement
-- that goes on where another one ends, the places come after those of the other.
-- Of each line the file that brought it first counts, so that its matches stand when it comes again; `counted_file_id` is that
-- file, null where the line is gone. A batch of a statement gives way to its parts where a notification brings them.
with recursive continued as (
    select * from ({{ continued_statements() }}) as continued_statements
    where not is_repetition
),

copies as (
    select
        lines.content, lines.source, lines.account, lines.currency, lines.date, lines.amount, lines.file_id,
        lines.statement_no, count(*) as copies
    from {{ ref('int_redelivered_lines') }} as lines
    inner join (select distinct source, account, currency, date from continued) as days
        on
            lines.source = days.source
            and lines.account = days.account
            and lines.currency = days.currency
            and lines.date = days.date
    group by
        lines.content, lines.source, lines.account, lines.currency, lines.date, lines.amount, lines.file_id,
        lines.statement_no
),

shared as (
    select content, source, account, currency, date, amount, sum(copies) as most
    from copies
    group by content, source, account, currency, date, amount
    having count(*) > 1
),

-- From each statement of the day along those that go on from it: how many equal lines came before. `union` keeps each state
-- once, and no way has more lines than there are, so that it ends.
walks as (
    select shared.content, shared.date, shared.amount, shared.most, days.file_id, days.statement_no, cast(0 as bigint) as before
    from shared
    inner join {{ ref('int_delivered_days') }} as days
        on
            shared.source = days.source
            and shared.account = days.account
            and shared.currency = days.currency
            and shared.date = days.date
    union
    select
        walks.content, walks.date, walks.amount, walks.most, continued.next_file_id, continued.next_statement_no,
        cast(walks.before + coalesce(copies.copies, 0) as bigint) as before
    from walks
    inner join continued
        on
            walks.date = continued.date
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

starts as (
    select content, date, amount, file_id, statement_no, max(before) as before
    from walks
    group by content, date, amount, file_id, statement_no
),

placed as (
    select
        lines.*,
        coalesce(starts.before, 0) + row_number() over (
            partition by lines.content, lines.date, lines.amount, lines.file_id, lines.statement_no
            order by lines.line_no
        ) as place
    from {{ ref('int_redelivered_lines') }} as lines
    left join starts
        on
            lines.content = starts.content
            and lines.date = starts.date
            and lines.amount = starts.amount
            and lines.file_id = starts.file_id
            and lines.statement_no = starts.statement_no
),

ranked as (
    select
        file_id,
        line_no,
        row_number() over same_line as delivery_no,
        first_value(file_id) over same_line as first_file_id,
        max(case when is_counted then 1 else 0 end) over (partition by content, date, amount, place) as is_delivered
    from placed
    window same_line as (partition by content, date, amount, place order by file_id, line_no)
),

repeated as (
    select
        file_id,
        line_no,
        case when is_delivered = 1 then first_file_id end as counted_file_id
    from ranked
    where delivery_no > 1 or is_delivered = 0
),

batches as ({{ explained_batches('repeated') }}),

parts as (
    select lines.file_id, lines.line_no
    from batches
    inner join {{ source('lake', 'statement_lines') }} as lines
        on
            batches.file_id = lines.file_id
            and batches.statement_no = lines.statement_no
            and batches.currency = lines.currency
            and batches.date = lines.date
            and batches.group_key = lines.group_key
)

select repeated.file_id, repeated.line_no, repeated.counted_file_id
from repeated
left join parts on repeated.file_id = parts.file_id and repeated.line_no = parts.line_no
where parts.line_no is null
union all
select batch_file_id as file_id, batch_line_no as line_no, min(file_id) as counted_file_id
from batches
group by batch_file_id, batch_line_no
