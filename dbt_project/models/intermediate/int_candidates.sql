-- For each exception, the nearest items of the other side and why each was not matched: those that share its reference
-- (matched or not), those proposed with it or as good, and the open items whose amounts lie next to its own. All of them are
-- open, but for namesakes that are matched already: those alone are looked up among the items, once.
with exceptions as (
    select * from {{ ref('int_open_outcomes') }}
    where outcome <> 'in_transit'
),

namesakes as (
    select {{ candidate_columns() }}
    from {{ ref('int_items') }} as items
    left join {{ ref('int_open_items') }} as open_items
        on items.item_no = open_items.item_no and items.side = open_items.side
    where
        open_items.item_no is null
        and items.reference_key in (select exceptions.reference_key from exceptions)
),

matched_namesakes as (
    {%- for side in ('left', 'right') %}
    select namesakes.*, links.kind as matched_by
    from namesakes
    inner join {{ ref('int_match_links') }} as links
        on namesakes.side = '{{ side }}' and namesakes.item_no = links.{{ side }}_no
    where links.status = 'confirmed'
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

others as (
    select {{ candidate_columns() }}, cast(null as varchar) as matched_by
    from {{ ref('int_open_items') }} as items
    union all
    select * from matched_namesakes
    union all
    select {{ candidate_columns() }}, items.pass as matched_by
    from {{ ref('int_settled_namesakes') }} as items
),

same_reference as (
    select
        exceptions.item_no, exceptions.side, others.item_no as other_no,
        row_number() over (
            partition by exceptions.item_no, exceptions.side
            order by
                case when exceptions.currency = others.currency then 0 else 1 end,
                abs(exceptions.amount - others.amount), others.item_no
        ) as place
    from exceptions
    inner join others
        on
            exceptions.reconciliation_no = others.reconciliation_no
            and exceptions.reference_key = others.reference_key
            and exceptions.side <> others.side
),

as_good as (
    select left_no as item_no, 'left' as side, right_no as other_no from {{ ref('int_ambiguous_pairs') }}
    union all
    select right_no as item_no, 'right' as side, left_no as other_no from {{ ref('int_ambiguous_pairs') }}
),

proposals as (
    select left_no as item_no, 'left' as side, right_no as other_no, kind, evidence from {{ ref('int_open_proposals') }}
    where left_no is not null and right_no is not null
    union all
    select right_no as item_no, 'right' as side, left_no as other_no, kind, evidence from {{ ref('int_open_proposals') }}
    where left_no is not null and right_no is not null
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
    select item_no, side, other_no, null as proposal, 1 as nearness from same_reference
    where place <= 3
    union all
    select item_no, side, other_no, null as proposal, 2 as nearness from as_good
    union all
    select
        item_no, side, other_no,
        'proposed by ' || kind || coalesce(': ' || evidence, '') as proposal,
        1 as nearness
    from proposals
    union all
    select item_no, side, other_no, null as proposal, 0 as nearness from same_case
    where place <= 3
    union all
    select item_no, side, other_no, null as proposal, 3 as nearness from neighbours
    where other_no is not null
),

nearest as (
    select item_no, side, other_no, min(proposal) as proposal, min(nearness) as nearness
    from found
    group by item_no, side, other_no
),

compared as (
    select
        exceptions.exception_id,
        exceptions.reconciliation_no,
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
        case when others.currency = exceptions.currency then others.amount - exceptions.amount end as amount_difference,
        coalesce(
            others.currency = exceptions.currency
            and abs(others.amount - exceptions.amount)
            in (abs({{ own_fee('others') }}), abs({{ own_fee('exceptions') }})),
            false
        ) as differs_by_fee,
        {{ days_between('exceptions.date', 'others.date') }} as days_apart,
        others.matched_by,
        nearest.proposal,
        nearest.nearness
    from nearest
    inner join exceptions on nearest.item_no = exceptions.item_no and nearest.side = exceptions.side
    inner join others on nearest.other_no = others.item_no and nearest.side <> others.side
    where
        nearest.nearness < 3
        or (
            abs({{ days_between('exceptions.date', 'others.date') }}) <= 31
            and abs(exceptions.amount - others.amount) * 10 <= abs(exceptions.amount)
        )
),

ranked as (
    select
        *,
        row_number() over (
            partition by exception_id order by nearness, abs(amount_difference), abs(days_apart), item_id
        ) as rank
    from compared
),

crowds as (
    select reconciliation_no, side, currency, amount, count(*) as crowd
    from {{ ref('int_open_items') }}
    group by reconciliation_no, side, currency, amount
    having count(*) > 50
)

select
    ranked.*,
    crowds.crowd,
    windows.within_days,
    abs(ranked.days_apart) - windows.within_days as days_outside
from ranked
left join crowds
    on
        ranked.reconciliation_no = crowds.reconciliation_no
        and ranked.side = crowds.side
        and ranked.currency = crowds.currency
        and ranked.amount = crowds.amount
left join {{ ref('int_windows') }} as windows
    on
        ranked.reconciliation_no = windows.reconciliation_no
        and windows.kind = case when ranked.reference_key = ranked.other_reference_key then 'reference' else 'amount_date' end
where ranked.rank <= 3
