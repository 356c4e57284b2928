{#-
  Whether a difference (minor units) is no larger than the rule allows: by `tolerance`, in major units, or by
  `percent_tolerance`, in percent of an amount beside it. Either may allow it.
-#}
{% macro tolerated(difference, amount, rule, unit) -%}
    (
        {{ difference }} = 0
        or {{ major('abs(' ~ difference ~ ')', unit) }} <= {{ rule }}.tolerance
        or abs({{ difference }}) * 100 <= {{ rule }}.percent_tolerance * cast(abs({{ amount }}) as decimal(19, 0))
    )
{%- endmacro %}

{#- The items of a side that are the only ones of their reference there. -#}
{% macro alone_by_reference(relation, keys=['reconciliation_no', 'currency', 'reference_key']) %}
    select *
    from (
        select *, count(*) over (partition by {{ keys | join(', ') }}) as namesakes
        from {{ relation }}
        where reference_key is not null
    ) as counted
    where namesakes = 1
{% endmacro %}

{#-
  The score of what agrees in all but a figure that a rule sets (a fee, a rate): a person must judge the difference. And of
  what fits another candidate as well: never confirmed, whatever the rule says.
-#}
{% macro variance_score() -%}5000{%- endmacro %}

{% macro ambiguity_score() -%}1{%- endmacro %}
