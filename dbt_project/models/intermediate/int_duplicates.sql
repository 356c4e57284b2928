-- An open item that repeats another of its own side: the same reference and amount within a month of a line that is matched,
-- or of one that was received before it; or the same id of the source a second time.
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
        namesakes.reconciliation_no, namesakes.side, namesakes.item_no, namesakes.currency, namesakes.amount,
        namesakes.date, namesakes.reference_key
    from {{ ref('int_settled_namesakes') }} as namesakes
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
        and abs({{ days_between('open_items.date', 'twins.date') }}) <= 31
    group by open_items.item_no, open_items.reconciliation_no, open_items.side
),

repeated_ids as (
    select item_no, reconciliation_no, side, cast(null as bigint) as twin_no
    from open_items
    where occurrence > 1 and item_no not in (select repeats.item_no from repeats)
)

select * from repeats
union all
select * from repeated_ids
