"""The index of the published marts: each mart's contract says what it is about and which question it answers."""

from collections import defaultdict

import yaml

from dbt_project import PROJECT_DIR
from docs.generate.markdown import table

SUBJECTS = (
    "Books",
    "Financial statements",
    "Subledgers",
    "Exchange and groups",
    "Reconciliation",
    "Close",
    "Run and audit",
)
OF_THE_AUDIT = ("Run and audit", "audit_results", "what was asked before it was shown?")
"""The one table of a version that is no model: publication writes it."""


def index() -> str:
    """A section for each subject, with its marts by name.

    Raises:
        ValueError: a mart is of a subject that the index does not have.
    """
    marts = defaultdict(list)
    for subject, name, question in (*_declared(), OF_THE_AUDIT):
        marts[subject].append((f"[`{name}`](marts/{name}.md)", question))
    if unknown := set(marts) - set(SUBJECTS):
        message = f"no subject of the marts: {', '.join(sorted(unknown))}"
        raise ValueError(message)
    return "\n".join(f"## {subject}\n\n{table(('mart', 'question'), sorted(marts[subject]))}" for subject in SUBJECTS)


def _declared() -> list[tuple[str, str, str]]:
    contracts = sorted((PROJECT_DIR / "models" / "marts").glob("*.yml"))
    models = [yaml.safe_load(path.read_text(encoding="utf-8"))["models"][0] for path in contracts]
    return [
        (model["config"]["meta"]["subject"], model["name"], model["config"]["meta"]["question"]) for model in models
    ]
