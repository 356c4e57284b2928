-- The statement lines mart has every line of every current statement, once.
select received.lines as received, published.lines as published
from (select count(*) as lines from {{ ref('stg_statement_lines') }}) as received
cross join (select count(*) as lines from {{ ref('statement_lines') }}) as published
where received.lines <> published.lines
