-- An open item that repeats another of its own side: the same reference and amount within 25 days of a line that is matched,
-- or of one that was received before it (instalments of one reference are due a month apart, which is 26 days where weekends move
-- both); or the same id and amount of the source a second time: a return carries the reference of what it returns, and is none.
with open_items as (
    select * from {{ ref('int_open_items') }}
),

same_references as (
    select items.reconciliation_no, items.side, items.item_no, items.currency, items.amount, items.date, items.reference_key
    from {{ ref('int_items') }} as items
    where
        items.reference_key is not null
        and items.pair_hash in (select open_items.pair_hash from open_items)
    union all
    select
        settled.reconciliation_no, settled.side, settled.item_no, settled.currency, settled.amount, settled.date,
        settled.reference_key
    from {{ ref('int_settled_items') }} as settled
    where settled.reference_key in (select open_items.reference_key from open_items)
),

repeats as (
    select
        open_items.item_no,
        open_items.reconciliation_no,
        open_items.side,
        min(twins.item_no) as twin_no
    from open_items
    inner join same_references as twins
        on
            open_items.reconciliation_no = twins.reconciliation_no
            and open_items.side = twins.side
            and open_items.currency = twins.currency
            and open_items.amount = twins.amount
            and open_items.reference_key = twins.reference_key
    left join open_items as open_twins
        on twins.item_no = open_twins.item_no and twins.side = open_twins.side
    where
        twins.item_no <> open_items.item_no
        and (open_twins.item_no is null or twins.item_no < open_items.item_no)
        and abs({{ days_between('open_items.date', 'twins.date') }}) <= 25
    group by open_items.item_no, open_items.reconciliation_no, open_items.side
),

repeated_ids as (
    select open_items.item_no, open_items.reconciliation_no, open_items.side, cast(null as bigint) as twin_no
    from open_items
    inner join (
        select reconciliation_no, side, item_no, source, line_ref, currency, amount from {{ ref('int_items') }}
        union all
        select reconciliation_no, side, item_no, source, line_ref, currency, amount from {{ ref('int_settled_items') }}
    ) as twins
        on
            open_items.reconciliation_no = twins.reconciliation_no
            and open_items.side = twins.side
            and open_items.source = twins.source
            and open_items.line_ref = twins.line_ref
            and open_items.currency = twins.currency
            and open_items.amount = twins.amount
            and open_items.item_no <> twins.item_no
    where open_items.occurrence > 1 and open_items.item_no not in (select repeats.item_no from repeats)
    group by open_items.item_no, open_items.reconciliation_no, open_items.side
)

select * from repeats
union all
select * from repeated_ids
