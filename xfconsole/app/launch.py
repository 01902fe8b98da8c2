"""Starts the console on this terminal, or says in one sentence why it cannot."""

from __future__ import annotations

import os
import sys

from xfconsole.core.words.refusal import Refused
from xfconsole.office_files.config import ConsoleOptions, Settings, load_settings
from xfconsole.ui.words.catalogue import choose_language, say, use


def start_console(options: ConsoleOptions) -> int:
    """Run the console until the officer leaves; returns the exit code.

    1 without a terminal and for settings that are wrong; the reason goes to stderr.
    """
    try:
        use(choose_language(options.language, os.environ))
        settings = load_settings(options)
        use(choose_language(settings.language, os.environ))
    except ValueError:
        return _refused(say("ui.refused.language"))
    except Refused as refused:
        return _refused(say(refused.key, **refused.values))
    # Textual draws on standard error: led into a file, that would hold every screen.
    if not all(each is not None and each.isatty() for each in (sys.stdin, sys.stdout, sys.stderr)):
        return _refused(say("ui.no_terminal"))
    for size in ("COLUMNS", "LINES"):
        # Exported by some shells, they would hide every later change of the window's size.
        os.environ.pop(size, None)
    from xfconsole.app.terminal import keys_taken

    with keys_taken():
        return _run(options, settings)


def _run(options: ConsoleOptions, settings: Settings) -> int:
    from xfconsole.app.console import ConsoleApp
    from xfconsole.app.offices import DiskOffices
    from xfconsole.app.pasting import take_pastes_whole
    from xfconsole.app.saved_output import show_only_what_is_saved

    offices = DiskOffices(settings.home, settings.second)
    app = ConsoleApp(
        offices,
        demo=options.demo,
        ascii_only=settings.ascii_only,
        theme=settings.theme,
        lock_minutes=settings.lock_minutes,
    )
    take_pastes_whole()
    show_only_what_is_saved()
    try:
        app.run()
    finally:
        app.close_office()
    return app.return_code or 0


def _refused(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1
