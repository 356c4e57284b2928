"""One run: ingest → build → audit → publish.

A `Session` does the steps in order and keeps what each found; nothing that it does is visible to readers before the
last one. `records` keeps the history and the lock that lets only one run of a tenant go on at a time.
"""
