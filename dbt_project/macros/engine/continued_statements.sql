{#-
  Which statement of a day goes on where another one of that day ends: it opens with what the other closes with. Two that go on
  from each other are in the order in which they came. Where both have the same line at the same balance, the one may be a part
  of the other, and their lines are taken for the same: that is doubtful if it decides on money, which what sums to 0 does not.
-#}
{% macro continued_statements() %}
with days as (
    select * from {{ ref('int_delivered_days') }}
    where is_redelivered
),

continued as (
    select
        earlier.source,
        earlier.account,
        earlier.currency,
        earlier.date,
        earlier.file_id,
        earlier.statement_no,
        later.file_id as next_file_id,
        later.statement_no as next_statement_no,
        earlier.amount <> 0 and later.amount <> 0 as moves_money
    from days as earlier
    inner join days as later
        on
            earlier.source = later.source
            and earlier.account = later.account
            and earlier.currency = later.currency
            and earlier.date = later.date
            and earlier.closing = later.opening
    where
        earlier.is_current
        and (
            later.closing <> earlier.opening
            or earlier.file_id < later.file_id
            or (earlier.file_id = later.file_id and earlier.statement_no < later.statement_no)
        )
)

select
    continued.*,
    exists (
        select 1
        from {{ ref('int_redelivered_lines') }} as earlier
        inner join {{ ref('int_redelivered_lines') }} as later
            on
                earlier.content = later.content
                and earlier.amount = later.amount
                and earlier.date = later.date
                and earlier.balance_after = later.balance_after
        where
            earlier.file_id = continued.file_id
            and earlier.statement_no = continued.statement_no
            and earlier.date = continued.date
            and later.file_id = continued.next_file_id
            and later.statement_no = continued.next_statement_no
    ) as is_repetition
from continued
{% endmacro %}
