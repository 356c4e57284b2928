"""The digest: an e-mail on which exceptions are new, and which became overdue, since the last one.

`compose` reads from the published marts what there is to report, in the shape of `model`; `outbox` keeps in PostgreSQL
what was reported and what waits for which sink; `sinks` are the ways out (a folder with an e-mail that a mail program
can send, or an HTTP address); `sending` does it all. Each exception is reported once as new and once as overdue. A sink
that fails gets the same digest next time, and no sink gets one twice that it said it took.
"""

from notify.sending import DigestResult, send_digest, send_digest_after_run

__all__ = ["DigestResult", "send_digest", "send_digest_after_run"]
