"""What nobody waits for: reservations expire, totals are folded, events are sealed; tenant by tenant, behind all else.

Leaving it out costs no truth: a balance is exact without folds, an expired reservation is not posted, and the next seal
covers what this one did not. It takes at most a tenth of one thread's time, however many tenants there are.
"""

import threading
import time

from ledger.upkeep import keep_up
from service.database import Connection, Conninfo, Database
from service.logs import log, unforeseen
from service.problems import Problem
from tieout.errors import InputError

_SHARE = 10


class Upkeep:
    """The thread that does it, with a connection of its own, each time `every_s` seconds after the last one."""

    def __init__(self, conninfo: Conninfo, every_s: float) -> None:
        self._conninfo = conninfo
        self._every_s = every_s
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop after the tenant at hand."""
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        database = Database(self._conninfo, 1)
        pause = self._every_s
        while not self._closing.wait(pause):
            began = time.monotonic()
            try:
                with database.connection() as connection:
                    self._all_tenants(connection)
            except Problem as problem:
                log.warning("upkeep waits", reason=problem.detail)
            except Exception as error:  # noqa: BLE001 - it tries again
                unforeseen(error)
            pause = max(self._every_s, (time.monotonic() - began) * (_SHARE - 1))
        database.close()

    def _all_tenants(self, connection: Connection) -> None:
        with connection.transaction():
            tenants = connection.execute("SELECT * FROM ledger.tenant_ids()").fetchall()
        for (tenant,) in tenants:
            if self._closing.is_set():
                return
            try:
                keep_up(connection, tenant)
            except InputError as error:
                log.error("upkeep refused", reason=str(error))
