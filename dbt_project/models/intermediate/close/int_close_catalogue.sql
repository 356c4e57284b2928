-- The checks of a close, in the order in which a person clears them; `looked_at` is what each of them looks at.
{% set checks = [
    ('statements', 'Statements are complete', 'true', 'statements', 'every statement source is received to the end, and its balances follow one another'),
    ('reconciliations', 'Reconciliations are proven', 'false', 'reconciliations', 'no difference is left unexplained'),
    ('exceptions', 'Exceptions are settled', 'true', 'exceptions', 'no exception above the threshold is open'),
    ('suspense', 'Suspense is zero', 'true', 'trial_balance', 'suspense accounts are zero or explained'),
    ('waiting', 'No posting waits', 'true', 'exceptions', 'no reservation, draft or refused journal waits'),
    ('recognition', 'Schedules are posted', 'true', 'general_ledger', 'every month of every schedule is posted'),
    ('revaluation', 'Foreign balances are revalued', 'true', 'trial_balance', 'no exchange difference is due'),
    ('invariants', 'Debits equal credits', 'false', 'trial_balance', 'every trial balance is zero in each currency'),
    ('flux', 'Unusual figures are explained', 'true', 'flux', 'every figure outside its range has a comment'),
] %}
{%- for check_id, title, acceptable, looked_at, passed in checks %}
select
    {{ loop.index }} as position,
    '{{ check_id }}' as check_id,
    '{{ title }}' as title,
    {{ acceptable }} as acceptable,
    '{{ looked_at }}' as looked_at,
    '{{ passed }}' as passed
{% if not loop.last %}union all{% endif %}
{%- endfor %}
