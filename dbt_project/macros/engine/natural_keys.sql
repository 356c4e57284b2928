{#-
  Which of `lines` do not count, as common table expressions and the SELECT that ends them. `lines` (of sources that brought more than
  one file) has source, natural_key, file_id, line_no, is_current and the columns that are its content. Only natural keys are
  compared that several files brought, or that only statements have which were restated.
-#}
{% macro superseded_of(lines, content) %}
redelivered as (
    select source, natural_key
    from {{ lines }}
    group by source, natural_key
    having min(file_id) <> max(file_id) or min(case when is_current then 1 else 0 end) = 0
),

deliveries as (
    select
        lines.source,
        lines.natural_key,
        lines.file_id,
        max(case when lines.is_current then 1 else 0 end) = 1 as is_current,
        {{ set_hash(content) }} as content
    from {{ lines }} as lines
    inner join redelivered on lines.source = redelivered.source and lines.natural_key = redelivered.natural_key
    group by lines.source, lines.natural_key, lines.file_id
),

superseded as ({{ superseded_deliveries('deliveries') }})

select lines.file_id, lines.line_no
from {{ lines }} as lines
inner join superseded
    on
        lines.source = superseded.source
        and lines.natural_key = superseded.natural_key
        and lines.file_id = superseded.file_id
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
