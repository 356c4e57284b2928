{#-
  Rates found in quotes: directly, the other way round, or across a currency that both are quoted in (the euro, in the
  European Central Bank's table). A rate is numerator / denominator, whole numbers, and never becomes 1.
-#}

{#- Each quote both ways: `quotes` has base, quote, numerator, denominator, source, path, what `at` names, and `standing`. -#}
{% macro quotes_both_ways(quotes, at) %}
    select
        base as from_currency, quote as to_currency, {{ at | join(', ') }}, numerator, denominator, source, path,
        standing + 1 as preference
    from {{ quotes }}
    union all
    select
        quote as from_currency, base as to_currency, {{ at | join(', ') }}, denominator as numerator,
        numerator as denominator, source, path, standing + 2 as preference
    from {{ quotes }}
{% endmacro %}

{#- Every way from wanted.from_currency to wanted.to_currency at equal `at`; the smaller its preference, the better. -#}
{% macro rate_paths(wanted, legs, at, base='EUR') %}
    select
        wanted.*,
        {{ wide('legs.numerator') }} as numerator,
        {{ wide('legs.denominator') }} as denominator,
        legs.source,
        legs.path,
        legs.preference
    from {{ wanted }} as wanted
    inner join {{ legs }} as legs
        on
            wanted.from_currency = legs.from_currency
            and wanted.to_currency = legs.to_currency
            {{- equal_in(at, 'wanted', 'legs') }}
    union all
    select
        wanted.*,
        {{ wide('into_base.numerator') }} * {{ wide('out_of_base.numerator') }} as numerator,
        {{ wide('into_base.denominator') }} * {{ wide('out_of_base.denominator') }} as denominator,
        {{ both_texts('into_base.source', 'out_of_base.source') }} as source,
        {{ both_texts('into_base.path', 'out_of_base.path') }} as path,
        into_base.preference + out_of_base.preference + 1 as preference
    from {{ wanted }} as wanted
    inner join {{ legs }} as into_base
        on
            wanted.from_currency = into_base.from_currency
            and into_base.to_currency = '{{ base }}'
            {{- equal_in(at, 'wanted', 'into_base') }}
    inner join {{ legs }} as out_of_base
        on
            out_of_base.from_currency = '{{ base }}'
            and wanted.to_currency = out_of_base.to_currency
            {{- equal_in(at, 'wanted', 'out_of_base') }}
{% endmacro %}

{% macro equal_in(columns, one, other) -%}
    {%- for column in columns %}
            and {{ one }}.{{ column }} = {{ other }}.{{ column }}
    {%- endfor -%}
{%- endmacro %}

{% macro both_texts(one, other) -%}
    case when {{ one }} = {{ other }} then {{ one }} else {{ one }} || ' and ' || {{ other }} end
{%- endmacro %}

{#- A rate with ten decimals; the exact one is the numerator over the denominator. -#}
{% macro rate_decimal(numerator, denominator) -%}
    cast({{ half_even('(' ~ numerator ~ ' * 10000000000)', denominator) }} * cast(0.0000000001 as decimal(11, 10)) as decimal(38, 10))
{%- endmacro %}
