"""Papers as an office makes them: issued documents, and what stands in the files made of them."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from tests.document_samples import values
from xfconsole.core.facts.of_procedure import DocumentIssued, FieldSaid
from xfconsole.core.matter.documents import render, said
from xfconsole.core.words.documents import Document
from xfconsole.documents.paper import docx_paper
from xfconsole.documents.templates import template

HEAD = "1234-7KQ2M-B9XWD-4HTRC"
NOWHERE = Path("no-office-here")
"""A folder without templates of its own."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def issued(
    document: Document, language: str = "zh", given: Mapping[str, str] | None = None
) -> DocumentIssued:
    """Return a document as the desk journals it, made out with the samples unless told."""
    fields = dict(given or values(document, language))
    text = render(document, template(document, language), fields).strip("\n")
    filled = said(document, fields)
    found = tuple(FieldSaid(name, value) for name, value in filled.items() if value)
    return DocumentIssued(document, text, "", language, found)


@lru_cache(64)
def docx_of(fact: DocumentIssued, folder: Path = NOWHERE) -> bytes:
    """Return the .docx of an issued document."""
    return docx_paper(fact, HEAD, folder).data


def part(data: bytes, name: str) -> ElementTree.Element:
    """Return a part of a .docx as XML, read by the standard library."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return ElementTree.fromstring(file.read(name))


def parts(data: bytes) -> list[str]:
    """Return the names of a .docx's parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.namelist()


def paragraphs(data: bytes, name: str = "word/document.xml") -> list[str]:
    """Return the text of every paragraph, those of tables where they stand; a break is a blank."""
    found = []
    for each in part(data, name).iter(f"{W}p"):
        texts = [t.text or "" if t.tag == f"{W}t" else "\n" for t in each.iter() if t.tag in _READ]
        found.append("".join(texts))
    return found


_READ = (f"{W}t", f"{W}br")


def pages_of(folder: Path, files: Mapping[str, bytes]) -> dict[str, int]:
    """Let LibreOffice lay the files out; return how many pages each comes to."""
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    office = shutil.which("soffice")
    assert office
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    made = [str(folder / f"{name}.docx") for name in files]
    subprocess.run([*words, *made], check=True, capture_output=True, timeout=300)
    return {name: _pages(folder / f"{name}.pdf") for name in files}


def _pages(pdf: Path) -> int:
    told = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True)
    return int(next(each for each in told.stdout.splitlines() if "Pages" in each).split()[-1])
