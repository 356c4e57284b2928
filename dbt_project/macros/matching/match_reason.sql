{#- Why these items are one match, in words and figures. -#}
{% macro match_reason(found) -%}
    case
        when {{ found }}.kind = 'reference' and {{ found }}.difference = 0
            then 'Same reference ' || {{ found }}.shared_key || ' and same amount'
        when {{ found }}.kind = 'reference' and {{ found }}.status = 'confirmed'
            then 'Same reference ' || {{ found }}.shared_key || '; the amounts differ within the rule''s tolerance'
        when {{ found }}.kind = 'reference'
            then 'Same reference ' || {{ found }}.shared_key || ', but the amounts differ'
        when {{ found }}.kind = 'reversal'
            then 'A journal and its reversal, which cancel each other'
        when {{ found }}.kind = 'group' and {{ found }}.status = 'confirmed'
            then cast({{ found }}.left_items as varchar) || ' and ' || cast({{ found }}.right_items as varchar)
                || ' items of ' || coalesce({{ found }}.shared_key, 'one key') || ' with equal sums'
        when {{ found }}.kind = 'group'
            then cast({{ found }}.left_items as varchar) || ' and ' || cast({{ found }}.right_items as varchar)
                || ' items of ' || coalesce({{ found }}.shared_key, 'one key') || ', but their sums differ'
        when {{ found }}.kind = 'amount_date' and {{ found }}.status = 'confirmed'
            then 'The only items of this amount within the window, '
                || cast({{ found }}.days_apart as varchar) || ' days apart'
        when {{ found }}.kind = 'amount_date'
            then 'Same amount, ' || cast({{ found }}.days_apart as varchar) || ' days apart, but others fit as well'
        else 'Nearly the same amount, ' || cast({{ found }}.days_apart as varchar) || ' days apart'
    end
{%- endmacro %}
