"""Casework from a page: who acts, on which exceptions, and what came of it.

The marts tell how things stood when they were published; what people do since then stands in PostgreSQL, and is read
from there at each look (`now`), so that an action shows at once. Published figures stay those of the version. Only an
action writes, and only through `reconcile.casework` (`actions`, `bulk`).
"""
