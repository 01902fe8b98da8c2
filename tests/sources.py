"""The project's own files, as the tests about them read them."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ("xfconsole", "screens", "data")
RESOURCES = frozenset({".tcss", ".toml", ".csv", ".json", ".sql", ".txt", ".typed"})


def files(*folders: str, suffix: str = ".py") -> list[Path]:
    """Return every file below the folders whose name ends so; never an empty list."""
    found = sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*" + suffix)
        if path.is_file() and "__pycache__" not in path.parts
    )
    assert found, f"no {suffix or 'file'} in {folders}: the test would prove nothing"
    return found


def name(path: Path) -> str:
    """Return the path as it is written in a message: from the root, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def strings(path: Path) -> Iterator[str]:
    """Yield every string written in a Python file, docstrings left out."""
    module = tree(path)
    remarks = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from [] if id(node) in remarks else [node.value]


@cache
def sentences(language: str) -> dict[str, str]:
    """Return every text of a language's catalogue."""
    areas = files(f"xfconsole/ui/locales/{language}", suffix=".json")
    return {key: text for area in areas for key, text in json.loads(area.read_bytes()).items()}


@cache
def references(path: Path) -> list[tuple[int, str]]:
    """Return line and full dotted name of everything a file refers to through its imports.

    ``from datetime import datetime as d; d.now`` comes out as ``datetime.datetime.now``.
    """
    found = []
    module = tree(path)
    known = dict(_imported(module))
    for node in ast.walk(module):
        if isinstance(node, ast.Name | ast.Attribute) and (dotted := _dotted(node)):
            first, _, rest = dotted.partition(".")
            if first in known:
                found.append((node.lineno, known[first] + ("." + rest if rest else "")))
    return found


def _imported(module: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                yield alias.asname or first, alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _dotted(node: ast.expr) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (base := _dotted(node.value)):
        return f"{base}.{node.attr}"
    return None
