-- All that stands in the way of closing a period, one row each, with what a person needs to find it.
{% set checks = ['statements', 'reconciliations', 'exceptions', 'suspense', 'postings', 'invariants', 'flux'] %}
{%- for check in checks %}
select entity_id, period, check_id, sort_key, what, amount, currency
from {{ ref('int_close_' ~ check) }}
{% if not loop.last %}union all{% endif %}
{%- endfor %}
