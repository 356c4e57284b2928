-- Account balances on every basis that financial statements are printed on: an entity's functional currency, its presentation
-- currency, and a group's. A figure that a missing rate stops is null, and counts as a line without its amount.
{% set columns = [
    'entity_id', 'book', 'period', 'ordinal', 'fiscal_year', 'account_code', 'account_name', 'account_type', 'base_currency',
    'opening', 'moved', 'moved_before_closing', 'adjustments', 'revaluation', 'closing_entries', 'closing',
    'lines_without_base', 'lines_without_base_to_date', 'year_to_date', 'year_to_date_before_closing'
] %}
select 'functional' as basis, {{ columns | join(', ') }}
from {{ ref('int_functional_balances') }}
union all
select basis, {{ columns | join(', ') }}
from {{ ref('int_consolidated_balances') }}
