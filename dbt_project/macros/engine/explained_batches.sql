{#-
  Batches of a booked statement that a notification explains (ISO 20022 camt.054): one line of the statement, and lines of the
  notification that sum to it, of one account, currency, day and entry. The parts then count in place of the line, so that the money
  counts once, and each part can be matched. They meet by the reference of the batch, or else where both are the only ones of their
  day and amount. A line that a settled match has stays as it is.
-#}
{% macro explained_batches(superseded) %}
with notified as (
    select
        lines.file_id, lines.statement_no, days.source, days.account, lines.currency, lines.date, lines.group_key,
        sum(lines.amount) as amount
    from {{ ref('int_delivered_days') }} as days
    inner join {{ source('lake', 'statement_lines') }} as lines
        on
            days.file_id = lines.file_id
            and days.statement_no = lines.statement_no
            and days.currency = lines.currency
            and days.date = lines.date
    where days.kind = 'notification' and not days.is_counted and days.is_current and lines.group_key is not null
    group by lines.file_id, lines.statement_no, days.source, days.account, lines.currency, lines.date, lines.group_key
    having count(*) > 1
),

-- A notification may come more than once.
parts as (
    select *
    from (
        select
            *,
            row_number() over (
                partition by source, account, currency, date, amount, group_key order by file_id, statement_no
            ) as delivery_no
        from notified
    ) as ranked
    where delivery_no = 1
),

pairs as (
    select
        parts.file_id,
        parts.statement_no,
        parts.currency,
        parts.date,
        parts.group_key,
        lines.file_id as batch_file_id,
        lines.line_no as batch_line_no,
        coalesce(parts.group_key in (lines.group_key, lines.bank_ref, lines.reference), false) as is_named,
        count(*) over (partition by parts.file_id, parts.statement_no, parts.currency, parts.date, parts.group_key) as batches,
        count(*) over (partition by lines.file_id, lines.line_no) as explanations
    from parts
    inner join {{ ref('int_delivered_days') }} as days
        on
            parts.source = days.source
            and parts.account = days.account
            and parts.currency = days.currency
            and parts.date = days.date
            and days.kind = 'booked'
    inner join {{ source('lake', 'statement_lines') }} as lines
        on
            days.file_id = lines.file_id
            and days.statement_no = lines.statement_no
            and parts.currency = lines.currency
            and parts.date = lines.date
            and parts.amount = lines.amount
    left join {{ superseded }} as superseded
        on lines.file_id = superseded.file_id and lines.line_no = superseded.line_no
    where superseded.line_no is null
)

select pairs.*
from pairs
left join {{ source('raw', 'settled_match_items') }} as settled
    on pairs.batch_file_id = settled.file_id and pairs.batch_line_no = settled.line_no
where settled.file_id is null and (pairs.is_named or (pairs.batches = 1 and pairs.explanations = 1))
{% endmacro %}
