{{ config(alias='files') }}
-- The files of the lake that this version was made of.
select location, file_id, source, kind, bytes, modified from {{ source('raw', 'lake_files') }}
