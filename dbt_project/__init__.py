"""What is derived: staging → intermediate (matching passes) → marts, as a dbt project.

It is a package so that an installed Tieout finds its SQL: `PROJECT_DIR` is where `dbt_project.yml` stands.
"""

import hashlib
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent
_PARTS = ("models", "macros", "tests")


def fingerprint() -> str:
    """A SHA-256 over all that the project is made of; what dbt itself writes is no part of it."""
    digest = hashlib.sha256()
    written = [path for part in _PARTS for path in (PROJECT_DIR / part).rglob("*") if path.suffix in (".sql", ".yml")]
    for path in sorted([*written, *PROJECT_DIR.glob("*.yml")]):
        digest.update(f"{path.relative_to(PROJECT_DIR)}\0".encode() + path.read_bytes())
    return digest.hexdigest()
