"""The ledger from another process: a client that may be interrupted and repeated anywhere.

```python
from ledger.client import Ledger

with Ledger("http://127.0.0.1:8400", key) as ledger:
    ledger.post({"journal_id": "J-1", "entity": "de", "date": "2026-01-31", "lines": [...]})
```

Each request that changes something carries an Idempotency-Key, and is repeated under the same one (with pauses that
grow, and a chance element) when the connection breaks, the service is busy or its database away: so it is done once,
whatever was lost on the way.
"""

from ledger.client.ledger import Ledger
from ledger.client.problem import ProblemError

__all__ = ["Ledger", "ProblemError"]
