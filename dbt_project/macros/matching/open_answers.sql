{#- What a proposal of a pass makes of its items on one side; the members of a set share its case, those of a pair its left item's. -#}
{% macro answers_of_proposals(side) %}
    select
        {{ side }}_no as item_no,
        '{{ side }}' as side,
        case when type in ('fee_variance', 'fx_variance') then 3 else 5 end as priority,
        type,
        case_no,
        detail
    from (
        select
            left_no,
            right_no,
            case
                when score = {{ variance_score() }} and kind = 'net' then 'fee_variance'
                when score = {{ variance_score() }} and kind = 'fx' then 'fx_variance'
                when score = {{ ambiguity_score() }} then 'ambiguous'
                else 'proposed_match'
            end as type,
            min(coalesce(left_no, match_no)) over (partition by {{ side }}_no) as case_no,
            'proposed by ' || kind || coalesce(': ' || evidence, '') as detail
        from {{ ref('int_open_proposals') }}
    ) as proposals
    where {{ side }}_no is not null
{% endmacro %}
