{#-
  Minor units (bigint) × the value of one minor unit (0.01 for EUR) = major units, exactly: no engine may fall back to
  floating point here. DuckDB divides decimals in DOUBLE, so nothing is ever divided: units are multiplied.
-#}
{% macro major(minor, unit='unit') -%}
    cast(cast({{ minor }} as decimal(19, 0)) * {{ unit }} as decimal(38, 9))
{%- endmacro %}

{#- The same for a sum of minor units, which can exceed a bigint. -#}
{% macro major_sum(minor, unit='unit') -%}
    cast(cast({{ minor }} as decimal(28, 0)) * {{ unit }} as decimal(38, 9))
{%- endmacro %}

{#- A ratio of two counts or amounts as an exact decimal with six places: integers are scaled before they are divided. -#}
{% macro ratio(part, whole) -%}
    {{ return(adapter.dispatch('ratio', 'tieout')(part, whole)) }}
{%- endmacro %}

{#- DuckDB: // is integer division; / would go through DOUBLE. -#}
{% macro duckdb__ratio(part, whole) -%}
    (cast((cast({{ part }} as hugeint) * 1000000) // cast({{ whole }} as hugeint) as decimal(38, 0)) * cast(0.000001 as decimal(7, 6)))
{%- endmacro %}

{#- PostgreSQL: div() is the integer division of numerics. -#}
{% macro postgres__ratio(part, whole) -%}
    (div(cast({{ part }} as numeric) * 1000000, {{ whole }}) * 0.000001)
{%- endmacro %}
