-- Statements that carry balances, each beside the one before it: its opening balance is what that one closed with, or one
-- between them is missing (SWIFT MT940 field 60F, ISO 20022 camt.053 OPBD and PRCD).
with placed as (
    select
        source,
        account,
        currency,
        closing_date,
        opening,
        closing,
        lag(closing) over account_days as previous_closing,
        lag(closing_date) over account_days as previous_date
    from {{ source('raw', 'statements') }}
    where is_current and closing_date is not null and opening is not null and closing is not null
    window account_days as (
        partition by source, account, currency
        order by closing_date, file_id, statement_no
    )
)

select
    *,
    previous_date is null or opening = previous_closing as connects
from placed
