{#-
  The words of some items: their description, reference and counterparty as they were delivered. Words are wide and most
  items match without them, so they are read late, and only for the items that a pass has left.
-#}
{% macro words_of(items) %}
    select items.item_no, items.side, lines.description, lines.reference, lines.counterparty
    from {{ items }} as items
    inner join (
        select file_id, line_no, description, reference, counterparty from {{ ref('stg_book_lines') }}
        union all
        select file_id, line_no, description, reference, counterparty from {{ ref('stg_statement_lines') }}
    ) as lines using (file_id, line_no)
{% endmacro %}
