{{ config(alias='segments') }}
-- The lake's settled matches that this version reads, this run's among them: paths in the lake.
-- depends_on: {{ ref('settled_matches') }}
-- depends_on: {{ ref('settled_match_items') }}
{%- set written = segment_path('settled_matches') if execute %}
select run_id, matches_path, items_path from {{ source('raw', 'match_segments') }}
union all
select
    run_id,
    'matches/' || run_id || '.settled_matches.parquet' as matches_path,
    'matches/' || run_id || '.settled_match_items.parquet' as items_path
from {{ source('raw', 'run') }}
where exists (select 1 from glob('{{ written }}'))
