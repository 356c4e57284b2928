{#-
  A member is a book of an entity whose figures are translated: for the entity's own statements in its presentation currency,
  or for its group's. These columns name it.
-#}
{% macro member(relation) -%}
    {{ relation }}.basis, {{ relation }}.view_id, {{ relation }}.view_book,
        {{ relation }}.entity_id, {{ relation }}.book
{%- endmacro %}

{% macro same_member(one, other) -%}
    {{ one }}.basis = {{ other }}.basis
            and {{ one }}.view_id = {{ other }}.view_id
            and {{ one }}.view_book = {{ other }}.view_book
            and {{ one }}.entity_id = {{ other }}.entity_id
            and {{ one }}.book = {{ other }}.book
{%- endmacro %}

{#- What a view adds up its members in: an entity's statements, or a group's. -#}
{% macro same_view(one, other) -%}
    {{ one }}.basis = {{ other }}.basis
            and {{ one }}.view_id = {{ other }}.view_id
            and {{ one }}.view_book = {{ other }}.view_book
{%- endmacro %}

{#- Joins the rate of a purpose; where none is found its numerator is null, and so is every figure that needs it. -#}
{% macro join_rate(name, purpose, from_currency, to_currency, starts, day) %}
left join {{ ref('int_statement_rates') }} as {{ name }}
    on
        {{ name }}.purpose = '{{ purpose }}'
        and {{ from_currency }} = {{ name }}.from_currency
        and {{ to_currency }} = {{ name }}.to_currency
        and {{ starts }} = {{ name }}.starts
        and {{ day }} = {{ name }}.day
{%- endmacro %}

{#- The sum, or null where one of its parts is not known: a figure that a missing rate stops stays stopped. -#}
{% macro whole_sum(amount, window='') -%}
    case when count(*) {{ window }} = count({{ amount }}) {{ window }} then sum({{ amount }}) {{ window }} end
{%- endmacro %}
