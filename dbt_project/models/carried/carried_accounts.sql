{{ config(alias='accounts') }}
-- Names and types of accounts, for the version's own views.
select entity_id, book, account_code, account_name, account_type from {{ ref('int_accounts') }}
