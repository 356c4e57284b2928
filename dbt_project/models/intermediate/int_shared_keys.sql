-- Open items of both sides that name the same thing (reference, else group) and do not agree. In one currency: one to one is
-- an amount mismatch, or the dates lie too far apart; more of them are a split that is not complete. In two currencies, what
-- is missing is the rate where a pass would convert.
with variances as (
    select * from {{ ref('int_open_proposals') }}
    where kind in ('net', 'fx') and score = {{ variance_score() }}
),

unexplained as (
    select items.*
    from {{ ref('int_open_items') }} as items
    left join {{ ref('int_duplicates') }} as duplicates
        on items.item_no = duplicates.item_no and items.side = duplicates.side
    where
        duplicates.item_no is null
        and (items.side = 'right' or items.item_no not in (select variances.left_no from variances))
        and (items.side = 'left' or items.item_no not in (select variances.right_no from variances))
),

by_reference as ({{ disagreeing_sets('unexplained', 'reference_key') }}),

in_reference as ({{ members_of('unexplained', 'by_reference', 'reference_key') }}),

not_by_reference as ({{ items_without('unexplained', 'in_reference') }}),

by_group as ({{ disagreeing_sets('not_by_reference', 'group_key') }}),

in_group as ({{ members_of('not_by_reference', 'by_group', 'group_key') }}),

alone as ({{ items_without('not_by_reference', 'in_group') }}),

across_currencies as ({{ currency_pairs('alone') }}),

too_far_apart as ({{ distant_pairs('alone') }}),

pairs as (
    select * from across_currencies
    union all
    select * from too_far_apart
),

in_pairs as (
    select left_no as item_no, reconciliation_no, 'left' as side, left_no as case_no, type, detail from pairs
    union all
    select right_no as item_no, reconciliation_no, 'right' as side, left_no as case_no, type, detail from pairs
)

select item_no, reconciliation_no, side, case_no, type, difference, 'reference' as shared_by, detail from in_reference
union all
select item_no, reconciliation_no, side, case_no, type, difference, 'group' as shared_by, detail from in_group
union all
select item_no, reconciliation_no, side, case_no, type, 0 as difference, 'reference' as shared_by, detail from in_pairs
