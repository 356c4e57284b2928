{{ config(alias='subledger_accounts') }}
-- The accounts whose subledgers this version has, and as of which day.
select accounts.entity_id, accounts.book, accounts.account_code, accounts.subledger, run.as_of
from {{ ref('int_subledger_accounts') }} as accounts
cross join {{ ref('stg_run') }} as run
