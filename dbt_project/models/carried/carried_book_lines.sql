{{ config(alias='book_lines', materialized='view') }}
-- Every line of every book that counts, in minor units, read from the lake.
-- depends_on: {{ ref('carried_files') }}
-- depends_on: {{ source('raw', 'lake_files') }}
-- depends_on: {{ ref('carried_dropped_lines') }}
{{ lines_of_lake('book', ref('carried_no_book_lines')) }}
