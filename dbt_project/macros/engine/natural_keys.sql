{#- What a statement's line is identified by, as a number: the source's own id, or else its place in its statement. -#}
{% macro statement_natural_key(lines, statements) -%}
    {{ hash_key([
        lines ~ '.source', lines ~ '.line_ref',
        'case when ' ~ lines ~ '.own_ref then null else ' ~ statements ~ '.statement_key end'
    ]) }}
{%- endmacro %}

{#-
  Natural keys that more than one file brought, or that only statements have which were restated: for all others nothing need be
  compared. `lines` has source, natural_key, file_id and is_current.
-#}
{% macro redelivered_keys(lines) %}
    select source, natural_key
    from {{ lines }}
    group by source, natural_key
    having min(file_id) <> max(file_id) or min(case when is_current then 1 else 0 end) = 0
{% endmacro %}

{#-
  Sources that brought more than one file: only there can a line be delivered again. Our own ledger's lines are extracted once.
-#}
{% macro redelivered_sources() %}
        select files.source
        from {{ source('raw', 'files') }} as files
        where files.status = 'accepted' and files.source <> 'ledger'
        group by files.source
        having count(*) > 1
{% endmacro %}

{#- Lines that do not count, of books and of statements: files have numbers of their own. -#}
{% macro superseded_lines() %}
    select file_id, line_no from {{ ref('state_superseded_book_lines') }}
    union all
    select file_id, line_no from {{ ref('state_superseded_statement_lines') }}
{% endmacro %}
