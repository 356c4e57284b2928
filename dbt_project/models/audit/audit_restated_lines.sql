{{ config(alias='restated_lines', materialized='table') }}
-- Lines that the version before counted and this one does not: where there are any, all is audited again.
select kind, file_id, line_no from {{ ref('stg_dropped_lines') }}
where is_known
