"""``python -m xfconsole`` and the ``xfconsole`` command: loads only what was asked for."""

from __future__ import annotations

import gc
import os
import sys

FOR_TEXTUAL = {"ESCDELAY": "25", "TEXTUAL_ANIMATIONS": "none"}
"""Read by textual when it is first imported: how long Escape waits, and that nothing moves."""


TURN = 0.0002
"""Seconds after which a thread that wants the interpreter gets it, of Python's own 5 ms: what
loads or writes in the background must not keep the thread that draws waiting."""


def main() -> None:
    """Start the console, or hand everything else to the command line. Exits with its code.

    The program also starts itself to read a table in a process of its own.
    """
    from xfconsole.discreet import be_discreet

    # First of all: whatever fails from here on, no word of a matter is told.
    be_discreet()
    if sys.argv[1:2] == ["--read-apart"]:
        from xfconsole.imports.apart import answer

        answer(sys.argv[2])
        return
    from xfconsole.office_files.config import console_options

    for name, value in FOR_TEXTUAL.items():
        os.environ.setdefault(name, value)
    options = console_options(sys.argv[1:])
    if options is None:
        from xfconsole.cli import run

        sys.exit(run())
    sys.setswitchinterval(TURN)
    # What a start loads is never garbage, and looking for some takes a tenth of its time;
    # xfconsole.app.ready begins to look once everything is loaded.
    gc.disable()
    from xfconsole.app.launch import start_console

    sys.exit(start_console(options))


if __name__ == "__main__":
    main()
