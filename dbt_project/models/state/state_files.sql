{{ config(alias='files') }}
-- The files of the lake that this version reads.
select location, file_id, source, kind from {{ source('raw', 'lake_files') }}
