{{ config(alias='no_statement_lines') }}
-- The shape of the lake's statement lines, for a version that has none.
select * from {{ source('raw', 'known_statement_lines') }}
where false
