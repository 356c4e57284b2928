{{ config(alias='currencies') }}
-- Units and owner of all amounts, for the version's own views.
select tenant_id, currency, scale, unit from {{ ref('stg_currencies') }}
