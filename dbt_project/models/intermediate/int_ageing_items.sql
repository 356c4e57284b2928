-- What is still open of each item, and since when. Payments settle the oldest invoice first, so that what is open is of the
-- latest days; where more was paid than invoiced, what is left is a credit of the latest payments. Debit positive.
{% set keys = open_item_columns() | join(', ') %}
with days as (
    select
        {{ keys }},
        effective_date,
        case when amount < 0 then -1 else 1 end as direction,
        sum(abs(amount)) as amount,
        sum(base_amount) as base_amount,
        sum(lines_without_base) as lines_without_base,
        min(reference) as reference,
        min(counterparty) as counterparty
    from {{ ref('int_named_entries') }}
    group by {{ keys }}, effective_date, case when amount < 0 then -1 else 1 end
),

queues as (
    select
        *,
        sum(amount) over (partition by {{ keys }}, direction order by effective_date) as amount_so_far,
        sum(direction * amount) over item as item_amount,
        sum(case when direction = 1 then amount else 0 end) over item as item_debits,
        sum(case when direction = -1 then amount else 0 end) over item as item_credits,
        sum(base_amount) over item as item_base_amount,
        sum(lines_without_base) over item as item_lines_without_base,
        min(reference) over item as item_reference,
        min(counterparty) over item as item_counterparty
    from days
    window item as (partition by {{ keys }})
),

left_over as (
    select
        *,
        least(
            amount,
            greatest(amount_so_far - case when direction = 1 then item_credits else item_debits end, 0)
        ) as open_amount
    from queues
),

valued as (
    select
        *,
        case
            when open_amount = amount then base_amount
            else
                case when base_amount < 0 then -1 else 1 end
                * {{ half_up(wide('abs(base_amount)') ~ ' * ' ~ wide('open_amount'), wide('amount')) }}
        end as open_base_amount,
        row_number() over (
            partition by {{ keys }}
            order by case when open_amount > 0 then 1 else 0 end desc, effective_date desc, direction desc
        ) as place
    from left_over
),

-- What rounding and exchange differences leave of the functional amount stands with the latest part.
placed as (
    select
        *,
        sum(case when open_amount > 0 then open_base_amount else 0 end) over (partition by {{ keys }}) as placed_base_amount
    from valued
)

select
    {{ keys }},
    item_reference as reference,
    item_counterparty as counterparty,
    effective_date,
    direction * open_amount as amount,
    case when open_amount > 0 then open_base_amount else 0 end
    + case when place = 1 then item_base_amount - placed_base_amount else 0 end as base_amount,
    case when place = 1 then item_lines_without_base else 0 end as lines_without_base,
    item_lines_without_base > 0 as is_without_base
from placed
where open_amount > 0 or (place = 1 and item_amount = 0 and item_base_amount <> 0)
