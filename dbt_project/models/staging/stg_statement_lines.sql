{{ config(alias='statement_lines', schema='state', database=version_database()) }}
-- Every line of every statement that counts, in minor units: money in positive. It is read from the lake, by the version's own
-- views too.
-- depends_on: {{ ref('state_files') }}
-- depends_on: {{ ref('state_superseded_statement_lines') }}
-- depends_on: {{ source('raw', 'statement_lines') }}
{{ lines_of_lake('statement', ref('state_superseded_statement_lines')) }}
