{{ config(alias='statement_lines') }}
-- The statements' new lines.
-- depends_on: {{ ref('carried_currencies') }}
{{ lines_as_reported(ref('audit_lines_of_statements')) }}
