{#-
  A reference as a key: upper case, no blanks; what banks write for "no reference" is no key. ISO 20022 prescribes
  NOTPROVIDED for an absent end-to-end id, SWIFT MT940 NONREF for an absent customer reference.
-#}
{% macro reference_key(reference) -%}
    nullif(
        case
            when upper(replace({{ reference }}, ' ', ''))
                in ('NOTPROVIDED', 'NOTAVAILABLE', 'NONREF', 'NOREF', 'NONE', 'NULL', 'N/A', 'NA', '-', '0') then null
            else upper(replace({{ reference }}, ' ', ''))
        end,
        ''
    )
{%- endmacro %}

{#-
  The scheme of a reference: the letters it begins with, or for a plain number its length. INV-7 and INV-8 are of one
  scheme and so name two different things; INV-7 and a bank's own PX99213 say nothing of each other.
-#}
{% macro reference_scheme(key) -%}
    coalesce(
        nullif(regexp_extract({{ key }}, '^[A-Z]+'), ''),
        '#' || cast(length({{ key }}) as varchar)
    )
{%- endmacro %}

{#- An amount as a person reads it in a sentence: two decimals at least, and no more than it needs. -#}
{% macro amount_text(amount) -%}
    {{ return(adapter.dispatch('amount_text', 'tieout')(amount)) }}
{%- endmacro %}

{#- DuckDB: a decimal(38, 9) prints all nine decimals; zeros after the second are dropped. -#}
{% macro duckdb__amount_text(amount) -%}
    regexp_replace(cast({{ amount }} as varchar), '(\.\d{2}\d*?)0+$', '\1')
{%- endmacro %}
