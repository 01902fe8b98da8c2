"""Loads what the desk needs on a thread of its own, while the officer is still at the first screen.

The first frame needs none of it, and most of a start's time goes here: the database layer above
all.
"""

from __future__ import annotations

import gc
from importlib import import_module

from xfconsole.ui.words.catalogue import catalogue, language

WANTED = (
    "data.office",
    "data.backup.make",
    "data.vault.officer_book",
    "xfconsole.app.backups",
    "xfconsole.app.desk_office",
    "xfconsole.assembly",
    "xfconsole.desk",
    "xfconsole.ui.keys.keymap",
    "screens.intake.screen",
    "screens.live.screen",
)
"""In the order in which opening an office asks for them."""


def load() -> None:
    """Import it all. What fails here fails again, and is told, where it is asked for.

    Where the start had stopped it, garbage is collected from now on, and never looked for in what
    was loaded. Elsewhere nothing is kept from it: a console of before would stay for good.
    """
    try:
        for name in WANTED:
            import_module(name)
        from xfconsole.office_files.in_force import default_pack, published_workdays

        # Read once a process, and most offices have none of their own.
        default_pack()
        published_workdays()
        catalogue(language()).texts.read_all()
    finally:
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
