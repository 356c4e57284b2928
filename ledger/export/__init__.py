"""The book in other tools' words: plain-text accounting files that hledger and beancount read, check and agree with.

An export is the whole book of one entity as one consistent picture (one snapshot of the database), written as it is
read, so that its size does not matter. Account by account and currency by currency the tool's balances are ours; the
oracle tests hold both to it. A format is one module with a `write`, named in `registry`.
"""
