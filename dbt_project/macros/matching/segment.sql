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
    {%- if load_relation(source('raw', 'run')) is none -%}{{ return('') }}{%- endif -%}
    {%- set run = run_query('select run_id, segments from ' ~ source('raw', 'run')).rows[0] -%}
    {{ return((run['segments'] ~ '/' ~ run['run_id'] ~ '.' ~ kind ~ '.parquet') | replace("'", "''")) }}
{%- endmacro %}

{#- The segments of a kind that a version reads: those that it takes over, and this run's own where it wrote one. -#}
{% macro segment_paths(location, own) -%}
    {{ return(lake_paths(
        'select ' ~ location ~ ' from ' ~ source('raw', 'match_segments')
        ~ " union all select file from glob('" ~ segment_path(own) ~ "')"
    )) }}
{%- endmacro %}
