{#-
  Pass `subset`: one item is the sum of some open items of the other side, up to `max_items` of them, within the window and,
  where the rule says `by`, of one counterparty (group, reference). Sums of a handful of amounts hit any amount before
  long, so a sum is never proof. It is proposed when no other subset of the candidates gives it; with
  `percent_tolerance` also when none does, and one alone gives what the item was before an early-payment discount (of
  summands that are no younger than itself: a discount is taken off what was there).

  All subsets are counted, without looking at each: halves of up to half the size are summed once, those of one sum and one
  end are counted together, and two halves that add up to the item meet on what the first leaves (meet in the middle). The
  limits in subset_limits.sql hold whatever the data: an item with more candidates than they allow gets no proposal.
-#}
{% macro round_subset_sums(open, rule) %}
    with recursive searched as (
        {{ items_to_sum(open, rule, 'left') }}
        union all
        {{ items_to_sum(open, rule, 'right') }}
    ),
    targets as materialized ({{ targets_within_limits('searched') }}),
    candidates as materialized ({{ candidates_within_limits('targets', 'searched') }}),
    halves as (
        select target_no, max_items, 1 as size, place as first_place, place as last_place, amount as total, member as members
        from candidates
        union all
        select
            halves.target_no,
            halves.max_items,
            halves.size + 1 as size,
            halves.first_place,
            candidates.place as last_place,
            halves.total + candidates.amount as total,
            halves.members + candidates.member as members
        from halves
        inner join candidates
            on halves.target_no = candidates.target_no and halves.last_place < candidates.place
        where
            halves.size * 2 < halves.max_items
            and candidates.goal_high - halves.total - candidates.amount >= candidates.negatives
            and candidates.goal_low - halves.total - candidates.amount <= candidates.positives
    ),
    lower_halves as materialized (
        select target_no, max_items, size, last_place, total, count(*) as ways, min(members) as members
        from halves
        group by target_no, max_items, size, last_place, total
    ),
    upper_halves as materialized (
        select target_no, size, first_place, total, count(*) as ways, min(members) as members
        from halves
        group by target_no, size, first_place, total
        union all
        select distinct target_no, 0 as size, {{ most_candidates() }} as first_place, 0 as total, 1 as ways, 0 as members
        from candidates
    ),
    goals as ({{ goals_of('targets') }}),
    begun as materialized (
        select lower_halves.*, goals.discount, goals.goal, goals.goal - lower_halves.total as rest
        from lower_halves
        inner join goals using (target_no)
    ),
    solutions as (
        select
            begun.target_no,
            begun.discount,
            sum(begun.ways * upper_halves.ways) as ways,
            min(begun.goal) as goal,
            min(begun.size + upper_halves.size) as size,
            min(begun.members + upper_halves.members) as members
        from begun
        inner join upper_halves on begun.target_no = upper_halves.target_no and begun.rest = upper_halves.total
        where
            begun.last_place < upper_halves.first_place
            and begun.size - upper_halves.size in (0, 1)
            and begun.size + upper_halves.size <= begun.max_items
        group by begun.target_no, begun.discount
    ),
    judged as (
        select
            *,
            sum(case when discount = 0 then ways else 0 end) over (partition by target_no) as exact_ways,
            sum(case when discount > 0 then ways else 0 end) over (partition by target_no) as discounted_ways
        from solutions
    ),
    found as (
        select * from judged
        where
            (discount = 0 and exact_ways = 1 and size > 1)
            or (discount > 0 and exact_ways = 0 and discounted_ways = 1)
    ),
    summands as (
        select candidates.*, found.discount, found.goal, found.size
        from found
        inner join candidates using (target_no)
        where (found.members & candidates.member) <> 0
    ),
    plausible as (
        select summands.*
        from summands
        where
            summands.target_no not in (
                select later.target_no
                from summands as later
                inner join targets using (target_no)
                where later.discount > 0 and later.date > targets.date
            )
    ),
    told as ({{ sums_in_words('plausible', 'targets') }}),
    members as (
        select told.target_no, told.strength, targets.side, targets.item_no
        from told
        inner join targets using (target_no)
        union all
        select told.target_no, told.strength, summands.side, summands.item_no
        from told
        inner join summands using (target_no)
    ),
    weighed as (
        select
            *,
            rank() over (partition by side, item_no order by strength) as place,
            count(*) over (partition by side, item_no, strength) as equals
        from members
    ),
    exclusive as (
        select target_no, min(case when side = 'left' then item_no end) as match_no
        from weighed
        group by target_no
        having max(place) = 1 and max(equals) = 1
    )
    select
        told.reconciliation_no,
        exclusive.match_no,
        case when members.side = 'left' then members.item_no end as left_no,
        case when members.side = 'right' then members.item_no end as right_no,
        told.score,
        told.evidence
    from exclusive
    inner join told using (target_no)
    inner join members using (target_no)
{% endmacro %}

{#- The open items of a side that may be in a sum, or be one. -#}
{% macro items_to_sum(open, rule, side) %}
    select *
    from ({{ items_by_amount(open, rule, side) }}) as items
    where
        items.amount between -{{ largest_amount_to_sum() }} and {{ largest_amount_to_sum() }}
        and {{ not_spoken_for('items', side) }}
{% endmacro %}

{#-
  What the summands of an item may sum to: its amount, and what it was before a discount of each half percent up to the
  rule's and to 3. A discount is rounded, perhaps item by item: one and a half minor units are let pass.
-#}
{% macro goals_of(targets) %}
    select target_no, 0 as discount, amount as goal from {{ targets }}
    union all
    select target_no, discount, case when amount < 0 then -goal else goal end as goal
    from (
        select
            targets.target_no,
            targets.amount,
            discounts.discount,
            {{ times_in('abs(targets.amount) * 200', '200 - discounts.discount') }} + roundings.step as goal
        from {{ targets }} as targets
        inner join (values (1), (2), (3), (4), (5), (6)) as discounts (discount)
            on discounts.discount <= targets.percent_tolerance * 2
        cross join (values (-1), (0), (1), (2)) as roundings (step)
    ) as before_discount
    where abs(goal * (200 - discount) - abs(amount) * 200) <= 300 and goal > abs(amount)
{% endmacro %}

{#- Each sum in figures; of two that want the same item, an exact one of few summands is the stronger. -#}
{% macro sums_in_words(summands, targets) %}
    with written as (
        select
            summands.target_no,
            summands.discount,
            summands.goal,
            summands.size,
            summands.in_reach,
            min(currencies.unit) as unit,
            string_agg({{ amount_text(major('summands.amount', 'currencies.unit')) }}, ' + ' order by summands.place) as figures
        from {{ summands }} as summands
        inner join {{ ref('stg_currencies') }} as currencies using (currency)
        group by summands.target_no, summands.discount, summands.goal, summands.size, summands.in_reach
    )
    select
        written.target_no,
        targets.reconciliation_no,
        case when written.discount > 0 then 100 else 0 end + written.size as strength,
        6000
        + case when targets.group_by is null then 0 else 2000 end
        - case when written.discount > 0 then 1000 else 0 end as score,
        {{ amount_text(major('targets.amount', 'written.unit')) }} || ' ' || targets.currency || ' = '
        || case
            when written.discount = 0 then written.figures
            else {{ amount_text(major('written.goal', 'written.unit')) }}
                || case when written.size > 1 then ' (' || written.figures || ')' else '' end
                || ' less an early-payment discount of ' || {{ half_percents('written.discount') }} || ' %'
        end
        || ', the only such sum of up to ' || cast(targets.max_items as varchar) || ' of '
        || cast(written.in_reach as varchar) || ' open items'
        || case when targets.group_by is null then '' else ' of the same ' || targets.group_by end
        || case
            when targets.within_days is null then ''
            else ' within ' || cast(targets.within_days as varchar) || ' days'
        end as evidence
    from written
    inner join {{ targets }} as targets using (target_no)
{% endmacro %}

{% macro rounds_of_subset() -%}{{ return(['subset_sums']) }}{%- endmacro %}
