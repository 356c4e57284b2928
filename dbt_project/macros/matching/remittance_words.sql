{#- The words of pass `group` by remittance: how references are named in a payment's text, and what is said of its claim. -#}

{#- A reference without its punctuation: INV-2026/1001 and INV 2026 1001 are one name. -#}
{% macro compact(key) -%}
    regexp_replace({{ key }}, '[^A-Z0-9]', '', 'g')
{%- endmacro %}

{#-
  The names of each open reference: itself, and its last four or more digits. A name that two references bear is none's. One
  without a digit ("RENT"), or shorter than three characters (a bare number: four), is a word like any other.
-#}
{% macro names_of_references(debts) %}
    select *
    from (
        select
            either.*,
            min(reference_key) over (partition by reconciliation_no, name) as first_of_name,
            max(reference_key) over (partition by reconciliation_no, name) as last_of_name
        from (
            select *, {{ compact('reference_key') }} as name, 1 as in_full from {{ debts }}
            union all
            select *, {{ last_digits_of('reference_key') }} as name, 0 as in_full from {{ debts }}
        ) as either
        where
            name <> regexp_replace(name, '[0-9]', '', 'g')
            and length(name) > case when regexp_replace(name, '[0-9]', '', 'g') = '' then 3 else 2 end
    ) as names
    where first_of_name = last_of_name
{% endmacro %}

{#-
  Everything in a payment's text that may be a name: words without their punctuation, letters and the number after them
  ("INV 1001", then `spelled`), and runs of four digits or more.
-#}
{% macro mentions_in_words(payments) %}
    with words as (
        select item_no, {{ upper_text("coalesce(reference, '') || ' ' || coalesce(description, '')") }} as text
        from ({{ words_of(payments) }}) as words
    ),
    pieces as (
        select item_no, {{ pieces_of('text', '[A-Z0-9][A-Z0-9./_-]*[A-Z0-9]') }} as piece, 0 as spelled from words
        union all
        select item_no, {{ pieces_of('text', '[A-Z]+[^A-Z0-9]?[^A-Z0-9]?[0-9]+') }} as piece, 1 as spelled from words
        union all
        select item_no, ltrim({{ pieces_of('text', '[0-9][0-9][0-9][0-9]+') }}, '0') as piece, 0 as spelled from words
    )
    select payments.reconciliation_no, payments.currency, payments.date, payments.within_days, found.*
    from {{ payments }} as payments
    inner join (
        select item_no, {{ compact('piece') }} as name, max(spelled) as spelled
        from pieces
        group by item_no, {{ compact('piece') }}
    ) as found using (item_no)
{% endmacro %}

{#-
  Points of a claim. A discount is one of the round percentages that terms of payment grant; a list of bare numbers whose sum is far
  from what was paid names something else, and is none.
-#}
{% macro remittance_score(claim) -%}
    case
        when {{ claim }}.agrees and {{ claim }}.contested = 1 then {{ ambiguity_score() }}
        when {{ claim }}.agrees and {{ claim }}.not_open is not null then 8000
        when {{ claim }}.agrees then 10000
        when {{ claim }}.rest_no is not null then 8000
        when {{ discount_halves(claim ~ '.owed', claim ~ '.paid', claim ~ '.items') }} is not null then 9000
        when abs({{ claim }}.owed - {{ claim }}.paid) * 10 <= abs({{ claim }}.owed) then 7000
        when {{ claim }}.in_full = 1 then 6000
    end
{%- endmacro %}

{#-
  The half percents, 1 to 6, by which less was paid than was owed; null where it is none of them. Each item may have been
  rounded by itself, so the discount is met within half a minor unit an item.
-#}
{% macro discount_halves(owed, paid, items) -%}
    case
        {%- for halves in [4, 6, 2, 3, 5, 1] %}
        when abs(({{ owed }} - {{ paid }}) * 200 - {{ owed }} * {{ halves }}) <= {{ items }} * 100
            and abs({{ paid }}) < abs({{ owed }})
            then {{ halves }}
        {%- endfor %}
    end
{%- endmacro %}

{#- Half percents as a person writes them: 4 is 2, 3 is 1.5. -#}
{% macro half_percents(halves) -%}
    case {{ halves }} when 1 then '0.5' when 2 then '1' when 3 then '1.5' when 4 then '2' when 5 then '2.5' when 6 then '3' end
{%- endmacro %}

{#- "Names INV-1001, INV-1002: 143.00 EUR in all, paid 140.14, an early-payment discount of 2 %". -#}
{% macro remittance_evidence(claim) -%}
    'Names '
    || case when {{ claim }}.debts > 8 then cast({{ claim }}.debts as varchar) || ' references' else {{ claim }}.reference_keys end
    || ': ' || {{ amount_text(major_sum(claim ~ '.owed', 'currencies.unit')) }} || ' ' || {{ claim }}.currency || ' in all, paid '
    || {{ amount_text(major_sum(claim ~ '.paid', 'currencies.unit')) }}
    || case when {{ claim }}.payments > 1 then ' by ' || cast({{ claim }}.payments as varchar) || ' payments' else '' end
    || case
        when {{ claim }}.owed = {{ claim }}.paid then ''
        when {{ claim }}.agrees then ', a difference within the rule''s tolerance'
        when {{ claim }}.rest_no is not null
            then '; the difference is ' || {{ claim }}.rest_key || ', the only open item of that amount and counterparty'
        when {{ discount_halves(claim ~ '.owed', claim ~ '.paid', claim ~ '.items') }} is not null
            then ', an early-payment discount of '
                || {{ half_percents(discount_halves(claim ~ '.owed', claim ~ '.paid', claim ~ '.items')) }} || ' %'
        when abs({{ claim }}.paid) < abs({{ claim }}.owed) and sign({{ claim }}.paid) = sign({{ claim }}.owed)
            then ', short-pay by ' || {{ amount_text(major_sum('abs(' ~ claim ~ '.owed - ' ~ claim ~ '.paid)', 'currencies.unit')) }}
        else ', over-paid by ' || {{ amount_text(major_sum('abs(' ~ claim ~ '.owed - ' ~ claim ~ '.paid)', 'currencies.unit')) }}
    end
    || case when {{ claim }}.not_open is null then '' else '; ' || {{ claim }}.not_open || ' is named and not open' end
{%- endmacro %}
