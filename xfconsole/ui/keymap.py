"""Reads the office's keymap.toml: other keys for actions, or a refusal that names the line.

```toml
[keys]
"live.ring" = "g"            # several keys: "g,ctrl+g"
```
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from xfconsole.core.refusal import Refused
from xfconsole.ui.action_table import ACTIONS, CHAINS
from xfconsole.ui.actions import actions, clashes, use_keymap

FILE_NAME = "keymap.toml"
RESERVED = ("ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+q")
"""Keys a terminal sends as Backspace, Tab and Enter, or keeps for itself."""
_KEY = re.compile(r"((ctrl|alt|shift)\+)*([a-z0-9]|[a-z]\w+|[^\s,+\w])", re.ASCII)


def load_keymap(folder: Path) -> dict[str, str]:
    """Take the keys of ``keymap.toml`` in this folder into use and return them by action id.

    Without the file nothing changes. Raises Refused naming file, line and what was expected;
    nothing of a refused file is taken into use.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return {}
    text = path.read_text(encoding="utf-8")
    keymap = {
        name: _checked(name, keys, path.name, text) for name, keys in _table(text, path).items()
    }
    use_keymap(keymap)
    try:
        _refuse_clashes(path.name, text, keymap)
    except Refused:
        use_keymap({})
        raise
    return keymap


def _table(text: str, path: Path) -> dict[str, object]:
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # Of a file that breaks off it says "at end of document".
        named = re.search(r"line (\d+)", str(error))
        line = named[1] if named else max(1, len(text.splitlines()))
        raise Refused("ui.refused.keymap_toml", file=path.name, line=line) from None
    table = found.get("keys", {})
    if found.keys() - {"keys"} or not isinstance(table, dict):
        wrong = next(iter(found.keys() - {"keys"}), "keys")
        raise Refused(
            "ui.refused.keymap_table", file=path.name, line=_line(text, wrong), name=wrong
        )
    return table


def _checked(name: str, keys: object, file: str, text: str) -> str:
    place = {"file": file, "line": _line(text, name), "name": name}
    if name not in {each.id for each in ACTIONS}:
        raise Refused("ui.refused.keymap_action", **place)
    if not isinstance(keys, str) or not keys.strip():
        raise Refused("ui.refused.keymap_keys", **place)
    parts = [_long_name(part.strip()) for part in keys.split(",")]
    for part in parts:
        if not _KEY.fullmatch(part) or part in RESERVED:
            raise Refused("ui.refused.keymap_key", **place, pressed=part)
    return ",".join(parts)


def _long_name(key: str) -> str:
    from textual.keys import _character_to_key

    return _character_to_key(key) if len(key) == 1 else key


def _line(text: str, name: str) -> int:
    """Return the number of the first line that has this name on it, 1 when there is none."""
    for number, line in enumerate(text.splitlines(), start=1):
        if re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", line):
            return number
    return 1


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
