{#-
  Pass `net`: one side booked the gross amount, the other what was left of it after the fee: gross = net + fee, to the cent.
  The fee is the line's own, else the one that the pass's fee schedule sets. A fee that is not the schedule's is a variance:
  proposed, and confirmed only within the rule's tolerance. By reference where both lines have one and it stands once on each
  side; else by amount and date, where neither line fits any other.
-#}

{#- Round 1: the same reference, once on each side. -#}
{% macro round_net_by_reference(open, rule) %}
    with left_open as ({{ open_side(open, rule, 'left') }}),
    right_open as ({{ open_side(open, rule, 'right') }}),
    left_alone as ({{ alone_by_reference('left_open') }}),
    right_alone as ({{ alone_by_reference('right_open') }}),
    pairs as (
        select
            left_alone.*,
            right_alone.item_no as right_no,
            right_alone.amount as right_amount,
            {{ own_fee('left_alone') }} as left_fee,
            {{ own_fee('right_alone') }} as right_fee,
            left_alone.gross as left_gross,
            right_alone.gross as right_gross
        from left_alone
        inner join right_alone using (reconciliation_no, currency, reference_key)
        where {{ near('left_alone', 'right_alone') }}
    ),
    {# Every reading of a pair: what is gross, net and fee in it, and by how much the other line misses it. #}
    readings as (
        select pairs.*, 'line' as origin, right_amount + right_fee as gross_amount, right_amount as net_amount,
            right_fee as kept, amount - right_amount - right_fee as misfit
        from pairs where right_fee is not null
        union all
        select pairs.*, 'line', right_amount, right_amount - right_fee, right_fee, amount - right_amount + right_fee
        from pairs where right_fee is not null and right_gross is null
        union all
        select pairs.*, 'line', amount + left_fee, amount, left_fee, right_amount - amount - left_fee
        from pairs where right_fee is null and left_fee is not null
        union all
        select pairs.*, 'line', amount, amount - left_fee, left_fee, right_amount - amount + left_fee
        from pairs where right_fee is null and left_fee is not null and left_gross is null
        union all
        select pairs.*, 'schedule', greatest(amount, right_amount), least(amount, right_amount),
            abs(amount - right_amount), 0
        from pairs
        where left_fee is null and right_fee is null and fees is not null and least(amount, right_amount) > 0
    ),
    best_readings as (
        select *
        from (
            select *, row_number() over (partition by item_no order by abs(misfit), gross_amount desc) as preference
            from readings
        ) as ranked
        where preference = 1
    ),
    priced as ({{ with_expected_fee('best_readings') }}),
    judged as (
        select
            priced.*,
            {{ tolerated('priced.misfit', 'priced.amount', 'priced', 'priced.unit') }} as fits,
            {{ tolerated('(priced.kept - coalesce(priced.expected, priced.kept))', 'priced.amount', 'priced', 'priced.unit') }}
                as as_scheduled
        from priced
    )
    select
        reconciliation_no,
        item_no as match_no,
        item_no as left_no,
        right_no,
        case when as_scheduled then 10000 else {{ variance_score() }} end as score,
        {{ fee_evidence('judged') }} as evidence
    from judged
    where
        fits
        {# What is more than twice the expected fee is no fee: the amounts disagree. #}
        and (origin = 'line' or kept <= 2 * expected)
{% endmacro %}

{#- Round 2: by amount and date, each line the other's only candidate; a line of the very same amount is a candidate, too. -#}
{% macro round_net_by_amount(open, rule, max_pairs=50000, max_candidates=50) %}
    with left_open as ({{ open_side(open, rule, 'left') }} and items.amount <> 0 and items.occurrence = 1),
    right_open as ({{ open_side(open, rule, 'right') }} and items.amount <> 0 and items.occurrence = 1),
    left_faces as ({{ faces_of('left_open') }}),
    right_faces as ({{ faces_of('right_open') }}),
    left_values as (select reconciliation_no, currency, value, count(*) as faces from left_faces group by reconciliation_no, currency, value),
    right_values as (select reconciliation_no, currency, value, count(*) as faces from right_faces group by reconciliation_no, currency, value),
    {# A price that everybody pays would make pairs by the square of its lines. #}
    sparse as (
        select reconciliation_no, currency, value
        from left_values
        inner join right_values using (reconciliation_no, currency, value)
        where left_values.faces * right_values.faces <= {{ max_pairs }}
    ),
    pairs as (
        select
            left_faces.*,
            right_faces.item_no as right_no,
            case when left_faces.role = 'booked' then right_faces.role else left_faces.role end as origin,
            coalesce(left_faces.face_gross, right_faces.face_gross) as gross_amount,
            coalesce(left_faces.face_net, right_faces.face_net) as net_amount,
            coalesce(left_faces.face_fee, right_faces.face_fee) as kept
        from left_faces
        inner join sparse using (reconciliation_no, currency, value)
        inner join right_faces using (reconciliation_no, currency, value)
        where
            (left_faces.role = 'booked' or right_faces.role = 'booked')
            and {{ near('left_faces', 'right_faces') }}
            and not {{ references_contradict('left_faces.reference_key', 'right_faces.reference_key') }}
    ),
    left_counts as (select item_no, count(distinct right_no) as candidates from pairs group by item_no),
    right_counts as (select right_no, count(distinct item_no) as candidates from pairs group by right_no),
    counted as (
        select pairs.*, greatest(left_counts.candidates, right_counts.candidates) as candidates
        from pairs
        inner join left_counts using (item_no)
        inner join right_counts using (right_no)
        where pairs.origin <> 'booked' and greatest(left_counts.candidates, right_counts.candidates) <= {{ max_candidates }}
    ),
    priced as ({{ with_expected_fee('counted') }}),
    judged as (
        select
            *,
            {{ tolerated('(kept - coalesce(expected, kept))', 'amount', 'priced', 'unit') }} as as_scheduled
        from priced
    ),
    scored as (
        select
            *,
            case when candidates > 1 then {{ ambiguity_score() }} when as_scheduled then 10000 else {{ variance_score() }} end as score,
            row_number() over (partition by item_no, right_no order by origin) as reading
        from judged
    )
    select
        reconciliation_no,
        item_no as match_no,
        item_no as left_no,
        right_no,
        score,
        {{ fee_evidence('scored') }} || case when candidates > 1 then ', but others fit as well' else '' end as evidence
    from scored
    where reading = 1 and (candidates = 1 or confirm_at > score)
{% endmacro %}

{#- What a line says that it was charged: gross - amount where it says its gross, else its fee; null where it says nothing. -#}
{% macro own_fee(item) -%}
    nullif(coalesce({{ item }}.gross - {{ item }}.amount, {{ item }}.fee), 0)
{%- endmacro %}

{#- What the other side may have booked for each item: its amount, its gross, or its net by its own fee or the schedule's. -#}
{% macro faces_of(relation) %}
    select items.*, items.amount as value, 'booked' as role,
        cast(null as bigint) as face_gross, cast(null as bigint) as face_net, cast(null as bigint) as face_fee
    from {{ relation }} as items
    union all
    select items.*, items.amount + {{ own_fee('items') }}, 'line', items.amount + {{ own_fee('items') }}, items.amount, {{ own_fee('items') }}
    from {{ relation }} as items
    where {{ own_fee('items') }} is not null
    union all
    select items.*, items.amount - items.fee, 'line', items.amount, items.amount - items.fee, items.fee
    from {{ relation }} as items
    where items.gross is null and items.fee <> 0
    union all
    select items.*, items.amount - {{ scheduled_fee('items.amount', 'prices') }}, 'schedule',
        items.amount, items.amount - {{ scheduled_fee('items.amount', 'prices') }}, {{ scheduled_fee('items.amount', 'prices') }}
    from {{ relation }} as items
    inner join {{ source('raw', 'fees') }} as prices on {{ price_holds('items', 'items.amount') }}
    where {{ own_fee('items') }} is null and {{ scheduled_fee('items.amount', 'prices') }} > 0
{% endmacro %}

{#- Readings with `expected`, the fee that the pass's schedule sets on their gross amount, null without one. -#}
{% macro with_expected_fee(readings) %}
    select {{ readings }}.*, currencies.unit, {{ scheduled_fee(readings ~ '.gross_amount', 'prices') }} as expected
    from {{ readings }}
    inner join {{ ref('stg_currencies') }} as currencies using (currency)
    left join {{ source('raw', 'fees') }} as prices on {{ price_holds(readings, readings ~ '.gross_amount') }}
{% endmacro %}

{% macro price_holds(item, gross) -%}
    {{ item }}.fees = prices.fees
    and {{ item }}.currency = prices.currency
    and {{ gross }} > prices.above
    and (prices.up_to is null or {{ gross }} <= prices.up_to)
{%- endmacro %}

{#- flat + gross × parts / 100,000,000, rounded as the schedule says. -#}
{% macro scheduled_fee(gross, price) -%}
    ({{ price }}.flat + case {{ price }}.rounding
        when 'half_up' then {{ half_up(wide(gross) ~ ' * ' ~ price ~ '.parts', '100000000') }}
        else {{ half_even(wide(gross) ~ ' * ' ~ price ~ '.parts', '100000000') }}
    end)
{%- endmacro %}

{% macro fee_evidence(found) -%}
    {%- set variance = found ~ '.kept - ' ~ found ~ '.expected' -%}
    'gross ' || {{ amount_text(major(found ~ '.gross_amount', found ~ '.unit')) }}
    || ' = net ' || {{ amount_text(major(found ~ '.net_amount', found ~ '.unit')) }}
    || ' + fee ' || {{ amount_text(major(found ~ '.kept', found ~ '.unit')) }} || ' ' || {{ found }}.currency
    || case when {{ found }}.origin = 'line' then ' (fee of the line)' else ' (fee schedule ' || {{ found }}.fees || ')' end
    || case
        when {{ variance }} <> 0
            then '; expected ' || {{ amount_text(major(found ~ '.expected', found ~ '.unit')) }} || ' by fee schedule ' || {{ found }}.fees
                || ': ' || {{ amount_text(major('abs(' ~ variance ~ ')', found ~ '.unit')) }}
                || case when {{ variance }} > 0 then ' more' else ' less' end
        else ''
    end
{%- endmacro %}

{% macro rounds_of_net() -%}{{ return(['net_by_reference', 'net_by_amount']) }}{%- endmacro %}
