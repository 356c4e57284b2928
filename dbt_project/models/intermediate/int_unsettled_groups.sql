-- Groups of one account, reference and group key that do not cancel, or are of several parties: most invoices are paid in full,
-- so that few of an account's lines are left to look at. Two groups that share a number hide each other only if they cancel to
-- the cent.
with lines as (
    select
        {{ hash_key(group_columns('lines')) }} as group_no,
        lines.amount,
        lines.base_amount,
        case when lines.counterparty is not null then {{ hash_key(['lines.counterparty']) }} end as party_no
    from {{ ref('int_subledger_lines') }} as lines
    inner join {{ ref('stg_run') }} as run on lines.effective_date <= run.as_of
    where lines.subledger in ('receivable', 'payable')
)

select group_no
from lines
group by group_no
having sum(amount) <> 0 or coalesce(sum(base_amount), 0) <> 0 or min(party_no) <> max(party_no)
