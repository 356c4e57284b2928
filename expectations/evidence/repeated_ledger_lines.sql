-- Ledger lines that share their name.
select tenant_id, entity_id, book, journal_scope, journal_id, line_no, count(*) as times
from marts.general_ledger
inner join (
  select tenant_id, entity_id, book, journal_scope, journal_id from journals_in_doubt where coalesce(lines_may_repeat, true)
) as journals using (tenant_id, entity_id, book, journal_scope, journal_id)
group by tenant_id, entity_id, book, journal_scope, journal_id, line_no
having count(*) > 1
