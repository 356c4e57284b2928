-- Matches of one item with one item, confirmed and proposed, with both items beside each other.
with proposals as (
    select
        lefts.shared_by as kind,
        lefts.item_no as left_no,
        rights.item_no as right_no,
        cast(null as integer) as pass_no,
        5000 as score,
        cast(null as varchar) as evidence,
        1 as priority
    from {{ ref('int_shared_keys') }} as lefts
    inner join {{ ref('int_shared_keys') }} as rights
        on lefts.case_no = rights.case_no and lefts.side = 'left' and rights.side = 'right'
    where lefts.type = 'amount_mismatch'
    union all
    select
        'amount_date' as kind, left_no, right_no, cast(null as integer) as pass_no, 5000 as score,
        cast(null as varchar) as evidence, 2 as priority
    from {{ ref('int_ambiguous_pairs') }}
    union all
    select kind, left_no, right_no, cast(null as integer) as pass_no, score, evidence, 3 as priority
    from {{ ref('int_open_proposals') }}
    where left_no is not null and right_no is not null
),

-- Two rules may propose the same pair: it is one match, for the more telling reason.
distinct_proposals as (
    select kind, left_no, right_no, pass_no, score, evidence
    from (
        select *, row_number() over (partition by left_no, right_no order by priority asc, score desc, kind asc) as preference
        from proposals
    ) as ranked
    where preference = 1
),

pairs as (
    select kind, 'confirmed' as status, left_no, right_no, pass_no, score, evidence
    from {{ ref('int_match_links') }}
    where left_no is not null and right_no is not null and status = 'confirmed'
    union all
    select kind, 'proposed' as status, left_no, right_no, pass_no, score, evidence
    from distinct_proposals
),

identified as (
    select
        lefts.reconciliation_no,
        pairs.kind,
        pairs.status,
        {{ match_id(["reconciliations.reconciliation", item_id('lefts'), item_id('rights')]) }} as match_id,
        pairs.score,
        pairs.evidence,
        lefts.currency,
        case when lefts.currency = rights.currency then lefts.amount - rights.amount else 0 end as difference,
        abs({{ days_between('lefts.date', 'rights.date') }}) as days_apart,
        lefts.reference_key as shared_key,
        {{ is_settled(
            'pairs', 'greatest(lefts.date, rights.date)', 'lefts.amount = rights.amount', '(least(lefts.item_no, rights.item_no) < 0)',
            'passes', 'reconciliations'
        ) }} as is_settled,
        lefts.item_no as left_no,
        lefts.source as left_source,
        lefts.line_ref as left_line_ref,
        lefts.occurrence as left_occurrence,
        lefts.file_id as left_file_id,
        lefts.line_no as left_line_no,
        lefts.amount as left_amount,
        lefts.date as left_date,
        lefts.reference_key as left_reference_key,
        rights.item_no as right_no,
        rights.source as right_source,
        rights.line_ref as right_line_ref,
        rights.occurrence as right_occurrence,
        rights.file_id as right_file_id,
        rights.line_no as right_line_no,
        rights.currency as right_currency,
        rights.amount as right_amount,
        rights.date as right_date,
        rights.reference_key as right_reference_key
    from pairs
    inner join {{ ref('int_items') }} as lefts on pairs.left_no = lefts.item_no and lefts.side = 'left'
    inner join {{ ref('int_items') }} as rights on pairs.right_no = rights.item_no and rights.side = 'right'
    inner join {{ ref('stg_reconciliations') }} as reconciliations
        on lefts.reconciliation_no = reconciliations.reconciliation_no
    left join {{ source('raw', 'passes') }} as passes
        on lefts.reconciliation_no = passes.reconciliation_no and pairs.pass_no = passes.pass_no
)

select identified.*
from identified
left join ({{ refused_matches() }}) as refused using (match_id)
where identified.status = 'confirmed' or refused.match_id is null
