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

{#- A reference as a key by the rule of its side: see `references` in tieout/config/models.py; most sides have no rule. -#}
{% macro reference_key_by_rule(reference, side) -%}
    case
        when not {{ side }}.has_reference_rule then {{ reference_key(reference) }}
        else {{ adapter.dispatch('normalised_reference', 'tieout')(reference_key(reference), side) }}
    end
{%- endmacro %}

{#- DuckDB: RE2; regexp_extract gives '' where nothing is found, and lists join by array_to_string. -#}
{% macro duckdb__normalised_reference(key, side) -%}
    {%- set found -%}
        case when {{ side }}.reference_pattern is null then {{ key }}
            else regexp_extract({{ key }}, {{ side }}.reference_pattern, 1) end
    {%- endset -%}
    {%- set cut -%}
        case when {{ side }}.reference_prefixes is null then {{ found }}
            else regexp_replace({{ found }}, {{ side }}.reference_prefixes, '') end
    {%- endset -%}
    {%- set numbered -%}
        case when not {{ side }}.drop_leading_zeros then {{ cut }}
            else regexp_replace({{ cut }}, '(^|[^0-9])0+([0-9])', '\1\2', 'g') end
    {%- endset -%}
    nullif(
        case when {{ side }}.reference_digits is null then {{ numbered }}
            else array_to_string(
                regexp_extract_all({{ numbered }}, '[0-9]{' || cast({{ side }}.reference_digits as varchar) || ',}'), '-'
            ) end,
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
