-- The canonical form of a posting: one text for one meaning, whatever route it came by. Its SHA-256 tells a repeated
-- request from another one under the same journal_id. `v` is its version: a later form gets a new number, old events keep theirs.
CREATE FUNCTION ledger.canonical_line(
    account_code text, currency text, amount bigint, base_amount bigint,
    reference text, description text, counterparty text, group_key text
) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN json_build_array(
    account_code, currency, amount, base_amount, reference, description, counterparty, group_key
)::text;

CREATE FUNCTION ledger.canonical_journal(
    journal_id text, entity_id text, base_currency text, effective_date date, document_date date, kind text,
    reverses text, lines text
) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN '{"v": 1, "journal": ' || json_build_array(
    journal_id, entity_id, base_currency, effective_date, document_date, kind, reverses
)::text || ', "lines": [' || lines || ']}';

CREATE FUNCTION ledger.fingerprint(body text) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(convert_to(body, 'UTF8'));
