{#-
  Whether a match is settled: confirmed, and so old that no line which may still come could be another candidate. Until
  then each run decides again on all that it knows, so that days one by one lead to what all at once would. A person's
  decision is never settled, nor is a match of parts of a split item: they stand as long as the decision does.
-#}
{% macro is_settled(found, latest_date, is_exact, of_parts, passes, reconciliations) -%}
    {{ found }}.status = 'confirmed'
    and {{ found }}.kind <> 'decision'
    and not {{ of_parts }}
    and {{ days_between(latest_date, reconciliations ~ '.as_of') }} >= case
        when {{ found }}.kind = 'reference' and {{ is_exact }} then {{ passes }}.settle_days_if_exact
        else coalesce({{ passes }}.settle_days, {{ reconciliations }}.settle_days)
    end
{%- endmacro %}

{#-
  A match's public id: the same items give the same id in every run and on every engine. Twenty digits of MD5 (80 bits): among
  ten million matches two share one once in 24 thousand million years of daily runs.
-#}
{% macro match_id(columns) -%}
    substring({{ stable_id(columns) }}, 1, 20)
{%- endmacro %}

{#- Matches that people took back, and for what. -#}
{% macro unmatch_decisions() %}
    select match_id, 'unmatched by ' || min(who) || ': ' || min(why) as reason
    from {{ source('raw', 'decisions') }}
    where kind = 'unmatch'
    group by match_id
{% endmacro %}

{#- Matches by their ids that people refused: they are not proposed again. -#}
{% macro refused_matches() %}
    select distinct match_id
    from {{ source('raw', 'decisions') }}
    where kind in ('reject', 'unmatch') and match_id is not null
{% endmacro %}
