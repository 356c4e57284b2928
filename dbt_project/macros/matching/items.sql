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
