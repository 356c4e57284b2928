{#-
  Every piece of a text that a regular expression finds, one row each: it stands in a SELECT list. The expression has no
  groups, and a text that is null has no pieces.
-#}
{% macro pieces_of(text, pattern) -%}
    {{ return(adapter.dispatch('pieces_of', 'tieout')(text, pattern)) }}
{%- endmacro %}

{#- DuckDB: regexp_extract_all gives a list, and unnest makes rows of it. -#}
{% macro duckdb__pieces_of(text, pattern) -%}
    unnest(regexp_extract_all({{ text }}, '{{ pattern }}'))
{%- endmacro %}

{#- PostgreSQL: regexp_matches gives a row for each piece, which is the first element of its array. -#}
{% macro postgres__pieces_of(text, pattern) -%}
    (regexp_matches({{ text }}, '{{ pattern }}', 'g'))[1]
{%- endmacro %}

{#- The last run of `least` digits or more in a text, without leading zeros; null where there is none. -#}
{% macro last_digits_of(text, least=4) -%}
    {{ return(adapter.dispatch('last_digits_of', 'tieout')(text, least)) }}
{%- endmacro %}

{#- DuckDB: regexp_extract_all(…)[-1] is the last element, null where nothing is found. -#}
{% macro duckdb__last_digits_of(text, least) -%}
    ltrim(regexp_extract_all({{ text }}, '[0-9]{{ '{' ~ least ~ ',}' }}')[-1], '0')
{%- endmacro %}

{#- PostgreSQL: regexp_matches gives the runs as rows, in their order. -#}
{% macro postgres__last_digits_of(text, least) -%}
    (
        select ltrim(found.run[1], '0')
        from regexp_matches({{ text }}, '[0-9]{{ '{' ~ least ~ ',}' }}', 'g') with ordinality as found (run, place)
        order by found.place desc
        limit 1
    )
{%- endmacro %}

{#- How often a whole number goes into another, neither of them negative. -#}
{% macro times_in(number, divisor) -%}
    {{ return(adapter.dispatch('times_in', 'tieout')(number, divisor)) }}
{%- endmacro %}

{#- DuckDB: // divides integers; / would go through DOUBLE. -#}
{% macro duckdb__times_in(number, divisor) -%}
    (({{ number }}) // ({{ divisor }}))
{%- endmacro %}

{#- PostgreSQL: div() is the integer division of numerics; / divides them with decimals. -#}
{% macro postgres__times_in(number, divisor) -%}
    div({{ number }}, {{ divisor }})
{%- endmacro %}
