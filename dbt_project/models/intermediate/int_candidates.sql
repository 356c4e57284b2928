-- For each exception, the nearest items of the other side and why each was not matched: those that share its reference
-- (matched or not), those that were as good, and the open items whose amounts lie next to its own.
with exceptions as (
    select * from {{ ref('int_item_exceptions') }}
    where outcome <> 'in_transit'
),

namesakes as (
    select * from {{ ref('int_items') }}
    where reference_key in (select exceptions.reference_key from exceptions)
),

taken as (
    select left_no as item_no, 'left' as side, kind from {{ ref('int_match_links') }}
    where status = 'confirmed' and left_no in (select namesakes.item_no from namesakes)
    union all
    select right_no as item_no, 'right' as side, kind from {{ ref('int_match_links') }}
    where status = 'confirmed' and right_no in (select namesakes.item_no from namesakes)
),

others as (
    select namesakes.*, taken.kind as matched_by
    from namesakes
    left join taken on namesakes.item_no = taken.item_no and namesakes.side = taken.side
),

same_reference as (
    select
        exceptions.item_no, exceptions.side, others.item_no as other_no, others.matched_by, 1 as nearness,
        row_number() over (
            partition by exceptions.item_no, exceptions.side
            order by abs(exceptions.amount - others.amount), others.item_no
        ) as place
    from exceptions
    inner join others
        on
            exceptions.reconciliation_no = others.reconciliation_no
            and exceptions.currency = others.currency
            and exceptions.reference_key = others.reference_key
            and exceptions.side <> others.side
),

as_good as (
    select left_no as item_no, 'left' as side, right_no as other_no from {{ ref('int_ambiguous_pairs') }}
    union all
    select right_no as item_no, 'right' as side, left_no as other_no from {{ ref('int_ambiguous_pairs') }}
),

same_case as (
    select
        exceptions.item_no,
        exceptions.side,
        others.item_no as other_no,
        row_number() over (partition by exceptions.item_no, exceptions.side order by others.item_no) as place
    from exceptions
    inner join exceptions as others
        on
            exceptions.reconciliation_no = others.reconciliation_no
            and exceptions.case_no = others.case_no
            and exceptions.side <> others.side
    where exceptions.outcome = 'split_incomplete'
),

neighbours as ({{ nearest_amounts(ref('int_open_items')) }}),

found as (
    select item_no, side, other_no, matched_by, nearness from same_reference
    where place <= 3
    union all
    select item_no, side, other_no, null as matched_by, 2 as nearness from as_good
    union all
    select item_no, side, other_no, null as matched_by, 0 as nearness from same_case
    where place <= 3
    union all
    select item_no, side, other_no, null as matched_by, 3 as nearness from neighbours
    where other_no is not null
),

compared as (
    select
        exceptions.exception_id,
        exceptions.outcome,
        exceptions.reference_key,
        others.side,
        {{ item_id('others') }} as item_id,
        others.source,
        others.file_id,
        others.line_no,
        others.line_ref,
        others.currency,
        others.amount,
        others.date,
        others.reference_key as other_reference_key,
        others.amount - exceptions.amount as amount_difference,
        {{ days_between('exceptions.date', 'others.date') }} as days_apart,
        min(found.matched_by) as matched_by,
        min(found.nearness) as nearness
    from found
    inner join exceptions on found.item_no = exceptions.item_no and found.side = exceptions.side
    inner join {{ ref('int_items') }} as others on found.other_no = others.item_no and found.side <> others.side
    where
        found.nearness < 3
        or (
            abs({{ days_between('exceptions.date', 'others.date') }}) <= 31
            and abs(exceptions.amount - others.amount) * 10 <= abs(exceptions.amount)
        )
    group by all
),

ranked as (
    select
        *,
        row_number() over (
            partition by exception_id order by nearness, abs(amount_difference), abs(days_apart), item_id
        ) as rank
    from compared
)

select * from ranked
where rank <= 3
