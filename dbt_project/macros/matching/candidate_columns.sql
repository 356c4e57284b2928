{#- What is told of a candidate: few columns, for namesakes are looked up among all items. -#}
{% macro candidate_columns() -%}
    items.reconciliation_no, items.side, items.item_no, items.source, items.file_id, items.line_no, items.line_ref,
    items.occurrence, items.currency, items.amount, items.fee, items.gross, items.date, items.reference_key
{%- endmacro %}
