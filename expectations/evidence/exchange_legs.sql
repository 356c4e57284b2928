-- What each journal of several currencies moves in each of them: zero where a clearing account takes the other side.
select legs.tenant_id, legs.entity_id, legs.book, legs.journal_scope, legs.journal_id, legs.currency, sum(legs.amount) as amount_total
from marts.general_ledger as legs
inner join (
  select tenant_id, entity_id, book, journal_scope, journal_id from journals_in_doubt where first_currency <> last_currency
) as journals
  on journals.tenant_id = legs.tenant_id and journals.entity_id = legs.entity_id and journals.book = legs.book
  and journals.journal_scope = legs.journal_scope and journals.journal_id = legs.journal_id
group by legs.tenant_id, legs.entity_id, legs.book, legs.journal_scope, legs.journal_id, legs.currency
having sum(legs.amount) <> 0
