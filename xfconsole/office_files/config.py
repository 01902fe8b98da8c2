"""Where the office lies and how the console looks: options, environment, config.toml."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line
from xfconsole.reading import home_of, read_file

if TYPE_CHECKING:
    from xfconsole.core.office.slip import Slip

FILE_NAME = "config.toml"
MAX_BYTES = 256 * 1024
MOST_SHOWN = 60
"""Characters of a name that nobody knows."""
THEMES = ("night", "contrast")


@frozen
class ConsoleOptions:
    """What the command line says about the console; None and False leave it to the settings."""

    home: Path | None = None
    language: str | None = None
    theme: str | None = None
    ascii_only: bool = False
    demo: bool = False


@frozen
class Settings:
    """How the console is to run."""

    home: Path
    """The office's folder."""
    language: str | None = None
    """``zh`` or ``en``; None: as the locale says."""
    theme: str = THEMES[0]
    """``night`` or ``contrast``."""
    ascii_only: bool = False
    """Draw lines and signs in ASCII."""
    second: Path | None = None
    """A folder on another medium that gets a copy of each backup."""
    lock_minutes: int = 10
    """After so many minutes without a key the desk is locked; 0: only when asked to."""
    contact: str = ""
    """Whom to ask at the office, for the documents: name, telephone, place and hours."""
    slip: Slip | None = None
    """What config.toml has wrong; what is right of it holds all the same."""


_VALUED = {"--home": "home", "--lang": "language", "--theme": "theme"}
_FLAGS = {"--ascii": "ascii_only", "--demo": "demo"}


def console_options(arguments: Sequence[str]) -> ConsoleOptions | None:
    """Return the options when the arguments start the console and nothing else, else None.

    The console starts this way without loading what only commands need; everything else, wrong
    options included, is for the command line to explain.
    """
    found: dict[str, object] = {}
    rest = [part for each in arguments for part in _split(each)]
    while rest:
        name = rest.pop(0)
        if name in _FLAGS:
            found[_FLAGS[name]] = True
        elif name in _VALUED and rest and not rest[0].startswith("-"):
            value = rest.pop(0)
            found[_VALUED[name]] = Path(value) if name == "--home" else value
        else:
            return None
    options = ConsoleOptions(**found)  # type: ignore[arg-type]
    known = options.language in (None, "zh", "en") and options.theme in (None, *THEMES)
    return options if known else None


def home_folder(option: Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """Return the office's folder: the option, else XFCONSOLE_HOME, else the user's data folder."""
    if option is not None:
        return home_of(option)
    if named := environ.get("XFCONSOLE_HOME"):
        return home_of(Path(named))
    from platformdirs import user_data_path

    return user_data_path("xfconsole", appauthor=False)


def load_settings(options: ConsoleOptions) -> Settings:
    """Return the settings: options before config.toml before what is usual."""
    settings = _from_file(home_folder(options.home))
    return replace(
        settings,
        language=options.language or settings.language,
        theme=options.theme or settings.theme,
        ascii_only=options.ascii_only or settings.ascii_only,
    )


def _split(argument: str) -> list[str]:
    name, equals, value = argument.partition("=")
    return [name, value] if equals and name in _VALUED else [argument]


def _from_file(home: Path) -> Settings:
    path = home / FILE_NAME
    # A link that leads nowhere was meant to be read: that is told, not passed over.
    if not os.path.lexists(path):
        return Settings(home)
    try:
        data = read_file(path, MAX_BYTES)
    except OSError:
        return Settings(home, slip=_slip(Refused("ui.refused.config_unreadable", file=FILE_NAME)))
    return read_settings(data, home)


def read_settings(data: bytes, home: Path) -> Settings:
    """Return the settings in the bytes of config.toml, with the first slip; the rest holds."""
    # Only who has a file waits for it.
    from xfconsole.core.words.toml_text import Fault, LineIndex, NotToml, read_toml

    try:
        found, text = read_toml(data, MAX_BYTES)
    except NotToml as error:
        if error.fault is Fault.TOO_LARGE:
            return Settings(
                home, slip=_slip(Refused("ui.refused.config_unreadable", file=FILE_NAME))
            )
        return Settings(
            home, slip=_slip(Refused("ui.refused.config_toml", file=FILE_NAME, line=error.line))
        )
    good: dict[str, Any] = {}
    slips = []
    lines = LineIndex(text)
    for path, value in _flat(found):
        try:
            field, value = _setting(".".join(path), value, lines.line(path))
            good[field] = value
        except Refused as why:
            slips.append(_slip(why))
    return Settings(home, **good, slip=slips[0] if slips else None)


def _slip(why: Refused) -> Slip:
    # Most starts have nothing to tell.
    from xfconsole.core.office.slip import OptionalFile, Slip

    return Slip(OptionalFile.SETTINGS, why)


_ALLOWED: dict[str, tuple[str, tuple[object, ...]]] = {
    "language": ("language", ("zh", "en")),
    "theme": ("theme", THEMES),
    "ascii": ("ascii_only", (True, False)),
}


SECOND = "backup.second"
LOCK_MINUTES = "desk.lock_minutes"
MOST_MINUTES = 24 * 60
CONTACT = "office.contact"
MOST_CONTACT = 500


def _flat(found: Mapping[str, object]) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield every name with its value, that of a table's before its own names."""
    for name, value in found.items():
        if isinstance(value, dict):
            yield from (((name, inner), each) for inner, each in value.items())
        else:
            yield (name,), value


def _setting(name: str, value: object, line: int) -> tuple[str, Any]:
    if name == SECOND:
        return "second", _folder(value, line)
    if name == LOCK_MINUTES:
        return "lock_minutes", _minutes(value, line)
    if name == CONTACT:
        return "contact", _contact(value, line)
    return _field(name, value, line), value


def _contact(value: object, line: int) -> str:
    text = neutral(value).strip() if isinstance(value, str) else ""
    if not text or len(text) > MOST_CONTACT:
        raise Refused("ui.refused.config_contact", file=FILE_NAME, line=line, name=CONTACT)
    return text


def _folder(value: object, line: int) -> Path:
    path = home_of(Path(value)) if isinstance(value, str) else Path()
    if not path.is_absolute() or neutral_line(str(path)) != str(path):
        raise Refused("ui.refused.config_folder", file=FILE_NAME, line=line, name=SECOND)
    return path


def _minutes(value: object, line: int) -> int:
    # True is an int to Python.
    if type(value) is not int or not 0 <= value <= MOST_MINUTES:
        raise Refused(
            "ui.refused.config_minutes",
            file=FILE_NAME,
            line=line,
            name=LOCK_MINUTES,
            most=MOST_MINUTES,
        )
    return value


def _field(name: str, value: object, line: int) -> str:
    if name not in _ALLOWED:
        known = ", ".join((*_ALLOWED, SECOND, LOCK_MINUTES, CONTACT))
        shown = neutral_line(name)[:MOST_SHOWN]
        raise Refused("ui.refused.config_name", file=FILE_NAME, line=line, name=shown, known=known)
    field, allowed = _ALLOWED[name]
    if not any(value is each or (value == each and isinstance(each, str)) for each in allowed):
        choices = ", ".join(str(each).lower() for each in allowed)
        raise Refused(
            "ui.refused.config_value", file=FILE_NAME, line=line, name=name, choices=choices
        )
    return field
