-- Ledger lines that share their name.
select tenant_id, book, journal_id, line_no, count(*) as times
from marts.general_ledger
group by tenant_id, book, journal_id, line_no
having times > 1
