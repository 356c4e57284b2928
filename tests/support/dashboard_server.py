"""A real dashboard server in its own process, and a real browser to look at it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

REPOSITORY = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START = """
import sys
from pathlib import Path
from dashboards import serve
serve(Path(sys.argv[1]), int(sys.argv[2]), open_browser=False)
"""


@contextmanager
def dashboard_server(workspace: Path) -> Iterator[str]:
    """Serve a workspace from some other current folder; yields the server's address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = workspace / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", START, str(workspace), str(port)],
            cwd=workspace,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdout=output,
            stderr=output,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_healthy(address, process, log)
            yield address
        finally:
            process.terminate()
            process.wait(10)


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            with urlopen(f"{address}/_stcore/health", timeout=2) as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8"))


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's headless Chromium."""
    assert CHROMIUM.exists(), f"{CHROMIUM} is missing: install the package chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


class Visit:
    """A browser page on a dashboard, with what went wrong and which hosts were asked."""

    def __init__(self, browser: Browser, address: str, *, scheme: str = "light") -> None:
        self.address = address
        self.errors: list[str] = []
        self.foreign_requests: list[str] = []
        self.context = browser.new_context(
            viewport={"width": 1440, "height": 900}, color_scheme=scheme, accept_downloads=True
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._note_request)

    def open(self, path: str, heading: str) -> Page:
        """Go to an address and wait until its page is drawn."""
        self.page.goto(self.address + path)
        self.page.get_by_role("heading", level=1, name=heading).wait_for()
        return self.page

    def close(self) -> None:
        """End the visit."""
        self.context.close()

    def _note_console(self, message: ConsoleMessage) -> None:
        # On a deep link Streamlit's own client first looks for its server below the page's path: two 404s of its own.
        if message.type == "error" and "/_stcore/" not in message.location.get("url", ""):
            self.errors.append(message.text)

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.foreign_requests.append(request.url)


def act_as(page: Page, name: str) -> None:
    """Say who acts, and wait until the page that says so is drawn: what is clicked before is lost with the old one."""
    page.get_by_role("textbox", name="Acting as").fill(name)
    page.get_by_role("textbox", name="Acting as").press("Enter")
    page.evaluate(_DRAWN)


_DRAWN = """
() => new Promise(done => {
    let quiet = 0
    const look = () => {
        const state = document.querySelector("[data-testid=stApp]").dataset.testScriptState
        quiet = state === "notRunning" ? quiet + 1 : 0
        quiet === 5 ? done() : setTimeout(look, 50)
    }
    look()
})
"""
"""Resolves once Streamlit's script has not been running for a quarter of a second."""
