{{ config(materialized='table') }}
-- Items of revoked matches whose own lines stand: they are open again.
select reconciliations.reconciliation_no, items.side, items.file_id, items.line_no
from {{ source('raw', 'settled_match_items') }} as items
inner join {{ ref('stg_revoked_matches') }} using (match_id, run_id)
inner join {{ source('raw', 'reconciliations') }} as reconciliations using (reconciliation)
left join {{ ref('stg_dropped_lines') }} as dropped
    on items.file_id = dropped.file_id and items.line_no = dropped.line_no
where dropped.line_no is null
