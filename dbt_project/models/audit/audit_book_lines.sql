{{ config(alias='book_lines') }}
-- Lines of books that this build reads for the first time.
-- depends_on: {{ ref('carried_files') }}
-- depends_on: {{ ref('carried_dropped_lines') }}
-- depends_on: {{ source('raw', 'lake_files') }}
{{ lines_of_lake('book', ref('carried_no_book_lines'), 'is_new') }}
