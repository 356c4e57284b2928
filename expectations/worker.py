"""`python -m expectations.worker`: the process that holds Great Expectations.

Its import takes seconds, so it is loaded at once and then waits. One JSON object a line: a request in
(the fields of AuditRequest), an answer out (`results`, or `error`: one line). It ends at once when its input
does, also while it loads or audits: the run after a killed one has a build of the same name, which must not be
opened, and so locked, for what the dead one asked.
"""

import gc
import importlib
import importlib.util
import json
import os
import select
import signal
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

# A finance system sends no usage data to a vendor; Great Expectations reads these when it is imported.
os.environ["GX_ANALYTICS_ENABLED"] = "false"
os.environ["POSTHOG_DISABLED"] = "1"
UNUSED = ("scipy.stats", "altair")
"""What Great Expectations imports for expectations and pictures that no suite has; it takes more than a second."""


def _answer(line: str) -> dict[str, Any]:
    from expectations.audit import audit  # noqa: PLC0415 - after the environment above is set
    from expectations.evidence import first_line  # noqa: PLC0415
    from expectations.model import AuditRequest, PostgresBuild  # noqa: PLC0415

    message = json.loads(line)
    build = message["database"]
    request = AuditRequest(
        database=PostgresBuild(**build) if isinstance(build, dict) else Path(build),
        attachments={name: Path(path) for name, path in message["attachments"].items()},
        currencies=message["currencies"],
    )
    try:
        return {"results": [asdict(result) for result in audit(request)]}
    except Exception as error:  # noqa: BLE001 - the parent reports it to the user, in one line
        return {"error": first_line(error)}


def _end_with_the_input() -> None:
    """End this process as soon as nobody holds the other end of its standard input any more."""
    waiting = select.poll()
    waiting.register(sys.stdin.fileno(), 0)  # a hang-up is reported without an event mask
    waiting.poll()
    os._exit(0)


def _load_when_used(name: str) -> None:
    """Have a module loaded when something of it is first used, and not where it is imported.

    A stand-in and not `importlib.util.LazyLoader`, whose module every `import` of its name loads.
    """
    parent, _, child = name.rpartition(".")
    spec = importlib.util.find_spec(name)
    if spec is None:
        return
    stand_in = ModuleType(name)
    stand_in.__spec__ = spec
    stand_in.__path__ = spec.submodule_search_locations or []

    def load(attribute: str) -> Any:  # noqa: ANN401 - anything that the module has
        if attribute.startswith("__"):  # whoever looks through all modules needs none of it
            raise AttributeError(attribute)
        if sys.modules.get(name) is stand_in:
            del sys.modules[name]
        return getattr(importlib.import_module(name), attribute)

    stand_in.__dict__["__getattr__"] = load
    sys.modules[name] = stand_in
    if parent:
        setattr(sys.modules[parent], child, stand_in)


def main() -> None:
    """Serve audits from standard input to standard output until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle; it then closes the input
    threading.Thread(target=_end_with_the_input, daemon=True).start()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not look like an answer
    gc.disable()  # a fifth of the import would go into looking for garbage, of which there is none
    for name in UNUSED:
        _load_when_used(name)
    import expectations.audit  # noqa: F401, PLC0415 - the import this process is for

    gc.freeze()
    gc.enable()

    for line in sys.stdin:
        answers.write(json.dumps(_answer(line)) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
