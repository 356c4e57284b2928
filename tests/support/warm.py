"""The `tieout` command in processes of its own that need not import first.

A process that has imported what a run needs forks one for every command: real processes, with their own standard
output, their own process group and their own end, without the seconds that Python spends on imports. A command is
handed over as one JSON message, with its standard output, its standard error, and a pipe for its exit code.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from functools import cache
from importlib import import_module
from pathlib import Path

from tests.support.clusters import copy_new_clusters, wait_for_no_disk

FDS = 3


class Command:
    """A command at work, as `subprocess.Popen` would show it: its pipes, its exit code, what ends it."""

    def __init__(self, pid, stdout, stderr, ended):
        self.pid = pid
        self.stdout, self.stderr = (os.fdopen(pipe, encoding="utf-8", errors="replace") for pipe in (stdout, stderr))
        self.returncode = None
        self._ended = ended

    def wait(self, timeout=None):
        if self.returncode is None:
            if not select.select([self._ended], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            self.returncode = int(os.read(self._ended, 16))
            os.close(self._ended)
        return self.returncode

    def poll(self):
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def send_signal(self, number):
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self):
        self.send_signal(signal.SIGKILL)

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def communicate(self, timeout=None):
        """What it still says, once it has ended."""
        said = ["", ""]

        def listen(place, pipe):
            with pipe:
                said[place] = pipe.read()

        listeners = [
            threading.Thread(target=listen, args=each, daemon=True) for each in enumerate((self.stdout, self.stderr))
        ]
        for listener in listeners:
            listener.start()
        self.wait(timeout)
        for listener in listeners:
            listener.join(timeout)
        return tuple(said)


def start(*arguments):
    """Start the command with these arguments, in this process's environment and folder."""
    pipes = [os.pipe() for _ in range(FDS)]
    request = json.dumps({"arguments": arguments, "environment": dict(os.environ), "folder": str(Path.cwd())})
    parent = _parent()
    socket.send_fds(parent, [request.encode()], [end for _, end in pipes])
    for _, end in pipes:
        os.close(end)
    return Command(int(parent.recv(16)), *(end for end, _ in pipes))


@cache
def _parent():
    """This end of the socket to the process that forks; that one ends when this end is closed, with its process."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        subprocess.Popen(
            [sys.executable, "-c", f"from tests.support.warm import serve; serve({theirs.fileno()})"],
            pass_fds=[theirs.fileno()],
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
            start_new_session=True,
        )
    return ours


def serve(number):
    """Fork a process for every command that is asked for; returns in the forked process, which then is the command."""
    _import_what_a_run_needs()
    wait_for_no_disk()
    copy_new_clusters()
    request = socket.socket(fileno=number)
    ended = {}
    woken, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.set_wakeup_fd(wakes)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while True:
        ready, _, _ = select.select([request, woken], [], [])
        if woken in ready:
            os.read(woken, 1 << 10)
            _report_ended(ended)
        if request in ready:
            text, fds, _, _ = socket.recv_fds(request, 1 << 18, FDS)
            if not text:
                os._exit(0)
            pid = os.fork()
            if pid == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for own in (request.detach(), woken, wakes, *ended.values()):
                    os.close(own)
                _become(json.loads(text), fds)
                break
            *said, ended[pid] = fds
            for fd in said:
                os.close(fd)
            request.send(str(pid).encode())
    from cli import main  # noqa: PLC0415 - with DuckDB and Arrow

    main()


def _import_what_a_run_needs():
    """All but DuckDB and Arrow: these start threads when they are imported, which no forked process would have."""
    for module in (
        "dagster",
        "dbt.cli.main",
        "dbt.task.build",
        "psycopg",
        "sqlalchemy.dialects.sqlite",
        "typer",
        "tieout.config",
    ):
        import_module(module)
    threads = list(Path("/proc/self/task").iterdir())
    assert len(threads) == 1


def _become(request, fds):
    os.setsid()
    os.dup2(fds[0], 1)
    os.dup2(fds[1], 2)
    for fd in fds:
        os.close(fd)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    sys.argv = ["tieout", *request["arguments"]]


def _report_ended(ended):
    while ended:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        with os.fdopen(ended.pop(pid), "w") as pipe:
            pipe.write(str(os.waitstatus_to_exitcode(status)))
