-- The statement lines mart has every line of every statement that counts, once. A row here means that a join dropped or
-- doubled lines.
select received.lines as received, published.lines as published
from (select count(*) as lines from {{ ref('carried_statement_lines') }}) as received
cross join (select count(*) as lines from {{ ref('statement_lines') }}) as published
where received.lines <> published.lines
