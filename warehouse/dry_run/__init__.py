"""Trying rules out: a changed rule is matched on a private build, and compared with what is published.

A rule decides what counts as proof, so nobody should have to publish it to find out what it does. `rules_file` reads
the changed rules, `trial` builds with them without receiving or publishing anything, `comparison` says what they would
confirm, lose and gain, item by item; `suggesting` asks `reconcile.suggest` for rules and tries them the same way.
"""
