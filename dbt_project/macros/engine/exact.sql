{#-
  Whole numbers larger than a bigint, divided and rounded once. An amount times a rate, or times a percentage, is computed as
  one fraction of whole numbers: every engine gives the same cent.
-#}

{#- A whole number of up to 38 digits. -#}
{% macro wide(number) -%}
    {{ return(adapter.dispatch('wide', 'tieout')(number)) }}
{%- endmacro %}

{#- DuckDB: hugeint; its decimals divide in DOUBLE. -#}
{% macro duckdb__wide(number) -%}
    cast({{ number }} as hugeint)
{%- endmacro %}

{#- PostgreSQL: a numeric of as many digits as it needs. -#}
{% macro postgres__wide(number) -%}
    cast({{ number }} as numeric)
{%- endmacro %}

{#- A wide number as a bigint, or null where it is larger than one. -#}
{% macro if_it_fits(number) -%}
    {{ return(adapter.dispatch('if_it_fits', 'tieout')(number)) }}
{%- endmacro %}

{#- DuckDB: an overflow ends the query unless it is tried. -#}
{% macro duckdb__if_it_fits(number) -%}
    try(cast({{ number }} as bigint))
{%- endmacro %}

{#- PostgreSQL: there is nothing to try with, so the number is looked at first. -#}
{% macro postgres__if_it_fits(number) -%}
    case when abs({{ number }}) <= 9223372036854775807 then cast({{ number }} as bigint) end
{%- endmacro %}

{#- numerator / denominator as a bigint, neither of them negative, rounded half to even. -#}
{% macro half_even(numerator, denominator) -%}
    {{ if_it_fits(
        times_in(numerator, denominator) ~ ' + case when 2 * ((' ~ numerator ~ ') % (' ~ denominator ~ ')) > (' ~ denominator ~ ')'
        ~ ' or (2 * ((' ~ numerator ~ ') % (' ~ denominator ~ ')) = (' ~ denominator ~ ') and ' ~ times_in(numerator, denominator) ~ ' % 2 = 1)'
        ~ ' then 1 else 0 end'
    ) }}
{%- endmacro %}

{#- The same, rounded half up. -#}
{% macro half_up(numerator, denominator) -%}
    {{ if_it_fits(times_in('2 * (' ~ numerator ~ ') + (' ~ denominator ~ ')', '2 * (' ~ denominator ~ ')')) }}
{%- endmacro %}
