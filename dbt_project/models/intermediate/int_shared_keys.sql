-- Open items of both sides that name the same thing (reference, else group) and do not agree: one to one is an amount
-- mismatch; more of them are a split that is not complete.
with unexplained as (
    select items.*
    from {{ ref('int_open_items') }} as items
    left join {{ ref('int_duplicates') }} as duplicates
        on items.item_no = duplicates.item_no and items.side = duplicates.side
    where duplicates.item_no is null
),

by_reference as ({{ disagreeing_sets('unexplained', 'reference_key') }}),

not_by_reference as (
    select unexplained.*
    from unexplained
    left join by_reference
        on
            unexplained.reconciliation_no = by_reference.reconciliation_no
            and unexplained.currency = by_reference.currency
            and unexplained.reference_key = by_reference.shared_key
    where by_reference.case_no is null
),

by_group as ({{ disagreeing_sets('not_by_reference', 'group_key') }})

select items.item_no, items.reconciliation_no, items.side, sets.case_no, sets.type, sets.difference, 'reference' as shared_by
from unexplained as items
inner join by_reference as sets
    on
        items.reconciliation_no = sets.reconciliation_no
        and items.currency = sets.currency
        and items.reference_key = sets.shared_key
union all
select items.item_no, items.reconciliation_no, items.side, sets.case_no, sets.type, sets.difference, 'group' as shared_by
from not_by_reference as items
inner join by_group as sets
    on
        items.reconciliation_no = sets.reconciliation_no
        and items.currency = sets.currency
        and items.group_key = sets.shared_key
