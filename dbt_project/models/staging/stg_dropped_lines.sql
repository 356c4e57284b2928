-- Lines that do not count from this run on, of books and of statements; `is_known` where an earlier run counted them.
select 'book' as kind, file_id, line_no, is_known from {{ ref('stg_dropped_book_lines') }}
union all
select 'statement' as kind, file_id, line_no, is_known from {{ ref('stg_dropped_statement_lines') }}
