{{ config(materialized='view') }}
-- The items that this run's settled matches take.
select left_no as item_no, 'left' as side from {{ ref('int_pair_matches') }}
where is_settled
union all
select right_no as item_no, 'right' as side from {{ ref('int_pair_matches') }}
where is_settled
union all
select item_no, side from {{ ref('int_set_items') }}
where is_settled
