-- Lines whose debit and credit say something else than their signed amount.
select tenant_id, entity_id, book, journal_scope, journal_id, line_no, amount, debit, credit
from marts.general_ledger
where debit - credit <> amount or debit < 0 or credit < 0
