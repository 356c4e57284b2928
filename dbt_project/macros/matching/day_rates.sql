{#-
  The rate of each wanted day: `needs` names from_currency, to_currency and day; found are numerator / denominator, the day
  that the rate is of, and its source. It is the day's own or the latest of the seven days before it (none is fixed on a
  weekend), given directly, the other way round, or for both currencies in euro on one day. What has no rate has no row.
-#}
{% macro day_rates(needs, base='EUR') %}
    with wanted as (
        select needs.from_currency, needs.to_currency, needs.day, needs.day - steps.step as rate_date
        from {{ needs }} as needs
        cross join ({% for step in range(8) %}select {{ step }} as step{{ ' union all ' if not loop.last }}{% endfor %}) as steps
    ),
    legs as (
        select base as from_currency, quote as to_currency, date, units as numerator, per as denominator, source, 1 as detour
        from {{ source('raw', 'rates') }}
        union all
        select quote, base, date, per, units, source, 2 from {{ source('raw', 'rates') }}
    ),
    found as (
        select
            wanted.*,
            {{ wide('legs.numerator') }} as numerator,
            {{ wide('legs.denominator') }} as denominator,
            legs.source,
            legs.detour
        from wanted
        inner join legs
            on
                wanted.from_currency = legs.from_currency
                and wanted.to_currency = legs.to_currency
                and wanted.rate_date = legs.date
        union all
        select
            wanted.*,
            {{ wide('into_base.numerator') }} * out_of_base.numerator as numerator,
            {{ wide('into_base.denominator') }} * out_of_base.denominator as denominator,
            case
                when into_base.source = out_of_base.source then into_base.source
                else into_base.source || ' and ' || out_of_base.source
            end as source,
            3 as detour
        from wanted
        inner join legs as into_base
            on
                wanted.from_currency = into_base.from_currency
                and into_base.to_currency = '{{ base }}'
                and wanted.rate_date = into_base.date
        inner join legs as out_of_base
            on
                out_of_base.from_currency = '{{ base }}'
                and wanted.to_currency = out_of_base.to_currency
                and wanted.rate_date = out_of_base.date
    ),
    ranked as (
        select
            *,
            row_number() over (
                partition by from_currency, to_currency, day order by rate_date desc, detour, numerator, denominator
            ) as preference
        from found
    )
    select from_currency, to_currency, day, numerator, denominator, rate_date, source
    from ranked
    where preference = 1
{% endmacro %}

{#- A positive amount in minor units, converted: one fraction of whole numbers, rounded once; null where it is out of reach. -#}
{% macro converted(amount, rate, from_currency, to_currency) -%}
    {{ half_even(
        '(' ~ wide(amount) ~ ' * ' ~ rate ~ '.numerator * ' ~ to_currency ~ '.minor_per_major)',
        '(' ~ rate ~ '.denominator * ' ~ from_currency ~ '.minor_per_major)'
    ) }}
{%- endmacro %}

{#- A rate as people write it, with ten decimals at most, its day and its source. -#}
{% macro rate_text(rate) -%}
    coalesce(
        {{ amount_text('cast(' ~ half_even(rate ~ '.numerator * 10000000000', rate ~ '.denominator') ~ ' * 0.0000000001 as decimal(38, 10))') }},
        'a rate'
    ) || ' (' || {{ rate }}.rate_source || ', ' || cast({{ rate }}.rate_date as varchar) || ')'
{%- endmacro %}
