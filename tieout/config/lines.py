"""Where a key stands in a YAML file, so that a message can point at it."""

from typing import Any

import yaml

Path = tuple[str | int, ...]


def line_of(root: yaml.Node | None, path: Path) -> int:
    """The line (from 1) of the deepest part of `path` that the document has; a mapping's part is its key's line."""
    node, line = root, 1
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line


def duplicate_key(root: yaml.Node | None) -> tuple[str, int] | None:
    """The first key that one mapping names twice, with its line: YAML would silently let the later one win."""
    waiting: list[Any] = [root]
    looked_at: set[int] = set()  # an alias stands for a node that was seen: looking again could take for ever
    while waiting:
        node = waiting.pop()
        if id(node) in looked_at:
            continue
        looked_at.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += reversed(node.value)
        elif isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, _ in node.value:
                if key.value in seen:
                    return str(key.value), key.start_mark.line + 1
                seen.add(key.value)
            waiting += reversed([value for _, value in node.value])
    return None


def as_text(path: Path) -> str:
    """`('sources', 1, 'path')` as a person writes it: `sources[1].path`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
