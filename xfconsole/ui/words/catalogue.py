"""The catalogue: every sentence the officer sees, in Chinese and in English."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from xfconsole.core.words.two_languages import BothLanguages

# For types only: the words of the first frame need no rules.
if TYPE_CHECKING:
    from xfconsole.core.words.desk import RingOutcome

LANGUAGES = ("zh", "en")
_FOLDER = Path(__file__).parents[1] / "locales"
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


class Texts(dict[str, str]):
    """Texts by key. An area's file is read when the first of its keys is asked for."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._unread = {each.stem: each for each in area_files(language)}

    def __missing__(self, key: str) -> str:
        """Return the text of a key in a file not read yet; KeyError for a key of none."""
        self._read(key.partition(".")[0])
        if key not in self:
            raise KeyError(key)
        return self[key]

    def read_all(self) -> None:
        """Read what nobody has asked for yet: then nothing that is said waits for the disk."""
        for area in list(self._unread):
            self._read(area)

    def _read(self, area: str) -> None:
        if (file := self._unread.get(area)) is not None:
            self.update(json.loads(file.read_text(encoding="utf-8")))
            # Only now: another thread may be looking for a text of this area.
            self._unread.pop(area, None)


class Catalogue:
    """All texts of one language."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"language is one of {', '.join(LANGUAGES)}, not {language}")
        self.language = language
        self.texts = Texts(language)

    def say(self, key: str, **values: object) -> str:
        """Return the text of a key with its ``{fields}`` filled.

        Values are inserted as they are, never read as a pattern or as markup; members of a closed
        word list, or a tuple of them, as their words; words of a policy pack in this language.
        Raises KeyError for an unknown key and for a field without a value.
        """
        told = {name: self._in_words(value) for name, value in values.items()}
        return self.texts[key].format_map(told)

    def _in_words(self, value: object) -> object:
        if isinstance(value, tuple):
            return self.texts["ui.and"].join(str(self._in_words(each)) for each in value)
        if isinstance(value, BothLanguages):
            return value.say(self.language)
        return self.texts[word_key(value)] if isinstance(value, StrEnum) else value


def word_key(member: StrEnum) -> str:
    """Return the catalogue key of a member, such as ``word.ring_outcome.busy``."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(member).__name__).lower()
    return f"word.{name}.{member.value}"


def chase_key(outcome: RingOutcome) -> str:
    """Return the key of how a chase ended: who refuses there refuses to handle, not to come."""
    refused = outcome.value == "refused"
    return "event.detail.cannot_handle" if refused else word_key(outcome)


@cache
def catalogue(language: str) -> Catalogue:
    """Return the one catalogue of a language."""
    return Catalogue(language)


def area_files(language: str) -> list[Path]:
    """Return the area files of a language in the order of their names."""
    return sorted((_FOLDER / language).glob("*.json"))


def choose_language(option: str | None, environ: Mapping[str, str]) -> str:
    """Return ``zh`` or ``en``: the option, else XFCONSOLE_LANG, else the locale's language.

    The first locale variable that is set decides, as in setlocale(3); C, POSIX and no locale at
    all mean English. Raises ValueError for an option or XFCONSOLE_LANG that is neither.
    """
    asked = option or environ.get("XFCONSOLE_LANG")
    if asked:
        if asked not in LANGUAGES:
            raise ValueError(asked)
        return asked
    locale = next((value for name in _LOCALE_VARIABLES if (value := environ.get(name))), "")
    return "zh" if locale.lower().startswith("zh") else "en"


_current = ["en"]


def use(language: str) -> None:
    """Speak this language from now on."""
    _current[0] = catalogue(language).language


def language() -> str:
    """Return the language spoken now."""
    return _current[0]


def say(key: str, **values: object) -> str:
    """Return the text of a key in the language spoken now; see ``Catalogue.say``."""
    return catalogue(_current[0]).say(key, **values)


def has(key: str) -> bool:
    """Whether there is a text of this key; each language has the same."""
    try:
        catalogue(_current[0]).texts[key]
    except KeyError:
        return False
    return True
