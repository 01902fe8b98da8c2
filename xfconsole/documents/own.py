"""The office's own .docx templates, in ``templates/zh/`` and ``en/`` of its folder.

A template is code: whoever writes it decides what a paper of the office says. One that others may
change is not used, nor one that doesn't fit its document.
"""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from jinja2 import TemplateSyntaxError, meta
from jinja2.nodes import Getattr, Name
from jinja2.sandbox import SandboxedEnvironment

from xfconsole.core.office.slip import OptionalFile, Slip
from xfconsole.core.words.documents import FORMS, Document, SheetKind
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.documents.templates import LANGUAGES
from xfconsole.reading import read_file

FOLDER = "templates"
MOST_BYTES, MOST_INSIDE = 5_000_000, 50_000_000
BESIDES = frozenset({"head"})
"""What a template has to name besides its document's fields: the journal's head."""
SHEET: tuple[str, ...] = ("title", "under", "sections", "signed")
"""What a template of a sheet can name; below, what it must."""
SHEET_NEEDS: tuple[str, ...] = ("title", "sections")
PARTS = frozenset({"heading", "lines", "heads", "rows", "who", "name", "at"})
"""What a section of a sheet has, and a line to sign."""
MOST_SHOWN = 60

PaperName: TypeAlias = "Document | SheetKind"
_NAMES = {f"{each.value}.docx": each for kind in (Document, SheetKind) for each in kind}
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.S)
_FOR = re.compile(r"\{%-?\s*(?:\w+\s+)?for\s+(.+?)\s+in\s")
_PART = re.compile(r"^\{([{%])(?:p|tr|tc|r)\s")
_OPENS = {"if": "{% endif %}", "for": "{% endfor %}"}


def own_template(folder: Path, paper: PaperName, language: str) -> Path | None:
    """Return the office's own template of a document or a sheet, or None."""
    path = folder / FOLDER / language / f"{paper.value}.docx"
    # A link that leads nowhere was meant to be read: that is told, not passed over.
    return path if os.path.lexists(path) else None


def template_slips(folder: Path) -> Iterator[Slip]:
    """Yield what is wrong with each of the office's own templates, and files that are none."""
    jinja = SandboxedEnvironment(autoescape=True)
    for path in sorted((folder / FOLDER).glob("*/*")):
        name = neutral_line(str(path.relative_to(folder)))
        try:
            if path.parent.name not in LANGUAGES or path.name not in _NAMES:
                raise Refused("document.refused.template.name", file=name)
            read_own(folder, path, _NAMES[path.name], jinja)
        except Refused as why:
            yield Slip(OptionalFile.TEMPLATES, why)


def read_own(folder: Path, path: Path, paper: PaperName, jinja: SandboxedEnvironment) -> bytes:
    """Return a template that can be trusted and fits; raises Refused, naming tag and paragraph."""
    name = neutral_line(str(path.relative_to(folder)))
    try:
        if not all(map(_ours_alone, (path, path.parent, path.parent.parent))):
            raise Refused("document.refused.template.others", file=name)
        data = read_file(path, MOST_BYTES)
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(each.file_size for each in parts.infolist()) > MOST_INSIDE:
                raise Refused("document.refused.template.unreadable", file=name)
        check_tags(data, paper, name, jinja)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as problem:
        raise Refused("document.refused.template.unreadable", file=name) from problem
    return data


def check_tags(data: bytes, paper: PaperName, name: str, jinja: SandboxedEnvironment) -> None:
    """Refuse tags that are none, name what the paper does not have, or leave out what it must.

    A paragraph is counted with those of tables, from the top; head and foot come after the body.
    """
    if isinstance(paper, SheetKind):
        can, must = SHEET, SHEET_NEEDS
    else:
        can, must = FORMS[paper].names, FORMS[paper].needed
    parts = PARTS if isinstance(paper, SheetKind) else None
    texts = list(_paragraphs(data))
    loops = {each for text in texts for names in _FOR.findall(text) for each in _split(names)}
    known, found = {*can, *BESIDES, *loops, "loop"}, set[str]()
    for number, text in enumerate(texts, 1):
        for tag in _TAG.findall(text):
            names = _names(tag, jinja, parts)
            if names is None or not names <= known:
                shown = neutral_line(tag)[:MOST_SHOWN]
                key = "document.refused.template.tag"
                raise Refused(key, file=name, tag=shown, paragraph=number)
            found |= names
    if lacking := sorted({*must, *BESIDES} - found):
        raise Refused("document.refused.template.lacks", file=name, tag=f"{{{{ {lacking[0]} }}}}")


def _split(names: str) -> list[str]:
    return [each.strip() for each in names.split(",")]


def _names(tag: str, jinja: SandboxedEnvironment, parts: frozenset[str] | None) -> set[str] | None:
    """Return the names a tag asks for; None for one that cannot be read, or asks for no part."""
    plain = _PART.sub(r"{\1 ", tag)
    word = plain[2:-2].strip(" -").partition(" ")[0]
    if plain.startswith("{%") and word not in _OPENS:
        if word in ("endif", "endfor", "else"):
            return set()
        if word != "elif":
            return None
        plain = plain.replace("elif", "if", 1)
        word = "if"
    try:
        parsed = jinja.parse(plain + _OPENS.get(word, ""))
    except TemplateSyntaxError:
        return None
    asked = {each.attr for each in parsed.find_all(Getattr) if not _of_loop(each)}
    if parts is not None and not asked <= parts:
        return None
    return meta.find_undeclared_variables(parsed)


def _of_loop(found: Getattr) -> bool:
    return isinstance(found.node, Name) and found.node.name == "loop"


def _paragraphs(data: bytes) -> Iterator[str]:
    from docx import Document as open_docx
    from docx.oxml.ns import qn

    document: Any = open_docx(io.BytesIO(data))
    bodies = [document.element.body]
    for section in document.sections:
        bodies += [section.header._element, section.footer._element]
    for body in bodies:
        for paragraph in body.iter(qn("w:p")):
            yield "".join(each.text or "" for each in paragraph.iter(qn("w:t")))


def _ours_alone(path: Path) -> bool:
    """Whether nobody but the officer's account, or the machine's own, can change it."""
    found = path.stat()
    others = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return not others and found.st_uid in (os.getuid(), 0)
