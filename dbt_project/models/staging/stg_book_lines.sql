{{ config(alias='book_lines', schema='state', database=version_database()) }}
-- Every line of every book that counts, in minor units: debit positive. It is read from the lake, by the version's own views too.
-- depends_on: {{ ref('state_files') }}
-- depends_on: {{ ref('state_superseded_book_lines') }}
-- depends_on: {{ source('raw', 'book_lines') }}
{{ lines_of_lake('book', ref('state_superseded_book_lines')) }}
