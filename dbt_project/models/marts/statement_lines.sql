{{ config(materialized='view') }}
-- Every line of every external statement, current version, as the source reported it.
-- depends_on: {{ ref('carried_currencies') }}
{{ lines_as_reported(ref('carried_statement_lines')) }}
