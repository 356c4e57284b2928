"""Changed rules, before they are saved: a whole `tieout.yml` of another name, or only its part about matching.

A part replaces the reconciliations and fee schedules that it names by id and adds new ones; the others stay as
the workspace has them.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from tieout.config import Config, load
from tieout.errors import InputError
from tieout.suggestions import did_you_mean
from tieout.workspace import CONFIG_NAME, Workspace

_PARTS = ("reconciliations", "fees")


def with_rules(workspace: Workspace, file: Path) -> Workspace:
    """The workspace as it would be with the rules of `file`.

    Raises:
        InputError: the file is wrong, or of another tenant; with file, line and key.
    """
    keys = _top_level(file)
    if "tenant" not in keys:
        return Workspace(workspace.root, _merged(workspace, file, keys))
    config = load(file)
    if config.tenant != workspace.config.tenant:
        line = keys["tenant"]
        raise InputError(f"{file.name}:{line}: tenant: the workspace's is '{workspace.config.tenant}': keep it")
    return Workspace(workspace.root, config)


def only(workspace: Workspace, reconciliation: str, published: list[str]) -> Workspace:
    """The workspace with one reconciliation, or with none where it was published but is no longer configured.

    Raises:
        InputError: it is neither configured nor published; the nearest is named.
    """
    config = workspace.config
    configured = [rule.id for rule in config.reconciliations]
    if reconciliation not in {*configured, *published}:
        near = did_you_mean(reconciliation, [*configured, *published])
        raise InputError(f"no reconciliation '{reconciliation}': {near}")
    chosen = tuple(rule for rule in config.reconciliations if rule.id == reconciliation)
    return Workspace(workspace.root, config.model_copy(update={"reconciliations": chosen}))


def _top_level(file: Path) -> dict[str, int]:
    """The keys of a file with their lines; syntax that is wrong is reported when the whole is loaded."""
    root = _composed(file)
    if not isinstance(root, yaml.MappingNode):
        return {}
    return {str(key.value): key.start_mark.line + 1 for key, _ in root.value}


def _merged(workspace: Workspace, file: Path, keys: dict[str, int]) -> Config:
    for key, line in keys.items():
        if key not in _PARTS:
            raise InputError(
                f"{file.name}:{line}: '{key}' is no rule: {did_you_mean(key, _PARTS)}"
                " (or give a whole tieout.yml, with its tenant)"
            )
    base = workspace.root / CONFIG_NAME
    with TemporaryDirectory(prefix="tieout-rules-") as folder:
        whole = Path(folder) / file.name
        # the part comes first, so that its keys stand on the same lines as in the user's file
        whole.write_text(f"{file.read_text(encoding='utf-8-sig')}\n{_without(base, set(keys))}", encoding="utf-8")
        changed = load(whole)
    parts: dict[str, Any] = {key: _by_id(getattr(workspace.config, key), getattr(changed, key)) for key in keys}
    return workspace.config.model_copy(update=parts)


def _without(file: Path, keys: set[str]) -> str:
    """The text of a valid file without some of its top-level keys."""
    text = file.read_text(encoding="utf-8-sig")
    root = _composed(file)
    lines = text.splitlines(keepends=True)
    starts = [(key.start_mark.line, str(key.value)) for key, _ in root.value] if root else []
    kept: list[str] = []
    for (start, key), end in zip(starts, [line for line, _ in starts[1:]] + [len(lines)], strict=True):
        if key not in keys:
            kept += lines[start:end]
    return "".join(kept)


def _composed(file: Path) -> yaml.Node | None:
    try:
        return yaml.compose(file.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except FileNotFoundError:
        raise InputError(f"{file}: no such file") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{file}: cannot be read: {error}") from None
    except (yaml.YAMLError, RecursionError):
        load(file)  # says file, line and what is wrong
        raise


def _by_id(before: tuple[Any, ...], changed: tuple[Any, ...]) -> tuple[Any, ...]:
    """The parts of the workspace, those that changed in their place, new ones after them."""
    replacing = {part.id: part for part in changed}
    kept = tuple(replacing.pop(part.id, part) for part in before)
    return (*kept, *replacing.values())
