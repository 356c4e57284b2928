{#-
  Logarithms without floating point, so that a score is the same number on every engine: between two powers of two the
  logarithm is a straight line, at most 0.09 too low. In 64ths: 64 more is twice as much.
-#}
{% macro log2_64ths(number) -%}
    {{ return(adapter.dispatch('log2_64ths', 'tieout')(number)) }}
{%- endmacro %}

{#- DuckDB: bin() writes a number in binary, so its length is the power of two; numbers beyond 2^56 would overflow the shift. -#}
{% macro duckdb__log2_64ths(number) -%}
    ((length(bin(cast({{ number }} as bigint))) - 2) * 64
        + ((cast({{ number }} as bigint) * 64) >> (length(bin(cast({{ number }} as bigint))) - 1)))
{%- endmacro %}

{#- The same in 4,096ths and for every positive bigint, for amounts: 4 more is 0.07 % more. -#}
{% macro log2_4096ths(number) -%}
    {{ return(adapter.dispatch('log2_4096ths', 'tieout')(number)) }}
{%- endmacro %}

{#- DuckDB: shifts to the left raise on overflow, so a large number is shifted to the right. -#}
{% macro duckdb__log2_4096ths(number) -%}
    ((length(bin(({{ number }}))) - 2) * 4096
        + case
            when length(bin(({{ number }}))) > 13 then ({{ number }}) >> greatest(length(bin(({{ number }}))) - 13, 0)
            else ({{ number }}) << greatest(13 - length(bin(({{ number }}))), 0)
        end)
{%- endmacro %}

{#- Two to the power of some 64ths (0 to 2,560), times 64: the inverse of log2_64ths. -#}
{% macro power2_of_64ths(exponent) -%}
    {{ return(adapter.dispatch('power2_of_64ths', 'tieout')(exponent)) }}
{%- endmacro %}

{#- DuckDB: // is integer division; a shift needs both sides as bigint. -#}
{% macro duckdb__power2_of_64ths(exponent) -%}
    (cast(64 + ({{ exponent }}) % 64 as bigint) << cast(({{ exponent }}) // 64 as bigint))
{%- endmacro %}

{#- Whole division of two non-negative bigints. -#}
{% macro whole(dividend, divisor) -%}
    {{ return(adapter.dispatch('whole', 'tieout')(dividend, divisor)) }}
{%- endmacro %}

{#- DuckDB: / divides integers in DOUBLE, // does not. -#}
{% macro duckdb__whole(dividend, divisor) -%}
    (({{ dividend }}) // ({{ divisor }}))
{%- endmacro %}

{#- A text as its words: capitals, everything that is no letter and no digit is one blank. -#}
{% macro plain_words(text) -%}
    {{ return(adapter.dispatch('plain_words', 'tieout')(text)) }}
{%- endmacro %}

{#- DuckDB: RE2 knows the classes of Unicode; without the option g it would replace the first only. -#}
{% macro duckdb__plain_words(text) -%}
    trim(regexp_replace(upper({{ text }}), '[^\p{L}\p{N}]+', ' ', 'g'))
{%- endmacro %}

{#- Each different word of a text of plain words, one row each. -#}
{% macro words_in(text) -%}
    {{ return(adapter.dispatch('words_in', 'tieout')(text)) }}
{%- endmacro %}

{#- DuckDB: a list is made distinct in place, before it becomes rows. -#}
{% macro duckdb__words_in(text) -%}
    unnest(list_distinct(string_split({{ text }}, ' ')))
{%- endmacro %}

{#- The first words of a text of plain words, or all where it has no more. -#}
{% macro first_words(text, words) -%}
    {{ return(adapter.dispatch('first_words', 'tieout')(text, words)) }}
{%- endmacro %}

{#- DuckDB: a list is cut by [from:to], both counted from 1. -#}
{% macro duckdb__first_words(text, words) -%}
    array_to_string(string_split({{ text }}, ' ')[1:{{ words }}], ' ')
{%- endmacro %}
