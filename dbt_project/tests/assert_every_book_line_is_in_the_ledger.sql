-- The general ledger has every line of every book, once. A row here means that a join dropped or doubled lines.
select movements.lines as received, ledger_lines.lines as published
from (select coalesce(sum(lines), 0) as lines from {{ ref('int_account_movements') }}) as movements
cross join (select count(*) as lines from {{ ref('general_ledger') }}) as ledger_lines
where movements.lines <> ledger_lines.lines
