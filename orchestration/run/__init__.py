"""One run: ingest → build → audit → publish.

`steps.STEPS` are the steps in their order; a `RunContext` carries a run through them and keeps what each found. Nothing
that a run does is visible to readers before its last step. `records` keeps the history and the lock that lets only one
run of a tenant go on at a time.
"""
