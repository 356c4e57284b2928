-- Account balances on every basis that financial statements are printed on.
select 'functional' as basis, balances.*
from {{ ref('int_functional_balances') }} as balances
