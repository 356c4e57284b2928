{{ config(alias='no_book_lines') }}
-- The shape of the lake's book lines, for a version that has none.
select * from {{ source('raw', 'known_book_lines') }}
where false
