{{ config(alias='lines_of_statements') }}
-- Lines of statements that this build reads for the first time.
-- depends_on: {{ ref('carried_files') }}
-- depends_on: {{ ref('carried_dropped_lines') }}
-- depends_on: {{ source('raw', 'lake_files') }}
{{ lines_of_lake('statement', ref('carried_no_statement_lines'), 'is_new') }}
