{#-
  An item's number: reconciliation, file and row packed into one bigint (9, 24 and 30 bits), so that it is unique, the same
  in every run, in the order received, and joins as an integer.
-#}
{% macro item_no(reconciliation_no, file_id, line_no) -%}
    (cast({{ reconciliation_no }} as bigint) * 18014398509481984
        + cast({{ file_id }} as bigint) * 1073741824
        + cast({{ line_no }} as bigint))
{%- endmacro %}

{#- The id of an item, for people and for other systems: its source and the id that the source gave it. -#}
{% macro item_id(relation) -%}
    {{ relation }}.source || ':' || {{ relation }}.line_ref
    || case when {{ relation }}.occurrence > 1 then '#' || cast({{ relation }}.occurrence as varchar) else '' end
{%- endmacro %}

{#- Whether a line is one that a side wants: of its entity, of the values of its `where`, and of its direction. -#}
{% macro line_passes_filters(lines, sides) -%}
    ({{ sides }}.entity_id is null or {{ lines }}.entity_id = {{ sides }}.entity_id)
            and ({{ sides }}.kind is null or {{ lines }}.kind = {{ sides }}.kind)
            and ({{ sides }}.currency is null or {{ lines }}.currency = {{ sides }}.currency)
            and ({{ sides }}.counterparty is null or {{ lines }}.counterparty = {{ sides }}.counterparty)
            and ({{ sides }}.direction is null or ({{ lines }}.amount >= 0) = ({{ sides }}.direction = 'debit'))
{%- endmacro %}

{#- How a side makes keys of references; see reconcile/rules.py. -#}
{% macro reference_rule_of(sides) -%}
    {{ sides }}.has_reference_rule,
        {{ sides }}.reference_pattern,
        {{ sides }}.reference_prefixes,
        {{ sides }}.reference_zeros,
        {{ sides }}.reference_parts
{%- endmacro %}
