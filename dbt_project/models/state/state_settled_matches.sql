{{ config(alias='settled_matches') }}
-- Matches that this run settles: from now on they stand until they are revoked. They are added to the match log.
{{ matches_of('is_settled') }}
