-- The difference between both sides is explained to the cent. A row here means that the matching lost or invented an item.
select reconciliation, currency, unexplained
from {{ ref('reconciliation_summary') }}
where unexplained <> 0
