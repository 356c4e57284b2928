-- What each statement says of each of its days: how many lines, and the balances before and after them. Only of sources that
-- brought more than one statement: there a day may come twice. Of what is not booked yet (interim reports, notifications), a day
-- counts until a booked statement of the account has that day. Of a table, what its path had before counts for days before those
-- that it has now: an export of the last thirty days drops a day each day, and takes nothing back.
with statements as (
    select
        file_id,
        statement_no,
        source,
        coalesce(account, '') as account,
        kind,
        statement_key,
        was_read_anew,
        is_current,
        currency,
        opening_date,
        opening,
        closing_date,
        closing,
        coalesce(kind in ('interim', 'notification'), false) as is_provisional
    from {{ source('raw', 'statements') }}
    where source <> 'ledger'
),

days as (
    select lines.file_id, lines.statement_no, lines.currency, lines.date, count(*) as lines, sum(lines.amount) as amount
    from {{ source('lake', 'statement_lines') }} as lines
    where lines.source in (
        select statements.source from statements
        group by statements.source
        having count(*) > 1
    )
    group by lines.file_id, lines.statement_no, lines.currency, lines.date
),

said as (
    select
        statements.source,
        statements.account,
        statements.kind,
        statements.statement_key,
        statements.was_read_anew,
        statements.is_current,
        statements.is_provisional,
        days.*,
        case
            when statements.closing is not null and statements.currency = days.currency
                then statements.opening - days.amount + sum(days.amount) over (
                    partition by days.file_id, days.statement_no, days.currency
                    order by days.date
                    rows between unbounded preceding and current row
                )
        end as opening
    from days
    inner join statements on days.file_id = statements.file_id and days.statement_no = statements.statement_no
),

booked as (
    select source, account, opening_date, closing_date
    from statements
    where not is_provisional and is_current and kind is not null
),

-- The day of an opening balance is mostly the day before the statement's first (SWIFT MT940 field 60F).
replaced as (
    select provisional.file_id, provisional.statement_no, provisional.currency, provisional.date
    from said as provisional
    inner join booked on provisional.source = booked.source and provisional.account = booked.account
    where
        provisional.is_provisional
        and provisional.date <= booked.closing_date
        and (provisional.date > booked.opening_date or provisional.date = booked.closing_date)
    union
    select provisional.file_id, provisional.statement_no, provisional.currency, provisional.date
    from said as provisional
    inner join said as listed
        on provisional.source = listed.source and provisional.account = listed.account and provisional.date = listed.date
    where provisional.is_provisional and listed.kind = 'booked' and listed.is_current
),

tables as (
    select source, statement_key, min(date) as first_date
    from said
    where kind is null and is_current
    group by source, statement_key
),

judged as (
    select
        said.*,
        said.opening + said.amount as closing,
        replaced.file_id is null
        and (said.is_current or (not said.was_read_anew and coalesce(said.date < tables.first_date, false))) as is_counted
    from said
    left join tables
        on said.kind is null and said.source = tables.source and said.statement_key = tables.statement_key
    left join replaced
        on
            said.file_id = replaced.file_id
            and said.statement_no = replaced.statement_no
            and said.currency = replaced.currency
            and said.date = replaced.date
)

select
    *,
    count(*) over same_day > 1 or not is_counted as is_redelivered
from judged
window same_day as (partition by source, account, currency, date)
