{{ config(materialized='view') }}
-- The items that no pass confirmed: what a person, or another day, must explain. The last round leaves them.
select * from {{ ref('int_match_links').incorporate(path={'identifier': 'int_left_open'}) }}
