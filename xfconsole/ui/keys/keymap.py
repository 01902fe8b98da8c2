"""Reads the office's keymap.toml: other keys for actions, or a refusal that names the line.

```toml
[keys]
"live.ring" = "g"            # several keys: "g,ctrl+g"
```
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.toml_text import Fault, LineIndex, NotToml, read_toml
from xfconsole.reading import read_file
from xfconsole.ui.keys.action_table import ACTIONS
from xfconsole.ui.keys.actions import actions, clashes, use_keymap
from xfconsole.ui.keys.chains import CHAINS

FILE_NAME = "keymap.toml"
MAX_BYTES = 256 * 1024
MOST_SHOWN = 60
"""Characters of a name that nobody knows."""
RESERVED = ("ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+q", "shift+f3")
"""Keys a terminal sends as Backspace, Tab, Enter or its cursor's place, or keeps for itself."""
_KEY = re.compile(r"((ctrl|alt|shift)\+)*([a-z0-9]|[a-z]\w+|[^\s,+\w])", re.ASCII)


def load_keymap(folder: Path) -> dict[str, str]:
    """Take the keys of ``keymap.toml`` in this folder into use and return them by action id.

    Without the file nothing changes. Raises Refused naming file, line and what was expected;
    nothing of a refused file is taken into use.
    """
    path = folder / FILE_NAME
    if not os.path.lexists(path):
        return {}
    try:
        data = read_file(path, MAX_BYTES)
    except OSError:
        raise Refused("ui.refused.keymap_unreadable", file=FILE_NAME) from None
    keymap, text = read_keymap(data)
    use_keymap(keymap)
    try:
        _refuse_clashes(FILE_NAME, text, keymap)
    except Refused:
        use_keymap({})
        raise
    return keymap


def check_keymap(folder: Path) -> None:
    """Raise Refused where ``keymap.toml`` can't be used; the keys in use stay as they are."""
    before = use_keymap({})
    try:
        load_keymap(folder)
    finally:
        use_keymap(before)


def read_keymap(data: bytes) -> tuple[dict[str, str], str]:
    """Return the keys that a file's bytes give to actions, and their text; raises Refused."""
    try:
        found, text = read_toml(data, MAX_BYTES)
    except NotToml as error:
        if error.fault is Fault.TOO_LARGE:
            raise Refused("ui.refused.keymap_unreadable", file=FILE_NAME) from None
        raise Refused("ui.refused.keymap_toml", file=FILE_NAME, line=error.line) from None
    table = _table(found, text)
    return {name: _checked(name, keys, FILE_NAME, text) for name, keys in table.items()}, text


def _table(found: dict[str, Any], text: str) -> dict[str, object]:
    table = found.get("keys", {})
    if found.keys() - {"keys"} or not isinstance(table, dict):
        wrong = next(iter(found.keys() - {"keys"}), "keys")
        line, shown = LineIndex(text).line((wrong,)), neutral_line(wrong)[:MOST_SHOWN]
        raise Refused("ui.refused.keymap_table", file=FILE_NAME, line=line, name=shown)
    return table


def _checked(name: str, keys: object, file: str, text: str) -> str:
    place = {"file": file, "line": _line(text, name), "name": neutral_line(name)[:MOST_SHOWN]}
    if name not in {each.id for each in ACTIONS}:
        raise Refused("ui.refused.keymap_action", **place)
    if not isinstance(keys, str) or not keys.strip():
        raise Refused("ui.refused.keymap_keys", **place)
    parts = [_long_name(part.strip()) for part in keys.split(",")]
    for part in parts:
        if not _KEY.fullmatch(part) or part in RESERVED:
            raise Refused("ui.refused.keymap_key", **place, pressed=neutral_line(part)[:MOST_SHOWN])
    return ",".join(parts)


def _long_name(key: str) -> str:
    from textual.keys import _character_to_key

    return _character_to_key(key) if len(key) == 1 else key


def _line(text: str, name: str) -> int:
    return LineIndex(text).line(("keys", name))


def _refuse_clashes(file: str, text: str, keymap: dict[str, str]) -> None:
    for chain in CHAINS:
        for key, one, other in clashes(each for group in chain for each in actions(group)):
            changed = other if other.id in keymap else one
            rest = one if changed is other else other
            raise Refused(
                "ui.refused.keymap_clash",
                file=file,
                line=_line(text, changed.id),
                name=changed.id,
                pressed=key,
                other=rest.id,
            )
