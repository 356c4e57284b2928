-- The general ledger has every line of every book, once. A row here means that a join dropped or doubled lines.
select book_lines.lines as received, ledger_lines.lines as published
from (select count(*) as lines from {{ ref('stg_book_lines') }}) as book_lines
cross join (select count(*) as lines from {{ ref('general_ledger') }}) as ledger_lines
where book_lines.lines <> ledger_lines.lines
