{#- The words of an exception: how bad, what it means, what to do. -#}

{#- Major units of the item's own currency: a rough scale, the same for every currency until issue-specific limits exist. -#}
{% macro severity_of(amount, age_days) -%}
    case
        when abs({{ amount }}) >= 10000 then 'critical'
        when abs({{ amount }}) >= 1000 or {{ age_days }} > 60 then 'high'
        when abs({{ amount }}) >= 100 or {{ age_days }} > 30 then 'medium'
        else 'low'
    end
{%- endmacro %}

{#- Days that a person has to resolve it. -#}
{% macro days_to_resolve(severity) -%}
    case {{ severity }} when 'critical' then 1 when 'high' then 2 when 'medium' then 5 else 10 end
{%- endmacro %}

{% macro suggestion_for(type) -%}
    case {{ type }}
        when 'missing_in_ledger'
            then 'Post the journal that is missing, or find out what this line is.'
        when 'missing_in_statement'
            then 'Ask the counterparty for this line, or reverse the journal if it never happened.'
        when 'amount_mismatch'
            then 'Compare both documents: correct the journal, or book the difference.'
        when 'duplicate_in_ledger'
            then 'Reverse the second journal with `tieout reverse` if it was posted twice.'
        when 'duplicate_in_statement'
            then 'Claim the second line back, or post the second payment if there really were two.'
        when 'ambiguous'
            then 'Choose the pair that belongs together: nothing in the data tells them apart.'
        when 'split_incomplete'
            then 'Find the part that is missing from this set: its sums differ by exactly that amount.'
        when 'unbalanced_journal'
            then 'Correct the journal at its origin and deliver the file again.'
        when 'refused_row'
            then 'Correct the row at its origin and deliver the file again.'
        when 'rate_missing'
            then 'Deliver the line with its base_amount: without it, statements in functional currency are incomplete.'
    end
{%- endmacro %}

{#- Why a candidate of the other side was not matched with the exception. -#}
{% macro why_not(candidate, difference, currency) -%}
    case
        when {{ candidate }}.matched_by is not null
            then 'already matched by ' || {{ candidate }}.matched_by
        when {{ candidate }}.nearness = 0
            then 'of the same set, whose sums differ'
        when {{ candidate }}.nearness = 2
            then 'as good as another candidate'
        when {{ candidate }}.amount_difference <> 0
            then 'amount differs by ' || {{ amount_text(difference) }} || ' ' || {{ currency }}
        when {{ candidate }}.reference_key <> {{ candidate }}.other_reference_key
            then 'names another reference'
        else 'dates lie further apart than the rules allow'
    end
    || case
        when {{ candidate }}.days_apart = 0 then ', same day'
        else ', ' || cast(abs({{ candidate }}.days_apart) as varchar)
            || case when abs({{ candidate }}.days_apart) = 1 then ' day ' else ' days ' end
            || case when {{ candidate }}.days_apart > 0 then 'later' else 'earlier' end
    end
{%- endmacro %}
