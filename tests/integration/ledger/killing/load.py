"""Load from several clients at once, each of which remembers what it sent and what was answered in full."""

import http.client
import json
import threading
import time
from collections import Counter, deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from ledger.client import Ledger
from tests.integration.ledger.killing.requests import Asking

CLIENTS = 6
ATTEMPTS = 200
PAUSE_S = 0.05
TIMEOUT_S = 60
CUT = "cut"
NOBODY = "nobody listens"
DONE = {200, 201}
AWAY = 503


class Load:
    """All requests of a scene, and how they went; `outcomes` counts statuses, and connections that were cut."""

    def __init__(self, port, key, seed):
        self.port = port
        self.headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self.key = key
        self.asked = []
        self.outcomes = Counter()
        self.strange = []
        self.acknowledged = 0
        self.asking = [Asking(f"c{number}", seed) for number in range(CLIENTS)]
        self.by_client = Asking("client", seed)
        self._recent = deque(maxlen=12)
        self._over = threading.Event()

    @contextmanager
    def running(self):
        """Clients post within the block; what goes wrong in one of them is raised at its end."""
        self._over.clear()
        with ThreadPoolExecutor(CLIENTS + 1) as threads:
            working = [threads.submit(self._post_until_over, asking) for asking in self.asking]
            working.append(threads.submit(self._post_by_the_client))
            try:
                yield
            finally:
                self._over.set()
        for work in working:
            work.result()

    def repeat(self, asked):
        """Send these requests once more, one after the other, each until it is answered.

        A 503 is allowed for a while: connections that nobody used since PostgreSQL came back are found dead only now.
        """
        connection = self.connection()
        for one in asked:
            deadline = time.monotonic() + TIMEOUT_S
            while (status := self.send(connection, one)) not in DONE:
                assert status == AWAY, (one, self.strange)
                assert time.monotonic() < deadline, one
                time.sleep(PAUSE_S)
        connection.close()

    def send(self, connection, asked):
        """Send it once; its status, or that the connection was cut before the answer was complete, or not made."""
        try:
            self.begin(connection, asked)
            return self.finish(connection, asked)
        except TimeoutError:
            raise
        except ConnectionRefusedError:
            connection.close()
            return NOBODY
        except (OSError, http.client.HTTPException):
            connection.close()
            self.outcomes[CUT] += 1
            return CUT

    def begin(self, connection, asked):
        """Send it, and do not wait."""
        connection.request("POST", asked.path, asked.body, self.headers | {"Idempotency-Key": asked.key})

    def finish(self, connection, asked):
        """The status of its answer, which is remembered when it has come in full."""
        response = connection.getresponse()
        body = response.read()
        if response.status in DONE:
            asked.answers.append(body)
            self.acknowledged += 1
        elif response.status != AWAY:
            self.strange.append((response.status, asked.key, body))
        self.outcomes[response.status] += 1
        return response.status

    def connection(self):
        """A connection of one's own to the service."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_S)

    def _post_until_over(self, asking):
        connection = self.connection()
        while not self._over.is_set():
            if self._recent and asking.chance.random() < 0.1:
                self.send(connection, asking.chance.choice(self._recent))  # answered, under way, or given up
                time.sleep(PAUSE_S)
                continue
            asked = asking.next()
            self.asked.append(asked)
            self._recent.append(asked)
            self._ask(connection, asking, asked)
        connection.close()

    def _ask(self, connection, asking, asked):
        """Until it is answered; of those that are not, some are given up, and so left in doubt."""
        while (status := self.send(connection, asked)) not in DONE:
            time.sleep(PAUSE_S)
            if self._over.is_set() or (status != NOBODY and asking.chance.random() < 0.4):
                return
        asking.acknowledged(asked)

    def _post_by_the_client(self):
        """The client that we deliver never gives up and never raises."""
        with Ledger(f"http://127.0.0.1:{self.port}", self.key, attempts=ATTEMPTS) as ledger:
            while not self._over.is_set():
                asked = self.by_client.single()
                self.asked.append(asked)
                asked.recorded_at = ledger.post(json.loads(asked.body)).recorded_at
                self.acknowledged += 1
                time.sleep(PAUSE_S)
