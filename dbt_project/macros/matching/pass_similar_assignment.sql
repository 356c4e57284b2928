{#-
  Who belongs to whom, from weights: each candidate's odds against having no counterpart at all, divided by the sum of the odds
  of all candidates of the same item, is the chance that it is the right one. Both items' chances must say so: the lesser
  counts. An item is chosen once.
-#}

{#-
  Odds in whole numbers, where 65,536 is even. Where few items have a likely candidate, every pair is the less likely, and
  `nobody`, the odds that the counterpart is none of the candidates, are higher: two sides that have little to do with each
  other shall confirm nothing. What contradicts itself by its references is no candidate.
-#}
{% macro similar_odds(weighed) %}
    select
        weighed.*,
        lefts.margin,
        lefts.confirm_at,
        coalesce(lefts.reference_key = rights.reference_key, false) as same_reference,
        {%- set few = log2_64ths('placeable.items + 1') ~ ' - ' ~ log2_64ths('sizes.smaller_side + 1') %}
        {{ power2_of_64ths('greatest(least(weighed.weight + ' ~ few ~ ', 1600), -576) + 640') }} as odds,
        greatest({{ whole('65536 * (sizes.smaller_side - placeable.items)', 'greatest(sizes.smaller_side, 1)') }}, 4096) as nobody,
        sizes.smaller_side as open_items
    from {{ weighed }} as weighed
    inner join sizes using (reconciliation_no)
    inner join (
        select likely.reconciliation_no, least(count(distinct likely.left_no), count(distinct likely.right_no)) as items
        from (
            select reconciliation_no, left_no, right_no from {{ weighed }} where weight > 64
            union all
            select reconciliation_no, null as left_no, null as right_no from sizes
        ) as likely
        group by likely.reconciliation_no
    ) as placeable using (reconciliation_no)
    inner join similar_items as lefts on weighed.left_no = lefts.item_no
    inner join similar_items as rights on weighed.right_no = rights.item_no
    where not {{ references_contradict('lefts.reference_key', 'rights.reference_key') }}
{% endmacro %}

{% macro ranked_candidates(candidates) %}
    select
        *,
        row_number() over (partition by left_no order by odds desc, abs(gap_step), abs(lag), right_no) as left_rank,
        row_number() over (partition by right_no order by odds desc, abs(gap_step), abs(lag), left_no) as right_rank,
        nobody + greatest(sum(odds) over (partition by left_no), sum(odds) over (partition by right_no)) as all_odds,
        greatest(count(*) over (partition by left_no), count(*) over (partition by right_no)) - 1 as rivals,
        odds - greatest(
            coalesce(lead(odds) over (partition by left_no order by odds desc, abs(gap_step), abs(lag), right_no), 0),
            coalesce(lead(odds) over (partition by right_no order by odds desc, abs(gap_step), abs(lag), left_no), 0)
        ) as ahead
    from {{ candidates }}
{% endmacro %}

{#-
  Pairs that are each other's best. Three bits of words at least are wanted for proof: amounts alone repeat. Where both name
  the same reference and yet no pass before took them, amount or day is beyond what it allows: that is for a person.
-#}
{% macro mutual_best(ranked, at_least, confirming) %}
    select
        reconciliation_no,
        left_no,
        right_no,
        lag,
        gap_step,
        words,
        rivals,
        {%- set chance = whole('odds * 10000', 'all_odds') %}
        {%- if confirming %}
        case
            when words >= 192 and not same_reference and {{ whole('ahead * 10000', 'all_odds') }} >= margin then {{ chance }}
            else least({{ chance }}, confirm_at - 1)
        end as score
        {%- else %}
        least({{ chance }}, confirm_at - 1) as score
        {%- endif %}
    from {{ ranked }}
    where left_rank = 1 and right_rank = 1 and {{ whole('odds * 10000', 'all_odds') }} >= {{ at_least }}
{% endmacro %}

{#-
  What the pairs of a round leave over. Of fewer items the counterpart is among fewer: the odds that there is none sink as
  the open items do, but for half of these, which may well have none.
-#}
{% macro left_over(candidates, best) %}
    select
        {%- for column in [
            'reconciliation_no', 'left_no', 'right_no', 'lag', 'gap_step', 'words', 'odds', 'margin', 'confirm_at',
            'same_reference'
        ] %}
        candidates.{{ column }},
        {%- endfor %}
        {{ whole(
            'candidates.nobody * least(2 * (candidates.open_items - taken.pairs), candidates.open_items)', 'candidates.open_items'
        ) }} + 1 as nobody,
        candidates.open_items - taken.pairs + 1 as open_items
    from {{ candidates }} as candidates
    inner join (
        select sizes.reconciliation_no, count(best.left_no) as pairs
        from sizes
        left join {{ best }} as best using (reconciliation_no)
        group by sizes.reconciliation_no
    ) as taken using (reconciliation_no)
    where
        candidates.left_no not in (select best.left_no from {{ best }} as best)
        and candidates.right_no not in (select best.right_no from {{ best }} as best)
{% endmacro %}
