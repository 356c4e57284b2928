"""The proof of the book: that what stands in it is what was accepted, and nothing else.

Three witnesses, each against the one before. The **events** tell the book a second time: a replay rebuilds journals,
lines, accounts and balances from them alone, and what stands differently in the tables was changed behind the law. The
**seal chain** holds a hash over events and rows together, each seal over the one before: who changes both tellings
alike breaks a seal. The **heads** of the chain, kept elsewhere, convict whoever rewrites the whole chain.

PostgreSQL's law refuses such changes; the proof is for those whom it cannot bind: a superuser, whoever edits the data
files, a backup that came back altered.
"""
