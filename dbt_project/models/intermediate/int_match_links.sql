{{ config(meta={'run_by': 'match_passes'}) }}
-- depends_on: {{ ref('int_items') }}
-- depends_on: {{ ref('int_refused_sets') }}
-- depends_on: {{ source('raw', 'decisions') }}
-- depends_on: {{ source('raw', 'passes') }}
-- depends_on: {{ source('raw', 'fees') }}
-- depends_on: {{ source('raw', 'rates') }}
-- depends_on: {{ ref('stg_currencies') }}
-- depends_on: {{ ref('int_line_words') }}
-- depends_on: {{ source('raw', 'reconciliations') }}
-- What each pass found, one row per pair of items, or per item of a set (then only its own side is filled). `match_no` is
-- the first left item of the match. The rounds fill it: see macros/matching/match_passes.sql.
select
    cast(null as integer) as round_no,
    cast(null as integer) as pass_no,
    cast(null as varchar) as kind,
    cast(null as varchar) as status,
    cast(null as bigint) as match_no,
    cast(null as bigint) as left_no,
    cast(null as bigint) as right_no,
    cast(null as integer) as score,
    cast(null as varchar) as evidence
where false
{{ passes_to_run(this) }}
