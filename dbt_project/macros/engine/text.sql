{#- A text in capitals. -#}
{% macro upper_text(text) -%}
    {{ return(adapter.dispatch('upper_text', 'tieout')(text)) }}
{%- endmacro %}

{% macro duckdb__upper_text(text) -%}
    upper({{ text }})
{%- endmacro %}

{#- PostgreSQL: what upper() does to a letter differs by version and locale; the loader gives it DuckDB's capitals. -#}
{% macro postgres__upper_text(text) -%}
    {{ source('raw', 'run').include(identifier=false) }}.capitals({{ text }})
{%- endmacro %}

{#- A text as references are compared: upper case, no blanks. -#}
{% macro normalize_reference(text) -%}
    {{ upper_text("replace(" ~ text ~ ", ' ', '')") }}
{%- endmacro %}

{#-
  A compared text as a key: what banks write for "no reference" is none. ISO 20022 prescribes NOTPROVIDED for an absent
  end-to-end id, SWIFT MT940 NONREF for an absent customer reference.
-#}
{% macro key_of(compared) -%}
    case
        when {{ compared }} in (
            '', 'NOTPROVIDED', 'NOTAVAILABLE', 'NONREF', 'NOREF', 'NONE', 'NULL', 'N/A', 'NA', '-', '0'
        ) then null
        else {{ compared }}
    end
{%- endmacro %}

{#-
  A key by the rule of its side, one step inside the other so that no step is written twice: see `references` in
  tieout/config/models.py and reconcile/rules.py, which gives each step that a rule leaves out a pattern that changes nothing.
-#}
{% macro key_by_rule(key, side) -%}
    {{ return(adapter.dispatch('key_by_rule', 'tieout')(key, side)) }}
{%- endmacro %}

{#- DuckDB: RE2; regexp_extract gives '' where nothing is found, and lists join by array_to_string. -#}
{% macro duckdb__key_by_rule(key, side) -%}
    nullif(
        array_to_string(
            regexp_extract_all(
                regexp_replace(
                    regexp_replace(
                        regexp_extract({{ key }}, {{ side }}.reference_pattern, 1), {{ side }}.reference_prefixes, ''
                    ),
                    {{ side }}.reference_zeros, '\1\2', 'g'
                ),
                {{ side }}.reference_parts
            ),
            '-'
        ),
        ''
    )
{%- endmacro %}

{#- PostgreSQL: its regular expressions choose among alternatives in another way; the loader has asked DuckDB for each key. -#}
{% macro postgres__key_by_rule(key, side) -%}
    (
        select nullif(keys.reference_key, '')
        from {{ source('raw', 'reference_keys') }} as keys
        where
            keys.reconciliation_no = {{ side }}.reconciliation_no
            and keys.side = {{ side }}.side
            and keys.compared = {{ key }}
    )
{%- endmacro %}

{#-
  The scheme of a reference: the letters it begins with, or for a plain number its length. INV-7 and INV-8 are of one
  scheme and so name two different things; INV-7 and a bank's own PX99213 say nothing of each other.
-#}
{% macro reference_scheme(key) -%}
    coalesce({{ first_letters_of(key) }}, '#' || cast(length({{ key }}) as varchar))
{%- endmacro %}

{#- The capitals that a key begins with; null where it begins with something else. -#}
{% macro first_letters_of(key) -%}
    {{ return(adapter.dispatch('first_letters_of', 'tieout')(key)) }}
{%- endmacro %}

{#- DuckDB: regexp_extract gives '' where nothing is found. -#}
{% macro duckdb__first_letters_of(key) -%}
    nullif(regexp_extract({{ key }}, '^[A-Z]+'), '')
{%- endmacro %}

{#- PostgreSQL: substring gives null where nothing is found. -#}
{% macro postgres__first_letters_of(key) -%}
    substring({{ key }} from '^[A-Z]+')
{%- endmacro %}

{#- An amount as a person reads it in a sentence: two decimals at least, and no more than it needs. -#}
{% macro amount_text(amount) -%}
    regexp_replace(cast({{ amount }} as varchar), '(\.\d{2}\d*?)0+$', '\1')
{%- endmacro %}
