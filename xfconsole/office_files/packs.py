"""Finds the policy pack in force: the office's own beside its database, else the one shipped."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from xfconsole.core.policy.load import MAX_BYTES, load, parse
from xfconsole.core.policy.pack import Policy
from xfconsole.core.words.refusal import Refused
from xfconsole.reading import read_file

OWN_PACK = "policy.toml"


def default_pack() -> Policy:
    """Return the pack that comes with the program."""
    text = files("xfconsole").joinpath("policies", "default.toml")
    return load(text.read_bytes(), "default.toml")


def pack_in_force(folder: Path) -> Policy:
    """Return the pack new incidents follow.

    Raises PolicyError when the office's own is faulty, Refused when it cannot be read.
    """
    own = folder / OWN_PACK
    # A link that leads nowhere was meant to be read: that is told, not passed over.
    if not os.path.lexists(own):
        return default_pack()
    try:
        data = read_file(own, MAX_BYTES)
    except OSError:
        raise Refused("policy.refused.unreadable", name=OWN_PACK) from None
    return load(data, OWN_PACK)


def pinned_pack(text: str) -> Policy:
    """Return a pack kept in the journal, whatever is in force by now."""
    return parse(text, "journal")
