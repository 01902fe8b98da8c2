"""The templates of the office's documents, which come with the program."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from xfconsole.core.words.documents import Document

LANGUAGES = ("zh", "en")
"""Chinese is what is handed out; English is there to read along."""


@cache
def template(document: Document, language: str) -> str:
    """Return a document's template; raises ValueError for a language that is neither."""
    if language not in LANGUAGES:
        raise ValueError(f"language is one of {', '.join(LANGUAGES)}, not {language}")
    file = files("xfconsole").joinpath("documents", language, f"{document.value}.txt")
    return file.read_text(encoding="utf-8")
