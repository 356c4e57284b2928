{#-
  Not a rule of tieout.yml but of bookkeeping: a journal and the reversal that points to it cancel. It runs after all
  passes, for either of them may have a line of its own on the other side: a payment and its refund, say.
-#}
{% macro round_reversals_cancel(open, rule) %}
    with cancelling as (
        select reconciliation_no, side, currency, reversed_journal, min(item_no) as match_no
        from {{ open }}
        where reversed_journal is not null
        group by reconciliation_no, side, currency, reversed_journal
        having sum(amount) = 0 and count(*) > 1
    )
    select
        items.reconciliation_no,
        cancelling.match_no,
        case when items.side = 'left' then items.item_no end as left_no,
        case when items.side = 'right' then items.item_no end as right_no,
        10000 as score,
        cast(null as varchar) as evidence
    from {{ open }} as items
    inner join cancelling using (reconciliation_no, side, currency, reversed_journal)
{% endmacro %}

{% macro rounds_of_reversal() -%}{{ return(['reversals_cancel']) }}{%- endmacro %}
