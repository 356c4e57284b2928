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

{% macro postgres__log2_64ths(number) -%}
    (({{ binary_digits(number) }} - 2) * 64 + ((cast({{ number }} as bigint) * 64) >> ({{ binary_digits(number) }} - 1)))
{%- endmacro %}

{#- PostgreSQL: a bigint as 64 bits, without the zeros before its first one. -#}
{% macro binary_digits(number) -%}
    length(ltrim(cast(cast(cast({{ number }} as bigint) as bit(64)) as varchar), '0'))
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

{#- PostgreSQL: shifts to the left lose bits without a word. -#}
{% macro postgres__log2_4096ths(number) -%}
    (({{ binary_digits(number) }} - 2) * 4096
        + case
            when {{ binary_digits(number) }} > 13 then cast({{ number }} as bigint) >> ({{ binary_digits(number) }} - 13)
            else cast({{ number }} as bigint) << (13 - {{ binary_digits(number) }})
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

{#- PostgreSQL: / divides integers whole; a bigint is shifted by an integer. -#}
{% macro postgres__power2_of_64ths(exponent) -%}
    (cast(64 + ({{ exponent }}) % 64 as bigint) << cast({{ whole(exponent, 64) }} as integer))
{%- endmacro %}

{#- Whole division of two non-negative bigints. -#}
{% macro whole(dividend, divisor) -%}
    {{ return(adapter.dispatch('whole', 'tieout')(dividend, divisor)) }}
{%- endmacro %}

{#- DuckDB: / divides integers in DOUBLE, // does not. -#}
{% macro duckdb__whole(dividend, divisor) -%}
    (({{ dividend }}) // ({{ divisor }}))
{%- endmacro %}

{#- PostgreSQL: sums of bigints are numeric, and / would divide them with decimals. -#}
{% macro postgres__whole(dividend, divisor) -%}
    cast(div({{ dividend }}, {{ divisor }}) as bigint)
{%- endmacro %}

{#- A text as its words: capitals, everything that is no letter and no digit is one blank. -#}
{% macro plain_words(text) -%}
    {{ return(adapter.dispatch('plain_words', 'tieout')(text)) }}
{%- endmacro %}

{#- DuckDB: RE2 knows the classes of Unicode; without the option g it would replace the first only. -#}
{% macro duckdb__plain_words(text) -%}
    trim(regexp_replace(upper({{ text }}), '[^\p{L}\p{N}]+', ' ', 'g'))
{%- endmacro %}

{#- PostgreSQL: which characters are letters differs by version and locale; the loader gives it DuckDB's. -#}
{% macro postgres__plain_words(text) -%}
    {{ source('raw', 'run').include(identifier=false) }}.plain_words({{ text }})
{%- endmacro %}

{#- Each different word of a text of plain words, one row each. -#}
{% macro words_in(text) -%}
    {{ return(adapter.dispatch('words_in', 'tieout')(text)) }}
{%- endmacro %}

{#- DuckDB: a list is made distinct in place, before it becomes rows. -#}
{% macro duckdb__words_in(text) -%}
    unnest(list_distinct(string_split({{ text }}, ' ')))
{%- endmacro %}

{#- PostgreSQL: an array of what a subquery finds, each once. -#}
{% macro postgres__words_in(text) -%}
    unnest(array(select distinct words.word from unnest(string_to_array({{ text }}, ' ')) as words (word)))
{%- endmacro %}

{#- The first words of a text of plain words, or all where it has no more. -#}
{% macro first_words(text, words) -%}
    {{ return(adapter.dispatch('first_words', 'tieout')(text, words)) }}
{%- endmacro %}

{#- DuckDB: a list is cut by [from:to], both counted from 1. -#}
{% macro duckdb__first_words(text, words) -%}
    array_to_string(string_split({{ text }}, ' ')[1:{{ words }}], ' ')
{%- endmacro %}

{% macro postgres__first_words(text, words) -%}
    array_to_string((string_to_array({{ text }}, ' '))[1:{{ words }}], ' ')
{%- endmacro %}

{#-
  The first three or four letters of every word of a text of plain words that has as many, between blanks; digits are no letters.
-#}
{% macro word_beginnings(text) -%}
    {{ return(adapter.dispatch('word_beginnings', 'tieout')(text)) }}
{%- endmacro %}

{#- DuckDB: the first group of every find, as a list. -#}
{% macro duckdb__word_beginnings(text) -%}
    array_to_string(regexp_extract_all(translate({{ text }}, '0123456789', ''), '(?:^| )([^ ]{3,4})', 1), ' ')
{%- endmacro %}

{#- PostgreSQL: a row for every find. -#}
{% macro postgres__word_beginnings(text) -%}
    array_to_string(
        array(
            select found.pieces[1]
            from regexp_matches(translate({{ text }}, '0123456789', ''), '(?:^| )([^ ]{3,4})', 'g') as found (pieces)
        ),
        ' '
    )
{%- endmacro %}

{#- Whether two texts of words have one in common. -#}
{% macro share_a_word(one, other) -%}
    {{ return(adapter.dispatch('share_a_word', 'tieout')(one, other)) }}
{%- endmacro %}

{% macro duckdb__share_a_word(one, other) -%}
    list_has_any(string_split({{ one }}, ' '), string_split({{ other }}, ' '))
{%- endmacro %}

{% macro postgres__share_a_word(one, other) -%}
    (string_to_array({{ one }}, ' ') && string_to_array({{ other }}, ' '))
{%- endmacro %}
