"""What nobody waits for: reservations expire, totals are folded, events are sealed; tenant by tenant, behind all else.

Leaving it out costs no truth: a balance is exact without folds, an expired reservation is not posted, and the next seal
covers what this one did not. It takes at most a tenth of one thread's time, however many tenants there are.
"""

import threading
import time

from ledger.service.logs import log, unforeseen
from ledger.service.problems import Problem
from ledger.service.sessions import Connection, Server, Session
from ledger.upkeep import keep_up
from tieout.errors import InputError

_SHARE = 10


class Upkeep:
    """The thread that does it, with a connection of its own, each time `every_s` seconds after the last one."""

    def __init__(self, server: Server, every_s: float) -> None:
        self._server = server
        self._every_s = every_s
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop after the tenant at hand."""
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        session = Session(self._server)
        pause = self._every_s
        while not self._closing.wait(pause):
            began = time.monotonic()
            try:
                with session.use() as connection:
                    self._all_tenants(connection)
            except Problem as problem:
                log.warning("upkeep waits", why=problem.detail)
            except Exception as error:  # noqa: BLE001 - it tries again
                unforeseen(error)
            pause = max(self._every_s, (time.monotonic() - began) * (_SHARE - 1))
        session.close()

    def _all_tenants(self, connection: Connection) -> None:
        with connection.transaction():
            tenants = connection.execute("SELECT * FROM ledger.tenant_ids()").fetchall()
        for (tenant,) in tenants:
            if self._closing.is_set():
                return
            try:
                keep_up(connection, tenant)
            except InputError as error:
                log.error("upkeep refused", why=str(error))
