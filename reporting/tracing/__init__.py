"""The chain of one payment: where it came in, what the book made of it, what it was matched with, where it ended.

Each link names its proof. A line of a file: the file's SHA-256 and the row. A journal of our own book: its event, with
the event's SHA-256, and the seal that chains it to all events before (see `tieout verify`); the request that posted it,
where it came over HTTP. A line of a financial statement: account and period, which add up the journal lines.
"""

from reporting.tracing.chain import Chain, chain_of

__all__ = ["Chain", "chain_of"]
