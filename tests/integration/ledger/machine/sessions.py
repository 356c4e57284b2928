"""How the ledger is called: connections, threads, and ways to break off half-way."""

import sys
import threading
import traceback

import psycopg

from tests.integration.ledger.machine.outcomes import No, reason_of
from tieout.errors import InputError
from tieout.postgres import connect
from tieout.postgres.tenancy import tenant_transaction

_NO_STEP_HANGS = "SET statement_timeout = '60s'"


class Sessions:
    """Sessions that live as long as the machine: one pair that works as the ledger's owner, one as the service does."""

    def __init__(self, workspace):
        self.workspace = workspace
        self.told = False
        self.owners = [self._connect() for _ in range(2)]
        self.apps = [self._connect() for _ in range(2)]
        self.connection = self.owners[0]

    def close(self):
        for connection in (*self.owners, *self.apps):
            connection.close()

    def ask(self, command, tenant, *, as_app, place=0):
        """The command's answer, as the ledger's owner or as the service would ask: in a transaction as tieout_app."""
        return self._ask(command, tenant, (self.apps if as_app else self.owners)[place], as_app)

    def _ask(self, command, tenant, connection, as_app):
        try:
            if not as_app:
                return command.run(connection, tenant)
            with tenant_transaction(connection, tenant):
                return command.run(connection, tenant)
        except InputError as error:
            return No(reason_of(error))
        except psycopg.Error as error:
            if not (error.sqlstate or "").startswith("LD"):
                raise
            return No(reason_of(error))  # a check that waits for the commit, which is the caller's own

    def race(self, commands, tenant, *, as_app):
        """Each command in a thread and session of its own, all at once; their answers in the commands' order."""
        answers = [None] * len(commands)
        start = threading.Barrier(len(commands))

        def run(place):
            start.wait()
            try:
                answers[place] = self.ask(commands[place], tenant, as_app=as_app, place=place)
            except Exception as error:  # noqa: BLE001 - told to the machine, which raises it
                answers[place] = error

        threads = [threading.Thread(target=run, args=(place,)) for place in range(len(commands))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for answer in answers:
            if isinstance(answer, Exception):
                raise answer
        return tuple(answers)

    def interrupt(self, command, tenant, *, killed):
        """Do the step, and lose the connection before the commit: let go by the client, or ended by the server."""
        connection = self._connect()
        try:
            connection.execute("SELECT 1")
            self._ask(command, tenant, connection, as_app=False)
            if killed:
                self.connection.execute("SELECT pg_terminate_backend(%s, 5000)", (connection.info.backend_pid,))
                self.connection.commit()
        finally:
            connection.close()

    def tell_once(self, played):
        if not self.told:
            self.told = True
            steps = "\n".join(f"  {number}. {step}" for number, step in enumerate(played, start=1))
            sys.stdout.write(f"The first failure, after these steps and answers:\n{steps}\n{traceback.format_exc()}")

    def _connect(self):
        connection = connect(self.workspace)
        connection.execute(_NO_STEP_HANGS)
        connection.commit()
        return connection
