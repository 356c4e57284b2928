"""The digest: a letter on which exceptions are new, and which became overdue, since the last one.

`compose` reads from the published marts what there is to tell, in the shape of `contents`; `outbox` keeps in PostgreSQL
what was told and what waits for which sink; `sinks` are the ways out (a folder with a letter that a mail program can
send, or an HTTP address); `telling` does it all. Each exception is told once as new and once as overdue. A sink that
fails gets the same digest next time, and no sink gets one twice that it said it took.
"""

from notify.telling import Telling, tell, tell_after_run

__all__ = ["Telling", "tell", "tell_after_run"]
