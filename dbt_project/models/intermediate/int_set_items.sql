-- Matches of several items: the members of each set, confirmed by sum or proposed though the sums differ.
with links as (
    select round_no, kind, status, pass_no, score, evidence, match_no, left_no, right_no from {{ ref('int_match_links') }}
    where status = 'confirmed'
    union all
    select
        round_no, kind, 'proposed' as status, cast(null as integer) as pass_no, score, evidence, match_no, left_no, right_no
    from {{ ref('int_open_proposals') }}
),

members as (
    select round_no, kind, status, pass_no, score, evidence, match_no, left_no as item_no, 'left' as side
    from links
    where left_no is not null and right_no is null
    union all
    select round_no, kind, status, pass_no, score, evidence, match_no, right_no as item_no, 'right' as side
    from links
    where right_no is not null and left_no is null
    union all
    select
        0 as round_no, 'group' as kind, 'proposed' as status, cast(null as integer) as pass_no, 5000 as score,
        cast(null as varchar) as evidence, case_no as match_no, item_no, side
    from {{ ref('int_shared_keys') }}
    where type = 'split_incomplete'
),

with_items as (
    select
        members.round_no,
        members.kind,
        members.status,
        members.pass_no,
        members.score,
        members.evidence,
        members.match_no,
        items.reconciliation_no,
        reconciliations.reconciliation,
        items.side,
        items.item_no,
        items.source,
        items.line_ref,
        items.occurrence,
        items.file_id,
        items.line_no,
        items.currency,
        items.amount,
        items.date,
        items.reference_key,
        items.group_key,
        {{ item_id('items') }} as item_id
    from members
    inner join {{ ref('int_items') }} as items on members.item_no = items.item_no and members.side = items.side
    inner join {{ ref('stg_reconciliations') }} as reconciliations using (reconciliation_no)
),

sets as (
    select
        round_no,
        match_no,
        kind,
        status,
        {{ match_id(["min(reconciliation)", "string_agg(side || ':' || item_id, '|' order by side, item_id)"]) }} as match_id,
        max(date) as latest_date,
        min(item_no) < 0 as of_parts
    from with_items
    group by round_no, match_no, kind, status
)

select
    with_items.*,
    sets.match_id,
    row_number() over (
        partition by sets.match_id, with_items.status order by with_items.side, with_items.item_no
    ) = 1 as is_first,
    {{ is_settled('with_items', 'sets.latest_date', 'false', 'sets.of_parts', 'passes', 'reconciliations') }} as is_settled
from with_items
inner join sets using (round_no, match_no, kind, status)
inner join {{ ref('stg_reconciliations') }} as reconciliations
    on with_items.reconciliation_no = reconciliations.reconciliation_no
left join {{ source('raw', 'passes') }} as passes
    on with_items.reconciliation_no = passes.reconciliation_no and with_items.pass_no = passes.pass_no
left join ({{ refused_matches() }}) as refused on sets.match_id = refused.match_id
where sets.status = 'confirmed' or refused.match_id is null
