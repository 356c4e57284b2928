{#-
  The words of some items: their description, reference and counterparty as they were delivered. Words are wide and most
  items match without them, so they are read late, and only for the items that a pass has left.
-#}
{% macro words_of(items) %}
    select items.item_no, items.side, words.description, words.reference, words.counterparty
    from {{ items }} as items
    inner join {{ ref('int_line_words') }} as words using (file_id, line_no)
{% endmacro %}
