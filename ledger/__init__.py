"""The book of record: accounts, journals and their lines, kept under a law that PostgreSQL itself enforces.

A journal is one balanced event; its lines are the debits (+) and credits (-) of it, in minor units. What is posted
stays: a mistake is corrected by a reversal that points to it. The law (balance, append-only, one posting per
journal_id, one reversal per journal, closed periods, tenants) lives in `migrations/`; Python hands rows over and turns
a refusal into one clear line.

`posting`, `reversal`, `pending` write journals, `rules` makes them of business events, `periods` closes days,
`balances` and `export` read, `proof` replays and seals, `tenancy` names whose rows they are, `service` and `client` do
all of it over HTTP.
"""
