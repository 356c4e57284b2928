{#-
  The materialization behind segments: rows that are written to the lake once, as a Parquet file of this run, and read from
  there ever after. The loader says where (raw.run.segments, a folder); a run that settles nothing writes no file.
-#}
{% materialization segment, adapter='duckdb' %}
    {%- set rows = this.incorporate(type='view') -%}
    {{ run_hooks(pre_hooks) }}
    {{ drop_relation_if_exists(load_cached_relation(this)) }}
    {%- set settled = run_query(
        'select count(*) from (select 1 from ' ~ ref('int_pair_matches') ~ ' where is_settled limit 1)'
        ~ ' union all select count(*) from (select 1 from ' ~ ref('int_set_items') ~ ' where is_settled limit 1)'
    ).rows | map(attribute=0) | sum -%}
    {%- if settled -%}
        {%- set path = segment_path(this.identifier) -%}
        {% call statement('write') -%}
            copy ({{ sql }}) to '{{ path }}' (format parquet, compression zstd, compression_level 1)
        {%- endcall %}
        {% call statement('main') -%}
            create view {{ rows }} as select * from read_parquet('{{ path }}')
        {%- endcall %}
    {%- else -%}
        {% call statement('main') -%}
            create view {{ rows }} as {{ sql }}
        {%- endcall %}
    {%- endif -%}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [rows]}) }}
{% endmaterialization %}

{#- This run's file of a kind of segment: `<folder>/<run>.<kind>.parquet`, with quotes doubled for SQL. -#}
{% macro segment_path(kind) -%}
    {%- if not has_inputs() -%}{{ return('') }}{%- endif -%}
    {%- set run = run_query('select run_id, segments from ' ~ source('raw', 'run')).rows[0] -%}
    {{ return((run['segments'] ~ '/' ~ run['run_id'] ~ '.' ~ kind ~ '.parquet') | replace("'", "''")) }}
{%- endmacro %}

{#- The segments of a kind that a version reads: those that it takes over, and this run's own; none where there are none. -#}
{% macro segments_of_version(location, own) -%}
    {{ return(adapter.dispatch('segments_of_version', 'tieout')(location, own)) }}
{%- endmacro %}

{#- DuckDB: files of the lake, this run's own where it wrote one. -#}
{% macro duckdb__segments_of_version(location, own) -%}
    {{ return(parquet(
        'select ' ~ location ~ ' from ' ~ source('raw', 'match_segments')
        ~ " union all select file from glob('" ~ segment_path(own) ~ "')"
    )) }}
{%- endmacro %}

{#- PostgreSQL: what the loader has copied of the lake, and the table of this run. -#}
{% macro postgres__segments_of_version(location, own) -%}
    {{ return('(select * from ' ~ source('raw', 'all_' ~ own) ~ ' union all select * from ' ~ ref(own) ~ ')') }}
{%- endmacro %}

{#- What this run alone has settled of a kind; none where it settled nothing. -#}
{% macro segment_of_run(own) -%}
    {{ return(parquet("select file from glob('" ~ segment_path(own) ~ "')")) }}
{%- endmacro %}

{#- A segment is written to the lake where the engine can, which is DuckDB; it is a table of the build elsewhere. -#}
{% macro segment_or_table() -%}
    {{ return('segment' if target.type == 'duckdb' else 'table') }}
{%- endmacro %}
