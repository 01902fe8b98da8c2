"""``python -m xfconsole.ui.keys.key_table``: the registry as Markdown, for docs/keys.md."""

from __future__ import annotations

import sys

from xfconsole.ui.keys.action_table import ACTIONS
from xfconsole.ui.keys.actions import words_key
from xfconsole.ui.keys.key_names import WIDE_VARIANTS, key_name
from xfconsole.ui.words.catalogue import Catalogue, catalogue


def key_table(words: Catalogue) -> str:
    """Return one table for all groups, in the registry's order, without the office's keymap."""
    lines = [words.say("help.table.head"), "| --- | --- | --- | --- |"]
    for each in ACTIONS:
        keys = " ".join(f"`{key_name(key)}`" for key in each.key_list if key not in WIDE_VARIANTS)
        group, tip = words.say(f"help.group.{each.group}"), words.say(words_key(each, "help"))
        lines.append(f"| {group} | {keys} | {tip} | `{each.id}` |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    language = sys.argv[1] if sys.argv[1:] else "en"
    sys.stdout.write(key_table(catalogue(language)))
