-- Lines of one account, reference, group and party that do not sum to zero: most invoices are paid, so that few of an
-- account's lines are left to look at. Two groups that share a number hide each other only if they cancel to the cent.
select {{ hash_key(group_columns('lines')) }} as group_no
from {{ ref('int_subledger_lines') }} as lines
inner join {{ ref('stg_run') }} as run on lines.effective_date <= run.as_of
where lines.subledger in ('receivable', 'payable')
group by {{ hash_key(group_columns('lines')) }}
having sum(lines.amount) <> 0 or coalesce(sum(lines.base_amount), 0) <> 0
