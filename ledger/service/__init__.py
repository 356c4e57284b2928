"""The ledger over HTTP: the same book, the same law, for programs that do not share our process.

A request passes the gate (who asks, how often, how much), its route, and one transaction in which PostgreSQL judges
it. Single postings that arrive together are committed together (group commit): one flush to disk for all of them, and
each is answered only after it. Every POST may be repeated with its Idempotency-Key: it is answered from what was
stored in the posting's own transaction.
"""
