"""Programs of Debian's that tests need and PyPI does not have."""

import os
import shutil
import subprocess
from functools import cache


@cache
def require(package):
    """Install the package whose program has its name, when it is missing; one clear line when that is not possible."""
    if shutil.which(package) is not None:
        return
    hint = f"the tests need Debian's {package}: apt-get install {package}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise RuntimeError(hint)
    subprocess.run(["apt-get", "update", "-qq"], check=False, capture_output=True)
    if subprocess.run(["apt-get", "install", "-y", "-qq", package], check=False, capture_output=True).returncode != 0:
        raise RuntimeError(hint)
