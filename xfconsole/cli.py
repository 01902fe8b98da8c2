"""The command line: which commands there are, and how their ends are told.

Exit codes: 0 done, 1 refused with the reason, 2 used wrongly.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

import typer

import xfconsole
from xfconsole.commands.offices import CommandOffices
from xfconsole.commands.printing import (
    PLAINLY,
    Harmless,
    bounded_line,
    lacking,
    print_lacking,
    print_slips,
)
from xfconsole.core.words.refusal import Refused
from xfconsole.office_files.config import ConsoleOptions, load_settings
from xfconsole.ui.words.catalogue import LANGUAGES, choose_language, say, use

GROUPS = {
    "import": "imports",
    "desks": "desks",
    "export": "export",
    "hub": "hub",
    "officers": "officers",
    "policy": "policy",
    "receipt": "receipt",
    "reception": "reception",
    "report": "report",
    "retention": "retention",
    "roster": "roster",
    "upward": "upward",
}
"""Words that more words follow, and the module in ``commands`` that has those."""
COMMANDS = {
    **{name: name for name in ("backup", "doctor", "drill", "handover", "holidays", "log")},
    **{"restore": "backup", "show": "matters", "init": "setup", "verify": "doctor"},
    **{name: name for name in ("matters", "search", "replay", "rehearse", "sync")},
    **{"told": "incident", "incident": "incident"},
}
"""Words that are commands by themselves, and their modules."""


def application(words: Sequence[str] = ()) -> typer.Typer:
    """Return the command line with the commands that stand among ``words``; all where none does.

    Loading every command takes longer than most of them.
    """
    named = [each for each in words if each in GROUPS or each in COMMANDS]
    if not named or "--help" in words[: words.index(named[0])]:
        named = [*GROUPS, *COMMANDS]
    app = typer.Typer(
        name="xfconsole",
        help="The night desk of a petition office. Without a command the console starts.",
        no_args_is_help=False,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback(invoke_without_command=True)(console)
    for word, module in GROUPS.items():
        if word in named:
            app.add_typer(_commands(module), name=word)
    for module in sorted({COMMANDS[each] for each in named if each in COMMANDS}):
        app.add_typer(_commands(module))
    return app


def _commands(module: str) -> typer.Typer:
    found: typer.Typer = import_module(f"xfconsole.commands.{module}").app
    return found


class _AsTyped:
    """Takes a value that is of its option's type already as it is, and has typer read all else.

    Reading loads pydantic, which takes as long as all the rest of the command line.
    """

    def __init__(self, read: Callable[[], Any]) -> None:
        self._read = read

    def coerce(self, value: Any, param: Any, ctx: typer.Context) -> Any:
        """Return the value of an option."""
        kind = param.type_descriptor.annotation
        single = isinstance(kind, type) and not param.multiple and param.nargs == 1
        if single and (value is None or isinstance(value, kind)):
            return value
        return self._read().coerce(value, param=param, ctx=ctx)


def _taken_as_typed(option: Any) -> Any:
    as_typed = _AsTyped(option.get_runtime_param)
    option.get_runtime_param = lambda: as_typed
    return option


def _read_as_typed(command: Any) -> None:
    for each in command.params:
        _taken_as_typed(each)
    helping = command.get_help_option
    command.get_help_option = lambda context: _taken_as_typed(helping(context))
    for named in getattr(command, "commands", {}).values():
        _read_as_typed(named)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"xfconsole {xfconsole.__version__}")
        raise typer.Exit


def console(
    context: typer.Context,
    home: Path | None = typer.Option(None, help="The office's folder (or XFCONSOLE_HOME)."),
    lang: str | None = typer.Option(None, help="Language: zh or en (default: the locale's)."),
    theme: str | None = typer.Option(None, help="Colours: night or contrast."),
    ascii_only: bool = typer.Option(False, "--ascii", help="Draw with ASCII signs only."),
    demo: bool = typer.Option(False, "--demo", help="A throw-away office, a night under way."),
    no_pager: bool = typer.Option(
        False, "--no-pager", help="Print long tables on a terminal without a pager."
    ),
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and leave."
    ),
) -> None:
    """Start the console."""
    options = ConsoleOptions(home, lang, theme, ascii_only, demo)
    if context.invoked_subcommand is None:
        from xfconsole.app.launch import start_console

        raise typer.Exit(start_console(options))
    settings = load_settings(options)
    use(_language(settings.language))
    if settings.slip and context.invoked_subcommand != "doctor":
        print_slips([settings.slip])
    context.obj = CommandOffices(settings.home, os.environ, settings.second)


def run(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command line and return its exit code. Errors are one sentence on stderr."""
    lacking.clear()
    if isinstance(sys.stderr, TextIOWrapper):
        sys.stderr.reconfigure(errors=PLAINLY)
    try:
        code = _run(arguments)
        print_lacking()
    finally:
        _let_go(sys.stdout)
    return code


def _let_go(out: TextIO) -> None:
    """Write out what is left; where it can't go anywhere, whoever may know was told already."""
    try:
        out.flush()
    except OSError:
        # Python would try it again when it ends, and tell of a fault of the program's.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())


def _run(arguments: Sequence[str] | None) -> int:
    given = sys.argv[1:] if arguments is None else list(arguments)
    command = typer.main.get_command(application(given))
    _read_as_typed(command)
    try:
        use(_language(None))
        with redirect_stdout(Harmless(sys.stdout)):
            return command.main(given, prog_name="xfconsole", standalone_mode=False) or 0
    except Refused as refused:
        return _print_refusal(say(refused.key, **refused.values), 1)
    except typer.TyperException as error:
        return _print_refusal(say("cli.usage", problem=str(error)), 2)
    except (typer.Abort, KeyboardInterrupt):
        return _print_refusal(say("cli.interrupted"), 1)
    except BrokenPipeError:
        # Whoever read our output has left; there is nobody to tell.
        return 1
    except Exception as error:
        # A traceback could print a name or a text; where it happened is enough to mend it.
        from xfconsole.discreet import fault

        return _print_refusal(fault(error), 1)


def _language(asked: str | None) -> str:
    try:
        return choose_language(asked, os.environ)
    except ValueError:
        raise Refused("cli.refused.language", languages=", ".join(LANGUAGES)) from None


def _print_refusal(sentence: str, code: int) -> int:
    typer.echo(bounded_line(sentence), err=True)
    return code
