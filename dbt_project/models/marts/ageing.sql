-- Who owes us, whom we owe, and since when: every open item of receivables and payables as of the day of the run. What is
-- owed is positive, a credit or an advance negative.
with items as (
    select
        items.*,
        accounts.side,
        run.as_of,
        terms.due_days
    from {{ ref('int_ageing_items') }} as items
    inner join {{ ref('int_subledger_accounts') }} as accounts
        on
            items.subledger = accounts.subledger
            and items.entity_id = accounts.entity_id
            and items.book = accounts.book
            and items.account_code = accounts.account_code
    inner join (
        select kind, max(due_days) as due_days
        from {{ source('raw', 'ageing_buckets') }}
        group by kind
    ) as terms on items.subledger = terms.kind
    cross join {{ ref('stg_run') }} as run
),

due as (
    select
        *,
        case when side * amount > 0 then effective_date + due_days end as due_date,
        case when side * amount > 0 then {{ days_between('(effective_date + due_days)', 'as_of') }} else 0 end as days_overdue
    from items
)

select
    currencies.tenant_id,
    due.entity_id,
    due.book,
    due.subledger as kind,
    due.account_code,
    accounts.account_name,
    due.counterparty,
    due.reference,
    due.currency,
    {{ major_sum('due.side * due.amount', 'currencies.unit') }} as amount,
    due.base_currency,
    case
        when not due.is_without_base then {{ major_sum('due.side * due.base_amount', 'base_currencies.unit') }}
    end as base_amount,
    due.effective_date as document_date,
    due.due_date,
    cast(due.days_overdue as integer) as days_overdue,
    buckets.bucket,
    buckets.bucket_no,
    due.as_of
from due
inner join {{ source('raw', 'ageing_buckets') }} as buckets
    on due.subledger = buckets.kind and due.days_overdue between buckets.first_day and buckets.last_day
inner join {{ ref('int_accounts') }} as accounts
    on
        due.entity_id = accounts.entity_id
        and due.book = accounts.book
        and due.account_code = accounts.account_code
inner join {{ ref('stg_currencies') }} as currencies on due.currency = currencies.currency
inner join {{ ref('stg_currencies') }} as base_currencies on due.base_currency = base_currencies.currency
