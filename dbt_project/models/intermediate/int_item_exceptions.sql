-- Open items with their ids, whether exceptions or in transit.
select
    outcomes.*,
    {{ item_id('outcomes') }} as item_id,
    {{ stable_id(["outcomes.reconciliation", "outcomes.side", item_id('outcomes')]) }} as exception_id
from {{ ref('int_open_outcomes') }} as outcomes
