{#- Why these items are one match, in words and figures. -#}
{% macro match_reason(found) -%}
    case
        when {{ found }}.evidence is not null then {{ found }}.evidence
        when {{ found }}.pass = 'reference' and {{ found }}.difference = 0
            then 'Same reference ' || {{ found }}.shared_key || ' and same amount'
        when {{ found }}.pass = 'reference' and {{ found }}.status = 'confirmed'
            then 'Same reference ' || {{ found }}.shared_key || '; the amounts differ within the rule''s tolerance'
        when {{ found }}.pass = 'reference'
            then 'Same reference ' || {{ found }}.shared_key || ', but the amounts differ'
        when {{ found }}.pass = 'reversal'
            then 'A journal and its reversal, which cancel each other'
        when {{ found }}.pass = 'group' and {{ found }}.status = 'confirmed'
            then cast({{ found }}.left_items as varchar) || ' and ' || cast({{ found }}.right_items as varchar)
                || ' items of ' || coalesce({{ found }}.shared_key, 'one key') || ' with equal sums'
        when {{ found }}.pass = 'group'
            then cast({{ found }}.left_items as varchar) || ' and ' || cast({{ found }}.right_items as varchar)
                || ' items of ' || coalesce({{ found }}.shared_key, 'one key') || ', but their sums differ'
        when {{ found }}.pass = 'amount_date' and {{ found }}.status = 'confirmed'
            then 'The only items of this amount within the window, '
                || cast({{ found }}.days_apart as varchar) || ' days apart'
        when {{ found }}.pass = 'amount_date'
            then 'Same amount, ' || cast({{ found }}.days_apart as varchar) || ' days apart, but others fit as well'
        when {{ found }}.pass = 'net'
            then 'Gross and net of one payment, and its fee between them'
        when {{ found }}.pass = 'fx'
            then 'One payment in two currencies, at the rate of its day'
        when {{ found }}.pass = 'trace'
            then 'Both legs of one transfer'
        when {{ found }}.pass = 'subset'
            then 'One item is the sum of the others'
        else 'Nearly the same amount, ' || cast({{ found }}.days_apart as varchar) || ' days apart'
    end
{%- endmacro %}
